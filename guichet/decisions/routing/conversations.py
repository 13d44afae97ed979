"""Conversations that end or go on elsewhere, and the wrap-up after them.

A contact that is passed on keeps its arrival and its priority. Its rank follows the promise of the new queue but is never later than
before: a transfer must not cost the citizen his place. The steps of its new requirements count from the transfer. Whoever passed it
on rests from it for a while, unless it names him.
"""

from guichet.decisions.routing.bounds import EXTENSION_MS, REST_MS
from guichet.decisions.routing.contact import Contact, override_after, rank
from guichet.decisions.routing.floor import Floor, Queue
from guichet.decisions.routing.inputs import ContactTransferred, ConversationEnded, WrapUpDone, WrapUpExtended
from guichet.decisions.routing.moves import close, end_offer, enqueue, extend_wrap_up, release, withdraw, wrap_up
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.words import (
    ASKED,
    ASSIGNED,
    INTERRUPTED,
    OFFERED,
    WRAPPING_UP,
    AgentId,
    ContactId,
    Instant,
    Requirement,
    Rest,
)


def end_conversation(floor: Floor, contact: Contact) -> None:
    """Its owner goes to wrap-up, or is free at once when the queue has none."""
    wrap_up_ms = floor.queues[contact.queue].policy.wrap_up_ms
    if wrap_up_ms <= 0:
        close(floor, contact, "no-wrap-up")
    else:
        wrap_up(floor, contact, Instant(floor.now + wrap_up_ms))


def end(floor: Floor, fact: ConversationEnded) -> Refusal | None:
    """The citizen may end what, unknown to him, waits again: then he has left."""
    contact = floor.find_contact(fact.contact)
    if isinstance(contact, Refusal):
        return contact
    if fact.agent not in (None, contact.agent):
        return Refusal.NOT_OWNER
    if contact.state is ASSIGNED or contact.state is INTERRUPTED:
        end_conversation(floor, contact)
        return None
    if contact.state is WRAPPING_UP:
        return Refusal.CONVERSATION_OVER
    if contact.state is ASKED:
        return _end_asked(floor, contact, fact)
    if fact.by == "agent":
        return Refusal.NOT_ANSWERED
    if contact.state is OFFERED:
        end_offer(floor, contact, "withdrawn")
    withdraw(floor, contact, fact.by)
    return None


def _end_asked(floor: Floor, contact: Contact, fact: ConversationEnded) -> Refusal | None:
    """Its owner takes it up again before he ends it. A citizen who has nothing more to ask is waited for no more."""
    if fact.by == "agent":
        return Refusal.ASKED
    close(floor, contact, fact.by)
    return None


def transfer(floor: Floor, fact: ContactTransferred) -> Refusal | None:
    contact = floor.find_contact(fact.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.state is WRAPPING_UP:
        return Refusal.CONVERSATION_OVER
    if contact.agent != fact.agent or contact.state is OFFERED:
        return Refusal.NOT_OWNER
    queue = floor.queues.get(fact.queue)
    if queue is None:
        return Refusal.UNKNOWN_QUEUE
    if fact.queue != contact.queue and (refusal := queue.refuses(contact.channel)) is not None:
        return refusal
    release(floor, contact, "transferred")
    _pass_on(floor, contact, queue, fact)
    enqueue(floor, contact, "transferred")
    return None


def extend(floor: Floor, fact: WrapUpExtended) -> Refusal | None:
    """As much as is asked, up to what is left of the bound."""
    contact = _wrapped_up_by(floor, fact.contact, fact.agent)
    if isinstance(contact, Refusal):
        return contact
    more_ms = min(fact.more_ms, EXTENSION_MS - contact.extended_ms)
    if more_ms <= 0:
        return Refusal.WRAP_UP_LIMIT
    extend_wrap_up(floor, contact, more_ms)
    return None


def finish(floor: Floor, fact: WrapUpDone) -> Refusal | None:
    contact = _wrapped_up_by(floor, fact.contact, fact.agent)
    if isinstance(contact, Refusal):
        return contact
    close(floor, contact, "wrap-up-done", fact.outcome)
    return None


def _pass_on(floor: Floor, contact: Contact, queue: Queue, fact: ContactTransferred) -> None:
    contact.queue = fact.queue
    contact.requirements = fact.requirements or (Requirement(),)
    contact.steps_from = floor.now
    contact.go_to_step(0)
    arrived_at, rank_at = contact.own_age
    due_at = rank(queue.policy, arrived_at, contact.priority_minutes) + contact.put_off_ms
    contact.rank_alone(Instant(min(rank_at, due_at)))
    contact.override_after_ms = override_after(queue.policy)
    if contact.requirement.agent != fact.agent:
        contact.rests = (Rest(agent=fact.agent, until=Instant(floor.now + REST_MS), reason="transferred"),)


def _wrapped_up_by(floor: Floor, contact_id: ContactId, agent: AgentId) -> Contact | Refusal:
    contact = floor.find_contact(contact_id)
    if isinstance(contact, Refusal):
        return contact
    if contact.state is not WRAPPING_UP:
        return Refusal.NOT_WRAPPING_UP
    return contact if contact.agent == agent else Refusal.NOT_OWNER
