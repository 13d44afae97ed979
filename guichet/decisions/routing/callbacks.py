"""Calls that are moved, and calls in vain (R6). Whatever happens to it, a callback keeps the rank of its arrival.

Two calls to one person at a time are ruled out where the number is known; more calls than free agents cannot be, since each is an
offer that holds its agent's capacity.
"""

from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.inputs import AttemptFailed, CallbackMoved
from guichet.decisions.routing.moves import close, end_offer, enqueue, promise, release
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.words import ASSIGNED, OFFERED, WAITING, Channel, ContactId

UNREACHED = "unreached"
"""Why a callback closed after its last call in vain, and its outcome."""


def move(floor: Floor, fact: CallbackMoved) -> Refusal | None:
    """To another time, or to as soon as possible, as long as nobody calls."""
    contact = _find(floor, fact.contact)
    if isinstance(contact, Refusal):
        return contact
    not_before = fact.not_before if fact.not_before is not None and fact.not_before > floor.now else None
    if contact.state is WAITING:
        if contact.not_before == not_before:
            return Refusal.UNCHANGED
        promise(floor, contact, not_before)
        return None
    if contact.state is not OFFERED:
        return Refusal.NOT_WAITING
    if not_before is None:
        return Refusal.UNCHANGED
    end_offer(floor, contact, "moved")
    contact.not_before = not_before
    enqueue(floor, contact, "moved")
    return None


def fail(floor: Floor, fact: AttemptFailed) -> Refusal | None:
    """Nobody was reached: it waits for the next call, or closes after the last."""
    contact = _find(floor, fact.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.agent != fact.agent or contact.state is not ASSIGNED:
        return Refusal.NOT_OWNER
    if fact.retry_at is None:
        close(floor, contact, UNREACHED, UNREACHED)
        return None
    release(floor, contact, fact.reason)
    contact.not_before = fact.retry_at if fact.retry_at > floor.now else None
    enqueue(floor, contact, UNREACHED)
    return None


def _find(floor: Floor, contact_id: ContactId) -> Contact | Refusal:
    contact = floor.find_contact(contact_id)
    if isinstance(contact, Refusal):
        return contact
    return contact if contact.channel is Channel.CALLBACK else Refusal.NOT_A_CALLBACK
