"""Calling by text, as a browser without scripts sees it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from guichet.decisions.routing.words import AgentId, Channel, ContactState
from guichet.doors.limits import Allowance, Buckets
from guichet.records.contacts.models import Contact, RealTimeText
from guichet.records.contacts.texting import open_beside
from guichet.records.contacts.words import RealTimeText as Kind
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.screens.public import texting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texting, "codes_of_an_address", Buckets(Allowance(burst=3, per_second=0.001)))


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("allocations", name="Allocations du Val")


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    queue = factories.make_queue(organisation, channels=["voice", "chat"])
    branch = factories.make_reason(organisation, labels={"fr": "Logement"})
    return factories.make_reason(organisation, queue, parent=branch, labels={"fr": "Demander une aide au logement"})


def test_a_subject_that_nobody_answers_in_writing_offers_no_form(client: Client, reason: Reason) -> None:
    assert reason.queue is not None
    reason.queue.channels = ["voice"]
    reason.queue.save()
    page = f"/o/allocations/requests/{reason.pk}"
    shown = client.get(page).content.decode()
    assert "<textarea" not in shown
    assert f"{page}/text" in shown
    client.post(page, {"key": str(uuid4()), "name": "", "text": "Bonjour"})
    assert not Contact.objects.exists()


def call(client: Client, reason: Reason, **values: str) -> str:
    form = {"key": str(uuid4()), "name": "", "text": "", **values}
    return client.post(f"/o/allocations/requests/{reason.pk}/text", form, follow=True).content.decode()


def test_it_is_offered_where_calls_are_answered_and_nowhere_else(client: Client, reason: Reason) -> None:
    page = f"/o/allocations/requests/{reason.pk}"
    assert f"{page}/text" in client.get(page).content.decode()
    assert reason.queue is not None
    reason.queue.channels = ["chat"]
    reason.queue.save()
    assert client.get(f"{page}/text").status_code == 404


def test_whoever_calls_by_text_has_a_conversation_in_which_each_sees_the_other_write(client: Client, reason: Reason) -> None:
    assert "<live-chat" in call(client, reason)
    contact = Contact.objects.get()
    assert (contact.channel, contact.last_number) == (Channel.VOICE, 0)
    assert RealTimeText.objects.get().kind == Kind.ALONE
    assert "<citizen-chat" not in client.get("/conversation").content.decode()


def test_the_form_sent_twice_is_one_call(client: Client, reason: Reason) -> None:
    key = str(uuid4())
    call(client, reason, key=key, text="Bonjour")
    call(Client(), reason, key=key, text="Bonjour")
    assert Contact.objects.count() == RealTimeText.objects.count() == 1


def test_it_is_closed_when_the_telephone_is(client: Client, organisation: Organisation, reason: Reason) -> None:
    assert reason.queue is not None
    reason.queue.calendar = factories.make_calendar(organisation, [])
    reason.queue.save()
    page = client.get(f"/o/allocations/requests/{reason.pk}/text").content.decode()
    assert "<textarea" not in page
    assert "aux heures du téléphone" in page


def open_text(reason: Reason) -> str:
    agent = factories.make_agent(reason.organisation)
    call(Client(), reason)
    RealTimeText.objects.all().delete()
    contact = Contact.objects.get()
    Contact.objects.update(state=ContactState.ASSIGNED, agent=agent)
    return open_beside(contact.organisation_id, contact.pk, AgentId(agent.pk), timezone.now())


def test_whoever_is_in_a_call_comes_in_by_the_code_once(client: Client, reason: Reason) -> None:
    code = open_text(reason)
    assert client.get("/text").headers["Location"] == "/o/allocations/text"
    shown = client.post("/o/allocations/text", {"code": f"{code[:4]} {code[4:]}"}, follow=True).content.decode()
    assert "Vous êtes au téléphone" in shown
    refused = Client().post("/o/allocations/text", {"code": code})
    assert refused.status_code == 422
    assert Client().get("/conversation").status_code == 404


@pytest.mark.parametrize("code", ["", "12", "x" * 21, "00000000"])
def test_a_code_that_is_none_is_said_under_its_field(client: Client, reason: Reason, code: str) -> None:
    open_text(reason)
    refused = client.post("/o/allocations/text", {"code": code})
    assert refused.status_code == 422
    assert 'id="id_code_error"' in refused.content.decode() or 'class="error"' in refused.content.decode()


def test_codes_are_not_guessed(client: Client, reason: Reason) -> None:
    code = open_text(reason)
    for _ in range(3):
        client.post("/o/allocations/text", {"code": "00000000"})
    refused = client.post("/o/allocations/text", {"code": code})
    assert refused.status_code == 429
