"""How a call leaves: by the trunk of a line of ours, within the rules; emergency numbers by the line that carries them, whatever the rules.

Nothing here asks whether we are open, what was spent, or what may be shown, before an emergency number leaves.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from guichet.decisions.dialling.emergency import read_emergency
from guichet.decisions.dialling.words import Verdict
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.calls.destinations import read_destination
from guichet.records.calls.errors import REFUSALS, NoEmergencyWayError, NoWayOutError
from guichet.records.calls.lines import find_line_out, read_password
from guichet.records.calls.models import CallingRules, Line, Post
from guichet.records.calls.rules import find_rules
from guichet.records.calls.spending import begin_outlay, would_begin
from guichet.records.directory.models import Agent, Organisation
from guichet.records.separation import set_organisation


@dataclass(frozen=True, slots=True)
class WayOut:
    """How a number is called: `line` is ours, `label` its name; `caller` is the number that we show, `shown` what our agents see."""

    number: str
    line: int
    label: str
    shown: str
    caller: str
    trunk: str
    username: str
    password: str = field(repr=False)
    is_emergency: bool = False


@dataclass(frozen=True, slots=True)
class EmergencyPost:
    """A telephone of an agent, and how an emergency number leaves from it: `way` has none yet; without one nothing leads out."""

    organisation: int
    language: str
    agent: int
    username: str
    way: WayOut | None


def lead_out(line: Line, number: str) -> WayOut:
    return WayOut(
        number=number,
        line=line.pk,
        label=line.label,
        shown=line.number,
        caller=line.caller_id or line.number,
        trunk=line.trunk,
        username=line.username,
        password=read_password(line),
    )


def find_emergency_line(organisation_id: int) -> Line | None:
    """Also when callers are not taken on it: what it is for here is to lead out."""
    line = find_rules(organisation_id).emergency_line
    return line if line is not None and line.trunk else None


def find_emergency_way(organisation_id: int, number: str, agent: int) -> WayOut | None:
    """With the number of the agent's site, by which he is found; None: no line carries emergency numbers."""
    rules = find_rules(organisation_id)
    line = find_emergency_line(organisation_id)
    if line is None:
        return None
    site = Agent.objects.of(organisation_id).filter(pk=agent).values_list("site__telephone", flat=True).first() or ""
    return _show_site(replace(lead_out(line, number), is_emergency=True), rules, site)


def _show_site(way: WayOut, rules: CallingRules, site: str) -> WayOut:
    """A number that the operator does not let us show could have the call refused: then the line's own goes with it."""
    return replace(way, caller=site) if site and (not rules.callers or site in rules.callers) else way


def check_way(organisation_id: int, typed: str, now: datetime) -> str:
    """The number that would be dialled; nothing is noted.

    :raises RefusedError: it is none that may be called now; the sentence says why and what to do.
    """
    emergency = read_emergency(typed)
    if emergency is not None:
        if find_emergency_line(organisation_id) is None:
            raise NoEmergencyWayError
        return emergency
    destination, line = read_destination(typed), find_line_out(organisation_id)
    if line is None:
        raise NoWayOutError
    check_verdict(would_begin(organisation_id, destination, lead_out(line, "").caller, now))
    return destination.number


def take_way(organisation_id: int, leg: UUID, number: str, agent: int, now: datetime) -> WayOut:
    """The way by which this leg leaves now; what it will cost is noted, and an emergency call is written into the audit.

    :raises RefusedError: it may not leave; the sentence says why.
    """
    emergency = read_emergency(number)
    if emergency is not None:
        way = find_emergency_way(organisation_id, emergency, agent)
        if way is None:
            raise NoEmergencyWayError
        note_emergency(organisation_id, leg, agent, way.line, now)
        return way
    destination, line = read_destination(number), find_line_out(organisation_id)
    if line is None:
        raise NoWayOutError
    way = lead_out(line, destination.number)
    check_verdict(begin_outlay(organisation_id, leg, destination, way.caller, now))
    return way


def check_verdict(verdict: Verdict) -> None:
    """:raises RefusedError: in the words of the rule."""
    if verdict is not Verdict.ALLOWED:
        raise REFUSALS[verdict]


def note_emergency(organisation_id: int, leg: UUID, agent: int, line: int, now: datetime) -> None:
    """That an emergency number was called, by whom and by which line; which one is no business of the audit."""
    account = Agent.objects.of(organisation_id).filter(pk=agent).values_list("account_id", flat=True).first()
    record(organisation_id, Act("emergency-called", "leg", str(leg), account, {"agent": agent, "line": line}), now)


def list_emergency_posts() -> dict[str, EmergencyPost]:
    """Every telephone of every organisation by its username, for the voice process: it asks nobody when one of them calls for help."""
    found: dict[str, EmergencyPost] = {}
    for organisation in Organisation.objects.order_by("pk"):
        with transaction.atomic():
            set_organisation(organisation.pk)
            found |= _list_posts_of(organisation)
    return found


def _list_posts_of(organisation: Organisation) -> dict[str, EmergencyPost]:
    rules, line = find_rules(organisation.pk), find_emergency_line(organisation.pk)
    way = replace(lead_out(line, ""), is_emergency=True) if line is not None else None
    rows = Post.objects.of(organisation.pk).exclude(digest="").values_list("username", "agent_id", "agent__site__telephone")
    return {
        username: EmergencyPost(
            organisation=organisation.pk,
            language=organisation.default_language,
            agent=agent,
            username=username,
            way=None if way is None else _show_site(way, rules, site or ""),
        )
        for username, agent, site in rows
    }
