"""Reserves: a few able agents kept free of deferred work, for the live contacts that may come.

A member of a reserve is wholly free: available, holding nothing, not ringing. While no more than `count` members are left, none of
them is offered deferred work; ageing overrides it, contact by contact, at `Contact.overrides_at`.
"""

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.floor import Floor


def guarded(floor: Floor) -> int:
    """Everybody who is kept free of deferred work now."""
    agents = 0
    wholly_free = floor.availability.wholly_free
    for guard in floor.guards:
        members = guard.able & wholly_free
        if members.bit_count() <= guard.reserve.count:
            agents |= members
    return agents


def reserve_keeping(floor: Floor, agents: int) -> str | None:
    """The name of the first reserve that keeps one of these agents."""
    wholly_free = floor.availability.wholly_free
    for guard in floor.guards:
        members = guard.able & wholly_free
        if members & agents and members.bit_count() <= guard.reserve.count:
            return guard.reserve.name
    return None


def is_kept_from(floor: Floor, agent: Agent, contact: Contact) -> str | None:
    """The name of the reserve that keeps the agent from the contact now."""
    if contact.live or not floor.guards or contact.overrides_at <= floor.now:
        return None
    return reserve_keeping(floor, agent.bit)
