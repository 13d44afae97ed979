"""Mastodon, against a server of ours that speaks its protocol: read as meant, sent once, and every trouble said in words."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from guichet.channels.social.mastodon import Mastodon
from guichet.channels.social.tests.servers import TOKEN, FakeMastodon, make_mention, serving
from guichet.channels.social.words import Access, Arrived, Network, NetworkError, Outgoing, Trouble, UnreadableError


@pytest.fixture
def instance(settings: Any) -> Iterator[FakeMastodon]:
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})
    with serving(FakeMastodon()) as network:
        assert isinstance(network, FakeMastodon)
        yield network


def open_account(instance: FakeMastodon, token: str = TOKEN, **more: Any) -> Mastodon:
    access = Access(network=Network.MASTODON, server=instance.address, identity="mairie", secrets={"token": token})
    return Mastodon(access, **more)


READER = Mastodon(Access(network=Network.MASTODON, server="https://social.example", identity="mairie"))


def read(notification: object) -> Arrived:
    [event] = READER.read(json.dumps(notification).encode())
    assert isinstance(event, Arrived)
    return event


def test_a_public_mention_is_read_without_our_own_name() -> None:
    said = read(make_mention("Bonjour,<br>quand ouvre la mairie&nbsp;?"))
    assert (said.handle, said.shown_name, said.is_public) == ("zoe@ailleurs.example", "Zoé Petit", True)
    assert said.text == "Bonjour,\nquand ouvre la mairie ?"


@pytest.mark.parametrize(
    ("visibility", "is_public"), [("public", True), ("unlisted", True), ("private", False), ("direct", False), ("?", False)]
)
def test_only_what_everybody_may_read_is_public(visibility: str, is_public: bool) -> None:
    assert read(make_mention("Oui", visibility=visibility)).is_public is is_public


def test_a_link_and_a_warning_stay_readable_and_a_program_is_known() -> None:
    link = '<a href="https://ville.example/long/chemin"><span class="invisible">https://</span><span>ville.example/long/chemin</span></a>'
    account = {"acct": "robot@ailleurs.example", "display_name": "", "bot": True}
    said = read(make_mention(f"voir {link}", spoiler_text="Attention", account=account))
    assert said.text == "Attention\n\nvoir https://ville.example/long/chemin"
    assert (said.is_automatic, said.shown_name) == (True, "robot@ailleurs.example")


def test_pictures_come_along_by_their_address() -> None:
    attachment = {"type": "image", "url": "https://media.example/a/photo.png", "description": "Un trou"}
    [piece] = read(make_mention("Là", media_attachments=[attachment, {"url": "file:///etc/passwd"}, 3])).pieces
    assert (piece.name, piece.description) == ("photo.png", "Un trou")


def test_our_own_words_and_what_is_no_mention_are_nothing() -> None:
    own = make_mention("moi", account={"acct": "Mairie"})
    assert READER.read(json.dumps(own).encode()) == []
    assert READER.read(b'{"id": "3", "type": "favourite", "account": {}}') == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"type": "mention"}',
        b'{"type": "mention", "status": []}',
        b'{"id": 1}',
        b'{"type": "mention", "status": {"id": "1", "account": {"acct": 5e400}}}',
        b'{"a": NaN}',
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"a": ' + b"9" * 5_000 + b"}",
        b" " * 1_100_000,
    ],
)
def test_what_is_no_notification_is_unreadable_and_never_an_exception_of_another_kind(raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        READER.read(raw)


def test_hostile_text_is_stored_as_it_may_be() -> None:
    said = read(make_mention("nul\0 \ud800 \u202eRTL <script>alert(1)</script><img src=x onerror=alert(1)>"))
    said.text.encode()
    assert "\0" not in said.text
    assert "alert" not in said.text
    assert "\u202eRTL" in said.text


def test_a_private_answer_is_a_direct_status_to_one_person(instance: FakeMastodon) -> None:
    outgoing = Outgoing(key=uuid4(), handle="zoe@ailleurs.example", text="Oui, demain.", in_reply_to="111")
    assert open_account(instance).send(outgoing) == "9000"
    [status] = instance.posted.values()
    assert status["status"] == "@zoe@ailleurs.example Oui, demain."
    assert (status["visibility"], status["in_reply_to_id"]) == ("direct", "111")


def test_a_public_answer_is_public(instance: FakeMastodon) -> None:
    open_account(instance).send(Outgoing(key=uuid4(), handle="zoe", text="À 9 h.", is_public=True))
    assert [each["visibility"] for each in instance.posted.values()] == ["public"]


@pytest.mark.parametrize("fault", ["cut", (502, b"<html>bad gateway")])
def test_a_sending_whose_end_is_unknown_is_tried_again_and_posted_once(instance: FakeMastodon, fault: Any) -> None:
    account, outgoing = open_account(instance), Outgoing(key=uuid4(), handle="zoe", text="Une fois.")
    instance.faults = [fault]
    with pytest.raises(NetworkError) as failed:
        account.send(outgoing)
    assert failed.value.is_uncertain
    account.send(outgoing)
    assert len(instance.posted) == 1


def test_a_long_answer_is_a_thread_and_a_part_that_broke_off_goes_on_where_it_was(instance: FakeMastodon) -> None:
    account, text = open_account(instance), "Voici une phrase assez longue pour compter. " * 40
    outgoing = Outgoing(key=uuid4(), handle="zoe", text=text, in_reply_to="111")
    instance.faults = [None, "cut"]
    with pytest.raises(NetworkError):
        account.send(outgoing)
    assert account.send(outgoing) == "9000"
    statuses = list(instance.posted.values())
    assert [each["in_reply_to_id"] for each in statuses] == ["111", *(each["id"] for each in statuses[:-1])]
    assert all(len(each["status"]) <= 500 for each in statuses)
    assert "".join(each["status"].removeprefix("@zoe ") for each in statuses).replace(" ", "") == text.replace(" ", "")


def test_an_answer_to_a_status_that_was_deleted_still_reaches_its_writer(instance: FakeMastodon) -> None:
    instance.deleted = {"111"}
    open_account(instance).send(Outgoing(key=uuid4(), handle="zoe", text="Voilà.", in_reply_to="111"))
    assert [each.get("in_reply_to_id") for each in instance.posted.values()] == [None]


@pytest.mark.parametrize(
    ("fault", "trouble", "is_permanent"),
    [
        ((401, {"error": "x"}), Trouble.TOKEN, True),
        ((403, {"error": "x"}), Trouble.RIGHTS, True),
        ((422, {"error": "x"}), Trouble.REFUSED, True),
        ((429, {"error": "x"}), Trouble.BUSY, False),
        ((503, b""), Trouble.SERVER, False),
        ((302, b"", {"Location": "http://127.0.0.1:1/"}), Trouble.UNEXPECTED, True),
        ((200, b"not json"), Trouble.UNEXPECTED, True),
        ((200, [1]), Trouble.UNEXPECTED, True),
        ("refuse", Trouble.UNREACHABLE, False),
    ],
)
def test_each_failure_of_a_sending_has_its_words(instance: FakeMastodon, fault: Any, trouble: Trouble, is_permanent: bool) -> None:
    instance.faults = [fault]
    with pytest.raises(NetworkError) as failed:
        open_account(instance).send(Outgoing(key=uuid4(), handle="zoe", text="?"))
    assert (failed.value.trouble, failed.value.permanent) == (trouble, is_permanent)
    assert len(str(failed.value)) > 20
    assert TOKEN not in repr(failed.value)


@pytest.mark.parametrize(
    ("reset", "least", "most"), [("2999-01-01T00:00:00.000Z", 3_600, 3_600), ("1999-01-01T00:00:00Z", 1, 1), ("?", 300, 300)]
)
def test_a_pause_that_is_asked_for_is_kept_within_reason(instance: FakeMastodon, reset: str, least: int, most: int) -> None:
    instance.faults = [(429, {}, {"X-RateLimit-Reset": reset})]
    with pytest.raises(NetworkError) as failed:
        open_account(instance).send(Outgoing(key=uuid4(), handle="zoe", text="?"))
    assert least <= (failed.value.wait_seconds or 0) <= most


def test_a_trial_learns_our_name_and_the_limits_of_the_instance(instance: FakeMastodon) -> None:
    instance.most_characters = 1_312
    found = open_account(instance).check()
    assert (found.identity, found.shown_name, found.most_text, found.url_length) == ("mairie", "@mairie@social.example", 1_312, 23)


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"token": "faux"}, Trouble.TOKEN),
        ({"token": "avec espace"}, Trouble.TOKEN),
        ({"token": "ligne\r\nX: y"}, Trouble.TOKEN),
        ({"scopes": ["read"]}, Trouble.RIGHTS),
        ({"faults": [(200, {"hello": 1})]}, Trouble.UNEXPECTED),
        ({"address": "http://127.0.0.1:1"}, Trouble.UNREACHABLE),
        ({"address": "http://10.0.0.1"}, Trouble.ADDRESS),
        ({"address": "https://169.254.169.254"}, Trouble.ADDRESS),
        ({"address": "file:///etc/passwd"}, Trouble.ADDRESS),
        ({"address": "https://[::1"}, Trouble.ADDRESS),
    ],
)
def test_a_trial_says_what_is_wrong(instance: FakeMastodon, change: dict[str, Any], trouble: Trouble) -> None:
    token = change.pop("token", TOKEN)
    for name, value in change.items():
        setattr(instance, name, value)
    with pytest.raises(NetworkError) as failed:
        open_account(instance, token=token).check()
    assert failed.value.trouble == trouble


def test_mentions_missed_are_caught_up_in_order_however_many(instance: FakeMastodon) -> None:
    for number in range(95):
        instance.mention(f"question {number}")
    account = open_account(instance)
    caught = [identifier for identifier, _ in account.list_mentions(after="1000")]
    assert caught == [str(number) for number in range(1_001, 1_095)]
    assert len(list(account.list_mentions(after=""))) == 40
