"""Orders about one contact: to whom it goes, and how urgent it is."""

from typing import Any

import msgspec

from guichet.decisions.routing.inputs import ContactAssigned, ContactTransferred, Input, PriorityChanged
from guichet.decisions.routing.words import AgentId, AgentProfile, ContactId, ContactState, Presence, QueueId, Requirement
from guichet.records.contacts.models import AgentPresence, Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.directory.models import Agent, Skill
from guichet.records.directory.queries import list_profiles
from guichet.records.orders.errors import (
    AgentAwayError,
    AgentElsewhereError,
    AgentUnableError,
    AlreadyHisError,
    ContactOverError,
    ConversationOverError,
    NoLongerInHandError,
    PriorityUnchangedError,
)
from guichet.records.orders.giving import Giving, begin, find, keep
from guichet.records.orders.models import Order
from guichet.records.orders.words import UNDOABLE, OrderKind

HELD = (ContactState.ASSIGNED, ContactState.INTERRUPTED, ContactState.ASKED)


def assign(giving: Giving, contact_id: Any, agent_id: int) -> Order:
    """Give a contact that waits, or that somebody has, to an agent. What can be seen to contradict the rules is refused here, with the
    sentence that says why; the router checks again at the instant of the claim (R4).

    :raises RefusedError: it does.
    """
    if known := begin(giving):
        return known
    contact = find(Contact.objects.of(giving.organisation_id), contact_id)
    agent = find(Agent.objects.of(giving.organisation_id).current(), agent_id)
    check_going_on(contact)
    if contact.agent_id == agent.pk:
        raise AlreadyHisError(agent=agent.name)
    check_able(agent, contact)
    fact = ContactAssigned(contact=ContactId(str(contact.pk)), agent=AgentId(agent.pk), by=AgentId(0))
    before = {"agent": contact.agent_id if contact.state in HELD else None}
    order = Order(kind=OrderKind.ASSIGN, contact=contact, agent=agent, before=before, until=giving.now + UNDOABLE)
    return keep(giving, order, [fact])


def check_going_on(contact: Contact) -> None:
    """:raises ContactOverError: it ended. :raises ConversationOverError: it is being wrapped up."""
    if contact.closed_at is not None:
        raise ContactOverError
    if contact.state == ContactState.WRAPPING_UP:
        raise ConversationOverError


def check_able(agent: Agent, contact: Contact) -> None:
    """:raises AgentAwayError: he is not there. :raises AgentUnableError: he lacks a skill. :raises AgentElsewhereError: a territory."""
    presence = AgentPresence.objects.of(agent.organisation_id).filter(agent=agent).values_list("presence", flat=True).first()
    if presence != Presence.AVAILABLE:
        raise AgentAwayError(agent=agent.name)
    requirement = msgspec.convert(contact.requirement, Requirement)
    [profile] = list_profiles(agent.organisation_id, [agent.pk])
    missing = list_missing(profile, requirement)
    if missing:
        skills = Skill.objects.of(agent.organisation_id).filter(pk__in=missing).order_by("pk")
        raise AgentUnableError(agent=agent.name, skills=", ".join(f"{skill.get_label()} ({missing[skill.pk]})" for skill in skills))
    if requirement.territory is not None and profile.territories is not None and requirement.territory not in profile.territories:
        raise AgentElsewhereError(agent=agent.name)


def list_missing(profile: AgentProfile, requirement: Requirement) -> dict[int, int]:
    """The skills that an agent has not, or not at the level asked."""
    levels = dict(profile.skills)
    return {int(skill): level for skill, level in requirement.skills if levels.get(skill, 0) < level}


def take_back(order: Order) -> list[Input]:
    """Whoever had it gets it again; if nobody had it, it waits again, at its age.

    :raises NoLongerInHandError: it went on meanwhile.
    """
    contact, agent = order.contact, order.agent
    assert contact is not None and agent is not None  # noqa: S101, PT018 - the subjects of its kind
    if contact.agent_id != agent.pk or contact.state not in HELD:
        raise NoLongerInHandError(agent=agent.name)
    name = ContactId(str(contact.pk))
    if order.before["agent"] is not None:
        return [ContactAssigned(contact=name, agent=AgentId(order.before["agent"]), by=AgentId(0))]
    arrival = get_arrival(order.organisation_id, contact.reason_id, contact.language, contact.territory_id)
    queue = QueueId(contact.queue_id)
    return [ContactTransferred(contact=name, agent=AgentId(agent.pk), queue=queue, requirements=arrival.requirements)]


def change_priority(giving: Giving, contact_id: Any, minutes: int) -> Order:
    """Have a contact wait as if it had come `minutes` earlier than it did.

    :raises RefusedError: it is over, or has this priority already.
    """
    if known := begin(giving):
        return known
    contact = find(Contact.objects.of(giving.organisation_id), contact_id)
    check_going_on(contact)
    if contact.priority_minutes == minutes:
        raise PriorityUnchangedError
    before = {"minutes": contact.priority_minutes}
    order = Order(kind=OrderKind.PRIORITY, contact=contact, number=minutes, before=before, until=giving.now + UNDOABLE)
    return keep(giving, order, [make_priority(contact, minutes)])


def restore_priority(order: Order) -> list[Input]:
    """:raises ContactOverError: there is nothing left to be urgent."""
    assert order.contact is not None  # noqa: S101 - the subject of its kind
    check_going_on(order.contact)
    return [make_priority(order.contact, order.before["minutes"])]


def make_priority(contact: Contact, minutes: int) -> PriorityChanged:
    return PriorityChanged(contact=ContactId(str(contact.pk)), priority_minutes=minutes, by=AgentId(0))
