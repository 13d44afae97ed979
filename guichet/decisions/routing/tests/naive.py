"""The same router with the simplest matching there is: after every input, look at every waiting contact and every agent.

It reads no lane, pool, bitmask or order of the real one, only what each contact and each agent is. It is the sentence of R3 as code.
"""

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.moves import hold, offer, resume
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.words import LIVE, Channel, ContactState, Instant, Presence, Requirement, Reserve, Why


class NaiveRouter(Router):
    @staticmethod
    def _match(floor: Floor) -> None:
        _offer_by_scan(floor)
        while _resume_by_scan(floor):
            _offer_by_scan(floor)
        _hold_by_scan(floor)
        floor.stirred_agents.clear()
        floor.stirred_lines.clear()


def able(agent: Agent, requirement: Requirement | Reserve) -> bool:
    skills = dict(agent.profile.skills)
    has_skills = all(skills.get(skill, 0) >= least for skill, least in requirement.skills)
    territories = agent.profile.territories
    return has_skills and (requirement.territory is None or territories is None or requirement.territory in territories)


def has_room(agent: Agent, channel: Channel) -> bool:
    """The rules of capacity, counted anew from what he holds."""
    held = [*agent.hand.values(), *([agent.offer] if agent.offer else [])]
    seats = [seat for seat in agent.profile.capacity.channels if seat.channel is channel]
    if not seats or sum(contact.channel is channel for contact in held) >= seats[-1].most:
        return False
    aside = [contact for contact in held if contact.state is ContactState.INTERRUPTED]
    live = sum(contact.units for contact in held if contact.channel in LIVE)
    deferred = sum(contact.units for contact in held if contact.channel not in LIVE and contact not in aside)
    units = max(seats[-1].units, 0)
    if channel in LIVE:
        return live + units <= agent.profile.capacity.units
    return not aside and live + deferred + units <= agent.profile.capacity.units


def is_free(agent: Agent) -> bool:
    return agent.presence is Presence.AVAILABLE and agent.offer is None


def withheld(contact: Contact, agent: Agent) -> tuple[str, Instant] | None:
    """Why this able agent is not to be offered the contact, apart from reserves; with no end if it is not for him at all."""
    named = contact.requirement.agent
    if named not in (None, agent.id):
        return "preferred-agent", contact.relaxes_at or Instant(-1)
    return next(((rest.reason, rest.until) for rest in contact.rests if rest.agent == agent.id), None)


def keeping_reserve(floor: Floor, contact: Contact, agent: Agent) -> str | None:
    if contact.live or contact.overrides_at <= floor.now:
        return None
    free = [other for other in floor.agents.values() if is_free(other) and not other.hand and any(has_room(other, c) for c in Channel)]
    for guard in floor.guards:
        members = [other for other in free if able(other, guard.reserve)]
        if agent in members and len(members) <= guard.reserve.count:
            return guard.reserve.name
    return None


def _waiting(floor: Floor) -> list[Contact]:
    everybody = floor.contacts.values()
    waiting = [each for each in everybody if each.state is ContactState.WAITING and not each.is_promised_for_later(floor.now)]
    return sorted(waiting, key=lambda contact: (not contact.live and contact.rank_at > floor.now, contact.key))


def _could(contact: Contact, agent: Agent) -> bool:
    return is_free(agent) and able(agent, contact.requirement) and has_room(agent, contact.channel)


def _candidates(floor: Floor, contact: Contact) -> list[Agent]:
    agents = [agent for agent in floor.agents.values() if _could(contact, agent) and withheld(contact, agent) is None]
    agents = [agent for agent in agents if keeping_reserve(floor, contact, agent) is None]
    return sorted(agents, key=lambda agent: (agent.idle_since, agent.id))


def _offer_by_scan(floor: Floor) -> None:
    while True:
        pairs = ((contact, agents) for contact in _waiting(floor) if (agents := _candidates(floor, contact)))
        first = next(pairs, None)
        if first is None:
            return
        contact, agents = first
        offer(floor, contact, agents[0], _explain(floor, contact, agents))


