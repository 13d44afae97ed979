"""A contact taken by an agent himself, or given to him by a supervisor.

Presence, ability and capacity are checked here and now (R2, R4), what rings at the agent counted in. Holds bind an agent who pulls,
as they bind an offer; a supervisor's order goes before a preferred agent, a reserve and somebody's rest.
"""

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.explanations import explain_claim
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.inputs import ContactAssigned, ContactPulled
from guichet.decisions.routing.moves import assign, end_offer, release
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.reserves import is_kept_from
from guichet.decisions.routing.words import AVAILABLE, OFFERED, WAITING, WRAPPING_UP


def pull(floor: Floor, fact: ContactPulled) -> Refusal | None:
    """Pulling what rings at oneself is accepting it."""
    contact, agent = floor.find_contact(fact.contact), floor.agents.get(fact.agent)
    if isinstance(contact, Refusal):
        return contact
    if agent is None:
        return Refusal.UNKNOWN_AGENT
    if contact.state is OFFERED and contact.agent == agent.id:
        assign(floor, contact, agent)
        return None
    if contact.state is not WAITING:
        return Refusal.NOT_WAITING
    refusal = _check(floor, contact, agent) or _check_holds(floor, contact, agent)
    if refusal is None:
        assign(floor, contact, agent, explain_claim(floor, contact, agent, "pulled"))
    return refusal


def order(floor: Floor, fact: ContactAssigned) -> Refusal | None:
    """Whoever rings or owns the contact loses it to the agent named by the supervisor."""
    contact, agent = floor.find_contact(fact.contact), floor.agents.get(fact.agent)
    if isinstance(contact, Refusal):
        return contact
    if agent is None:
        return Refusal.UNKNOWN_AGENT
    if contact.state is WRAPPING_UP:
        return Refusal.CONVERSATION_OVER
    if contact.agent == agent.id:
        return _order_to_its_own(floor, contact, agent)
    refusal = _check(floor, contact, agent)
    if refusal is not None:
        return refusal
    why = explain_claim(floor, contact, agent, "assigned-by-supervisor")
    if contact.state is OFFERED:
        end_offer(floor, contact, "reassigned")
    elif contact.state is not WAITING:
        release(floor, contact, "reassigned")
    assign(floor, contact, agent, why)
    return None


def check_joining(floor: Floor, contact: Contact, into: Contact, agent: Agent) -> Refusal | None:
    """Why the agent may not have it go on in what he owns. It takes no room: his own work gives some back. What was taken out of that goes
    back into it whoever might answer it alone, for as long as nobody has."""
    if contact.taken_out_of == into.id and not contact.answered and contact.state in (WAITING, OFFERED):
        return None
    if contact.state is WAITING:
        return _check_able(floor, contact, agent) or _check_named(contact, agent)
    if contact.agent == agent.id:
        return Refusal.CONVERSATION_OVER if contact.state is WRAPPING_UP else None
    return Refusal.NOT_WAITING


def take_again(floor: Floor, contact: Contact, agent: Agent) -> None:
    """What was his before it joined another is his again when he may claim it now; otherwise it waits."""
    if contact.held_by == agent.id and _check(floor, contact, agent) is None:
        assign(floor, contact, agent, explain_claim(floor, contact, agent, "parted"))


def _order_to_its_own(floor: Floor, contact: Contact, agent: Agent) -> Refusal | None:
    if contact.state is not OFFERED:
        return Refusal.UNCHANGED
    assign(floor, contact, agent, explain_claim(floor, contact, agent, "assigned-by-supervisor"))
    return None


def _check(floor: Floor, contact: Contact, agent: Agent) -> Refusal | None:
    """What binds everybody."""
    if contact.is_promised_for_later(floor.now):
        return Refusal.NOT_BEFORE
    if agent.presence is not AVAILABLE:
        return Refusal.AGENT_NOT_AVAILABLE
    return _check_able(floor, contact, agent) or _check_room(contact, agent)


def _check_able(floor: Floor, contact: Contact, agent: Agent) -> Refusal | None:
    requirement = contact.requirement
    is_able = floor.pools.able(requirement.skills, requirement.territory) & agent.bit
    return None if is_able else Refusal.NOT_ABLE


def _check_named(contact: Contact, agent: Agent) -> Refusal | None:
    return None if contact.requirement.agent in (None, agent.id) else Refusal.KEPT_FOR_ANOTHER


def _check_room(contact: Contact, agent: Agent) -> Refusal | None:
    return None if agent.load.fits(contact.channel) else Refusal.NO_ROOM


def _check_holds(floor: Floor, contact: Contact, agent: Agent) -> Refusal | None:
    """What binds an agent who chooses for himself. His own rest does not: he may change his mind."""
    if (refusal := _check_named(contact, agent)) is not None:
        return refusal
    return None if is_kept_from(floor, agent, contact) is None else Refusal.RESERVED
