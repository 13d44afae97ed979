"""The rules of the counter as checks on what anybody can see: the router's snapshot and what its decisions say.

Nothing here uses the router's own indexes or sums: what an agent holds, can do and has room for is counted anew.
"""

from collections.abc import Mapping

from guichet.decisions.routing.decisions import Assigned, Decision, Merged, Offered, OfferEnded, Parted, PutOff, Refused, TurnedAway
from guichet.decisions.routing.inputs import ContactArrived, Input
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.snapshot import AgentState, ContactRecord, RouterState
from guichet.decisions.routing.tables import ENDED, IN_HAND
from guichet.decisions.routing.tests.ledger import Ledger, Row
from guichet.decisions.routing.words import (
    LIVE,
    SYNTHETIC,
    AgentId,
    AgentProfile,
    Channel,
    ContactId,
    ContactState,
    Instant,
    Presence,
    Requirement,
    Reserve,
)

HELD = IN_HAND | {ContactState.OFFERED}


def check_one_owner(decision: Decision, before: Ledger) -> None:
    """R1: whoever is offered or given a contact is the only one who has it then."""
    if isinstance(decision, Offered | Assigned):
        row = before.rows[decision.contact]
        assert row.agent in (None, decision.agent), f"{decision} while {row.agent} has it"


def check_limits(state: RouterState, shrunk: set[AgentId]) -> None:
    """R2: nobody rings or holds beyond his capacity, but for what he held when it was made smaller."""
    for agent in state.agents:
        if agent.profile.agent in shrunk:
            continue
        held = held_by(state, agent.profile.agent)
        for seat in agent.profile.capacity.channels:
            count = sum(contact.channel is seat.channel for contact in held)
            assert count <= seat.most, f"{count} {seat.channel} at {agent.profile.agent}"
        live = sum(contact.units for contact in held if contact.channel in LIVE)
        assert live <= agent.profile.capacity.units, "live work beyond the combined capacity"
        rings_live = [contact for contact in held if contact.channel in LIVE and contact.state is ContactState.OFFERED]
        working = [contact for contact in held if contact.state is not ContactState.INTERRUPTED and contact not in rings_live]
        if any(contact.channel not in LIVE and contact.state in (ContactState.ASSIGNED, ContactState.OFFERED) for contact in working):
            assert sum(contact.units for contact in working) <= agent.profile.capacity.units, "deferred work beside too much else"


def check_no_new_deferred_beside_interrupted(state: RouterState) -> None:
    """Live work interrupts deferred work, never the reverse, and nothing deferred is offered meanwhile."""
    for agent in state.agents:
        held = held_by(state, agent.profile.agent)
        if any(contact.state is ContactState.INTERRUPTED for contact in held):
            assert all(contact.channel not in LIVE for contact in held if contact.state is ContactState.INTERRUPTED)
            assert all(contact.channel in LIVE for contact in held if contact.state is ContactState.OFFERED)


def check_nobody_waits_beside_a_free_agent(state: RouterState, timer_due: bool) -> None:
    """R3: unless a recorded, bounded hold applies."""
    for contact in state.contacts:
        if contact.state is not ContactState.WAITING or is_promised(state, contact, timer_due):
            continue
        for agent in state.agents:
            if not could_take(state, agent, contact):
                continue
            named = contact.requirements[contact.step].agent
            if named not in (None, agent.profile.agent) and contact.step + 1 >= len(contact.requirements):
                continue  # it is for somebody else altogether
            assert is_held(state, contact, agent, timer_due), f"{contact} waits while {agent} is free"


def is_promised(state: RouterState, contact: ContactRecord, timer_due: bool) -> bool:
    """For a call at a later time."""
    return contact.not_before is not None and (contact.not_before > state.now or timer_due)


