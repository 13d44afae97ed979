"""What an agent says leaves as a mail of the thread, once; what becomes of it is written down, and told to him when it goes wrong."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.actions import add_message, add_note
from guichet.records.contacts.files import Upload, add_file
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.words import Author
from guichet.records.correspondence.answering import SETTLED, send_answers, tell_troubles, write_subject
from guichet.records.correspondence.models import Exchange, Mailbox, Signature
from guichet.records.correspondence.tests.houses import ADDRESS, ZOE, Office, make_office, write
from guichet.records.correspondence.tests.test_intake import list_notes, pdf
from guichet.records.correspondence.words import Cause, IncomingState
from guichet.records.notices import jobs
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer
from guichet.records.notices.tests.peers import Post, listening
from guichet.records.notices.words import MailState, Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_server(settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, False, "", "", "ne-pas-repondre@ville.example")  # type: ignore[attr-defined]  # pytest-django's


@pytest.fixture
def office() -> Office:
    return make_office(acknowledges=False)


def take_up(office: Office, **headers: str) -> Contact:
    return office.take_up(office.receive(write(**{"Message_ID": "<one@example.org>", **headers})).contact_id)


def say(office: Office, contact: Contact, text: str = "Votre dossier est complet.") -> None:
    add_message(contact, uuid4(), Author.AGENT, text, office.agent)


def send(office: Office, after: timedelta = SETTLED + timedelta(seconds=1)) -> int:
    return send_answers(office.organisation.pk, timezone.now() + after)


def carry(office: Office, settings: pytest.FixtureRequest, post: Post) -> None:
    """As `work` does."""
    with listening(post) as server:
        settings.MAIL_SERVER = server  # type: ignore[attr-defined]  # pytest-django's
        for mail in Mail.objects.filter(state=MailState.QUEUED):
            jobs.send(office.organisation.pk, str(mail.pk))


def test_an_answer_leaves_once_in_its_thread_with_the_signature_of_its_queue(office: Office, settings: pytest.FixtureRequest) -> None:
    contact = take_up(office)
    Signature.objects.create(organisation=office.organisation, queue_id=contact.queue_id, text="Le service des écoles\n01 02 03 04 05")
    say(office, contact)
    add_note(contact, uuid4(), office.agent, "note interne")
    add_file(office.organisation.pk, ContactId(str(contact.pk)), Upload(uuid4(), Author.AGENT, "Reçu.pdf", pdf(), office.agent.pk))  # type: ignore[arg-type]
    assert [send(office), send(office)] == [1, 0]
    post = Post()
    carry(office, settings, post)
    [envelope] = post.envelopes
    message = post.read()
    assert (envelope.mail_from, envelope.rcpt_tos) == (ADDRESS, [ZOE])
    assert (message["Subject"], message["From"], message["In-Reply-To"]) == (
        "Re: Mon dossier",
        f"Mairie de Ville <{ADDRESS}>",
        "<one@example.org>",
    )
    assert message["Auto-Submitted"] is None
    body, page = message.get_body(("plain",)), message.get_body(("html",))
    assert body is not None
    assert page is not None
    assert body.get_content().replace("\r", "") == "Votre dossier est complet.\n\n-- \nLe service des écoles\n01 02 03 04 05\n"
    assert [(part.get_filename(), part.get_content()) for part in message.iter_attachments()] == [("Reçu.pdf", b"%PDF-1.7\n")]
    mail = Mail.objects.get()
    assert (mail.state, mail.purpose, mail.text) == (MailState.SENT, Purpose.REPLY, "")
    assert message["Message-ID"] == mail.message_id
    assert "note interne" not in str(message)


def test_lines_written_within_a_moment_are_one_mail_and_later_ones_another(office: Office) -> None:
    contact = take_up(office)
    say(office, contact, "Bonjour")
    assert send(office, timedelta(0)) == 0
    say(office, contact, "C’est fait.")
    assert send(office) == 1
    assert "Bonjour\n\nC’est fait." in Mail.objects.get().text
    say(office, contact, "Encore ceci")
    assert send(office) == 1
    assert Mail.objects.get(text__contains="Encore").headers["References"].startswith("<one@example.org> ")


def test_what_was_said_before_the_end_leaves_at_once_and_nothing_is_watched_any_more(office: Office) -> None:
    contact = take_up(office)
    say(office, contact)
    office.close(contact.pk)
    assert send(office, timedelta(0)) == 1
    assert not Exchange.objects.get().is_watched


def test_the_reply_to_an_answer_joins_its_thread_and_to_its_tag_too(office: Office, settings: pytest.FixtureRequest) -> None:
    Mailbox.objects.update(has_tags=True)
    contact = take_up(office)
    say(office, contact)
    send(office)
    post = Post()
    carry(office, settings, post)
    sent = post.read()
    by_reference = office.receive(write("Merci", Message_ID="<two@e>", In_Reply_To=str(sent["Message-ID"])))
    by_tag = office.receive(write("Merci encore", Message_ID="<three@e>"), recipient=str(sent["Reply-To"]))
    assert (by_reference.contact_id, by_tag.contact_id) == (contact.pk, contact.pk)
    assert by_tag.cause == Cause.JOINED


def report(message_id: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nA\r\n"
        "--x\r\n"
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n--x--\r\n"
    ).encode()


def send_one(office: Office, state: MailState = MailState.SENT) -> Mail:
    say(office, take_up(office))
    send(office)
    Mail.objects.update(state=state)
    return Mail.objects.get()


def test_an_answer_that_comes_back_is_marked_and_told_to_its_agent_once(office: Office) -> None:
    mail = send_one(office)
    reports = [office.receive(report(mail.message_id) + b"\r\n" * turn, return_path="") for turn in range(2)]
    assert [each.state for each in reports] == [IncomingState.SETTLED] * 2
    assert Mail.objects.get().state == MailState.BOUNCED
    assert [note.split("\u00a0:")[0] for note in list_notes(Contact.objects.get())] == ["La réponse envoyée par courriel est revenue"]


def test_an_answer_that_comes_back_after_its_contact_was_closed_is_a_contact_that_says_so(office: Office) -> None:
    mail = send_one(office)
    earlier = Contact.objects.get()
    office.close(earlier.pk)
    came = [office.receive(report(mail.message_id) + b"\r\n" * turn, return_path="") for turn in range(2)]
    assert [each.state for each in came] == [IncomingState.SETTLED] * 2
    later = Contact.objects.exclude(pk=earlier.pk).get()
    assert later.state == "waiting"
    assert "est revenue" in Message.objects.filter(contact=later).order_by("number")[0].text
    assert Exchange.objects.get(pk=later.pk).continues_id == earlier.pk
    assert list_notes(earlier) == []


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        (MailState.UNCERTAIN, "delivered", MailState.SENT),
        (MailState.UNCERTAIN, "failed", MailState.BOUNCED),
        (MailState.SENT, "delayed", MailState.SENT),
        (MailState.BOUNCED, "delivered", MailState.BOUNCED),
        (MailState.QUEUED, "failed", MailState.QUEUED),
    ],
)
def test_a_report_decides_what_was_uncertain(office: Office, before: MailState, action: str, after: MailState) -> None:
    mail = send_one(office, before)
    office.receive(report(mail.message_id, action), return_path="")
    assert Mail.objects.get().state == after


def test_a_forged_report_changes_nothing(office: Office) -> None:
    send_one(office)
    mail = office.receive(report(f"<{uuid4()}@ville.example>"), return_path="")
    assert (mail.state, mail.cause, Mail.objects.get().state) == (IncomingState.ASIDE, Cause.AUTOMATIC, MailState.SENT)


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.UNCERTAIN, MailState.NO_SERVER])
def test_an_answer_that_did_not_go_out_is_told_to_its_agent_once(office: Office, state: MailState) -> None:
    mail = send_one(office, state)
    later = timezone.now() + timedelta(hours=1)
    assert [tell_troubles(office.organisation.pk, later) for _ in range(2)] == [1, 0]
    assert len(list_notes(Contact.objects.get(pk=str(mail.contact_id)))) == 1


def test_an_answer_to_nobody_is_said_to_be_impossible(office: Office) -> None:
    contact = take_up(office, From="")
    say(office, contact)
    send(office)
    assert not Mail.objects.exists()
    assert "ne peut pas être envoyée" in list_notes(contact)[-1]


@pytest.mark.parametrize(
    ("subject", "answered"),
    [("Dossier", "Re: Dossier"), ("RE: re: Dossier", "Re: Dossier"), ("", "Une réponse de Ville"), ("Règle", "Re: Règle")],
)
def test_a_subject_has_one_re(subject: str, answered: str) -> None:
    from django.utils import translation

    with translation.override("fr"):
        assert write_subject(subject, "Ville") == answered


def test_a_subject_cannot_add_headers(office: Office, settings: pytest.FixtureRequest) -> None:
    contact = take_up(office, Subject="=?utf-8?q?a=0D=0ABcc:_eve@example.net?=")
    say(office, contact)
    send(office)
    post = Post()
    carry(office, settings, post)
    assert post.read()["Bcc"] is None
    assert post.envelopes[0].rcpt_tos == [ZOE]
