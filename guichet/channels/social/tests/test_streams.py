"""Mentions are followed: caught up, told by the stream, each once, whatever breaks off in between."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections

from guichet.channels.social import settings as limits
from guichet.channels.social import streams
from guichet.channels.social.jobs import fetch_social_files
from guichet.channels.social.tests.houses import make_committed
from guichet.channels.social.tests.servers import FakeMastodon, serving
from guichet.records.contacts.models import Contact, File
from guichet.records.messaging.models import Account, Incoming
from guichet.records.messaging.tests.houses import Office

pytestmark = pytest.mark.django_db(transaction=True)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 30


@pytest.fixture
def instance(settings: Any) -> Iterator[FakeMastodon]:
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})
    with serving(FakeMastodon()) as network:
        assert isinstance(network, FakeMastodon)
        yield network
    connections.close_all()


def open_office(instance: FakeMastodon) -> Office:
    return make_committed("mastodon", instance.address, streaming=instance.address.replace("http", "ws"))


def get_account(office: Office) -> Account:
    return Account.objects.get(pk=office.account.pk)


def test_what_was_missed_is_kept_once_and_the_place_is_remembered(instance: FakeMastodon) -> None:
    office = open_office(instance)
    instance.mention("une")
    assert streams.catch_up(get_account(office)) == 1
    for number in range(45):
        instance.mention(f"question {number}", account={"acct": f"n{number}@a.example", "display_name": ""})
    assert streams.catch_up(get_account(office)) == 45
    assert streams.catch_up(get_account(office)) == 0
    assert (Contact.objects.count(), get_account(office).settings["cursor"]) == (46, "1045")


def test_a_process_that_dies_before_it_passes_reads_again_and_keeps_one(instance: FakeMastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(instance)
    instance.mention("une")
    with monkeypatch.context() as dying:
        dying.setattr(streams, "reach", lambda _point: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            streams.catch_up(get_account(office))
    assert "cursor" not in get_account(office).settings
    streams.catch_up(get_account(office))
    assert (Incoming.objects.count(), Contact.objects.count()) == (1, 1)


def test_what_the_stream_tells_is_a_contact_at_once(instance: FakeMastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LOOK_SECONDS", 0.2)
    office = open_office(instance)
    began = time.monotonic()
    with streams.following():
        wait_for(lambda: bool(instance.streams))
        instance.push(instance.mention("par le flux"))
        wait_for(lambda: Contact.objects.count() == 1)
    assert time.monotonic() - began < 10
    assert get_account(office).trouble == ""
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("social")]


def test_an_account_without_a_stream_is_looked_at_again_and_again(instance: FakeMastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOK_SECONDS", "POLL_SECONDS"):
        monkeypatch.setattr(limits, name, 0.1)
    monkeypatch.setattr(instance, "stream", lambda _request: False)
    open_office(instance)
    with streams.following():
        wait_for(lambda: len([each for each in instance.requests if each.path.endswith("/notifications")]) > 1)
        instance.mention("sans flux")
        wait_for(lambda: Contact.objects.count() == 1)


def test_a_token_that_is_refused_is_said_of_the_account_and_forgotten_once_it_is_good(instance: FakeMastodon) -> None:
    office, stop = open_office(instance), threading.Event()
    stop.set()
    instance.faults = [(401, {"error": "revoked"})]
    streams.stay(get_account(office), stop)
    assert get_account(office).trouble == "token"
    streams.stay(get_account(office), stop)
    assert get_account(office).trouble == ""


def test_files_are_fetched_once_and_one_that_cannot_be_had_is_said(instance: FakeMastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(instance)
    pieces = [{"url": "https://media.example/a.png"}, {"url": "https://media.example/b.exe"}, {"url": "https://media.example/c.png"}]
    instance.mention("Voir", media_attachments=pieces)
    streams.catch_up(get_account(office))
    given = {"a.png": PICTURE, "b.exe": b"MZ" + b"\0" * 100}

    def fetch(_self: object, piece: Any) -> bytes:
        from guichet.channels.social.words import NetworkError, Trouble

        if piece.name not in given:
            raise NetworkError(Trouble.GONE)
        return given[piece.name]

    monkeypatch.setattr("guichet.channels.social.mastodon.Mastodon.fetch", fetch)
    incoming = Incoming.objects.get()
    for _time in range(2):
        fetch_social_files(office.organisation.pk, str(incoming.pk), 1)
    assert File.objects.count() == 1
    [note] = Contact.objects.get().messages.filter(kind="note").values_list("text", flat=True)
    assert len(note.split("\n")) == 3


def wait_for(is_so: Callable[[], bool], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come")