def is_held(state: RouterState, contact: ContactRecord, agent: AgentState, timer_due: bool) -> bool:
    """By its own hold, or by a reserve's hold on the first of those who require the same. A hold that is over ends with its timer."""
    named = contact.requirements[contact.step].agent
    rests = any(rest.agent == agent.profile.agent for rest in contact.rests)
    if rests or named not in (None, agent.profile.agent):
        return any(not hold.reason.startswith("reserve:") and (hold.until > state.now or timer_due) for hold in contact.holds)
    is_over = overrides_at(contact) <= state.now and not timer_due
    if contact.channel in LIVE or is_over or not reserves_of(state, agent):
        return False
    alike = [other for other in state.contacts if other.state is ContactState.WAITING and likeness(other) == likeness(contact)]
    first = min(alike, key=lambda other: (other.rank_at, other.arrived_at, other.id))
    return any(hold.reason.startswith("reserve:") for hold in first.holds)


def check_order(decision: Decision, before: Ledger, state: RouterState) -> None:
    """R3: among equals the longest waiting goes first. Equals: same queue, channel, requirement; same time from arrival to rank."""
    if not isinstance(decision, Offered):
        return
    resting = {contact.id for contact in state.contacts for rest in contact.rests if rest.agent == decision.agent}
    promised = {contact.id for contact in state.contacts if contact.not_before is not None}
    chosen = before.rows[decision.contact]
    for other in before.waiting():
        if equals(chosen, other) and other.id not in resting | promised:
            assert (chosen.arrived_at, chosen.id) <= (other.arrived_at, other.id), f"{decision} before {other}"


def check_claim(decision: Decision, before: Ledger, state: RouterState) -> None:
    """R4: presence and ability hold at the instant of an offer, a pull or an order."""
    if not isinstance(decision, Offered | Assigned):
        return
    row = before.rows[decision.contact]
    assert before.presences[decision.agent] is Presence.AVAILABLE, f"{decision} to somebody absent"
    if row.state is ContactState.WAITING and row.requirement is not None:
        profile = next(agent.profile for agent in state.agents if agent.profile.agent == decision.agent)
        assert is_able(profile, row.requirement), f"{decision} to somebody not able"


def check_turned_away(decisions: list[Decision], fact: Input, before: Ledger) -> None:
    """What can wait is never turned away: no closed hour, no full queue and no dismissal ends it, only a queue that does not exist."""
    for decision in decisions:
        if isinstance(decision, TurnedAway) and decision.queue in before.queues and decision.reason != SYNTHETIC:
            row = before.rows.get(decision.contact)
            channel = fact.channel if row is None and isinstance(fact, ContactArrived) else row and row.channel
            assert channel in LIVE, f"{decision} of {channel}"


def check_synthetic(decision: Decision, synthetic: set[ContactId]) -> None:
    """What the house asks itself waits for nobody and is offered to nobody."""
    if not isinstance(decision, Refused) and getattr(decision, "contact", None) in synthetic:
        assert isinstance(decision, TurnedAway), f"{decision} of a contact in which nobody asks"


def check_promise(decision: Decision, promises: dict[str, Instant], now: Instant) -> None:
    """R6: nobody is called before the time he chose."""
    if isinstance(decision, Offered | Assigned):
        assert promises.get(decision.contact, now) <= now, f"{decision} before {promises[decision.contact]}"


def check_ages(state: RouterState, arrivals: dict[str, Instant], ledger: Ledger) -> None:
    """R5: whatever happened to a contact, its age is the original one, or that of the oldest that joined it; its rank is the one that was
    said."""
    for contact in state.contacts:
        assert contact.arrived_at == min(arrivals[each.id] for each in joined_to(state, contact))
        assert contact.rank_at == ledger.rows[contact.id].rank_at


def check_merging(decisions: list[Decision], before: Ledger, taken_out: Mapping[ContactId, ContactId]) -> None:
    """R1: nobody has a contact join another but who owns the other, and none that a colleague holds or is offered, but for what was taken
    out of the other and only rings."""
    for decision in decisions:
        if isinstance(decision, Merged | Parted):
            other = before.rows[decision.into if isinstance(decision, Merged) else decision.out_of]
            assert other.agent == decision.agent, f"{decision} in the hands of {other.agent}"
            row = before.rows[decision.contact]
            goes_back = row.state is ContactState.OFFERED and isinstance(decision, Merged) and taken_out.get(row.id) == decision.into
            assert row.agent in (None, decision.agent) or goes_back, f"{decision} of a contact of a colleague"


