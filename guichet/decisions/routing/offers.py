"""What becomes of an offer: accepted, declined, or left to ring.

Whoever declines rests from the contact for a while. When the contact asked for him by name, its next step holds at once: there is no
point in waiting longer for somebody who said no, or who is not there.
"""

from guichet.decisions.routing.bounds import REST_MS
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.inputs import OfferAccepted, OfferDeclined
from guichet.decisions.routing.moves import assign, end_offer, enqueue, owner, set_presence
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.tables import AgentEvent
from guichet.decisions.routing.words import OFFERED, AgentId, ContactId, Instant, Rest


def accept(floor: Floor, fact: OfferAccepted) -> Refusal | None:
    contact = _offered_to(floor, fact.contact, fact.agent)
    if isinstance(contact, Refusal):
        return contact
    assign(floor, contact, floor.agents[fact.agent])
    return None


def decline(floor: Floor, fact: OfferDeclined) -> Refusal | None:
    contact = _offered_to(floor, fact.contact, fact.agent)
    if isinstance(contact, Refusal):
        return contact
    end_offer(floor, contact, "declined")
    rest = Rest(agent=fact.agent, until=Instant(floor.now + REST_MS), reason="declined")
    contact.rests = (*(known for known in contact.rests if known.agent != fact.agent), rest)
    _give_up_preference(contact, fact.agent)
    enqueue(floor, contact, "declined")
    return None


def expire(floor: Floor, contact: Contact) -> None:
    """Nobody answered: the agent is not there, so he is offered nothing more until he says he is; the contact keeps its age."""
    agent = owner(floor, contact)
    end_offer(floor, contact, "expired")
    set_presence(floor, agent, AgentEvent.NO_ANSWER, "no-answer")
    _give_up_preference(contact, agent.id)
    enqueue(floor, contact, "expired")


def _give_up_preference(contact: Contact, agent: AgentId) -> None:
    if contact.requirement.agent == agent and contact.relaxes_at is not None:
        contact.go_to_step(contact.step + 1)


def _offered_to(floor: Floor, contact_id: ContactId, agent: AgentId) -> Contact | Refusal:
    contact = floor.find_contact(contact_id)
    if isinstance(contact, Refusal):
        return contact
    if contact.state is not OFFERED or contact.agent != agent:
        return Refusal.OFFER_GONE
    return contact
