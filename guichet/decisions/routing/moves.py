"""Every change of a contact or an agent: one function per decision, which records it, goes through the table of transitions and keeps
the floor's indexes in line. Nothing else changes them; nothing here asks whether the change is right.
"""

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.contact import Contact, in_order
from guichet.decisions.routing.decisions import (
    Asked,
    Assigned,
    Closed,
    Decision,
    Held,
    Interrupted,
    Merged,
    Offered,
    OfferEnded,
    Parted,
    PresenceSet,
    PutOff,
    Queued,
    Rechannelled,
    Relaxed,
    Released,
    Reprioritised,
    Resumed,
    Returned,
    TurnedAway,
    Withdrawn,
    WrapUpStarted,
)
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.tables import AGENT, CONTACT, ENDED, OWNED, AgentEvent
from guichet.decisions.routing.words import (
    ASKED,
    ASSIGNED,
    AVAILABLE,
    INTERRUPTED,
    OFFERED,
    WAITING,
    Channel,
    Hold,
    Instant,
    Requirement,
    Rest,
    Why,
)

MERGED_CAUSE = "merged"
"""Why a contact was put down, or closed: it joined another."""
CALLBACK = "callback"
"""The recorded reason of a contact that waits for the time its citizen chose."""


def _decide(floor: Floor, contact: Contact, decision: Decision) -> None:
    state = contact.state = CONTACT[contact.state, type(decision)]
    floor.decisions.append(decision)
    if state in ENDED:
        floor.forget_contact(contact, state)
        for joined in in_order(contact.joined):
            _decide(floor, joined, Closed(contact=joined.id, cause=MERGED_CAUSE))


def enqueue(floor: Floor, contact: Contact, cause: str) -> None:
    """The contact waits, at its own age, at the step its waiting has reached."""
    contact.reach_step(floor.now)
    if contact.rests:
        contact.rests = tuple(rest for rest in contact.rests if rest.until > floor.now)
    decision = Queued(
        contact=contact.id,
        queue=contact.queue,
        channel=contact.channel,
        arrived_at=contact.arrived_at,
        rank_at=contact.rank_at,
        requirement=contact.requirement,
        step=contact.step,
        cause=cause,
    )
    _decide(floor, contact, decision)
    floor.enter_line(contact)
    if contact.line is None:
        keep(floor, contact)


def change_requirements(floor: Floor, contact: Contact, requirements: tuple[Requirement, ...]) -> None:
    """Of a contact that waits; whoever calls lets it enter a line again. What was held for the old ones is over."""
    floor.leave_line(contact)
    contact.holds = ()
    contact.requirements = requirements
    contact.go_to_step(0)


def keep(floor: Floor, contact: Contact) -> None:
    """A call is promised for later: whoever asks why it waits is told so."""
    assert contact.not_before is not None  # noqa: S101 - asked of such a contact only
    _decide(floor, contact, Held(contact=contact.id, reason=CALLBACK, until=contact.not_before))


def promise(floor: Floor, contact: Contact, not_before: Instant | None) -> None:
    """The time at which a waiting citizen wants to be called; None: as soon as possible. Its place is kept."""
    floor.leave_line(contact)
    contact.not_before = not_before
    floor.enter_line(contact)
    if contact.line is None:
        keep(floor, contact)


def relax(floor: Floor, contact: Contact) -> None:
    """The step it has reached holds from now on; its place is kept."""
    floor.leave_line(contact)
    contact.holds = ()
    _decide(floor, contact, Relaxed(contact=contact.id, step=contact.step, requirement=contact.requirement))
    floor.enter_line(contact)


def enter_again(floor: Floor, contact: Contact, rests: tuple[Rest, ...], holds: tuple[Hold, ...]) -> None:
    """Some reasons to keep it from somebody are over: the same place, seen by more agents."""
    floor.leave_line(contact)
    contact.rests, contact.holds = rests, holds
    floor.enter_line(contact)


def hold(floor: Floor, contact: Contact, reason: str, until: Instant) -> None:
    contact.holds = (*(held for held in contact.holds if held.reason != reason), Hold(reason=reason, until=until))
    _decide(floor, contact, Held(contact=contact.id, reason=reason, until=until))
    floor.arm(contact)


def offer(floor: Floor, contact: Contact, agent: Agent, why: Why) -> None:
    floor.leave_line(contact)
    contact.holds, contact.not_before = (), None
    _hold_seat(contact, agent)
    contact.until = Instant(floor.now + floor.queues[contact.queue].policy.offer_ms)
    agent.offer = contact
    _decide(floor, contact, Offered(contact=contact.id, agent=agent.id, until=contact.until, why=why))
    floor.timers.set(contact, contact.until)
    floor.occupy_agent(agent)


def end_offer(floor: Floor, contact: Contact, reason: str) -> None:
    """The contact rings no more. Whoever ends an offer says what becomes of it next."""
    agent = owner(floor, contact)
    agent.offer = None
    _leave_seat(contact, agent)
    contact.until = None
    _decide(floor, contact, OfferEnded(contact=contact.id, agent=agent.id, reason=reason))
    floor.update_agent(agent)


