"""Queues, opening hours, reserves and abilities, as the directory and its calendars say them, at any time.

A reconfigured queue counts for what happens from then on: contacts already waiting keep the rank they were promised. A reconfigured
agent keeps what is in hand; only an offer that no longer fits is taken back.
"""

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.contact import in_order
from guichet.decisions.routing.decisions import PresenceSet, QueueSet
from guichet.decisions.routing.floor import Floor, Queue
from guichet.decisions.routing.inputs import AgentConfigured, QueueClosed, QueueConfigured, QueueOpened, ReservesConfigured
from guichet.decisions.routing.moves import enter_again, turn_away, withdraw_offer
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.words import QueueId


def configure_queue(floor: Floor, fact: QueueConfigured) -> Refusal | None:
    queue = floor.queues.get(fact.policy.queue)
    if queue is None:
        floor.queues[fact.policy.queue] = Queue(fact.policy)
        _set_queue(floor, fact.policy.queue, False, "never-opened")
    else:
        queue.policy = fact.policy
    return None


def open_queue(floor: Floor, fact: QueueOpened) -> Refusal | None:
    queue = floor.queues.get(fact.queue)
    if queue is None:
        return Refusal.UNKNOWN_QUEUE
    if queue.is_open:
        return Refusal.UNCHANGED
    _set_queue(floor, fact.queue, True, None)
    return None


def close_queue(floor: Floor, fact: QueueClosed) -> Refusal | None:
    """A queue that is closed already may be closed again for another reason, or to dismiss those who still wait.

    Deferred work is never dismissed: it waits for the next opening.
    """
    queue = floor.queues.get(fact.queue)
    if queue is None:
        return Refusal.UNKNOWN_QUEUE
    dismissed = in_order(contact for contact in queue.waiting.values() if contact.live) if fact.dismiss_waiting else []
    if not (queue.is_open or queue.reason != fact.reason or dismissed):
        return Refusal.UNCHANGED
    _set_queue(floor, fact.queue, False, fact.reason)
    for contact in dismissed:
        turn_away(floor, contact, fact.reason)
    return None


def configure_reserves(floor: Floor, fact: ReservesConfigured) -> Refusal | None:
    """Whatever the former reserves kept back is looked at again at once, and held anew where the new ones keep it."""
    for contact in in_order(contact for contact in floor.contacts.values() if contact.is_reserved):
        enter_again(floor, contact, contact.rests, tuple(hold for hold in contact.holds if not hold.of_reserve))
    floor.configure_guards(fact.reserves)
    floor.stir_everything()
    return None


def configure_agent(floor: Floor, fact: AgentConfigured) -> Refusal | None:
    agent = floor.agents.get(fact.profile.agent)
    if agent is None:
        agent = floor.agents[fact.profile.agent] = Agent(fact.profile)
        floor.decisions.append(PresenceSet(agent=agent.id, presence=agent.presence))
    elif agent.profile == fact.profile:
        return Refusal.UNCHANGED
    else:
        floor.pools.leave(agent)
        agent.configure(fact.profile)
    floor.pools.enrol(agent)
    floor.relearn_abilities()
    if agent.offer is not None and not _still_fits(floor, agent):
        withdraw_offer(floor, agent, "withdrawn")
    floor.update_agent(agent)
    floor.availability.settle()
    if agent.counted_free:
        floor.strengthen_guards(agent)
    return None


def _still_fits(floor: Floor, agent: Agent) -> bool:
    """Whether what rings at him could be offered to him as he is now."""
    contact = agent.offer
    assert contact is not None  # noqa: S101 - asked only while something rings
    requirement = contact.requirement
    if not floor.pools.able(requirement.skills, requirement.territory) & agent.bit:
        return False
    agent.load.give_back(contact.channel, contact.units)
    fits = agent.load.fits(contact.channel)
    contact.units = agent.load.units_of(contact.channel) if fits else contact.units
    agent.load.take(contact.channel, contact.units)
    return fits


def _set_queue(floor: Floor, queue: QueueId, is_open: bool, reason: str | None) -> None:
    known = floor.queues[queue]
    known.is_open, known.reason = is_open, reason
    floor.decisions.append(QueueSet(queue=queue, open=is_open, reason=reason))
