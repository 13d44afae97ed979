"""A citizen is handed over to a colleague who has room for him, and to no other: he would be with nobody."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from guichet.decisions.routing.words import Channel, ContactState, Presence
from guichet.records.calls.errors import ColleagueBusyError
from guichet.records.calls.legs import consult, find_transfer, steer_leg
from guichet.records.calls.models import Leg, Post
from guichet.records.calls.words import LegState, Part, PostKind, Side, Verb
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import AgentPresence, Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.directory.models import Agent, Reason
from guichet.records.directory.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture
def reason() -> Reason:
    organisation = factories.make_organisation()
    return factories.make_reason(organisation, queue=factories.make_queue(organisation))


def make_agent(reason: Reason) -> Agent:
    """One call, or three chats."""
    capacity = factories.make_capacity(reason.organisation, {"voice": (1, 3), "chat": (3, 1)})
    agent = factories.make_agent(reason.organisation, capacity=capacity)
    AgentPresence.objects.create(organisation=reason.organisation, agent=agent, presence=Presence.AVAILABLE, since=NOW, seq=1)
    return agent


def hold(reason: Reason, agent: Agent, channel: Channel) -> UUID:
    opening = Opening(key=uuid4(), channel=channel, language="fr", arrived_at=to_instant(NOW))
    contact = open_contact(reason.organisation_id, opening, get_arrival(reason.organisation_id, reason.pk, "fr", None)).contact
    Contact.objects.of(reason.organisation_id).filter(pk=contact).update(state=ContactState.ASSIGNED, agent=agent)
    return UUID(contact)


def speak(reason: Reason, agent: Agent, guest: Agent | None = None) -> UUID:
    """The agent's leg of a call, with whom he asked in."""
    common = {"organisation": reason.organisation, "call": uuid4(), "process": uuid4(), "contact_id": hold(reason, agent, Channel.VOICE)}
    rung = {"side": Side.AGENT, "post": PostKind.BROWSER, "state": LegState.TALKING, "began_at": NOW}
    if guest is not None:
        Leg.objects.create(**common, **rung, agent=guest, part=Part.GUEST)
    return Leg.objects.create(**common, **rung, agent=agent).pk


def test_a_colleague_with_a_chat_is_consulted_but_given_nobody(reason: Reason) -> None:
    agent, colleague = make_agent(reason), make_agent(reason)
    hold(reason, colleague, Channel.CHAT)
    leg = speak(reason, agent)
    consult(reason.organisation_id, agent.pk, leg, colleague.pk, "")
    with pytest.raises(ColleagueBusyError):
        consult(reason.organisation_id, agent.pk, leg, colleague.pk, "", at_once=True)


def test_whoever_was_filled_while_he_was_consulted_is_given_nobody(reason: Reason) -> None:
    agent, colleague = make_agent(reason), make_agent(reason)
    leg = speak(reason, agent, colleague)
    steer_leg(reason.organisation_id, agent.pk, leg, Verb.HAND_OVER)
    hold(reason, colleague, Channel.CHAT)
    with pytest.raises(ColleagueBusyError):
        steer_leg(reason.organisation_id, agent.pk, leg, Verb.HAND_OVER)
    steer_leg(reason.organisation_id, agent.pk, leg, Verb.CONFER)


def test_a_telephones_own_transfer_obeys_the_same(reason: Reason) -> None:
    agent, colleague = make_agent(reason), make_agent(reason)
    Post.objects.create(organisation=reason.organisation, agent=colleague, kind=PostKind.TELEPHONE, username="benoit", digest="0" * 32)
    assert find_transfer(reason.organisation_id, agent.pk, "benoit") == (colleague.pk, "")
    hold(reason, colleague, Channel.CHAT)
    with pytest.raises(ColleagueBusyError):
        find_transfer(reason.organisation_id, agent.pk, "benoit")
