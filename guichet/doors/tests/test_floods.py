"""One widget that writes without end is slowed with a sentence, the others are served, and what it repeats is kept once."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from guichet.doors.tests.driving import Browser, Reply, make_house, open_street

pytestmark = pytest.mark.django_db(transaction=True)
THOUSAND = 1_000
AT_ONCE = 50


def write_line(text: str) -> dict[str, Any]:
    return {"key": str(uuid4()), "text": text}


async def send_all(citizen: Browser, address: str, lines: list[dict[str, Any]]) -> list[Reply]:
    replies = []
    for first in range(0, len(lines), AT_ONCE):
        replies += await asyncio.gather(*(citizen.post(address, line) for line in lines[first : first + AT_ONCE]))
    return replies


def test_a_thousand_messages_at_once_from_one_widget_are_slowed_with_a_sentence_and_none_is_lost() -> None:
    house = make_house()

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            address = f"/chat/contacts/{contact}/messages"
            lines = [write_line(f"line {number}") for number in range(THOUSAND)]
            replies = await send_all(citizen, address, lines)
            accepted = {line["text"] for line, reply in zip(lines, replies, strict=True) if reply.status == 201}
            slowed = [(line, reply) for line, reply in zip(lines, replies, strict=True) if reply.status == 429]
            assert len(accepted) + len(slowed) == THOUSAND
            assert len(slowed) > THOUSAND * 0.8
            line, reply = slowed[0]
            assert reply.json["code"] == "too-many"
            assert len(reply.json["message"]) > 30

            other, elsewhere = await street.open_contact(house)
            assert (await other.post(f"/chat/contacts/{elsewhere}/messages", write_line("Moi aussi"))).status == 201

            await asyncio.sleep(int(reply.headers["retry-after"]))
            assert (await citizen.post(address, line)).status == 201
            kept = [message["text"] for message in (await citizen.get(f"/chat/contacts/{contact}")).json["messages"]]
            assert sorted(kept) == sorted(["Bonjour", line["text"], *accepted])

    asyncio.run(story())