def _explain(floor: Floor, contact: Contact, agents: list[Agent]) -> Why:
    agent = agents[0]
    chosen = "longest-idle" if len(agents) > 1 else "only-one-able"
    return Why(
        waited_ms=max(0, floor.now - contact.arrived_at),
        rank_at=contact.rank_at,
        step=contact.step,
        idle_ms=floor.now - agent.idle_since,
        chosen="preferred" if contact.requirement.agent is not None else chosen,
        overtook=_overtook(floor, contact, agent),
    )


def _overtook(floor: Floor, contact: Contact, agent: Agent) -> str | None:
    older = [
        other
        for other in _waiting(floor)
        if other.arrived_at < contact.arrived_at and _could(other, agent) and withheld(other, agent) is None
    ]
    if not older:
        return None
    eldest = min(older, key=lambda other: other.age)
    reserve = keeping_reserve(floor, eldest, agent)
    if reserve is not None:
        return f"reserve:{reserve}"
    if eldest.key < contact.key:
        return "live-first"
    return "priority" if contact.priority_minutes > eldest.priority_minutes else "commitment"


def _resume_by_scan(floor: Floor) -> bool:
    resumed = False
    for agent in sorted(floor.agents.values(), key=lambda agent: agent.id):
        for contact in sorted(agent.hand.values(), key=lambda contact: contact.key):
            if contact.state is not ContactState.INTERRUPTED:
                continue
            held = [*agent.hand.values(), *([agent.offer] if agent.offer else [])]
            units = sum(other.units for other in held if other.state is not ContactState.INTERRUPTED)
            if units and units + contact.units > agent.profile.capacity.units:
                break
            resume(floor, contact, agent)
            resumed = True
    return resumed


def _hold_by_scan(floor: Floor) -> None:
    """Every hold that is true and not recorded; a reserve's only for the first of those who require the same of the same agents."""
    found = []
    heads: set[object] = set()
    for contact in sorted(floor.contacts.values(), key=lambda contact: contact.key):
        if contact.state is not ContactState.WAITING or contact.is_promised_for_later(floor.now):
            continue
        agents = [agent for agent in floor.agents.values() if _could(contact, agent)]
        covered = any(not held.reason.startswith("reserve:") for held in contact.holds)
        if not covered and (reason := _first_withholding(contact, agents)) is not None:
            found.append((contact, *reason))
        alike = _likeness(contact)
        if alike not in heads:
            heads.add(alike)
            open_to = [agent for agent in agents if withheld(contact, agent) is None]
            name = _first_reserve(floor, contact, open_to)
            if name is not None and not contact.is_reserved:
                found.append((contact, name, contact.overrides_at))
    for contact, reason_name, until in sorted(found, key=lambda item: (item[0].key, item[1])):
        hold(floor, contact, reason_name, until)


def _first_withholding(contact: Contact, agents: list[Agent]) -> tuple[str, Instant] | None:
    """A preference goes before a rest; among rests, the first that began."""
    reasons = {agent.id: reason for agent in agents if (reason := withheld(contact, agent)) is not None and reason[1] >= 0}
    for reason in reasons.values():
        if reason[0] == "preferred-agent":
            return reason
    return next((reasons[rest.agent] for rest in contact.rests if rest.agent in reasons), None)


def _likeness(contact: Contact) -> object:
    requirement = contact.requirement
    override = 0 if contact.live else contact.override_after_ms
    resting = tuple(sorted(rest.agent for rest in contact.rests))
    return contact.channel, requirement.skills, requirement.territory, requirement.agent, resting, override


def _first_reserve(floor: Floor, contact: Contact, agents: list[Agent]) -> str | None:
    names = {name for agent in agents if (name := keeping_reserve(floor, contact, agent)) is not None}
    return next((f"reserve:{guard.reserve.name}" for guard in floor.guards if guard.reserve.name in names), None)
