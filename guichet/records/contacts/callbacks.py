"""Asking to be called back, changing one's mind, and calling in vain.

A callback is a contact of its own channel with a number and, when the citizen chose one, a window. It keeps the rank of its arrival
until it is answered (R6), which is the router's work; here is what the router does not know: the number, how many calls a window
holds, and that one person waits for one call at a time.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from msgspec import structs

from guichet.decisions.routing.inputs import AttemptFailed, CallbackMoved, ChannelChanged, ContactTransferred
from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Instant, QueueId
from guichet.records.contacts.actions import Opened, Opening, open_contact
from guichet.records.contacts.claims import give_claims
from guichet.records.contacts.errors import ContactEndedError, NotOwnerError, NotWaitingError
from guichet.records.contacts.identifiers import derive_input_id
from guichet.records.contacts.models import Callback, Contact
from guichet.records.contacts.queries import Arrival, get_arrival
from guichet.records.contacts.slots import Slot, get_retry_at, list_slots
from guichet.records.contacts.steps import list_steps_after
from guichet.records.contacts.telephone import mask_number
from guichet.records.contacts.words import AttemptReason
from guichet.records.directory.models import Agent, ChannelCapacity, Organisation, Queue
from guichet.records.directory.queries import get_calendar
from guichet.records.errors import RefusedError
from guichet.records.journal.actions import post
from guichet.records.people.words import ContactPointKind

CALLS_OF_AN_AGENT = 2
"""Calls promised in one window for each agent who makes any: the others of his hour belong to whoever is here now."""
NOT_BEGUN = (ContactState.WAITING, ContactState.OFFERED)
OVER = (ContactState.CLOSED, ContactState.WITHDRAWN, ContactState.TURNED_AWAY)
GOES_ON = (ContactState.WAITING, ContactState.OFFERED, ContactState.ASSIGNED)
"""Of a call that nobody has ended."""


class CallbackUnderWayError(RefusedError):
    code = "callback-under-way"
    message = _("You have already asked to be called at %(number)s. Keep that request, or cancel it first: its link does both.")


class SlotTakenError(RefusedError):
    code = "slot-taken"
    message = _("This time has just been taken, or has passed. Choose another one.")


@dataclass(frozen=True, slots=True)
class Wish:
    """Where to call (E.164), and when; without a slot as soon as possible."""

    number: str
    slot: Slot | None = None

    @property
    def not_before(self) -> Instant | None:
        return None if self.slot is None else to_instant(self.slot.start)


def to_instant(moment: datetime) -> Instant:
    return Instant(int(moment.timestamp() * 1000))


def get_waits_since(contact: Contact) -> datetime:
    """As `statements.WAITS_SINCE`."""
    wanted_from = contact.callback.wanted_from if contact.channel == Channel.CALLBACK else None
    return contact.arrived_at if wanted_from is None else max(contact.arrived_at, wanted_from)


def list_free_slots(queue: Queue, now: datetime) -> list[Slot]:
    """The windows in which this queue can still promise a call."""
    wanted = Callback.objects.of(queue.organisation_id).filter(contact__queue=queue, wanted_from__gte=now)
    promised = wanted.exclude(contact__state__in=OVER)
    taken = Counter(moment.astimezone(UTC) for moment in promised.values_list("wanted_from", flat=True) if moment)
    return list_slots(get_calendar(queue.calendar), now, taken, count_callers(queue.organisation) * CALLS_OF_AN_AGENT)


def count_callers(organisation: Organisation) -> int:
    """Agents who may be given a callback."""
    able = ChannelCapacity.objects.of(organisation.pk).filter(channel=Channel.CALLBACK, most__gt=0).values("profile_id")
    return Agent.objects.of(organisation.pk).current().filter(capacity_id__in=able).count()


@transaction.atomic
def ask_callback(opening: Opening, arrival: Arrival, queue: Queue, wish: Wish, now: datetime) -> Opened:
    """Keep the wish with the contact that carries it. The same key again changes nothing.

    :raises CallbackUnderWayError: this number waits for a call already. :raises SlotTakenError: the window has no room.
    """
    organisation_id = queue.organisation_id
    _lock(organisation_id, wish.number)
    known = Contact.objects.of(organisation_id).filter(key=opening.key).first()
    if known is not None:
        return Opened(ContactId(str(known.pk)), is_new=False)
    _check_alone(organisation_id, wish.number)
    _check_room(queue, wish.slot, now)
    opened = open_contact(organisation_id, structs.replace(opening, not_before=wish.not_before), arrival)
    _keep(organisation_id, UUID(opened.contact), wish)
    given = [(ContactPointKind.TELEPHONE, wish.number)]
    give_claims(Contact.objects.of(organisation_id).get(pk=opened.contact), given, now)
    return opened


@transaction.atomic
def turn_into_callback(contact: Contact, key: UUID, wish: Wish, now: datetime) -> None:
    """A conversation nobody has answered yet goes on by telephone: same contact, same rank (R6).

    :raises NotWaitingError: somebody answers already. :raises CallbackUnderWayError, SlotTakenError: as in `ask_callback`.
    """
    _lock(contact.organisation_id, wish.number)
    contact = lock_contact(contact)
    if contact.state not in NOT_BEGUN:
        raise NotWaitingError
    if contact.channel == Channel.CALLBACK:
        return
    _check_alone(contact.organisation_id, wish.number)
    _check_room(contact.queue, wish.slot, now)
    _keep(contact.organisation_id, contact.pk, wish)
    give_claims(contact, [(ContactPointKind.TELEPHONE, wish.number)], now)
    fact = ChannelChanged(contact=ContactId(str(contact.pk)), channel=Channel.CALLBACK, not_before=wish.not_before)
    post(contact.organisation_id, fact, derive_input_id(f"citizen:{contact.pk}", "callback", str(contact.pk), key))


@transaction.atomic
def call_back_cut_off(contact: Contact, call: UUID, number: str, now: datetime) -> None:
    """A call that an accident cut off goes on by another: same contact, same rank. Whoever spoke with its agent is first his to call again;
    a callback that was cut off keeps its number.

    :raises NotWaitingError: its agent writes his notes, or it joined another. :raises ContactEndedError: it is over.
    :raises CallbackUnderWayError: as in `ask_callback`.
    """
    _lock(contact.organisation_id, number)
    contact = lock_contact(contact)
    if contact.state not in GOES_ON:
        raise NotWaitingError
    organisation_id, known = contact.organisation_id, ContactId(str(contact.pk))
    if contact.channel != Channel.CALLBACK:
        _check_alone(organisation_id, number, contact.pk)
        _keep(organisation_id, contact.pk, Wish(number))
        give_claims(contact, [(ContactPointKind.TELEPHONE, number)], now)
    if contact.state == ContactState.ASSIGNED and contact.agent_id is not None:
        agent = AgentId(contact.agent_id)
        steps = get_arrival(organisation_id, contact.reason_id, contact.language, contact.territory_id).requirements
        back = ContactTransferred(contact=known, agent=agent, queue=QueueId(contact.queue_id), requirements=list_steps_after(agent, steps))
        post(organisation_id, back, uuid5(call, "cut off: back"))
    if contact.channel != Channel.CALLBACK:
        post(organisation_id, ChannelChanged(contact=known, channel=Channel.CALLBACK), uuid5(call, "cut off: callback"))


@transaction.atomic
def move_callback(contact: Contact, key: UUID, slot: Slot | None, now: datetime) -> None:
    """Another window, or as soon as possible.

    :raises NotWaitingError: the call is being made, or is over. :raises SlotTakenError: the window has no room.
    """
    contact = lock_contact(contact)
    if contact.state not in NOT_BEGUN:
        raise NotWaitingError
    _check_room(contact.queue, slot, now)
    wish = Wish(contact.callback.number, slot)
    _keep(contact.organisation_id, contact.pk, wish)
    fact = CallbackMoved(contact=ContactId(str(contact.pk)), not_before=wish.not_before)
    post(contact.organisation_id, fact, derive_input_id(f"citizen:{contact.pk}", "move", str(contact.pk), key))


@dataclass(frozen=True, slots=True)
class Attempt:
    """An agent called, and reached nobody."""

    organisation: int
    agent: AgentId
    contact: ContactId
    reason: AttemptReason


@transaction.atomic
def note_attempt(attempt: Attempt, key: UUID, now: datetime) -> UUID:
    """The next call comes by rule; after the last one the contact closes. Returns the input id; the same key again changes nothing.

    :raises NotOwnerError: the contact is not in his hands, or is no callback.
    """
    contact = Contact.objects.of(attempt.organisation).select_for_update(of=("self",)).filter(pk=attempt.contact).first()
    if contact is None or contact.agent_id != attempt.agent or contact.channel != Channel.CALLBACK or contact.state in OVER:
        raise NotOwnerError
    in_vain = contact.callback.attempts + 1
    is_wrong = attempt.reason is AttemptReason.WRONG_NUMBER
    retry_at = None if is_wrong else get_retry_at(get_calendar(contact.queue.calendar), in_vain, now)
    fact = AttemptFailed(
        contact=attempt.contact,
        agent=attempt.agent,
        reason=attempt.reason.value,
        retry_at=None if retry_at is None else to_instant(retry_at),
    )
    input_id = derive_input_id(f"agent:{attempt.agent}", "attempt", attempt.contact, key)
    if post(attempt.organisation, fact, input_id).is_new:
        wanted = {"attempts": in_vain, "wanted_from": retry_at, "wanted_until": None}
        Callback.objects.of(attempt.organisation).filter(pk=contact.pk).update(**wanted)
    return input_id


def _lock(organisation_id: int, number: str) -> None:
    """Of two requests for one number at the same time, the second sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"callback:{organisation_id}:{number}"])