def assign(floor: Floor, contact: Contact, agent: Agent, why: Why | None = None) -> None:
    """The agent owns it: the offered one by accepting, or a waiting one by a pull or an order."""
    if contact.state is OFFERED:
        agent.offer = None
    else:
        floor.leave_line(contact)
        _hold_seat(contact, agent)
    contact.until = contact.not_before = None
    contact.holds, contact.rests = (), ()
    contact.answered = True
    agent.hand[contact.id] = contact
    agent.idle_since = floor.now
    _decide(floor, contact, Assigned(contact=contact.id, agent=agent.id, why=why))
    floor.timers.set(contact, None)
    if contact.live:
        make_room(floor, agent)
    floor.occupy_agent(agent)


def release(floor: Floor, contact: Contact, reason: str) -> None:
    """Its owner holds it no more. Whoever releases it says what becomes of it next."""
    agent = owner(floor, contact)
    _put_down(floor, contact, agent)
    _decide(floor, contact, Released(contact=contact.id, agent=agent.id, reason=reason))
    floor.update_agent(agent)


def make_room(floor: Floor, agent: Agent) -> None:
    """Live work was taken up: what is deferred gives way, a ringing offer first, then the least urgent in hand."""
    if not agent.load.exceeds():
        return
    if agent.offer is not None and not agent.offer.live:
        withdraw_offer(floor, agent, "withdrawn")
    for contact in reversed(in_order(agent.hand.values())):
        if not agent.load.exceeds():
            return
        if contact.state is ASSIGNED and not contact.live:
            interrupt(floor, contact, agent)


def withdraw_offer(floor: Floor, agent: Agent, cause: str) -> None:
    """What rings at the agent waits again."""
    if (contact := agent.offer) is not None:
        end_offer(floor, contact, cause)
        enqueue(floor, contact, cause)


def interrupt(floor: Floor, contact: Contact, agent: Agent) -> None:
    agent.load.add_units(contact.channel, -contact.units)
    agent.load.set_aside += 1
    _decide(floor, contact, Interrupted(contact=contact.id, agent=agent.id))
    if agent.offer is not None and not agent.offer.live:
        withdraw_offer(floor, agent, "withdrawn")
    floor.stirred_agents[agent.id] = agent


def resume(floor: Floor, contact: Contact, agent: Agent) -> None:
    agent.load.add_units(contact.channel, contact.units)
    agent.load.set_aside -= 1
    _decide(floor, contact, Resumed(contact=contact.id, agent=agent.id))
    floor.update_agent(agent)


def ask(floor: Floor, contact: Contact, agent: Agent, reason: str, until: Instant) -> None:
    """Nothing is to do until the citizen answers: it stays with its owner and gives its seat back."""
    set_aside = contact.state is INTERRUPTED
    agent.load.give_back(contact.channel, 0 if set_aside else contact.units)
    agent.load.set_aside -= set_aside
    contact.units = 0
    del agent.hand[contact.id]
    agent.asked[contact.id] = contact
    contact.until = until
    agent.idle_since = floor.now
    _decide(floor, contact, Asked(contact=contact.id, agent=agent.id, reason=reason, until=until))
    floor.timers.set(contact, until)
    floor.update_agent(agent)


def put_off(floor: Floor, contact: Contact, ms: int) -> None:
    """Its promise is due later by as much as its citizen was waited for."""
    contact.put_off_ms += ms
    contact.rank_alone(Instant(contact.own_age[1] + ms))
    _decide(floor, contact, PutOff(contact=contact.id, put_off_ms=contact.put_off_ms, rank_at=contact.rank_at))


def come_back(floor: Floor, contact: Contact, agent: Agent, cause: str) -> None:
    """Its owner goes on with it, in a seat."""
    del agent.asked[contact.id]
    agent.hand[contact.id] = contact
    contact.units = agent.load.units_of(contact.channel)
    agent.load.take(contact.channel, contact.units)
    contact.until = None
    agent.idle_since = floor.now
    _decide(floor, contact, Returned(contact=contact.id, agent=agent.id, cause=cause))
    floor.timers.set(contact, None)
    floor.occupy_agent(agent)


def wrap_up(floor: Floor, contact: Contact, until: Instant) -> None:
    """The exchange is over; it holds its room until the wrap-up is done. What ends while set aside is wrapped up aside, without units."""
    agent = owner(floor, contact)
    was_aside = contact.state is INTERRUPTED
    contact.until = until
    _decide(floor, contact, WrapUpStarted(contact=contact.id, agent=agent.id, until=until))
    floor.timers.set(contact, until)
    if was_aside:
        agent.load.set_aside -= 1
        contact.units = 0
        floor.update_agent(agent)


def extend_wrap_up(floor: Floor, contact: Contact, more_ms: int) -> None:
    agent = owner(floor, contact)
    contact.extended_ms += more_ms
    contact.until = Instant((contact.until or floor.now) + more_ms)
    _decide(floor, contact, WrapUpStarted(contact=contact.id, agent=agent.id, until=contact.until, extended=True))
    floor.arm(contact)


