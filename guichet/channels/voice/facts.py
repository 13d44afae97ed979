"""What a call asks of records and tells them. Each function runs in a transaction of its organisation, outside the event loop."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

import structlog
from django.db.models import Q
from django.utils import timezone

from guichet.decisions.dialling.relays import Relay
from guichet.decisions.dialogue.inputs import Chosen, Heard, MediumChanged, PersonWanted, StayedSilent
from guichet.decisions.dialogue.words import Medium
from guichet.decisions.routing.inputs import (
    ContactTransferred,
    ConversationEnded,
    OfferAccepted,
    OfferDeclined,
    PresenceChanged,
)
from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Presence, QueueId, Requirement
from guichet.records.calls import attending, campaigns, conversations, legs, recordings, relays, trial_calls, ways
from guichet.records.calls.attending import ListenerCard
from guichet.records.calls.lines import find_line_out
from guichet.records.calls.models import Leg
from guichet.records.calls.posts import find_post
from guichet.records.calls.trial_calls import TrialCard
from guichet.records.calls.ways import lead_out
from guichet.records.calls.words import LegState, PostKind, Side
from guichet.records.contacts import callbacks
from guichet.records.contacts.actions import Opening, make_leaving, open_contact
from guichet.records.contacts.callbacks import Attempt, Wish, to_instant, turn_into_callback
from guichet.records.contacts.claims import give_claims
from guichet.records.contacts.errors import UnknownReasonError
from guichet.records.contacts.identifiers import derive_input_id
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import estimate_own_wait, get_arrival
from guichet.records.contacts.slots import Slot, spread
from guichet.records.contacts.steps import list_steps_after
from guichet.records.contacts.telephone import read_number
from guichet.records.contacts.waiting import Wait
from guichet.records.contacts.words import AttemptReason
from guichet.records.directory.models import Agent, Organisation, Reason
from guichet.records.directory.queries import get_queue
from guichet.records.errors import RefusedError
from guichet.records.journal.actions import post
from guichet.records.messaging import sharing
from guichet.records.messaging.calling import announce
from guichet.records.orders.queries import list_announcements
from guichet.records.people.words import ContactPointKind
from guichet.records.scripts.errors import NoScriptError
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.sessions import Beginning, Hearing, begin_session, hear
from guichet.records.scripts.words import Talk

log = structlog.get_logger(__name__)
Inputs = Heard | Chosen | PersonWanted | StayedSilent | MediumChanged


@dataclass(frozen=True, slots=True)
class PostCard:
    """Where an agent is rung."""

    kind: PostKind
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class CallbackCard:
    """A callback to be made: `leg` is that of the agent. `relay`: whose number is called instead of the citizen's. `attempts`: calls in
    vain before it."""

    leg: UUID
    language: str
    way: ways.WayOut
    post: PostCard
    relay: Relay | None = None
    attempts: int = 0


def begin_script(organisation_id: int, key: UUID, reason_key: str, language: str, number: str) -> Talk | None:
    """None: no script comes first for this reason on the telephone."""
    beginning = Beginning(key=key, reason_key=reason_key, medium=Medium.VOICE, language=language, caller=number)
    try:
        return begin_session(Organisation.objects.get(pk=organisation_id), beginning, timezone.now())
    except NoScriptError:
        return None


def hear_script(organisation_id: int, session: UUID, hearing: Hearing) -> Talk:
    return hear(Organisation.objects.get(pk=organisation_id), session, hearing, timezone.now())


def open_call(
    organisation_id: int, key: UUID, reason_key: str, language: str, arrived_at: datetime, territory: int | None = None
) -> ContactId | None:
    """The contact of a caller who waits for somebody; None: nobody answers this reason."""
    reason = Reason.objects.of(organisation_id).current().filter(key=reason_key).first()
    if reason is None:
        return None
    try:
        arrival = get_arrival(organisation_id, reason.pk, language, territory)
    except UnknownReasonError:
        return None
    opening = Opening(key=key, channel=Channel.VOICE, language=language, arrived_at=to_instant(arrived_at))
    return open_contact(organisation_id, opening, arrival).contact


def find_contact(organisation_id: int, key: UUID) -> ContactId:
    """The contact that was opened for a call, by itself or by its script; empty for none. Whoever hung up meanwhile never heard of it."""
    opened = Contact.objects.of(organisation_id).filter(key=key).values_list("pk", flat=True).first()
    handed = ScriptSession.objects.of(organisation_id).filter(key=key).values_list("contact", flat=True).first()
    return ContactId(str(opened or handed or ""))


def name_caller(organisation_id: int, contact: ContactId, number: str) -> None:
    """Who he may be is proposed to the agent from his number, and never taken for granted."""
    give_claims(Contact.objects.of(organisation_id).get(pk=contact), [(ContactPointKind.TELEPHONE, number)], timezone.now())


def tell_of_relay(organisation_id: int, contact: ContactId, name: str) -> None:
    """An interpreter speaks for the citizen: whoever is offered the contact reads it first."""
    with suppress(RefusedError):
        relays.tell_agents(organisation_id, contact, name)


def estimate(organisation_id: int, contact: ContactId) -> Wait:
    now = timezone.now()
    return estimate_own_wait(Contact.objects.of(organisation_id).get(pk=contact), to_instant(now))


def list_closings(organisation_id: int, reason_key: str) -> list[str]:
    """What a supervisor says who closed the queue of this reason."""
    reason = Reason.objects.of(organisation_id).current().filter(key=reason_key).first()
    queue = None if reason is None else get_queue(reason)
    return [] if queue is None else list_announcements(organisation_id, [queue.pk])


def list_windows(organisation_id: int, contact: ContactId, most: int) -> list[Slot]:
    """In which whoever waits may be called back: the first that has room of each half day."""
    queue = Contact.objects.of(organisation_id).select_related("queue__organisation", "queue__calendar").get(pk=contact).queue
    return spread(callbacks.list_free_slots(queue, timezone.now()), most)


def ask_back(organisation_id: int, contact: ContactId, number: str, slot: Slot | None) -> str:
    """Go on by a callback at the same rank (R6), or in a window. Returns why not, in words to be said; empty when it is done."""
    row = Contact.objects.of(organisation_id).select_related("queue").get(pk=contact)
    try:
        turn_into_callback(row, uuid5(row.pk, f"callback {number}"), Wish(number, slot), timezone.now())
    except RefusedError as error:
        return str(error)
    return ""


def clean(number: str) -> str | None:
    """As E.164, when it is one that we may call back; None: it is not, or it was withheld."""
    try:
        return read_number(number)
    except RefusedError:
        return None


def find_agent_post(organisation_id: int, agent: AgentId) -> PostCard | None:
    found = Agent.objects.of(organisation_id).current().filter(pk=agent).first()
    if found is None:
        return None
    place = find_post(found)
    return PostCard(PostKind(place.kind), place.username, found.name)


def read_answer(organisation_id: int, leg: UUID) -> str:
    """How the media of a browser that answered is reached."""
    return Leg.objects.of(organisation_id).get(pk=leg).answer


def take_callback(organisation_id: int, contact: ContactId, agent: AgentId, process: UUID) -> CallbackCard | None:
    """The callback that this agent is to make now, for the first process that asks; None: it is none, another makes it, or no line of ours
    leads out or its relay service has no number any more, and the agent dials by hand."""
    row = (
        Contact.objects.of(organisation_id).filter(pk=contact, agent_id=agent, channel=Channel.CALLBACK).select_related("callback").first()
    )
    line = find_line_out(organisation_id)
    post = find_agent_post(organisation_id, agent)
    if row is None or line is None or post is None or row.state != ContactState.ASSIGNED:
        return None
    relay = relays.find_way_through(organisation_id, row.pk)
    if relay is not None and not (relay.is_active and relay.number):
        return None
    number = row.callback.number if relay is None else relay.number
    leg = uuid5(row.pk, f"attempt {row.callback.attempts} of {agent} at {row.seq}")
    kept = {"organisation_id": organisation_id, "call": leg, "process": process, "contact": row, "agent_id": agent, "side": Side.AGENT}
    _, is_ours = Leg.objects.get_or_create(
        pk=leg, defaults={**kept, "post": post.kind, "state": LegState.RINGING, "line": line, "began_at": timezone.now()}
    )
    through = None if relay is None else relays.describe_relay(relay)
    return CallbackCard(leg, row.language, lead_out(line, number), post, through, row.callback.attempts) if is_ours else None


def announce_call(organisation_id: int, contact: ContactId, attempts: int) -> None:
    """An SMS says that the citizen is called in a moment, where there is SMS and he reads it."""
    announce(organisation_id, contact, attempts, timezone.now())


def may_send_answer(organisation_id: int, number: str, article: str, language: str) -> bool:
    """Whether this caller may have the page of an answer by SMS."""
    return sharing.can_share(organisation_id, number, article, language, timezone.now())


def send_answer(organisation_id: int, call: UUID, number: str, article: str, language: str) -> bool:
    """Whether it leaves."""
    return sharing.share(organisation_id, call, number, article, language, timezone.now())


def take_way(organisation_id: int, leg: UUID, number: str, agent: AgentId) -> ways.WayOut | str:
    """How this leg leaves now, or why it may not, as a code; what it costs is noted."""
    try:
        return ways.take_way(organisation_id, leg, number, agent, timezone.now())
    except RefusedError as error:
        return error.code


def take_trial(organisation_id: int, trial: UUID, process: UUID) -> TrialCard | None:
    return trial_calls.take_trial(organisation_id, trial, process, timezone.now())


def must_tell(organisation_id: int, line: int | None) -> bool:
    """Whether callers of this line hear that they may be listened to; no line: those whom we call."""
    return campaigns.must_tell(organisation_id, line, timezone.now())


def permit_listening(organisation_id: int, account: int, call: UUID) -> ListenerCard | None:
    return attending.permit(organisation_id, account, call, timezone.now())


def note_attempt(organisation_id: int, contact: ContactId, agent: AgentId, reason: AttemptReason) -> None:
    """Nobody was reached: the next call comes by rule."""
    with suppress(RefusedError):
        callbacks.note_attempt(Attempt(organisation_id, agent, contact, reason), uuid4(), timezone.now())


def find_transfer(organisation_id: int, agent: AgentId, target: str) -> tuple[int | None, str] | None:
    """A colleague, or the number of somebody outside, whom an agent's telephone dialled; None: he may not be reached by it."""
    try:
        return legs.find_transfer(organisation_id, agent, target)
    except RefusedError as error:
        log.info("a transfer is declined", code=error.code, organisation_id=organisation_id)
        return None


