"""Mails: written with what they are about, sent once, and honest about what became of them. The peer is a real SMTP server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from procrastinate.contrib.django import app

from guichet.records.audit.queries import list_entries
from guichet.records.directory.models import Account, Organisation
from guichet.records.directory.tests.factories import make_account, make_organisation
from guichet.records.directory.words import Role
from guichet.records.notices import actions, jobs
from guichet.records.notices.errors import MovedOnError, NoMailServerError, TextGoneError, UnusableAddressError, UselessMailError
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer, read_server
from guichet.records.notices.tests.peers import SENDER, Post, listening
from guichet.records.notices.words import Letter, MailState, Purpose
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db(transaction=True)
AsOwner = Callable[[], AbstractContextManager[None]]
TEXT = "Bonjour Léa,\n\nVotre invitation :\nhttps://guichet.example/invitation/abc?x=1&y=2\n\n.Un point en tête de ligne"


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()
    with listening(post) as server, override_settings(MAIL_SERVER=server, MAIL_DOMAIN="deux-rives.example"):
        yield post


@pytest.fixture
def organisation() -> Organisation:
    with transaction.atomic():
        return make_organisation(name="Famille & Cie, « Val »")


def letter(**values: object) -> Letter:
    given = {"key": uuid4(), "purpose": Purpose.INVITATION, "recipient": "lea@example.org", "subject": "Votre accès", "text": TEXT}
    return Letter(**(given | values))  # type: ignore[arg-type]


def send(organisation: Organisation, **values: object) -> Mail:
    with transaction.atomic():
        set_organisation(organisation.pk)
        return actions.send_mail(organisation.pk, letter(**values))


def send_again(mail: Mail, hours: float = 0.5) -> None:
    """An administrator decides it, a while after the mail was written."""
    decide(actions.send_again, mail, hours)


def decide(verb: Callable[[Mail, Account, datetime], None], mail: Mail, hours: float = 0.5) -> None:
    with transaction.atomic():
        set_organisation(mail.organisation_id)
        verb(mail, make_account(mail.organisation, Role.ADMINISTRATOR), timezone.now() + timedelta(hours=hours))


def work(mail: Mail) -> Mail:
    """Do the mail's job, and return what became of it."""
    jobs.send(organisation_id=mail.organisation_id, mail_id=str(mail.pk))
    return read(mail)


def read(mail: Mail) -> Mail:
    with transaction.atomic():
        set_organisation(mail.organisation_id)
        return Mail.objects.get(pk=mail.pk)


def count_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = %s", [jobs.SEND])
        [count] = cursor.fetchone() or (0,)
    return int(count)


def test_a_mail_says_the_same_in_text_and_in_html_and_declares_itself_automatic(organisation: Organisation, post: Post) -> None:
    mail = work(send(organisation))
    message = post.read()
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n").strip() == TEXT
    assert '<a href="https://guichet.example/invitation/abc?x=1&amp;y=2">' in html.get_content()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == mail.message_id
    assert message["Subject"] == "Votre accès"
    assert message["From"].addresses[0].addr_spec == SENDER
    assert message["From"].addresses[0].display_name == organisation.name
    assert post.envelopes[0].rcpt_tos == ["lea@example.org"]


def test_what_was_sent_is_not_kept(organisation: Organisation, post: Post) -> None:
    mail = work(send(organisation))
    assert (mail.state, mail.text, mail.attempts, mail.reply_code) == (MailState.SENT, "", 1, 250)
    assert len(post.envelopes) == 1


def test_a_mail_is_enqueued_with_the_transaction_or_not_at_all(organisation: Organisation, post: Post) -> None:
    with transaction.atomic():
        set_organisation(organisation.pk)
        actions.send_mail(organisation.pk, letter())
        transaction.set_rollback(True)
    assert count_jobs() == 0
    send(organisation)
    assert count_jobs() == 1
    assert post.envelopes == []


def test_the_same_key_again_is_the_same_mail(organisation: Organisation, post: Post) -> None:
    key = uuid4()
    assert send(organisation, key=key).pk == send(organisation, key=key, text="other").pk
    assert count_jobs() == 1
    assert post.envelopes == []