def check_merged(state: RouterState) -> None:
    """What joined another is in nobody's way: it waits nowhere, takes no room, holds no timer, and the other has not ended. No contact is
    later than what joined it, and one that nothing joins any more is what it was before."""
    known = {contact.id: contact for contact in state.contacts}
    for contact in state.contacts:
        assert (contact.into is not None) == (contact.state is ContactState.MERGED)
        if contact.into is not None:
            assert contact.agent is None
            assert contact.until is None
            assert contact.units == 0
            assert contact.channel not in LIVE
            assert known[contact.into].arrived_at <= contact.arrived_at
            assert known[contact.into].rank_at <= contact.rank_at
        assert (contact.own is not None) == any(other.into == contact.id for other in state.contacts)


def check_put_off(decision: Decision, before: Ledger) -> None:
    """What is promised is never due earlier for having asked the citizen something."""
    if isinstance(decision, PutOff):
        rank_at = before.rows[decision.contact].rank_at
        assert rank_at is not None
        assert decision.rank_at >= rank_at, f"{decision} sooner than {rank_at}"


def check_asked(state: RouterState) -> None:
    """R1, R5: what waits for its citizen's answer has one owner, no seat, an end, and is not live; nothing else is to be put off."""
    for contact in state.contacts:
        if contact.state is not ContactState.ASKED:
            assert contact.put_off_more_ms == 0
            continue
        assert contact.agent is not None
        assert contact.until is not None
        assert contact.units == 0
        assert contact.channel not in LIVE


def joined_to(state: RouterState, contact: ContactRecord) -> list[ContactRecord]:
    """The contact and all that goes on in it."""
    return [contact, *(each for other in state.contacts if other.into == contact.id for each in joined_to(state, other))]


def check_counted_once(state: RouterState, ledger: Ledger) -> None:
    """R7: every contact ends once at most, and the decisions alone say what the router holds."""
    assert all(row.endings <= 1 for row in ledger.rows.values())
    going_on = {row.id: row for row in ledger.rows.values() if row.state not in ENDED}
    assert going_on.keys() == {contact.id for contact in state.contacts}
    for contact in state.contacts:
        row = going_on[contact.id]
        seen = (row.state, row.agent, row.until, row.queue, row.channel, row.rank_at, row.step, row.requirement)
        requirement = contact.requirements[contact.step]
        held = (contact.state, contact.agent, contact.until, contact.queue, contact.channel, contact.rank_at, contact.step, requirement)
        assert seen == held
    present = {agent.profile.agent: agent.presence for agent in state.agents}
    assert present == {agent: presence for agent, presence in ledger.presences.items() if agent in present}
    assert {queue.policy.queue: queue.is_open for queue in state.queues} == ledger.queues


def check_timer(router: Router, state: RouterState) -> None:
    """R8: the next timer is exactly the first instant at which time alone changes something; a timer that is over is cleared."""
    instants: list[Instant | None] = []
    for contact in state.contacts:
        if contact.state is not ContactState.WAITING:
            instants.append(contact.until)
            continue
        instants += [rest.until for rest in contact.rests] + [hold.until for hold in contact.holds] + [contact.not_before]
        if contact.step + 1 < len(contact.requirements):
            instants.append(Instant(contact.steps_from + contact.requirements[contact.step + 1].after_ms))
    assert router.next_timer() == min((at for at in instants if at is not None), default=None)


def check_steps(state: RouterState, now: Instant) -> None:
    """A step that has been reached holds: nothing waits at a step whose time is over, once the timers due by now are handled."""
    for contact in state.contacts:
        following = contact.step + 1
        if contact.state is ContactState.WAITING and following < len(contact.requirements):
            assert contact.steps_from + contact.requirements[following].after_ms > now


