"""Citizens who are asked something, and contacts that rest meanwhile.

Only what can wait is put aside so, by its owner. It takes no room of his, and it never rests for longer than was said: the citizen's
answer, its owner or the time brings it back. Its owner has it again where he has room; while he is there it is kept for him a while;
then anybody able has it, at a rank that was put off by as much as the citizen was waited for.
"""

from msgspec.structs import replace

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.bounds import KEPT_MS
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.inputs import AskingEnded, CitizenAsked
from guichet.decisions.routing.moves import ask, come_back, enqueue, owner, put_off, release
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.words import ASKED, ASSIGNED, INTERRUPTED, WRAPPING_UP, AgentId, Presence, Requirement

ANSWERED, TAKEN_UP, EXPIRED = "answered", "taken-up", "expired"
"""Why the citizen is waited for no more."""


def ask_citizen(floor: Floor, fact: CitizenAsked) -> Refusal | None:
    contact = floor.find_contact(fact.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.agent != fact.agent:
        return Refusal.NOT_OWNER
    if contact.live:
        return Refusal.NOT_DEFERRED
    if contact.state is WRAPPING_UP:
        return Refusal.CONVERSATION_OVER
    if contact.state is ASKED:
        return Refusal.UNCHANGED
    if contact.state not in (ASSIGNED, INTERRUPTED):
        return Refusal.NOT_OWNER  # it only rings at him
    if fact.until <= floor.now:
        return Refusal.NOT_ASKED
    contact.put_off_more_ms = max(0, fact.put_off_ms)
    ask(floor, contact, owner(floor, contact), fact.reason, fact.until)
    return None


def end_asking(floor: Floor, fact: AskingEnded) -> Refusal | None:
    """An answer that comes when its asking is over, or another has begun, changes nothing: whoever reads it has it in hand."""
    contact = floor.find_contact(fact.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.state is not ASKED or contact.until != fact.until:
        return Refusal.NOT_ASKED
    if fact.agent not in (None, contact.agent):
        return Refusal.NOT_OWNER
    if fact.agent is not None and not _can_have_again(contact, owner(floor, contact)):
        return Refusal.NO_ROOM
    _bring_back(floor, contact, fact.put_off_ms, ANSWERED if fact.agent is None else TAKEN_UP)
    return None


def expire_asking(floor: Floor, contact: Contact) -> None:
    _bring_back(floor, contact, contact.put_off_more_ms, EXPIRED)


def _bring_back(floor: Floor, contact: Contact, put_off_ms: int, cause: str) -> None:
    if (ms := min(put_off_ms, contact.put_off_more_ms)) > 0:
        put_off(floor, contact, ms)
    contact.put_off_more_ms = 0
    agent = owner(floor, contact)
    if _can_have_again(contact, agent):
        come_back(floor, contact, agent, cause)
        return
    release(floor, contact, cause)
    if agent.presence is not Presence.OFFLINE:
        _keep_for(floor, contact, agent.id)
    enqueue(floor, contact, cause)


def _can_have_again(contact: Contact, agent: Agent) -> bool:
    return agent.presence is not Presence.OFFLINE and agent.load.fits(contact.channel)


def _keep_for(floor: Floor, contact: Contact, agent: AgentId) -> None:
    """First for whoever asked, then as it was, and for nobody by name: he who was named asked, or passed it on."""
    steps = contact.requirements[contact.step :]
    later = KEPT_MS - steps[0].after_ms
    first: Requirement = replace(steps[0], after_ms=0, agent=agent)
    contact.requirements = (first, *(replace(step, after_ms=step.after_ms + later, agent=None) for step in steps))
    contact.steps_from = floor.now
    contact.go_to_step(0)
