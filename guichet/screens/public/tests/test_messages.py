"""Leaving a message, as a browser without scripts sees it: at any hour, once, and the answer behind a link."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from guichet.decisions.routing.words import ContactState
from guichet.doors.limits import Buckets
from guichet.records.contacts.actions import add_message
from guichet.records.contacts.models import Contact, File, Link, ReplyAddress
from guichet.records.contacts.words import Author
from guichet.records.directory.models import Organisation, Queue, Reason
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Inbox
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer
from guichet.records.notices.tests.peers import SENDER
from guichet.records.separation import set_organisation
from guichet.screens.public import messages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "messages_of_an_address", Buckets(messages.messages_of_an_address.allowance))


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("allocations", name="Allocations du Val")


@pytest.fixture
def closed(organisation: Organisation) -> Queue:
    """It opens tomorrow."""
    tomorrow = datetime.now(ZoneInfo("Europe/Paris")) + timedelta(days=1)
    calendar = factories.make_calendar(organisation, hours=((tomorrow.isoweekday(), 540, 1020),))
    return factories.make_queue(organisation, channels=["chat", "message"], calendar=calendar)


@pytest.fixture
def reason(organisation: Organisation, closed: Queue) -> Reason:
    return factories.make_reason(organisation, closed, labels={"fr": "Suivre ma demande"})


def leave(client: Client, reason: Reason, follow: bool = True, **values: Any) -> HttpResponse:
    form = {"key": str(uuid4()), "text": "Où en est mon dossier ?", "name": "", "number": "", **values}
    return client.post(f"/o/allocations/requests/{reason.pk}/message", form, follow=follow, headers={"accept-language": "fr"})  # type: ignore[return-value]


def test_a_closed_subject_offers_to_leave_a_message_and_says_until_when_it_is_answered(client: Client, reason: Reason) -> None:
    page = client.get(f"/o/allocations/requests/{reason.pk}", headers={"accept-language": "fr"}).content.decode()
    assert f"/o/allocations/requests/{reason.pk}/message" in page
    assert "Un agent vous répond au plus tard le" in page


def test_a_message_is_acknowledged_by_a_page_that_shows_the_answer_later(client: Client, reason: Reason) -> None:
    page = leave(client, reason, number="06 12 34 56 78")
    [(address, _)] = page.redirect_chain  # type: ignore[attr-defined]
    content = page.content.decode()
    assert "Votre message a bien été reçu." in content
    assert "Un agent vous répond au plus tard le" in content
    assert f'value="http://testserver{address}"' in content
    answer(Contact.objects.get(), "Votre dossier est complet.")
    for _ in range(2):
        later = Client().get(address, headers={"accept-language": "fr"}).content.decode()
        assert "Votre dossier est complet." in later
        assert "a bien été reçu" not in later


def answer(contact: Contact, text: str) -> None:
    agent = factories.make_agent(contact.organisation)
    Contact.objects.filter(pk=contact.pk).update(state=ContactState.ASSIGNED, agent=agent)
    add_message(contact, uuid4(), Author.AGENT, text, agent)


def test_sending_the_form_twice_leaves_one_message_with_its_files_once(client: Client, reason: Reason) -> None:
    key = str(uuid4())
    for _ in range(2):
        files = [SimpleUploadedFile("Bail.pdf", b"%PDF-1.7\n"), SimpleUploadedFile("Note.txt", "Été".encode())]
        assert leave(client, reason, key=key, attachments=files).status_code == 200
    set_organisation(reason.organisation_id)
    assert Contact.objects.count() == 1
    assert sorted(File.objects.values_list("name", flat=True)) == ["Bail.pdf", "Note.txt"]
    assert Inbox.objects.filter(kind="ContactArrived").count() == 1


def test_a_queue_that_closed_since_the_form_was_drawn_takes_the_message(client: Client, reason: Reason, closed: Queue) -> None:
    client.get(f"/o/allocations/requests/{reason.pk}/message")
    closed.calendar.hours.all().delete()
    assert "dès que le service est ouvert" in leave(client, reason).content.decode()
    assert Contact.objects.count() == 1


def test_a_subject_that_takes_no_messages_any_more_says_so(client: Client, reason: Reason, closed: Queue) -> None:
    Queue.objects.filter(pk=closed.pk).update(channels=["chat"])
    assert leave(client, reason).status_code == 404
    assert leave(client, Reason(pk=10**9)).status_code == 404
    assert not Contact.objects.exists()


WRONG = [
    ({"text": "  "}, "id_text", "Écrivez"),
    ({"text": "a" * 20_001}, "id_text", "20000"),
    ({"text": "a\0b"}, "id_text", ""),
    ({"number": "12"}, "id_number", "numéro de téléphone complet"),
    ({"name": "x" * 201}, "id_name", ""),
    ({"attachments": [SimpleUploadedFile("virus.pdf", b"MZ\x90")]}, "id_attachments", "virus.pdf\u00a0: Les programmes"),
    ({"attachments": [SimpleUploadedFile("vide.pdf", b"")]}, "id_attachments", "vide.pdf\u00a0: "),
    ({"attachments": [SimpleUploadedFile(f"{n}.txt", b"a") for n in range(6)]}, "id_attachments", "Envoyez au plus 5 fichiers"),
    ({"key": "nonsense"}, "", ""),
]


@pytest.mark.parametrize(("values", "field", "said"), WRONG, ids=[f"{field}-{number}" for number, (_, field, _) in enumerate(WRONG)])
def test_what_is_wrong_is_said_under_its_field_and_what_was_typed_is_kept(
    client: Client, reason: Reason, values: dict[str, Any], field: str, said: str
) -> None:
    page = leave(client, reason, **{"text": "Mon histoire", **values})
    content = page.content.decode()
    assert page.status_code == 422
    assert f'href="#{field}"' in content or not field
    assert said in content
    assert not Contact.objects.exists()
    if "text" not in values:
        assert "Mon histoire" in content


def test_hostile_words_are_shown_as_words(client: Client, reason: Reason) -> None:
    page = leave(client, reason, text="<script>alert(1)</script>", name="<b>Zoé</b>").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_flood_is_told_to_wait_and_loses_nothing_it_typed(client: Client, reason: Reason) -> None:
    most = int(messages.messages_of_an_address.allowance.burst)
    replies = [leave(client, reason, follow=False) for _ in range(most + 1)]
    assert [reply.status_code for reply in replies] == [302] * most + [429]
    assert "Où en est mon dossier ?" in replies[-1].content.decode()
    assert Contact.objects.count() == most


def test_an_address_is_asked_for_where_mails_leave_only(client: Client, reason: Reason, settings: pytest.FixtureRequest) -> None:
    place = f"/o/allocations/requests/{reason.pk}/message"
    assert 'name="email"' not in client.get(place).content.decode()
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, False, "", "", SENDER)  # type: ignore[attr-defined]  # pytest-django's
    assert 'name="email"' in client.get(place).content.decode()
    assert leave(client, reason, email="zoe@").status_code == 422
    leave(client, reason, email="zoe@example.org")
    assert (Mail.objects.get().recipient, ReplyAddress.objects.get().site) == ("zoe@example.org", "http://testserver")


def test_the_link_of_a_message_serves_for_ninety_days_and_shows_no_number(client: Client, reason: Reason) -> None:
    page = leave(client, reason, number="06 12 34 56 78").content.decode()
    assert not re.search(r"06.?12.?34", page)
    link = Link.objects.get()
    assert link.expires_at - link.created_at == timedelta(days=90)


def test_an_open_subject_lets_whoever_will_not_wait_leave_a_message(client: Client, organisation: Organisation) -> None:
    queue = factories.make_queue(organisation, channels=["chat", "message"])
    reason = factories.make_reason(organisation, queue)
    page = client.get(f"/o/allocations/requests/{reason.pk}", headers={"accept-language": "fr"}).content.decode()
    assert "<textarea" in page
    assert "Laisser un message" in page


@pytest.fixture
def waiting(client: Client, organisation: Organisation) -> Contact:
    """Whoever waits in writing, in the browser that is `client`."""
    queue = factories.make_queue(organisation, channels=["chat", "message"])
    reason = factories.make_reason(organisation, queue, labels={"fr": "Suivre ma demande"})
    client.post(f"/o/allocations/requests/{reason.pk}", {"key": str(uuid4()), "text": "Où en est mon dossier ?", "name": ""})
    return Contact.objects.get()


def turn(client: Client, **values: str) -> HttpResponse:
    form = {"key": str(uuid4()), "number": "", **values}
    return client.post("/conversation/message", form, follow=True, headers={"accept-language": "fr"})  # type: ignore[return-value]


def test_whoever_waits_may_leave_what_he_wrote_and_keeps_his_place(client: Client, waiting: Contact) -> None:
    assert "/conversation/message" in client.get("/conversation").content.decode()
    page = turn(client, key=str(uuid4())).content.decode()
    assert "Où en est mon dossier\N{NO-BREAK SPACE}?" in page
    assert "Un agent vous répond" in page
    assert ReplyAddress.objects.get().contact == waiting
    assert list(Inbox.objects.filter(kind="ChannelChanged").values_list("kind", flat=True)) == ["ChannelChanged"]


@pytest.mark.usefixtures("waiting")
def test_leaving_it_twice_leaves_it_once(client: Client) -> None:
    for _time in range(2):
        assert "Où en est mon dossier\N{NO-BREAK SPACE}?" in turn(client).content.decode()
    assert ReplyAddress.objects.count() == 1
    assert Inbox.objects.filter(kind="ChannelChanged").count() == 1


def test_what_an_agent_answers_already_is_not_left(client: Client, waiting: Contact) -> None:
    Contact.objects.filter(pk=waiting.pk).update(state=ContactState.ASSIGNED)
    assert client.get("/conversation/message").headers["location"] == "/conversation"
    turn(client)
    assert not ReplyAddress.objects.exists()


def test_whoever_was_turned_away_does_not_write_it_again(client: Client, waiting: Contact) -> None:
    Contact.objects.filter(pk=waiting.pk).update(state=ContactState.TURNED_AWAY)
    assert "/conversation/message" in client.get("/conversation").content.decode()
    page = client.get("/conversation/message", follow=True).content.decode()
    assert "Où en est mon dossier ?" in page
    assert "<textarea" in page


@pytest.mark.usefixtures("waiting")
def test_a_wrong_number_is_said_and_nothing_is_left(client: Client) -> None:
    answer = turn(client, number="12")
    assert answer.status_code == 422
    assert not ReplyAddress.objects.exists()


def test_a_browser_that_waits_for_nothing_is_told_so(client: Client) -> None:
    assert client.get("/conversation/message").status_code == 404
