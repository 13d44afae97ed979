"""Legs: written by the voice process that holds them, and by desks that answer or steer them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from guichet.decisions.routing.words import Channel
from guichet.records.calls.company import list_free
from guichet.records.calls.errors import ColleagueAwayError, ColleagueBusyError, NoSuchLegError
from guichet.records.calls.models import Leg, Post
from guichet.records.calls.relays import find_asked_in
from guichet.records.calls.spending import end_outlay
from guichet.records.calls.tracing import trace_listening
from guichet.records.calls.ways import check_way
from guichet.records.calls.words import CALLS_CHANNEL, LegState, Part, Side, Sign, Verb
from guichet.records.contacts.room import has_room
from guichet.records.directory.models import Agent


def write_leg(organisation_id: int, leg: UUID, values: Mapping[str, object]) -> None:
    """Keep what is known of a leg, new or not, and tell the desks of the call. When it began is said once."""
    known = {name: value for name, value in values.items() if name != "began_at"}
    before = _find_listener(organisation_id, leg) if values.get("side") == Side.LISTENER else None
    row, _ = Leg.objects.update_or_create(pk=leg, organisation_id=organisation_id, defaults=known, create_defaults=dict(values))
    if row.ended_at is not None:
        end_outlay(organisation_id, leg, row.answered_at, row.ended_at)
    if row.side == Side.LISTENER:
        trace_listening(before, row, timezone.now())
    _tell_all(row)


def _find_listener(organisation_id: int, leg: UUID) -> Leg | None:
    return Leg.objects.of(organisation_id).filter(pk=leg).first()


def _tell_all(row: Leg) -> None:
    """The desks of the call, and the board of whoever listens. A call without an agent is told to boards alone."""
    agents = _list_agents(row) or {None}
    for agent in sorted(agents, key=lambda each: each or 0):
        tell(Sign(organisation=row.organisation_id, leg=row.pk, agent=agent, account=row.account_id))


def _list_agents(leg: Leg) -> set[int | None]:
    """Those at whose desks it shows: its own, and of everybody else in the call."""
    others = list_open(leg.organisation_id).filter(call=leg.call, agent__isnull=False).values_list("agent_id", flat=True)
    return {each for each in (leg.agent_id, *others) if each is not None}


def tell(sign: Sign) -> None:
    """To whoever listens, once the transaction is through."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CALLS_CHANNEL, msgspec.json.encode(sign).decode()])


def answer_leg(organisation_id: int, agent_id: int, leg: UUID, sdp: str) -> None:
    """A browser describes its media; the same once more changes nothing. :raises NoSuchLegError: the leg does not ring at this agent's."""
    ringing = Leg.objects.of(organisation_id).filter(pk=leg, agent_id=agent_id, state=LegState.RINGING)
    if not ringing.filter(answer="").update(answer=sdp):
        if not ringing.filter(answer=sdp).exists():
            raise NoSuchLegError
        return
    tell(Sign(organisation=organisation_id, leg=leg, verb=Verb.ANSWERED))
    tell(Sign(organisation=organisation_id, leg=leg, agent=agent_id))


def steer_leg(organisation_id: int, agent_id: int, leg: UUID, verb: Verb, keys: str = "") -> None:
    """:raises NoSuchLegError: the leg is over, or another agent's.
    :raises ColleagueBusyError: the citizen was to be handed over to a colleague who has no room for him.
    """
    own = _check_own(organisation_id, agent_id, leg)
    if verb == Verb.HAND_OVER:
        _check_guest(own)
    tell(Sign(organisation=organisation_id, leg=leg, verb=verb, keys=keys))


