"""Contacts that arrive, leave, change channel or priority.

The first arrival of a contact either waits or is turned away with a reason, so that whoever asked is always told (R17); only a
repeated one is refused. What can wait is turned away by an unknown queue only: neither a closed hour nor a full queue refuses a message.
"""

from guichet.decisions.routing.contact import MINUTE_MS, Contact, override_after, rank
from guichet.decisions.routing.conversations import end_conversation
from guichet.decisions.routing.decisions import TurnedAway
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.inputs import ChannelChanged, ContactArrived, ContactRequalified, ContactWithdrawn, PriorityChanged
from guichet.decisions.routing.moves import (
    change_requirements,
    close,
    end_offer,
    enqueue,
    owner,
    promise,
    rechannel_held,
    rechannel_waiting,
    release,
    reprioritise,
    withdraw,
)
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.words import (
    ASKED,
    INTERRUPTED,
    LIVE,
    OFFERED,
    SYNTHETIC,
    WAITING,
    WRAPPING_UP,
    Channel,
    ContactState,
    Instant,
    Requirement,
)

REQUALIFIED = "requalified"
"""Why a contact waits anew: more is known of what it needs."""


def arrive(floor: Floor, fact: ContactArrived) -> Refusal | None:
    if fact.contact in floor.contacts:
        return Refusal.ALREADY_ARRIVED
    if fact.contact in floor.ended:
        return Refusal.ALREADY_ENDED
    queue = floor.queues.get(fact.queue)
    is_for_later = fact.not_before is not None and fact.not_before > floor.now
    refusal = Refusal.UNKNOWN_QUEUE if queue is None else None if is_for_later else queue.refuses(fact.channel)
    reason = SYNTHETIC if fact.is_synthetic else refusal
    if queue is None or reason is not None:
        floor.decisions.append(TurnedAway(contact=fact.contact, queue=fact.queue, reason=str(reason)))
        floor.remember(fact.contact, ContactState.TURNED_AWAY)
        return None
    contact = floor.contacts[fact.contact] = Contact(
        id=fact.contact,
        channel=fact.channel,
        queue=fact.queue,
        requirements=fact.requirements or (Requirement(),),
        arrived_at=fact.arrived_at,
        rank_at=rank(queue.policy, fact.arrived_at, fact.priority_minutes),
        steps_from=fact.arrived_at,
        priority_minutes=fact.priority_minutes,
        override_after_ms=override_after(queue.policy),
        not_before=fact.not_before if is_for_later else None,
        taken_out_of=fact.taken_out_of,
    )
    enqueue(floor, contact, "arrived")
    return None


def leave(floor: Floor, fact: ContactWithdrawn) -> Refusal | None:
    """While he waits, an abandon; while somebody answers, the end of the conversation; afterwards, nothing new."""
    contact = floor.find_contact(fact.contact)
    if isinstance(contact, Refusal):
        return contact
    match contact.state:
        case ContactState.WAITING:
            withdraw(floor, contact, fact.reason)
        case ContactState.OFFERED:
            end_offer(floor, contact, "withdrawn")
            withdraw(floor, contact, fact.reason)
        case ContactState.ASSIGNED | ContactState.INTERRUPTED:
            end_conversation(floor, contact)
        case ContactState.ASKED:
            close(floor, contact, fact.reason)
        case _:
            return Refusal.CONVERSATION_OVER
    return None


def change_priority(floor: Floor, fact: PriorityChanged) -> Refusal | None:
    contact = floor.find_contact(fact.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.state is WRAPPING_UP:
        return Refusal.CONVERSATION_OVER
    if contact.priority_minutes == fact.priority_minutes:
        return Refusal.UNCHANGED
    gained_ms = (fact.priority_minutes - contact.priority_minutes) * MINUTE_MS
    reprioritise(floor, contact, fact.priority_minutes, Instant(contact.own_age[1] - gained_ms))
    return None


def requalify(floor: Floor, fact: ContactRequalified) -> Refusal | None:
    """Until somebody has answered it. What rings at somebody rings again at whoever has what it needs, him or another."""
    contact = floor.find_contact(fact.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.state not in (WAITING, OFFERED) or contact.answered:
        return Refusal.NOT_WAITING
    requirements = fact.requirements or (Requirement(),)
    if contact.requirements == requirements:
        return Refusal.UNCHANGED
    if contact.state is OFFERED:
        end_offer(floor, contact, REQUALIFIED)
    change_requirements(floor, contact, requirements)
    enqueue(floor, contact, REQUALIFIED)
    return None


def change_channel(floor: Floor, fact: ChannelChanged) -> Refusal | None:
    """Contact and rank are kept; so is whoever rings or owns it, when he has room on the new channel."""
    contact = floor.find_contact(fact.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.state is WRAPPING_UP:
        return Refusal.CONVERSATION_OVER
    if contact.channel is fact.channel:
        return Refusal.UNCHANGED
    not_before = fact.not_before if fact.not_before is not None and fact.not_before > floor.now else None
    if contact.state is WAITING:
        rechannel_waiting(floor, contact, fact.channel)
        if not_before != contact.not_before:
            promise(floor, contact, not_before)
    elif not_before is not None:
        contact.not_before = not_before
        _requeue(floor, contact, fact.channel)
    elif contact.state is not ASKED and _has_room_elsewhere(floor, contact, fact.channel):
        rechannel_held(floor, contact, fact.channel, owner(floor, contact))
    else:
        _requeue(floor, contact, fact.channel)
    return None


def _requeue(floor: Floor, contact: Contact, channel: Channel) -> None:
    if contact.state is OFFERED:
        end_offer(floor, contact, "channel-changed")
    else:
        release(floor, contact, "channel-changed")
    contact.set_channel(channel)
    enqueue(floor, contact, "channel-changed")


def _has_room_elsewhere(floor: Floor, contact: Contact, channel: Channel) -> bool:
    """Whether its agent has room for it on the other channel, once its present seat is given back."""
    load = owner(floor, contact).load
    set_aside = contact.state is INTERRUPTED
    units = 0 if set_aside else contact.units
    load.give_back(contact.channel, units)
    load.set_aside -= set_aside
    fits = load.fits_aside(channel) if set_aside and channel not in LIVE else load.fits(channel)
    load.set_aside += set_aside
    load.take(contact.channel, units)
    return fits
