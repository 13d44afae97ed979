"""Mailboxes at a real IMAP server: each mail once, seen there only after it is kept here, whatever breaks off in between."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction

from guichet.channels.mail import imap
from guichet.channels.mail import settings as limits
from guichet.channels.mail.tests.dovecot import DOVECOT, PASSWORD, Dovecot, running
from guichet.records.contacts.models import Contact
from guichet.records.correspondence.fetching import MailboxError, Trouble, check_mailbox, open_mailbox
from guichet.records.correspondence.models import IncomingMail, Mailbox
from guichet.records.correspondence.tests.corpus import CORPUS
from guichet.records.correspondence.tests.houses import Office, make_office, write
from guichet.records.correspondence.words import Security
from guichet.records.directory.seals import seal

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.peers,
    pytest.mark.faults,
    pytest.mark.skipif(DOVECOT is None, reason="Dovecot is missing: apt-get install dovecot-imapd"),
]


@pytest.fixture(scope="module")
def _running() -> Iterator[Dovecot]:
    with running() as dovecot:
        yield dovecot


@pytest.fixture
def dovecot(_running: Dovecot) -> Iterator[Dovecot]:
    with _running.open() as client:
        if client.search(None, "ALL")[1][0]:
            client.store("1:*", "+FLAGS", "\\Deleted")
            client.expunge()
    yield _running
    connections.close_all()


@pytest.fixture
def office(dovecot: Dovecot) -> Office:
    with transaction.atomic():
        office = make_office(host="127.0.0.1", port=dovecot.port, security=Security.NONE, login="mairie", secret=seal(PASSWORD.encode()))
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(office.organisation.pk)])
    return office


def fetch(office: Office) -> int:
    mailbox = Mailbox.objects.get(pk=office.mailbox.pk)
    with open_mailbox(mailbox) as client:
        return imap.fetch(client, mailbox)


def test_what_is_unread_is_fetched_once_and_then_seen(office: Office, dovecot: Dovecot) -> None:
    dovecot.put(write(Message_ID="<1@e>"), write(Message_ID="<2@e>"))
    assert [fetch(office), fetch(office)] == [2, 0]
    dovecot.put(write(Message_ID="<3@e>"))
    assert fetch(office) == 1
    assert (Contact.objects.count(), dovecot.count_unseen()) == (3, 0)


@pytest.mark.parametrize("name", ["empty", "one-line", "nul", "nested-100", "binary", "million-character-line"])
def test_a_hostile_mail_does_not_stop_the_others(office: Office, dovecot: Dovecot, name: str) -> None:
    raw = CORPUS[name]() or b"\r\n"
    dovecot.put(raw.replace(b"\0", b""), write(Message_ID="<2@e>"))
    assert fetch(office) == 2


def test_a_process_that_dies_before_the_mark_fetches_again_and_keeps_one(
    office: Office, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot.put(write())
    with monkeypatch.context() as dying:
        dying.setattr(imap, "reach", lambda _point: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            fetch(office)
    assert (dovecot.count_unseen(), IncomingMail.objects.count()) == (1, 1)
    fetch(office)
    assert (dovecot.count_unseen(), IncomingMail.objects.count(), Contact.objects.count()) == (0, 1, 1)


def test_a_mailbox_made_anew_brings_nothing_twice(office: Office, dovecot: Dovecot) -> None:
    dovecot.put(write())
    fetch(office)
    Mailbox.objects.update(uid_validity=1, last_uid=0)
    assert fetch(office) == 0
    dovecot.put(write(Message_ID="<2@e>"))
    assert fetch(office) == 1


def test_a_mail_comes_within_seconds_of_its_arrival_without_looking_again_and_again(
    office: Office, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(imap, "SLICE_SECONDS", 0.5)
    with imap.following():
        wait_for(lambda: bool(Mailbox.objects.get(pk=office.mailbox.pk).uid_validity))
        dovecot.put(write())
        wait_for(lambda: Contact.objects.count() == 1)
    assert Mailbox.objects.get(pk=office.mailbox.pk).trouble == ""
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("mailbox")]


def wait_for(is_so: object, seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():  # type: ignore[operator]  # a question
            return
        time.sleep(0.05)
    raise AssertionError("it did not come")


@pytest.mark.parametrize(
    ("values", "trouble"),
    [
        ({"port": 1}, Trouble.HOST),
        ({"host": "nowhere.invalid", "security": Security.TLS}, Trouble.HOST),
        ({"secret": seal(b"wrong")}, Trouble.LOGIN),
        ({"secret": b"not sealed here"}, Trouble.SEALED),
        ({"security": Security.TLS}, Trouble.TLS),
        ({"security": Security.STARTTLS}, Trouble.TLS),
        ({"host": "mail.example"}, Trouble.OPEN_PASSWORD),
    ],
)
def test_a_trial_of_the_connection_says_what_is_wrong(office: Office, values: dict[str, object], trouble: Trouble) -> None:
    for name, value in values.items():
        setattr(office.mailbox, name, value)
    with pytest.raises(MailboxError) as failed:
        check_mailbox(office.mailbox)
    assert failed.value.trouble == trouble
    assert len(str(failed.value)) > 20


def test_a_trial_of_the_connection_says_how_many_mails_wait(office: Office, dovecot: Dovecot) -> None:
    dovecot.put(write())
    assert check_mailbox(office.mailbox) == 1
    assert dovecot.count_unseen() == 1
