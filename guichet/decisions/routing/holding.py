"""Holds: the recorded, bounded reasons why a contact waits while somebody able is free (R3).

Recorded when it first becomes true, once per contact and reason. "preferred-agent", "declined" and "transferred" are recorded for
every contact they keep; a reserve's for the head of a line only, since those behind it wait for the head, and its release comes first.
"""

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.contact import Contact, Key
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.lanes import Lane, Line
from guichet.decisions.routing.moves import hold
from guichet.decisions.routing.reserves import guarded, reserve_keeping
from guichet.decisions.routing.words import RESERVE, Instant

Found = dict[tuple[Key, str], tuple[Contact, Instant]]


def record_holds(floor: Floor) -> None:
    """Look at what was stirred, after matching: whoever is still free there is kept from somebody, or not able."""
    found: Found = {}
    _find_withheld(floor, found)
    if floor.guards:
        _find_reserved(floor, found)
    for (_, reason), (contact, until) in sorted(found.items(), key=lambda item: item[0]):
        hold(floor, contact, reason, until)
        if contact.line is not None and not reason.startswith(RESERVE):
            floor.lanes.cover(contact.line.lane, contact)


def _find_withheld(floor: Floor, found: Found) -> None:
    lanes = floor.lanes
    touched = 0
    for line in floor.stirred_lines:
        touched |= line.lane.bit
    for agent in floor.stirred_agents.values():
        if agent.rooms:
            for lane in lanes.lanes_for(agent):
                touched |= lane.bit
    touched &= lanes.unheld
    for lane in lanes.numbered if touched else ():
        if touched & lane.bit:
            _find_withheld_in(floor, lane, found)


def _find_withheld_in(floor: Floor, lane: Lane, found: Found) -> None:
    free = floor.availability.with_room(lane.able, lane.channel_number)
    if not free:
        return
    for contact in lane.unheld.values():
        named = contact.requirement.agent
        if named is not None and contact.relaxes_at is not None and free & ~floor.bits(named):
            found[contact.key, "preferred-agent"] = contact, contact.relaxes_at
            continue
        for rest in contact.rests:
            if named in (None, rest.agent) and free & floor.bits(rest.agent):
                found[contact.key, rest.reason] = contact, rest.until
                break


def _find_reserved(floor: Floor, found: Found) -> None:
    """Heads of deferred lines that a reserve keeps from an able agent."""
    kept = guarded(floor)
    if not kept:
        return
    for line in _stirred_deferred(floor, kept):
        contact = floor.head(line)
        if contact is None or contact.overrides_at <= floor.now:
            continue
        lane = line.lane
        agents = floor.availability.with_room(lane.able & kept, lane.channel_number)
        if line.named is not None:
            agents &= floor.bits(line.named)
        agents &= ~floor.bits(*line.resting)
        name = reserve_keeping(floor, agents) if agents else None
        if name is not None and not contact.is_reserved:
            found[contact.key, RESERVE + name] = contact, contact.overrides_at


def _stirred_deferred(floor: Floor, kept: int) -> dict[Line, None]:
    lines = {line: None for line in floor.stirred_lines if not line.lane.live}
    for agent in floor.stirred_agents.values():
        if kept & agent.bit:
            lines.update(dict.fromkeys(_deferred_for(floor, agent)))
    return lines


def _deferred_for(floor: Floor, agent: Agent) -> list[Line]:
    main = [lane.main for lane in floor.lanes.lanes_for(agent) if not lane.live]
    return main + [line for line in floor.lanes.narrowed_for(agent) if not line.lane.live]
