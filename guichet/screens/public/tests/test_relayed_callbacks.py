"""Asking to be called back through a relay service: offered where one can be called, kept with the request, told to agents."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from guichet.records.calls.models import RelayedCall, RelayService
from guichet.records.contacts.models import Callback, Contact, Message
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("allocations", name="Allocations du Val")


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    factories.make_agent(organisation, capacity=factories.make_capacity(organisation, {"callback": (1, 1)}))
    return factories.make_reason(organisation, factories.make_queue(organisation, channels=["chat", "callback"]))


def add(organisation: Organisation, **more: Any) -> RelayService:
    set_organisation(organisation.pk)
    filled = {"name": "Relais Signes", "kinds": ["lsf"], "address": "https://relais.example", "number": "+33199005010"}
    return RelayService.objects.create(organisation=organisation, **{**filled, **more})


def get_place(reason: Reason) -> str:
    return f"/o/allocations/requests/{reason.pk}/callback"


def ask(client: Client, reason: Reason, relay: object) -> Any:
    form = {"key": str(uuid4()), "number": "06 12 34 56 78", "slot": "now", "name": "", "text": "", "relay": str(relay)}
    return client.post(get_place(reason), form, follow=True)


def test_it_is_offered_only_where_one_can_be_called(client: Client, organisation: Organisation, reason: Reason) -> None:
    add(organisation, name="Muet", number="")
    add(organisation, name="Parti", is_active=False)
    add(factories.make_organisation(), name="Ailleurs")
    set_organisation(organisation.pk)
    assert 'name="relay"' not in client.get(get_place(reason)).content.decode()


def test_a_call_through_it_keeps_the_citizens_own_number_and_is_told_to_agents_first(
    client: Client, organisation: Organisation, reason: Reason
) -> None:
    relay = add(organisation)
    assert f'<option value="{relay.pk}">' in client.get(get_place(reason)).content.decode()
    page = ask(client, reason, relay.pk).content.decode()
    assert "Relais Signes" in page
    assert "•• •• •• •• 78" in page
    [kept] = RelayedCall.objects.of(organisation.pk)
    assert (kept.relay, kept.contact) == (relay, Contact.objects.get())
    assert Callback.objects.get().number == "+33612345678"
    [note] = Message.objects.filter(kind="note")
    assert "Relais Signes" in note.text


def test_whoever_is_called_directly_is_called_directly(client: Client, organisation: Organisation, reason: Reason) -> None:
    add(organisation)
    ask(client, reason, "")
    assert Callback.objects.exists()
    assert not RelayedCall.objects.exists()
    assert not Message.objects.filter(kind="note").exists()


@pytest.mark.parametrize("which", ["foreign", "gone", "made up", "bent"])
def test_one_that_cannot_be_called_is_refused_and_nothing_is_kept(
    client: Client, organisation: Organisation, reason: Reason, which: str
) -> None:
    gone, foreign = add(organisation, name="Parti", is_active=False), add(factories.make_organisation())
    add(organisation)
    chosen = {"foreign": foreign.pk, "gone": gone.pk, "made up": 2**70, "bent": "1 or 1"}[which]
    assert ask(client, reason, chosen).status_code == 422
    assert not Contact.objects.exists()


def test_one_that_goes_out_of_use_meanwhile_is_said_and_nothing_is_kept(client: Client, organisation: Organisation, reason: Reason) -> None:
    """The page knew it a moment ago, as another process does."""
    relay = add(organisation)
    client.get(get_place(reason))
    set_organisation(organisation.pk)
    RelayService.objects.filter(pk=relay.pk).update(is_active=False)
    assert ask(client, reason, relay.pk).status_code == 422
    assert not Contact.objects.exists()
    assert not RelayedCall.objects.exists()


def test_whoever_waits_in_writing_may_be_called_through_it(client: Client, organisation: Organisation, reason: Reason) -> None:
    relay = add(organisation)
    client.post(f"/o/allocations/requests/{reason.pk}", {"key": str(uuid4()), "text": "Bonjour", "name": ""})
    client.post("/conversation/callback", {"key": str(uuid4()), "number": "0612345678", "slot": "now", "relay": str(relay.pk)})
    assert RelayedCall.objects.get().relay == relay
    assert "Relais Signes" in client.get("/callback").content.decode()
