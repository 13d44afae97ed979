"""The pages on which models of answers are written: agents their own, supervisors and administrators the organisation's too."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.records.contacts.models import Snippet
from guichet.records.contacts.snippets import keep_snippet, list_editable, may_edit_shared, remove_snippet
from guichet.records.directory.models import Account, Agent
from guichet.records.directory.words import Role
from guichet.screens.desk.forms import SnippetForm


def get_writer(request: HttpRequest) -> tuple[Account, Agent | None]:
    """Who writes, with the agent that he is.

    :raises PermissionDenied: neither an agent nor somebody who steers.
    """
    account = request.user
    if not isinstance(account, Account) or not account.has_role(Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise PermissionDenied
    agent = Agent.objects.of(account.organisation_id).current().filter(account=account).first()
    if agent is None and not may_edit_shared(account):
        raise PermissionDenied
    return account, agent


@never_cache
@login_required
@require_safe
def list_own(request: HttpRequest) -> HttpResponse:
    account, agent = get_writer(request)
    rows = list(list_editable(account, agent))
    context = {
        "organisation": account.organisation,
        "mine": [row for row in rows if row.agent_id],
        "shared": [row for row in rows if not row.agent_id],
        "agent": agent,
        "may_share": may_edit_shared(account),
    }
    return render(request, "desk/snippets.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: HttpRequest, snippet: int | None = None) -> HttpResponse:
    """Write a new model or change one; somebody else's does not exist here."""
    account, agent = get_writer(request)
    edited = Snippet() if snippet is None else get_object_or_404(list_editable(account, agent), pk=snippet)
    form = SnippetForm(request.POST or None, instance=edited, account=account, agent=agent, may_share=may_edit_shared(account))
    if request.method == "POST" and form.is_valid():
        keep_snippet(form.fill(), account, timezone.now())
        return redirect("desk-snippets")
    context = {"organisation": account.organisation, "form": form, "snippet": edited if edited.pk else None}
    return render(request, "desk/snippet.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_POST
@transaction.atomic
def remove(request: HttpRequest, snippet: int) -> HttpResponse:
    account, agent = get_writer(request)
    remove_snippet(get_object_or_404(list_editable(account, agent), pk=snippet), account, timezone.now())
    return redirect("desk-snippets")