def lock_contact(contact: Contact) -> Contact:
    """:raises ContactEndedError: it is over."""
    locked = Contact.objects.of(contact.organisation_id).select_for_update(of=("self",)).get(pk=contact.pk)
    if locked.state in OVER:
        raise ContactEndedError
    return locked


def _check_alone(organisation_id: int, number: str, itself: UUID | None = None) -> None:
    under_way = Callback.objects.of(organisation_id).filter(number=number).exclude(contact=itself).exclude(contact__state__in=OVER)
    if under_way.exists():
        raise CallbackUnderWayError(number=mask_number(number))


def _check_room(queue: Queue, slot: Slot | None, now: datetime) -> None:
    """The queue's row is locked, so that two citizens cannot be promised the last call of a window."""
    if slot is None:
        return
    Queue.objects.select_for_update().get(pk=queue.pk)
    if slot.start.astimezone(UTC) not in {free.start.astimezone(UTC) for free in list_free_slots(queue, now)}:
        raise SlotTakenError


def _keep(organisation_id: int, contact: UUID, wish: Wish) -> None:
    window = {"wanted_from": wish.slot.start, "wanted_until": wish.slot.end} if wish.slot else {"wanted_from": None, "wanted_until": None}
    Callback.objects.update_or_create(contact_id=contact, organisation_id=organisation_id, defaults={"number": wish.number, **window})
