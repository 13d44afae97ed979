"""The supervisor's page."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guichet.records.directory.models import Account, Agent
from guichet.records.directory.words import Role


@never_cache
@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The board itself; its figures come by the hot doors."""
    account = request.user
    if not isinstance(account, Account) or not account.has_role(Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise PermissionDenied
    has_agents = Agent.objects.of(account.organisation_id).current().exists()
    return render(request, "supervision/board.html", {"organisation": account.organisation, "page": "board", "has_agents": has_agents})