def accept(organisation_id: int, contact: ContactId, agent: AgentId) -> None:
    """His telephone was picked up."""
    _post(organisation_id, OfferAccepted(contact=contact, agent=agent), agent, "accept", contact)


def decline(organisation_id: int, contact: ContactId, agent: AgentId) -> None:
    _post(organisation_id, OfferDeclined(contact=contact, agent=agent, reason="declined"), agent, "decline", contact)


def give_back(organisation_id: int, contact: ContactId, agent: AgentId) -> None:
    """His telephone or browser did not answer, or cannot be heard: he is unavailable, and the caller waits again with his age."""
    his = Q(agent_id=agent) | Q(offered_to_id=agent)
    if not Contact.objects.of(organisation_id).filter(his, pk=contact).exists():
        return
    paused = PresenceChanged(agent=agent, presence=Presence.PAUSED, reason="no-answer")
    _post(organisation_id, paused, agent, "no-answer", contact)
    return_to_queue(organisation_id, contact, agent)


def return_to_queue(organisation_id: int, contact: ContactId, agent: AgentId) -> None:
    """The caller waits again, with his age."""
    _pass_on(organisation_id, contact, agent, "return", lambda steps: steps)


def pass_on(organisation_id: int, contact: ContactId, agent: AgentId, colleague: AgentId) -> None:
    """To a colleague, who speaks with the caller already; it keeps its age."""
    _pass_on(organisation_id, contact, agent, f"hand-over {colleague}", lambda steps: list_steps_after(colleague, steps))


