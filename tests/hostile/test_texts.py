"""What people may type: kept and shown intact, or refused with a sentence; never an error of ours, never anything lost."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest

from guichet.doors.tests.driving import make_house, open_street, write_opening

pytestmark = pytest.mark.django_db(transaction=True)

NAUGHTY = [
    "'; drop table contacts_message; --",
    '" or 1=1 --',
    "%s %(x)s {0} ${y} {{ z }} %n%n%n",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "\u202etxt.exe\u202c \u2066isolated\u2069",
    "مرحبا بالعالم ‏שלום",
    "Z̸̢̛͎a̶l̷g̵o̴",
    "👩‍👩‍👧‍👦🏳️‍🌈🇫🇷",
    "\u0001\u0002\u001b[31mred\u007f\u0085\u2028\u2029",
    "\ufeff\ufffe\uffff\U0010ffff",
    "\r\nSet-Cookie: a=b\r\n\r\nid: 7\ndata: forged\n\n",
    "=cmd|' /C calc'!A0",
    "\\u0000 \\x00 \\ \\\\",
    "ﷺ" * 50,
    "a" * 20_000,
]
REFUSED = [("", 422), ("   \n", 422), ("a\0b", 422), ("a" * 20_001, 413), ("\ud800", 400), ("\udfff x", 400)]


def test_a_text_is_kept_and_shown_intact() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            for number in range(0, len(NAUGHTY), 8):
                citizen, contact = await street.open_contact(house)
                some = NAUGHTY[number : number + 8]
                async with citizen.listen(f"/chat/contacts/{contact}/events?cursor=1") as page:
                    for text in some:
                        reply = await citizen.post(f"/chat/contacts/{contact}/messages", {"key": str(uuid4()), "text": text})
                        assert reply.status == 201, (text[:40], reply.body)
                    events = await page.list_until_quiet()
                told = [event["message"]["text"] for event in events if event["type"] == "MessageAdded"]
                shown = [message["text"] for message in (await citizen.get(f"/chat/contacts/{contact}")).json["messages"]]
                assert told == some
                assert shown[1:] == some

    asyncio.run(story())


def test_a_text_that_cannot_be_kept_is_refused_with_a_sentence() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            for text, status in REFUSED:
                reply = await citizen.post(f"/chat/contacts/{contact}/messages", {"key": str(uuid4()), "text": text})
                assert reply.status == status, (text[:20], reply.body)
                assert reply.json["message"]
            assert len((await citizen.get(f"/chat/contacts/{contact}")).json["messages"]) == 1

    asyncio.run(story())


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"organisation": "no-such-place"}, 404),
        ({"organisation": "../etc"}, 400),
        ({"reason": 999_999}, 422),
        ({"reason": 2**63}, 400),
        ({"reason": -1}, 400),
        ({"reason": True}, 400),
        ({"territory": 999_999}, 422),
        ({"language": ""}, 400),
        ({"language": "x" * 13}, 400),
        ({"language": "f\0"}, 400),
        ({"name": "x" * 201}, 400),
        ({"name": "a\0b"}, 422),
        ({"name": "\ud800"}, 400),
        ({"key": "not a key"}, 400),
        ({"citizen": 1}, 400),
    ],
)
def test_an_opening_with_one_wrong_word_is_refused(change: dict[str, Any], status: int) -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            reply = await street.open_browser().post("/chat/contacts", write_opening(house, **change))
            assert reply.status == status, reply.body
            assert set(reply.json) == {"code", "message"}

    asyncio.run(story())


def test_a_hundred_parallel_openings_with_one_key_are_one_contact() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street, open_street() as other_street:
            body = write_opening(house)
            browsers = [(street, other_street)[number % 2].open_browser() for number in range(100)]
            replies = await asyncio.gather(*(browser.post("/chat/contacts", body) for browser in browsers))
            assert {reply.status for reply in replies} == {200, 201}
            assert [reply.status for reply in replies].count(201) == 1
            assert len({reply.json["contact"] for reply in replies}) == 1

    asyncio.run(story())


def test_a_flood_is_slowed_with_a_time_to_come_back_and_loses_nothing() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            replies = [await citizen.post(f"/chat/contacts/{contact}/messages", {"key": str(uuid4()), "text": f"{n}"}) for n in range(40)]
            refused = [reply for reply in replies if reply.status == 429]
            assert refused
            assert all(int(reply.headers["retry-after"]) > 0 for reply in refused)
            kept = (await citizen.get(f"/chat/contacts/{contact}")).json["messages"]
            assert len(kept) == 1 + len([reply for reply in replies if reply.status == 201])

    asyncio.run(story())


def test_refusals_speak_the_language_of_whoever_asks() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser()
            said = {
                language: json.loads((await browser.send("GET", "/chat/contacts/x", None, **{"accept-language": language})).body)["message"]
                for language in ("en", "fr", "en;q=0.9, fr;q=0.1", "xx, *", "\x00", ",,,;;=" * 100)
            }
            assert all(said.values())

    asyncio.run(story())
    assert house
