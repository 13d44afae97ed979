"""Leaving a message through the widget's doors: once, at any hour, with files, and refused with a sentence when it cannot be kept."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from guichet.channels.message import inbound
from guichet.channels.message.settings import MESSAGES_OF_AN_ADDRESS
from guichet.doors.limits import Buckets
from guichet.doors.tests.driving import Browser, House, Reply, make_house, open_street, run_engine, write_opening
from guichet.records.contacts.models import Contact, File, ReplyAddress
from guichet.records.directory.models import Queue
from guichet.records.journal.models import Inbox

pytestmark = pytest.mark.django_db(transaction=True)
FILE = {"content-type": "application/octet-stream"}


@pytest.fixture(autouse=True)
def _own_buckets(settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # pytest-django's
    monkeypatch.setattr(inbound, "message_buckets", Buckets(MESSAGES_OF_AN_ADDRESS))


def take_messages(house: House) -> House:
    read_as(house)
    Queue.objects.filter(pk=house.queue.pk).update(channels=["chat", "message"])
    return house


def read_as(house: House) -> None:
    """Autocommit: `set_config` holds for the session of the test's own connection."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])


async def leave(browser: Browser, house: House, **more: Any) -> Reply:
    return await browser.post("/message/contacts", write_opening(house, **more))


def test_a_message_left_twice_is_one_with_a_link_and_a_promise() -> None:
    house = take_messages(make_house(agents=1))

    async def story() -> None:
        async with open_street() as street:
            browser, key = street.open_browser(), str(uuid4())
            replies = [await leave(browser, house, key=key, number="06 12 34 56 78", name="Zoé") for _ in range(2)]
            assert [reply.status for reply in replies] == [201, 200]
            assert replies[0].json["contact"] == replies[1].json["contact"]
            assert all(reply.json["address"].startswith("/follow/") for reply in replies)
            assert replies[0].json["promised_at"] is not None

    asyncio.run(story())
    read_as(house)
    assert (Contact.objects.get().channel, ReplyAddress.objects.get().number) == ("message", "+33612345678")
    assert Inbox.objects.filter(kind="ContactArrived").count() == 1


def test_a_queue_that_closes_between_the_form_and_the_sending_refuses_nothing() -> None:
    house = take_messages(make_house(agents=0))
    Queue.objects.filter(pk=house.queue.pk).update(most_waiting=0)

    async def story() -> None:
        async with open_street() as street:
            reply = await leave(street.open_browser(), house)
            assert reply.status == 201
            with run_engine(house):
                for _ in range(100):
                    if await asyncio.to_thread(is_taken, house):
                        return
                    await asyncio.sleep(0.05)
            raise AssertionError("the engine did not take it")

    asyncio.run(story())
    read_as(house)
    assert Contact.objects.get().state == "waiting"


def is_taken(house: House) -> bool:
    try:
        read_as(house)
        return Contact.objects.filter(seq__gt=0).exists()
    finally:
        connection.close()


def test_files_follow_under_the_pass_and_nobody_elses() -> None:
    house = take_messages(make_house(agents=1))

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            left = (await leave(browser, house)).json
            place = f"/message/contacts/{left['contact']}/files?key={uuid4()}&name=Bail.pdf"
            own = {"authorization": f"Bearer {left['token']}", **FILE}
            assert [(await browser.send("POST", place, b"%PDF-1.7", **own)).status for _ in range(2)] == [201, 200]
            assert (await street.open_browser().send("POST", place, b"%PDF-1.7", **FILE)).status == 404

    asyncio.run(story())
    read_as(house)
    assert [file.name for file in File.objects.all()] == ["Bail.pdf"]


WRONG = [
    ({"text": "  "}, 422, "empty-text"),
    ({"text": "a\0b"}, 422, "unstorable-text"),
    ({"text": "a" * 20_001}, 413, "text-too-long"),
    ({"reason": 2**40}, 422, "unknown-reason"),
    ({"organisation": "nowhere"}, 404, "no-such-organisation"),
    ({"number": "12"}, 422, "not-a-number"),
    ({"number": "0 899 00 00 00"}, 422, "dear-number"),
    ({"email": "zoe@"}, 422, "unusable-address"),
    ({"email": "zoe@example.org"}, 422, "no-mails"),
    ({"name": "x" * 201}, 400, "malformed"),
    ({"surprise": 1}, 400, "malformed"),
    ({"text": "x" * 200_000}, 413, "too-large"),
]


@pytest.mark.parametrize(("more", "status", "code"), WRONG, ids=[str(code) + str(index) for index, (_, _, code) in enumerate(WRONG)])
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_keeps_nothing(more: dict[str, Any], status: int, code: str) -> None:
    house = take_messages(make_house(agents=1))

    async def story() -> None:
        async with open_street() as street:
            reply = await leave(street.open_browser(), house, **more)
            assert (reply.status, reply.json["code"]) == (status, code)
            assert len(reply.json["message"]) > 10

    asyncio.run(story())
    read_as(house)
    assert not Contact.objects.exists()


HOSTILE = ["<script>alert(1)</script>", "\u202etxt.exe\u202c", "'; drop table contacts_message; --", "{{ form }} {% load x %}", "👩‍👩‍👧‍👦"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_kept_as_it_is(text: str) -> None:
    house = take_messages(make_house(agents=1))

    async def story() -> None:
        async with open_street() as street:
            assert (await leave(street.open_browser(), house, text=text, name=text)).status == 201

    asyncio.run(story())
    read_as(house)
    contact = Contact.objects.get()
    assert (contact.messages.get().text, contact.citizen_name) == (text, text)


def test_a_subject_that_takes_no_messages_shows_another_way() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            reply = await leave(street.open_browser(), house)
            assert (reply.status, reply.json["code"]) == (422, "no-messages")

    asyncio.run(story())


def test_a_flood_from_one_address_is_bounded_and_told_when_to_come_back() -> None:
    house = take_messages(make_house(agents=1))
    most = int(MESSAGES_OF_AN_ADDRESS.burst)

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            replies = [await leave(browser, house) for _ in range(most + 5)]
            assert [reply.status for reply in replies] == [201] * most + [429] * 5
            assert int(replies[-1].headers["retry-after"]) > 0
            assert (await leave(street.open_browser(), house)).status == 201

    asyncio.run(story())
    read_as(house)
    assert Contact.objects.count() == most + 1