def _pass_on(
    organisation_id: int,
    contact: ContactId,
    agent: AgentId,
    verb: str,
    change: Callable[[tuple[Requirement, ...]], tuple[Requirement, ...]],
) -> None:
    row = Contact.objects.of(organisation_id).filter(pk=contact, agent_id=agent).first()
    if row is not None:
        arrival = get_arrival(organisation_id, row.reason_id, row.language, row.territory_id)
        steps = change(arrival.requirements)
        fact = ContactTransferred(contact=contact, agent=agent, queue=QueueId(row.queue_id), requirements=steps)
        _post(organisation_id, fact, agent, verb, contact)


def end_conversation(organisation_id: int, contact: ContactId, agent: AgentId) -> None:
    """The agent hung up."""
    _post(organisation_id, ConversationEnded(contact=contact, by="agent", agent=agent), agent, "end", contact)


def end_message(organisation_id: int, call: UUID) -> bool:
    """Whether somebody was leaving a message in this call."""
    return recordings.end_message(organisation_id, call, timezone.now())


def begin_recording(organisation_id: int, call: UUID, contact: ContactId, line: int) -> bool:
    """Whether conversations of this line are recorded."""
    return conversations.begin_recording(organisation_id, call, UUID(contact), line, timezone.now())


def end_recording(organisation_id: int, call: UUID) -> None:
    conversations.end_recording(organisation_id, call, timezone.now())


def refuse_recording(organisation_id: int, call: UUID, agent: int | None) -> None:
    conversations.refuse_recording(organisation_id, call, agent, timezone.now())


def leave(organisation_id: int, contact: ContactId, place: int) -> None:
    """The caller hung up. `place` counts how often it was told: what it means depends on where the contact stands meanwhile."""
    state = Contact.objects.of(organisation_id).filter(pk=contact).values_list("state", flat=True).first()
    fact = make_leaving(contact, state or ContactState.CLOSED)
    if fact is not None:
        post(organisation_id, fact, uuid5(UUID(contact), f"hung up {place}"))


def _post(
    organisation_id: int,
    fact: OfferAccepted | OfferDeclined | PresenceChanged | ContactTransferred | ConversationEnded,
    agent: AgentId,
    verb: str,
    contact: ContactId,
) -> None:
    key = uuid5(UUID(contact), f"{verb} {agent} {timezone.now().timestamp()}")
    post(organisation_id, fact, derive_input_id(f"agent:{agent}", verb, contact, key))