def close(floor: Floor, contact: Contact, cause: str, outcome: str | None = None) -> None:
    agent = owner(floor, contact)
    _put_down(floor, contact, agent)
    _decide(floor, contact, Closed(contact=contact.id, cause=cause, outcome=outcome))
    floor.update_agent(agent)


def withdraw(floor: Floor, contact: Contact, reason: str) -> None:
    floor.leave_line(contact)
    waited_ms = max(0, floor.now - contact.arrived_at)
    _decide(floor, contact, Withdrawn(contact=contact.id, reason=reason, waited_ms=waited_ms, answered=contact.answered))


def turn_away(floor: Floor, contact: Contact, reason: str) -> None:
    floor.leave_line(contact)
    _decide(floor, contact, TurnedAway(contact=contact.id, queue=contact.queue, reason=reason))


def merge(floor: Floor, contact: Contact, into: Contact, agent: Agent) -> None:
    """It goes on in the other. What rings or is in hand is put down first, and its seat is free."""
    held_by = contact.agent if contact.state in OWNED else None
    if contact.state is OFFERED:
        end_offer(floor, contact, MERGED_CAUSE)
    elif contact.state is not WAITING:
        release(floor, contact, MERGED_CAUSE)
    floor.leave_line(contact)
    contact.holds, contact.held_by = (), held_by
    contact.join(into)
    decision = Merged(contact=contact.id, into=into.id, agent=agent.id, arrived_at=into.arrived_at, rank_at=into.rank_at)
    _decide(floor, contact, decision)
    floor.arm(contact)
    floor.update_agent(agent)


def part(floor: Floor, contact: Contact, out_of: Contact, agent: Agent) -> None:
    """It waits again at its own age, and so is the other again."""
    contact.part(out_of)
    if not contact.is_promised_for_later(floor.now):
        contact.not_before = None
    decision = Parted(contact=contact.id, out_of=out_of.id, agent=agent.id, arrived_at=out_of.arrived_at, rank_at=out_of.rank_at)
    _decide(floor, contact, decision)
    enqueue(floor, contact, "parted")
    floor.update_agent(agent)


def reprioritise(floor: Floor, contact: Contact, priority_minutes: int, rank_at: Instant) -> None:
    waits = contact.state is WAITING
    if waits:
        floor.leave_line(contact)
        contact.holds = ()
    contact.priority_minutes = priority_minutes
    contact.rank_alone(rank_at)
    _decide(floor, contact, Reprioritised(contact=contact.id, priority_minutes=priority_minutes, rank_at=contact.rank_at))
    if waits:
        floor.enter_line(contact)
    elif contact.state is INTERRUPTED:
        floor.update_agent(owner(floor, contact))


def rechannel_waiting(floor: Floor, contact: Contact, channel: Channel) -> None:
    floor.leave_line(contact)
    contact.holds = ()
    contact.set_channel(channel)
    _decide(floor, contact, Rechannelled(contact=contact.id, channel=channel))
    floor.enter_line(contact)


def rechannel_held(floor: Floor, contact: Contact, channel: Channel, agent: Agent) -> None:
    """It goes on at the agent who rings or owns it, in a seat of the new channel; live work set aside is taken up at once."""
    set_aside = contact.state is INTERRUPTED
    agent.load.give_back(contact.channel, 0 if set_aside else contact.units)
    contact.set_channel(channel)
    contact.units = agent.load.units_of(channel)
    agent.load.take(channel, 0 if set_aside else contact.units)
    _decide(floor, contact, Rechannelled(contact=contact.id, channel=channel))
    if contact.live and set_aside:
        resume(floor, contact, agent)
    if contact.live and contact.state is ASSIGNED:
        make_room(floor, agent)
    floor.update_agent(agent)


def set_presence(floor: Floor, agent: Agent, event: AgentEvent, reason: str | None) -> None:
    presence = AGENT[agent.presence, event]
    if presence is AVAILABLE:
        agent.idle_since = floor.now
    agent.presence, agent.reason = presence, reason
    floor.decisions.append(PresenceSet(agent=agent.id, presence=presence, reason=reason))
    floor.update_agent(agent)


def owner(floor: Floor, contact: Contact) -> Agent:
    """The agent who is offered the contact or owns it."""
    assert contact.agent is not None  # noqa: S101 - asked only of a contact that has one
    return floor.agents[contact.agent]


def _hold_seat(contact: Contact, agent: Agent) -> None:
    contact.agent = agent.id
    contact.units = agent.load.units_of(contact.channel)
    agent.load.take(contact.channel, contact.units)


def _leave_seat(contact: Contact, agent: Agent) -> None:
    set_aside = contact.state is INTERRUPTED
    agent.load.give_back(contact.channel, 0 if set_aside else contact.units)
    agent.load.set_aside -= set_aside
    contact.agent, contact.units = None, 0


def _put_down(floor: Floor, contact: Contact, agent: Agent) -> None:
    if contact.state is ASKED:
        del agent.asked[contact.id]
        contact.agent, contact.put_off_more_ms = None, 0
    else:
        _leave_seat(contact, agent)
        del agent.hand[contact.id]
    contact.until = None
    agent.idle_since = floor.now