def check_reserves(decisions: list[Decision], old: RouterState, state: RouterState) -> None:
    """No deferred contact goes to the last of a reserve before its promise is due; checked on steps that offer one contact."""
    offers = [decision for decision in decisions if isinstance(decision, Offered)]
    reconfigured = old.reserves != state.reserves or [a.profile for a in old.agents] != [a.profile for a in state.agents]
    if len(offers) != 1 or any(isinstance(decision, OfferEnded) for decision in decisions) or reconfigured:
        return
    offered = next(contact for contact in state.contacts if contact.id == offers[0].contact)
    agent = next(agent for agent in state.agents if agent.profile.agent == offers[0].agent)
    if offered.channel in LIVE or overrides_at(offered) <= state.now:
        return
    held = [contact for contact in held_by(state, agent.profile.agent) if contact.id != offered.id]
    for reserve in state.reserves if not held else ():
        if is_able(agent.profile, reserve):
            left = sum(is_able(other.profile, reserve) and is_wholly_free(state, other) for other in state.agents)
            assert left >= reserve.count, f"{offers[0]} breaks the reserve {reserve.name}"


def held_by(state: RouterState, agent: AgentId) -> list[ContactRecord]:
    return [contact for contact in state.contacts if contact.agent == agent and contact.state in HELD]


def is_able(profile: AgentProfile, requirement: Requirement | Reserve) -> bool:
    skills = dict(profile.skills)
    covers = requirement.territory is None or profile.territories is None or requirement.territory in profile.territories
    return covers and all(skills.get(skill, 0) >= least for skill, least in requirement.skills)


def has_room(state: RouterState, agent: AgentState, channel: Channel) -> bool:
    held = held_by(state, agent.profile.agent)
    seat = next((seat for seat in agent.profile.capacity.channels if seat.channel is channel), None)
    if seat is None or sum(contact.channel is channel for contact in held) >= seat.most:
        return False
    live = sum(contact.units for contact in held if contact.channel in LIVE)
    if channel in LIVE:
        return live + seat.units <= agent.profile.capacity.units
    if any(contact.state is ContactState.INTERRUPTED for contact in held):
        return False
    return sum(contact.units for contact in held) + seat.units <= agent.profile.capacity.units


def is_ringing(state: RouterState, agent: AgentState) -> bool:
    return any(contact.state is ContactState.OFFERED for contact in held_by(state, agent.profile.agent))


def could_take(state: RouterState, agent: AgentState, contact: ContactRecord) -> bool:
    """Available, not ringing, able, with room; whatever keeps them apart."""
    if agent.presence is not Presence.AVAILABLE or is_ringing(state, agent):
        return False
    return is_able(agent.profile, contact.requirements[contact.step]) and has_room(state, agent, contact.channel)


def is_wholly_free(state: RouterState, agent: AgentState) -> bool:
    has_some_room = any(has_room(state, agent, channel) for channel in Channel)
    return agent.presence is Presence.AVAILABLE and not held_by(state, agent.profile.agent) and has_some_room


def reserves_of(state: RouterState, agent: AgentState) -> list[Reserve]:
    """The reserves that keep this agent free of deferred work now."""
    keeping = []
    for reserve in state.reserves:
        members = [other for other in state.agents if is_able(other.profile, reserve) and is_wholly_free(state, other)]
        if agent in members and len(members) <= reserve.count:
            keeping.append(reserve)
    return keeping


def overrides_at(contact: ContactRecord) -> Instant:
    return Instant(contact.rank_at + contact.override_after_ms)


def likeness(contact: ContactRecord) -> object:
    requirement = contact.requirements[contact.step]
    resting = tuple(sorted(rest.agent for rest in contact.rests))
    return contact.channel, requirement.skills, requirement.territory, requirement.agent, resting, contact.override_after_ms


def equals(chosen: Row, other: Row) -> bool:
    assert chosen.rank_at is not None
    assert chosen.arrived_at is not None
    assert other.rank_at is not None
    assert other.arrived_at is not None
    alike = (chosen.queue, chosen.channel, chosen.requirement) == (other.queue, other.channel, other.requirement)
    return alike and chosen.rank_at - chosen.arrived_at == other.rank_at - other.arrived_at
