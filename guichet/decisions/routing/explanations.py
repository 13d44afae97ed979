"""Why this agent, why this order: what is written beside an offer, a pull and an order, at the instant it is decided."""

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.reserves import is_kept_from
from guichet.decisions.routing.words import RESERVE, Why


def explain_offer(floor: Floor, contact: Contact, agent: Agent, agents: int) -> Why:
    """`agents`: everybody who could have been offered it."""
    chosen = "only-one-able" if agents == agent.bit else "longest-idle"
    if contact.requirement.agent is not None:
        chosen = "preferred"
    older = overtaken(floor, contact, agent, agent.rooms)
    return _why(floor, contact, agent, chosen, None if older is None else _reason(floor, contact, older, agent))


def explain_claim(floor: Floor, contact: Contact, agent: Agent, chosen: str) -> Why:
    """A pull or an order chose the contact: that is the reason if it overtakes."""
    older = overtaken(floor, contact, agent, agent.load.rooms())
    return _why(floor, contact, agent, chosen, None if older is None else chosen)


def overtaken(floor: Floor, contact: Contact, agent: Agent, rooms: int) -> Contact | None:
    """The longest waiting contact that arrived before this one, that the agent is able and has room to take, and that still waits."""
    arrived_at, older = floor.lanes.eldest(agent, rooms)
    return floor.contacts[older] if arrived_at < contact.arrived_at else None


def _reason(floor: Floor, contact: Contact, older: Contact, agent: Agent) -> str:
    """Its reserve kept the agent from the older one; or live work goes first; or the younger one's promise falls due earlier."""
    reserve = is_kept_from(floor, agent, older)
    if reserve is not None:
        return RESERVE + reserve
    if older.key < contact.key:
        return "live-first"
    return "priority" if contact.priority_minutes > older.priority_minutes else "commitment"


def _why(floor: Floor, contact: Contact, agent: Agent, chosen: str, overtook: str | None) -> Why:
    waited_ms = floor.now - contact.arrived_at
    return Why(
        waited_ms=waited_ms if waited_ms > 0 else 0,
        rank_at=contact.rank_at,
        step=contact.step,
        idle_ms=floor.now - agent.idle_since,
        chosen=chosen,
        overtook=overtook,
    )