def test_a_job_done_twice_sends_once(organisation: Organisation, post: Post) -> None:
    mail = send(organisation)
    work(mail)
    work(mail)
    assert len(post.envelopes) == 1


def test_without_a_server_nothing_is_lost(organisation: Organisation, post: Post) -> None:
    server = read_current_server()
    with override_settings(MAIL_SERVER=None):
        mail = send(organisation)
        assert (mail.state, count_jobs()) == (MailState.NO_SERVER, 0)
    assert server is not None
    send_again(mail)
    assert work(mail).state == MailState.SENT
    assert post.read()["Message-ID"] == mail.message_id


def read_current_server() -> MailServer | None:
    from django.conf import settings

    server: MailServer | None = settings.MAIL_SERVER
    return server


def test_a_server_taken_away_before_the_job_leaves_the_mail_waiting(organisation: Organisation, post: Post) -> None:
    mail = send(organisation)
    with override_settings(MAIL_SERVER=None):
        assert work(mail).state == MailState.NO_SERVER
    assert post.envelopes == []


@pytest.mark.parametrize("answers", [{"rcpt_answer": "450 later"}, {"data_answer": "451 later"}])
def test_a_server_that_asks_to_wait_gets_the_mail_later(organisation: Organisation, post: Post, answers: dict[str, str]) -> None:
    vars(post).update(answers)
    mail = work(send(organisation))
    assert (mail.state, mail.attempts, count_jobs()) == (MailState.QUEUED, 1, 2)
    vars(post).update(rcpt_answer="250 OK", data_answer="250 taken")
    assert work(mail).state == MailState.SENT


@pytest.mark.parametrize("answers", [{"rcpt_answer": "550 nobody"}, {"data_answer": "554 refused"}])
def test_a_mail_refused_for_good_is_not_tried_again(organisation: Organisation, post: Post, answers: dict[str, str]) -> None:
    vars(post).update(answers)
    mail = work(send(organisation))
    assert (mail.state, count_jobs()) == (MailState.FAILED, 1)
    assert mail.text == TEXT, "somebody may send it again"


def test_a_server_that_is_away_is_tried_for_a_day_and_no_longer(organisation: Organisation) -> None:
    with listening(Post()) as server:
        pass
    with override_settings(MAIL_SERVER=server):
        mail = send(organisation)
        for attempt in range(1, len(jobs.WAITS) + 1):
            mail = work(mail)
            assert (mail.state, mail.attempts) == (MailState.QUEUED, attempt)
        assert work(mail).state == MailState.FAILED


def test_a_server_that_hangs_up_before_its_answer_leaves_the_mail_uncertain(organisation: Organisation, post: Post) -> None:
    post.hangs_up = True
    mail = work(send(organisation))
    assert (mail.state, count_jobs()) == (MailState.UNCERTAIN, 1)
    work(mail)
    assert len(post.envelopes) == 1, "nothing sends it again by itself"
    send_again(mail)
    post.hangs_up = False
    assert work(mail).state == MailState.SENT
    assert post.read(0)["Message-ID"] == post.read(1)["Message-ID"]


def test_one_decision_sends_once_whoever_presses_again(organisation: Organisation, post: Post) -> None:
    post.rcpt_answer = "550 nobody"
    mail = work(send(organisation))
    send_again(mail)
    for verb in (actions.send_again, actions.leave):
        with pytest.raises(MovedOnError):
            decide(verb, mail)
    assert count_jobs() == 2
    work(mail)
    with pytest.raises(MovedOnError):
        send_again(mail)
    assert read(mail).attempts == 2


def test_a_mail_that_a_worker_may_have_in_hand_is_not_sent_beside_it(organisation: Organisation, post: Post) -> None:
    post.hangs_up = True
    mail = work(send(organisation))
    with pytest.raises(MovedOnError):
        send_again(mail, hours=0.1)
    send_again(mail, hours=0.4)


def test_a_mail_that_is_left_forgets_what_it_said_and_is_never_sent(organisation: Organisation, post: Post) -> None:
    post.rcpt_answer = "550 nobody"
    mail = work(send(organisation))
    decide(actions.leave, mail)
    post.rcpt_answer = "250 OK"
    assert (work(mail).state, read(mail).text, post.envelopes) == (MailState.LEFT, "", [])
    with transaction.atomic():
        set_organisation(organisation.pk)
        [entry] = list_entries(organisation.pk, "mail", str(mail.pk))
    assert (entry.verb, entry.details) == ("mail-left", {"purpose": "invitation", "state": "failed", "attempts": 1})


