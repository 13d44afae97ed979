"""LMTP: a mail is taken when it is committed, each recipient has his answer, and whatever fails is "later", never a loss."""

import smtplib
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections, transaction

from guichet.channels.mail import lmtp
from guichet.channels.mail import settings as limits
from guichet.records.contacts.models import Contact
from guichet.records.correspondence.models import IncomingMail
from guichet.records.correspondence.tests.corpus import CORPUS
from guichet.records.correspondence.tests.houses import ADDRESS, Office, make_office, write
from guichet.records.correspondence.words import IncomingState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    with transaction.atomic():
        office = make_office()
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(office.organisation.pk)])
    return office


@pytest.fixture
def port(office: Office) -> Iterator[int]:  # noqa: ARG001 - it is written to
    with lmtp.listening("127.0.0.1", 0) as port:
        yield port


@pytest.fixture(autouse=True)
def _close_connections() -> Iterator[None]:
    yield
    connections.close_all()


def hand_over(port: int, raw: bytes, *recipients: str) -> dict[str, tuple[int, bytes]]:
    """As a mail server does; returns who was refused."""
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo_or_helo_if_needed()
        return client.sendmail("zoe@example.org", recipients or (ADDRESS,), raw)


def wait_until_read(number: int) -> None:
    for _turn in range(200):
        if IncomingMail.objects.exclude(state=IncomingState.RECEIVED).count() >= number:
            return
        time.sleep(0.05)
    raise AssertionError("not read")


def test_a_mail_is_committed_before_it_is_taken_and_becomes_a_contact(port: int) -> None:
    assert hand_over(port, write()) == {}
    assert IncomingMail.objects.get().return_path == "zoe@example.org"
    wait_until_read(1)
    assert Contact.objects.count() == 1


def test_no_log_says_who_wrote_or_what(port: int, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        hand_over(port, write("Mon secret"))
        wait_until_read(1)
    assert "zoe@" not in caplog.text
    assert "secret" not in caplog.text


def test_each_recipient_has_his_own_answer(port: int) -> None:
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("zoe@example.org")
        assert client.rcpt(ADDRESS)[0] == 250
        assert client.rcpt("nobody@ville.example")[0] == 550
        assert client.rcpt("mairie+r-abc@ville.example")[0] == 250
        assert client.docmd("DATA")[0] == 354
        client.send(write().replace(b"\n", b"\r\n") + b"\r\n.\r\n")
        assert [client.getreply()[0] for _ in range(2)] == [250, 250]
    assert IncomingMail.objects.count() == 1


def test_a_hundred_mails_at_once_are_a_hundred_contacts(port: int) -> None:
    with ThreadPoolExecutor(10) as senders:
        refused = list(senders.map(lambda turn: hand_over(port, write(Message_ID=f"<{turn}@e>", From=f"z{turn}@e.org")), range(100)))
    assert refused == [{}] * 100
    wait_until_read(100)
    assert Contact.objects.count() == 100


@pytest.mark.parametrize("name", ["one-line", "nul", "million-character-line", "nested-5000", "deep-html"])
def test_a_hostile_mail_is_taken_whole(port: int, name: str) -> None:
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("zoe@example.org")
        client.rcpt(ADDRESS)
        client.docmd("DATA")
        client.send(CORPUS[name]() + b"\r\n.\r\n")
        assert client.getreply()[0] == 250
    wait_until_read(1)


@pytest.mark.parametrize(("code", "answer"), [("53100", 452), ("57P01", 451)])
def test_what_cannot_be_kept_is_not_taken(port: int, monkeypatch: pytest.MonkeyPatch, code: str, answer: int) -> None:
    def fail(*_: object) -> None:
        cause = Exception()
        cause.sqlstate = code  # type: ignore[attr-defined]  # as psycopg says it
        raise DatabaseError from cause

    monkeypatch.setattr(lmtp, "store_mail", fail)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        hand_over(port, write())
    assert refused.value.smtp_code == answer


def test_sessions_are_bounded_and_free_again(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_SESSIONS", 1)
    with smtplib.LMTP("127.0.0.1", port), socket.create_connection(("127.0.0.1", port), 5) as second:
        assert second.recv(100).startswith(b"421")


@pytest.mark.parametrize(
    "said", [b"\xff\xfe\r\n", b"RCPT TO:<a>\r\n", b"DATA\r\n", b"MAIL FROM:<" + b"a" * 5_000 + b">\r\n", b"EHLO x\r\n"]
)
def test_nonsense_is_answered_with_an_error(port: int, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), 5) as client:
        client.recv(100)
        client.sendall(said)
        assert client.recv(200)[:1] in (b"5", b"")
