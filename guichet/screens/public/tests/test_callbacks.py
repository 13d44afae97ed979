"""Asking to be called back, as a browser without scripts sees it."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from guichet.records.contacts.models import Callback, Contact
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Inbox
from guichet.screens.public.callbacks import describe_trying

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("allocations", name="Allocations du Val")


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    factories.make_agent(organisation, capacity=factories.make_capacity(organisation, {"callback": (1, 1)}))
    queue = factories.make_queue(organisation, channels=["chat", "callback"])
    branch = factories.make_reason(organisation, labels={"fr": "Logement"})
    return factories.make_reason(organisation, queue, parent=branch, labels={"fr": "Demander une aide au logement"})


def ask(client: Client, reason: Reason, **values: str) -> str:
    form = {"key": str(uuid4()), "number": "06 12 34 56 78", "slot": "now", "name": "", "text": "", **values}
    return client.post(f"/o/allocations/requests/{reason.pk}/callback", form, follow=True).content.decode()


def test_whoever_asks_reads_that_he_will_be_called_and_where(client: Client, reason: Reason) -> None:
    page = ask(client, reason, text="Mon loyer a augmenté")
    assert "•• •• •• •• 78" in page
    assert "06 12 34 56" not in page
    assert Callback.objects.get().number == "+33612345678"
    assert client.get("/conversation").headers["Location"] == "/callback"


@pytest.mark.parametrize("number", ["", "06 12", "0892 70 12 34", "+1 212 736 5000"])
def test_a_number_that_cannot_be_called_is_asked_for_again_under_its_field(client: Client, reason: Reason, number: str) -> None:
    page = ask(client, reason, number=number)
    assert 'href="#id_number"' in page
    assert not Contact.objects.exists()


def test_a_window_is_chosen_then_changed_then_given_up(client: Client, reason: Reason) -> None:
    form = client.get(f"/o/allocations/requests/{reason.pk}/callback").content.decode()
    first, second = re.findall(r'<option value="(20[^"]+)"', form)[:2]
    ask(client, reason, slot=first)
    assert Callback.objects.get().wanted_from is not None
    client.post("/callback", {"key": str(uuid4()), "slot": second})
    assert [row.kind for row in Inbox.objects.order_by("pk")] == ["ContactArrived", "CallbackMoved"]
    told = client.post("/callback", {"key": str(uuid4()), "cancel": "1"}, follow=True).content.decode()
    assert "Vous avez annulé cet appel" in told
    assert 'name="cancel"' not in told
    assert Inbox.objects.order_by("pk").last().kind == "ContactWithdrawn"  # type: ignore[union-attr]  # there are three


def test_a_second_request_for_the_same_number_is_told_of_the_first(client: Client, reason: Reason) -> None:
    ask(client, reason)
    assert "•• •• •• •• 78" in ask(Client(), reason)
    assert Contact.objects.count() == 1


def test_whoever_waits_in_writing_may_be_called_instead(client: Client, reason: Reason) -> None:
    client.post(f"/o/allocations/requests/{reason.pk}", {"key": str(uuid4()), "text": "Bonjour", "name": ""})
    assert "/conversation/callback" in client.get("/conversation").content.decode()
    client.post("/conversation/callback", {"key": str(uuid4()), "number": "0612345678", "slot": "now"})
    assert Callback.objects.get().contact == Contact.objects.get()
    assert "•• •• •• •• 78" in client.get("/callback").content.decode()


@pytest.mark.parametrize("slot", ["", "yesterday", "2020-01-01T10:00:00+01:00"])
def test_a_time_that_is_not_offered_is_refused(client: Client, reason: Reason, slot: str) -> None:
    assert 'href="#id_slot"' in ask(client, reason, slot=slot)
    assert not Contact.objects.exists()


def test_a_reason_nobody_calls_about_has_no_such_page(client: Client, organisation: Organisation) -> None:
    written = factories.make_reason(organisation, factories.make_queue(organisation))
    assert client.get(f"/o/allocations/requests/{written.pk}/callback").status_code == 404
    assert "callback" not in client.get(f"/o/allocations/requests/{written.pk}").content.decode()


def test_a_browser_without_a_callback_is_told_how_to_ask(client: Client) -> None:
    assert client.get("/callback").status_code == 404


@pytest.mark.parametrize(("attempts", "said"), [(0, "2 times more"), (1, "once more"), (2, "our last try")])
def test_the_page_says_how_many_calls_are_left(attempts: int, said: str) -> None:
    callback = Callback(number="+33612345678", attempts=attempts)
    with translation.override("en"):
        assert said in describe_trying(callback)
