"""Contacts that turn out to ask the same are answered as one, and parted again when that proves wrong.

Only who owns a contact has another join it, and only one that he owns too, that rings at him, or that waits and that he may take (R1,
R4). What joins keeps its own age for the day it parts, gives back its seat, and is closed with what it joined: it is one of those that
arrived, and never one more that was answered (R7). Whoever waits at this moment for an answer is not put among somebody's letters: what
is live can be joined, but joins nothing. A contact that others joined may join another, and takes them along.

The other way round, what was taken out of a contact because it asks something else arrives as any contact does, at the age it had. It goes
back by joining again.
"""

from guichet.decisions.routing.claims import check_joining, take_again
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.inputs import ContactsMerged, ContactsParted
from guichet.decisions.routing.moves import merge, part
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.words import ASSIGNED, INTERRUPTED, AgentId


def merge_contacts(floor: Floor, fact: ContactsMerged) -> Refusal | None:
    contact, into = floor.find_contact(fact.contact), floor.find_contact(fact.into)
    if isinstance(into, Refusal):
        return into
    if isinstance(contact, Refusal):
        return contact
    if contact is into:
        return Refusal.UNCHANGED
    if not _is_owned(into, fact.agent):
        return Refusal.NOT_OWNER
    if contact.live:
        return Refusal.NOT_DEFERRED
    agent = floor.agents[fact.agent]
    if (refusal := check_joining(floor, contact, into, agent)) is None:
        merge(floor, contact, into, agent)
    return refusal


def part_contacts(floor: Floor, fact: ContactsParted) -> Refusal | None:
    contact = floor.contacts.get(fact.contact)
    if contact is None or contact.into is None:
        refusal = floor.find_contact(fact.contact)
        return refusal if isinstance(refusal, Refusal) else Refusal.NOT_MERGED
    out_of = floor.contacts[contact.into]
    if not _is_owned(out_of, fact.agent):
        return Refusal.NOT_OWNER
    agent = floor.agents[fact.agent]
    part(floor, contact, out_of, agent)
    take_again(floor, contact, agent)
    contact.held_by = None
    return None


def _is_owned(contact: Contact, agent: AgentId) -> bool:
    return contact.agent == agent and contact.state in (ASSIGNED, INTERRUPTED)