def consult(organisation_id: int, agent_id: int, leg: UUID, colleague: int | None, typed: str, *, at_once: bool = False) -> None:
    """Ask a colleague into a call, or somebody outside: one whom we may call, and no other. `at_once`: he has the citizen when he answers.

    :raises NoSuchLegError: the leg is over, or another agent's. :raises ColleagueAwayError: he is not there now.
    :raises ColleagueBusyError: he was to have the citizen, and has no room for him.
    :raises RefusedError: the number is none that may be called now; the sentence says why.
    """
    own = _check_own(organisation_id, agent_id, leg)
    number = "" if colleague is not None else check_way(organisation_id, typed, timezone.now())
    if colleague is not None and colleague not in list_free(organisation_id, agent_id):
        raise ColleagueAwayError
    if colleague is not None and at_once:
        _check_room(own, colleague)
    tell(Sign(organisation=organisation_id, leg=leg, verb=Verb.TRANSFER if at_once else Verb.CONSULT, colleague=colleague, number=number))


def consult_relay(organisation_id: int, agent_id: int, leg: UUID, relay: int, *, at_once: bool = False) -> None:
    """Ask a relay service into a call, by the same rules as any number outside.

    :raises NoSuchLegError: the leg is over, or another agent's. :raises NoSuchRelayError: it is not one that is asked in.
    :raises RefusedError: its number may not be called now; the sentence says why.
    """
    _check_own(organisation_id, agent_id, leg)
    number = check_way(organisation_id, find_asked_in(organisation_id, relay).number, timezone.now())
    tell(Sign(organisation=organisation_id, leg=leg, verb=Verb.TRANSFER if at_once else Verb.CONSULT, number=number, relay=relay))


def find_transfer(organisation_id: int, agent_id: int, dialled: str) -> tuple[int | None, str]:
    """Whom a telephone of an agent names by what it dialled: a colleague by his telephone's name, or the number of somebody outside.

    :raises ColleagueAwayError: he is not there now. :raises ColleagueBusyError: he has no room for a call.
    :raises RefusedError: the number is none that may be called now.
    """
    post = Post.objects.of(organisation_id).filter(username=dialled).select_related("agent__capacity").first()
    if post is None:
        return None, check_way(organisation_id, dialled, timezone.now())
    if post.agent_id not in list_free(organisation_id, agent_id):
        raise ColleagueAwayError
    if not has_room(post.agent, Channel.VOICE):
        raise ColleagueBusyError
    return post.agent_id, ""


def _check_own(organisation_id: int, agent_id: int, leg: UUID) -> Leg:
    own = list_open(organisation_id).filter(pk=leg, agent_id=agent_id).select_related("contact").first()
    if own is None:
        raise NoSuchLegError
    return own


def _check_guest(own: Leg) -> None:
    """Of those whom the agent asked in, a colleague needs room for what he is given."""
    guests = list_open(own.organisation_id).filter(call=own.call, part=Part.GUEST, agent__isnull=False)
    for guest in guests:
        assert guest.agent_id is not None  # noqa: S101 - asked for so
        _check_room(own, guest.agent_id)


def _check_room(own: Leg, colleague: int) -> None:
    agent = Agent.objects.of(own.organisation_id).select_related("capacity").filter(pk=colleague).first()
    if agent is not None and own.contact is not None and not has_room(agent, Channel(own.contact.channel)):
        raise ColleagueBusyError


def list_open(organisation_id: int) -> QuerySet[Leg]:
    return Leg.objects.of(organisation_id).filter(ended_at__isnull=True)


def end_leg(leg: Leg, cause: str, now: datetime) -> None:
    """Nothing is left of how it was reached."""
    leg.state, leg.cause, leg.ended_at, leg.offer, leg.answer, leg.dialog = LegState.ENDED, cause, now, "", "", {}
    before = _find_listener(leg.organisation_id, leg.pk) if leg.side == Side.LISTENER else None
    leg.save(update_fields=["state", "cause", "ended_at", "offer", "answer", "dialog"])
    end_outlay(leg.organisation_id, leg.pk, leg.answered_at, now)
    if before is not None:
        trace_listening(before, leg, now)
    _tell_all(leg)
