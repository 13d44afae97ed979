"""Giving seats of a channel in one step: administrators alone, whom it concerns is named, the router is told, and it is undone."""

import pytest
from django.test import Client

from guichet.decisions.routing.inputs import AgentConfigured
from guichet.decisions.routing.words import Channel
from guichet.records.directory.models import DirectoryChange, Organisation
from guichet.records.directory.queries import list_router_configuration
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    """Two agents who chat, and one who only telephones."""
    organisation = factories.make_organisation()
    chats = factories.make_capacity(organisation, key="chats")
    for name in ("Awa Diop", "Luc Petit"):
        factories.make_agent(organisation, name=name, capacity=chats)
    factories.make_agent(organisation, name="Inès Roy", capacity=factories.make_capacity(organisation, {"voice": (1, 3)}, key="calls"))
    return organisation


def sign_on(client: Client, organisation: Organisation, role: Role = Role.ADMINISTRATOR) -> Client:
    client.force_login(factories.make_account(organisation, role))
    client.cookies["guichet_language"] = "fr"
    return client


def count_seated(organisation: Organisation, channel: Channel) -> int:
    """Agents who may be given such contacts, as the router is told."""
    set_organisation(organisation.pk)
    facts = list_router_configuration(organisation.pk)
    profiles = [fact.profile for fact in facts if isinstance(fact, AgentConfigured)]
    return sum(any(seat.channel == channel for seat in profile.capacity.channels) for profile in profiles)


def test_whom_it_concerns_is_named_before_anything_is_given(client: Client, organisation: Organisation) -> None:
    page = sign_on(client, organisation).get("/settings/seats/email").content.decode()
    assert "Awa Diop, Luc Petit" in page
    assert "Inès Roy" in page
    assert 'value="chats" checked' in page
    assert 'value="calls" checked' not in page, "who only telephones is not presumed to write"
    assert count_seated(organisation, Channel.EMAIL) == 0


def test_seats_are_given_once_and_taken_back_by_the_history(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    for _ in range(2):
        assert client.post("/settings/seats/email", {"capacity": ["chats"]}).status_code == 302
    assert count_seated(organisation, Channel.EMAIL) == 2
    [change] = DirectoryChange.objects.of(organisation.pk)
    assert client.post(f"/settings/history/{change.pk}").status_code == 302
    assert count_seated(organisation, Channel.EMAIL) == 0


@pytest.mark.parametrize("sent", [[], ["nothing-of-ours"]])
def test_what_was_not_chosen_is_not_given(client: Client, organisation: Organisation, sent: list[str]) -> None:
    assert sign_on(client, organisation).post("/settings/seats/sms", {"capacity": sent}).status_code in (302, 409)
    assert count_seated(organisation, Channel.SMS) == 0


def test_only_written_channels_and_only_administrators(client: Client, organisation: Organisation) -> None:
    sign_on(client, organisation)
    assert client.get("/settings/seats/voice").status_code == 404
    assert sign_on(client, organisation, Role.SUPERVISOR).get("/settings/seats/email").status_code == 403
