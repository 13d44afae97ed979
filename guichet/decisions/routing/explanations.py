"""Why this agent, why this order: what is written beside an offer, a pull and an order, at the instant it is decided."""

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.lanes import RESERVE
from guichet.decisions.routing.reserves import is_kept_from
from guichet.decisions.routing.words import Why


def explain_offer(floor: Floor, contact: Contact, agent: Agent, agents: int) -> Why:
    """`agents`: everybody who could have been offered it."""
    if contact.requirement.agent is not None:
        chosen = "preferred"
    else:
        chosen = "longest-idle" if agents & (agents - 1) else "only-one-able"
    older = overtaken(floor, contact, agent)
    return _why(floor, contact, agent, chosen, None if older is None else _reason(floor, contact, older, agent))


def explain_claim(floor: Floor, contact: Contact, agent: Agent, chosen: str) -> Why:
    """A pull or an order chose the contact: that is the reason if it overtakes."""
    return _why(floor, contact, agent, chosen, None if overtaken(floor, contact, agent) is None else chosen)


def overtaken(floor: Floor, contact: Contact, agent: Agent) -> Contact | None:
    """The longest waiting contact that arrived before this one, that the agent is able and has room to take, and that still waits."""
    lanes = floor.lanes
    oldest, age = None, contact.age
    todo = lanes.served_by(agent) & lanes.filled & lanes.of_rooms(agent.rooms)
    while todo:
        bit = todo & -todo
        todo ^= bit
        for line in lanes.numbered[bit.bit_length() - 1].lines_open_to(agent.id):
            older = line.oldest()
            if older is not None and older.age < age:
                oldest, age = older, older.age
    return oldest


def _reason(floor: Floor, contact: Contact, older: Contact, agent: Agent) -> str:
    """Its reserve kept the agent from the older one; or live work goes first; or the younger one's promise falls due earlier."""
    reserve = is_kept_from(floor, agent, older)
    if reserve is not None:
        return RESERVE + reserve
    if older.key < contact.key:
        return "live-first"
    return "priority" if contact.priority_minutes > older.priority_minutes else "commitment"


def _why(floor: Floor, contact: Contact, agent: Agent, chosen: str, overtook: str | None) -> Why:
    return Why(
        waited_ms=max(0, floor.now - contact.arrived_at),
        rank_at=contact.rank_at,
        step=contact.step,
        idle_ms=floor.now - agent.idle_since,
        chosen=chosen,
        overtook=overtook,
    )