def test_a_mail_whose_link_has_expired_is_not_sent_any_more(organisation: Organisation, post: Post) -> None:
    post.rcpt_answer = "450 later"
    mail = work(send(organisation, purpose=Purpose.NEW_PASSWORD))
    failed = work(send(organisation, purpose=Purpose.NEW_PASSWORD, recipient="leo@example.org"))
    with transaction.atomic():
        set_organisation(organisation.pk)
        Mail.objects.update(created_at=timezone.now() - timedelta(hours=3))
        Mail.objects.filter(pk=failed.pk).update(state=MailState.FAILED)
    post.rcpt_answer = "250 OK"
    assert work(mail).state == MailState.LEFT
    with pytest.raises(UselessMailError):
        send_again(read(failed))
    assert post.envelopes == []


def test_without_a_server_nothing_can_be_sent_again(organisation: Organisation) -> None:
    with override_settings(MAIL_SERVER=None):
        mail = send(organisation)
        with pytest.raises(NoMailServerError):
            send_again(mail)


def test_what_was_sent_cannot_be_sent_again(organisation: Organisation, post: Post) -> None:
    mail = work(send(organisation))
    for known in (mail, read(mail)):
        with pytest.raises((TextGoneError, MovedOnError)):
            send_again(known)
    assert len(post.envelopes) == 1


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "a@example.org\r\nBcc: c@d.fr", "a\0@example.org", "é" * 250 + "@example.org"])
def test_an_address_that_cannot_be_used_is_refused(organisation: Organisation, address: str) -> None:
    with pytest.raises(UnusableAddressError):
        send(organisation, recipient=address)


@pytest.mark.parametrize("subject", ["Un\r\nBcc: c@d.fr", "\u202eabc", "x" * 1_000, "Élève 😀 \x00"])
@pytest.mark.usefixtures("post")
def test_a_subject_stays_one_line_and_adds_no_header(organisation: Organisation, post: Post, subject: str) -> None:
    assert work(send(organisation, subject=subject)).state == MailState.SENT
    assert post.read()["Bcc"] is None
    assert len(post.envelopes[0].rcpt_tos) == 1


def test_a_domain_with_accents_is_written_as_servers_know_it(organisation: Organisation, post: Post) -> None:
    work(send(organisation, recipient="lea@mairie-évry.example"))
    assert post.envelopes[0].rcpt_tos == ["lea@xn--mairie-vry-h7a.example"]


def test_a_mail_whose_reader_was_erased_is_not_sent(organisation: Organisation, post: Post) -> None:
    mail = send(organisation)
    with transaction.atomic():
        set_organisation(organisation.pk)
        Mail.objects.filter(pk=mail.pk).update(recipient="")
    assert work(mail).state == MailState.FAILED
    assert post.envelopes == []


@pytest.mark.parametrize("address", ["http://host", "smtp://", "host:25", "smtps:///x"])
def test_an_address_of_no_mail_server_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="smtp://"):
        read_server(address, SENDER)


def test_a_server_needs_a_sender() -> None:
    with pytest.raises(ValueError, match="GUICHET_MAIL_FROM"):
        read_server("smtp://localhost:25", "")


def test_the_address_of_a_server_is_read_and_its_password_not_shown() -> None:
    server = read_server("smtps://moi%40ici:p%2Fss@mail.example", SENDER)
    assert server == MailServer("mail.example", 465, True, "moi@ici", "p/ss", SENDER)
    assert "p/ss" not in repr(server)


def test_a_password_does_not_travel_in_the_clear(organisation: Organisation, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    server = read_current_server()
    assert server is not None
    monkeypatch.setattr("guichet.records.notices.server._is_loopback", lambda _host: False)
    guarded = MailServer(server.host, server.port, False, "me", "secret", SENDER)
    with override_settings(MAIL_SERVER=guarded):
        assert work(send(organisation)).state == MailState.QUEUED
    assert post.envelopes == []


def test_the_task_is_known_to_workers() -> None:
    assert jobs.SEND in app.tasks
