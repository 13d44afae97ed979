"""The agent's page, and the lists that he may ask for: who waits and why, and his models of answers."""

from typing import Literal

import msgspec
from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState
from guichet.doors.microphone import open_microphone
from guichet.records.calls.company import list_free
from guichet.records.calls.lines import has_open_line
from guichet.records.calls.posts import find_kind
from guichet.records.calls.relays import list_asked_in
from guichet.records.calls.ways import find_emergency_line
from guichet.records.contacts.callbacks import get_waits_since, to_instant
from guichet.records.contacts.models import Contact
from guichet.records.contacts.snippets import list_blanks, list_snippets
from guichet.records.directory import models
from guichet.records.directory.names import BY_NAME
from guichet.records.directory.words import STEERING, Role
from guichet.screens.desk.words import (
    AskingChoice,
    Choice,
    Colleague,
    CompanyNow,
    DeskSetting,
    ReasonChoice,
    RelayChoice,
    SnippetChoice,
    SnippetList,
    WaitingList,
    WaitingNow,
)

MOST_WAITING = 100


@never_cache
@login_required
@require_safe
@csp_update({"frame-src": [SELF]})  # mails, in frames that can do nothing
def desk(request: HttpRequest) -> HttpResponse:
    agent = get_own_agent(request)
    setting = get_setting(agent, get_language() or "fr")
    page = {
        "organisation": agent.organisation,
        "setting": msgspec.to_builtins(setting),
        "page": "desk",
        "agent_key": agent.key,
        "has_skills": agent.skills.exists(),
    }
    return open_microphone(render(request, "desk/desk.html", page))


@never_cache
@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Who waits, oldest first; what this agent may not take is refused when he tries (R4)."""
    found = list_waiting(get_own_agent(request), get_language() or "fr")
    return HttpResponse(msgspec.json.encode(found), content_type="application/json")


@never_cache
@login_required
@require_safe
def company(request: HttpRequest) -> HttpResponse:
    """Who can be asked into a call; that he still can is checked when he is asked."""
    agent = get_own_agent(request)
    helps = find_emergency_line(agent.organisation_id) is not None
    found = CompanyNow(free=tuple(list_free(agent.organisation_id, agent.pk)), calls_for_help=helps)
    return HttpResponse(msgspec.json.encode(found), content_type="application/json")


@never_cache
@login_required
@require_safe
def snippets(request: HttpRequest) -> HttpResponse:
    """The models of answers that this agent may use."""
    agent = get_own_agent(request)
    rows = list_snippets(agent.organisation_id, agent)
    found = SnippetList(
        snippets=tuple(
            SnippetChoice(
                snippet=row.pk,
                title=row.title,
                text=row.text,
                blanks=tuple(list_blanks(row.text)),
                reason=row.reason_id,
                is_mine=row.agent_id is not None,
            )
            for row in rows
        )
    )
    return HttpResponse(msgspec.json.encode(found), content_type="application/json")


def get_own_agent(request: HttpRequest) -> models.Agent:
    """:raises PermissionDenied: nothing is routed to this account."""
    account = request.user
    if not isinstance(account, models.Account) or not account.has_role(Role.AGENT):
        raise PermissionDenied
    agent = (
        models.Agent.objects.of(account.organisation_id).current().filter(account=account).select_related("organisation", "account").first()
    )
    if agent is None:
        raise PermissionDenied(_("No agent of the directory is linked to your account: ask your administrator."))
    return agent


def get_setting(agent: models.Agent, language: str) -> DeskSetting:
    organisation_id = agent.organisation_id
    telephone = find_kind(agent) if has_open_line(organisation_id) else ""
    pauses = models.PauseReason.objects.of(organisation_id).current().order_by("key")
    outcomes = models.WrapUpOutcome.objects.of(organisation_id).current().order_by("-is_resolved", "key")
    askings = models.AskingReason.objects.of(organisation_id).current().order_by("key")
    colleagues = models.Agent.objects.of(organisation_id).current().exclude(pk=agent.pk).order_by(BY_NAME)
    return DeskSetting(
        agent=AgentId(agent.pk),
        agent_name=agent.name,
        organisation_name=agent.organisation.name,
        sees_all=bool(agent.account and not STEERING.isdisjoint(agent.account.roles)),
        drafts=settings.DRAFTS_SERVER is not None,
        telephone=telephone,
        emergency=find_emergency(agent, telephone),
        pauses=tuple(Choice(value=row.key, label=row.get_label(language)) for row in pauses),
        outcomes=tuple(Choice(value=row.key, label=row.get_label(language)) for row in outcomes),
        askings=tuple(AskingChoice(value=row.key, label=row.get_label(language), days=row.days) for row in askings),
        reasons=tuple(list_reasons(organisation_id, language)),
        colleagues=tuple(Colleague(agent=AgentId(pk), name=name) for pk, name in colleagues.values_list("pk", "name")),
        relays=tuple(RelayChoice(relay=row.pk, name=row.name) for row in (list_asked_in(organisation_id) if telephone else ())),
    )


def find_emergency(agent: models.Agent, telephone: str) -> Literal["", "none", "call", "telephone"]:
    """From where he may call for help."""
    if not telephone:
        return ""
    if find_emergency_line(agent.organisation_id) is None:
        return "none"
    return "telephone" if telephone == "telephone" else "call"


def list_reasons(organisation_id: int, language: str) -> list[ReasonChoice]:
    """The leaves of the tree in its order, each under the branch right above it."""
    rows = list(models.Reason.objects.of(organisation_id).current().select_related("parent").order_by("position", "key"))
    parents = {row.parent_id for row in rows}
    leaves = [row for row in rows if row.pk not in parents]
    return [
        ReasonChoice(
            reason=row.pk,
            label=row.get_label(language),
            group=row.parent.get_label(language) if row.parent else _("Others"),
        )
        for row in leaves
    ]


def list_waiting(agent: models.Agent, language: str) -> WaitingList:
    """Without calls that are promised for later: until their hour nobody may take them."""
    waiting_now = Contact.objects.of(agent.organisation_id).filter(closed_at__isnull=True, state=ContactState.WAITING)
    for_later = Q(channel=Channel.CALLBACK, callback__wanted_from__gt=timezone.now())
    rows = waiting_now.exclude(for_later).select_related("queue", "reason", "callback").order_by("rank_at", "id")[:MOST_WAITING]
    return WaitingList(contacts=tuple(describe(row, language) for row in rows))


def describe(row: Contact, language: str) -> WaitingNow:
    return WaitingNow(
        contact=ContactId(str(row.pk)),
        channel=Channel(row.channel),
        queue_name=row.queue.get_label(language),
        reason_name=row.reason.get_label(language),
        language=row.language,
        arrived_at=to_instant(row.arrived_at),
        waits_since=to_instant(get_waits_since(row)),
        waiting_for=f"held:{row.why['held']}" if "held" in row.why else str(row.why.get("cause", "arrived")),
        step=row.step,
    )
