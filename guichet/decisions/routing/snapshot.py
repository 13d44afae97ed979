"""A router as one value, to start again from: what cannot be computed from the rest, and nothing else.

Everything that orders is a value (rank, age, idle since, ids), so a restored router goes on exactly as the original would have.
"""

from msgspec.structs import astuple

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.contact import Contact, OwnAge
from guichet.decisions.routing.floor import Floor, Queue
from guichet.decisions.routing.tables import IN_HAND
from guichet.decisions.routing.words import (
    ASKED,
    INTERRUPTED,
    AgentId,
    AgentProfile,
    Channel,
    ContactId,
    ContactState,
    Hold,
    Instant,
    Presence,
    QueueId,
    QueuePolicy,
    Requirement,
    Reserve,
    Rest,
    Word,
)


class QueueState(Word, frozen=True):
    policy: QueuePolicy
    is_open: bool
    reason: str | None = None


class AgentState(Word, frozen=True):
    profile: AgentProfile
    presence: Presence
    idle_since: Instant
    reason: str | None = None


class ContactRecord(Word, frozen=True, array_like=True):
    """One contact that has not ended: the first fields of `Contact`, in its order. Of many, names would be half of what is stored."""

    id: ContactId
    channel: Channel
    queue: QueueId
    requirements: tuple[Requirement, ...]
    arrived_at: Instant
    rank_at: Instant
    steps_from: Instant
    state: ContactState
    priority_minutes: int = 0
    override_after_ms: int = 0
    step: int = 0
    agent: AgentId | None = None
    until: Instant | None = None
    units: int = 0
    extended_ms: int = 0
    answered: bool = False
    rests: tuple[Rest, ...] = ()
    holds: tuple[Hold, ...] = ()
    not_before: Instant | None = None
    into: ContactId | None = None
    held_by: AgentId | None = None
    own: OwnAge | None = None
    taken_out_of: ContactId | None = None
    put_off_ms: int = 0
    put_off_more_ms: int = 0


class Ending(Word, frozen=True):
    contact: ContactId
    state: ContactState
    ended_at: Instant


class RouterState(Word, frozen=True):
    now: Instant
    queues: tuple[QueueState, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    agents: tuple[AgentState, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()
    endings: tuple[Ending, ...] = ()


def take_snapshot(floor: Floor) -> RouterState:
    return RouterState(
        now=floor.now,
        queues=tuple(QueueState(policy=queue.policy, is_open=queue.is_open, reason=queue.reason) for queue in floor.queues.values()),
        reserves=tuple(guard.reserve for guard in floor.guards),
        agents=tuple(
            AgentState(profile=agent.profile, presence=agent.presence, idle_since=agent.idle_since, reason=agent.reason)
            for agent in floor.agents.values()
        ),
        contacts=tuple(_record(contact) for contact in floor.contacts.values()),
        endings=tuple(Ending(contact=contact, state=floor.ended[contact], ended_at=at) for at, contact in floor.endings),
    )


def restore_floor(state: RouterState) -> Floor:
    floor = Floor()
    floor.now = state.now
    for queue in state.queues:
        floor.queues[queue.policy.queue] = Queue(queue.policy, queue.is_open, queue.reason)
    for known in state.agents:
        agent = Agent(known.profile, known.presence, known.reason, known.idle_since)
        floor.agents[agent.id] = agent
        floor.pools.enrol(agent)
    floor.configure_guards(state.reserves)
    _restore_contacts(floor, [Contact(*astuple(record)) for record in state.contacts])
    for agent in floor.agents.values():
        floor.availability.update(agent)
    floor.availability.settle()
    for ending in state.endings:
        floor.ended[ending.contact] = ending.state
        floor.endings.append((ending.ended_at, ending.contact))
    return floor


def _record(contact: Contact) -> ContactRecord:
    assert contact.state is not None  # noqa: S101 - every contact on the floor was queued
    return ContactRecord(
        id=contact.id,
        channel=contact.channel,
        queue=contact.queue,
        requirements=contact.requirements,
        arrived_at=contact.arrived_at,
        rank_at=contact.rank_at,
        steps_from=contact.steps_from,
        state=contact.state,
        priority_minutes=contact.priority_minutes,
        override_after_ms=contact.override_after_ms,
        step=contact.step,
        agent=contact.agent,
        until=contact.until,
        units=contact.units,
        extended_ms=contact.extended_ms,
        answered=contact.answered,
        rests=contact.rests,
        holds=contact.holds,
        not_before=contact.not_before,
        into=contact.into,
        held_by=contact.held_by,
        own=contact.own,
        taken_out_of=contact.taken_out_of,
        put_off_ms=contact.put_off_ms,
        put_off_more_ms=contact.put_off_more_ms,
    )


def _restore_contacts(floor: Floor, contacts: list[Contact]) -> None:
    floor.contacts.update((contact.id, contact) for contact in contacts)
    for contact in contacts:
        if contact.into is not None:
            into = floor.contacts[contact.into]
            into.joined = (*into.joined, contact)
    free = [contact for contact in contacts if contact.agent is None and contact.into is None]
    floor.enter_lines([contact for contact in free if contact.not_before is None])
    for contact in free:
        floor.arm(contact)
    for contact in contacts:
        if contact.agent is not None:
            _give_back(floor.agents[contact.agent], contact)
            floor.arm(contact)


def _give_back(agent: Agent, contact: Contact) -> None:
    """Put it back where it was: ringing, in his hand, or with the citizen."""
    if contact.state is ASKED:
        agent.asked[contact.id] = contact
        return
    set_aside = contact.state is INTERRUPTED
    agent.load.take(contact.channel, 0 if set_aside else contact.units)
    agent.load.set_aside += set_aside
    if contact.state in IN_HAND:
        agent.hand[contact.id] = contact
    else:
        agent.offer = contact
