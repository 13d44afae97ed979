"""Whoever is promised a contact has room for it, as the router will find."""

from uuid import uuid4

import pytest
from django.utils import timezone

from guichet.decisions.routing.words import Channel, ContactState
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.room import has_room
from guichet.records.directory.models import Agent, Reason
from guichet.records.directory.tests import factories

pytestmark = pytest.mark.django_db
HOLDS = {"voice": (1, 3), "chat": (3, 1), "email": (2, 1)}
"""Of each channel: so many at most, and what one takes of three units."""


@pytest.fixture
def reason() -> Reason:
    organisation = factories.make_organisation()
    return factories.make_reason(organisation, queue=factories.make_queue(organisation))


@pytest.fixture
def agent(reason: Reason) -> Agent:
    return factories.make_agent(reason.organisation, capacity=factories.make_capacity(reason.organisation, HOLDS))


def hold(reason: Reason, agent: Agent, channel: Channel, state: ContactState) -> None:
    opening = Opening(key=uuid4(), channel=channel, language="fr", arrived_at=to_instant(timezone.now()))
    contact = open_contact(reason.organisation_id, opening, get_arrival(reason.organisation_id, reason.pk, "fr", None)).contact
    whose = {"offered_to": agent} if state == ContactState.OFFERED else {"agent": agent}
    over = timezone.now() if state == ContactState.CLOSED else None
    Contact.objects.of(reason.organisation_id).filter(pk=contact).update(state=state, closed_at=over, **whose)


def test_empty_hands_take_a_call(agent: Agent) -> None:
    assert has_room(agent, Channel.VOICE)
    assert not has_room(agent, Channel.VISIT)


@pytest.mark.parametrize(
    ("channel", "state", "has"),
    [
        (Channel.CHAT, ContactState.ASSIGNED, False),
        (Channel.CHAT, ContactState.OFFERED, False),
        (Channel.CHAT, ContactState.WRAPPING_UP, False),
        (Channel.CHAT, ContactState.CLOSED, True),
        (Channel.CHAT, ContactState.ASKED, True),
        (Channel.VOICE, ContactState.ASSIGNED, False),
        (Channel.EMAIL, ContactState.ASSIGNED, True),
        (Channel.EMAIL, ContactState.INTERRUPTED, True),
    ],
)
def test_live_work_fills_an_agent_and_deferred_work_makes_room(
    reason: Reason, agent: Agent, channel: Channel, state: ContactState, has: bool
) -> None:
    hold(reason, agent, channel, state)
    assert has_room(agent, Channel.VOICE) is has


def test_what_others_hold_is_no_matter(reason: Reason, agent: Agent) -> None:
    other = factories.make_agent(reason.organisation, capacity=agent.capacity)
    hold(reason, other, Channel.CHAT, ContactState.ASSIGNED)
    assert has_room(agent, Channel.VOICE)
