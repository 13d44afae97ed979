"""Group commit, as requests see it."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from psycopg_pool import AsyncConnectionPool

from guichet.decisions.routing.inputs import ContactWithdrawn
from guichet.decisions.routing.words import ContactId
from guichet.doors import writer as writing
from guichet.doors.reader import read
from guichet.doors.refusals import UnavailableError
from guichet.doors.tests.driving import Street, make_house, open_street
from guichet.doors.writer import Line, Write, Writer
from guichet.records.contacts.words import Author
from guichet.records.journal.errors import FreeTextError

pytestmark = pytest.mark.django_db(transaction=True)


async def count_messages(street: Street, organisation: int) -> int:
    [[found]] = await read(street.machinery.pool, organisation, "select count(*) from contacts_message")
    return int(found)


def test_requests_of_the_same_instant_share_a_commit_and_each_gets_its_own_answer() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            contacts = [(await street.open_contact(house))[1] for _ in range(3)]
            lines = [Line(ContactId(contacts[n % 3]), uuid4(), Author.CITIZEN, f"line {n}") for n in range(30)]
            writer = street.machinery.writer
            written = await asyncio.gather(*(writer.write(Write(organisation=house.organisation.pk, line=line)) for line in lines))
            numbers = [result.line.number for result in written if result.line]
            assert [numbers[n::3] for n in range(3)] == [list(range(2, 12))] * 3

    asyncio.run(story())


def test_one_bad_row_fails_alone() -> None:
    house = make_house(agents=1)
    organisation = house.organisation.pk

    async def story() -> None:
        async with open_street() as street:
            _, contact = await street.open_contact(house)
            writer = street.machinery.writer
            good = [Write(organisation=organisation, line=Line(ContactId(contact), uuid4(), Author.CITIZEN, f"{n}")) for n in range(5)]
            bad = Write(organisation=organisation, fact=(uuid4(), ContactWithdrawn(contact=ContactId(contact), reason="he left !")))
            results = await asyncio.gather(*(writer.write(write) for write in (*good[:2], bad, *good[2:])), return_exceptions=True)
            assert [isinstance(result, FreeTextError) for result in results] == [False, False, True, False, False, False]
            assert await count_messages(street, organisation) == 6

    asyncio.run(story())


def test_a_hundred_parallel_duplicates_are_one_message_with_one_number() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            body = {"key": str(uuid4()), "text": "once"}
            line = Line(ContactId(contact), body["key"], Author.CITIZEN, "once")  # type: ignore[arg-type]
            write = Write(organisation=house.organisation.pk, line=line)
            results = await asyncio.gather(*(street.machinery.writer.write(write) for _ in range(100)))
            assert {result.line.number for result in results if result.line} == {2}
            assert (await citizen.post(f"/chat/contacts/{contact}/messages", body)).json["number"] == 2
            assert await count_messages(street, house.organisation.pk) == 2

    asyncio.run(story())


def test_while_the_database_is_away_a_write_is_refused_with_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 0.2)

    async def story() -> None:
        pool: Any = AsyncConnectionPool("host=/nowhere dbname=none", min_size=0, max_size=1, open=False, timeout=0.1, reconnect_timeout=0.1)
        await pool.open()
        writer = Writer(pool, lambda _organisation, _said: None)
        running = asyncio.create_task(writer.run())
        with pytest.raises(UnavailableError) as refused:
            await writer.write(Write(organisation=1))
        assert refused.value.retry_after
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await pool.close()

    asyncio.run(story())


def test_too_many_waiting_writes_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_WAITING", 1)

    async def story() -> None:
        writer = Writer(None, lambda _organisation, _said: None)  # type: ignore[arg-type]
        waiting = asyncio.create_task(writer.write(Write(organisation=1)))
        await asyncio.sleep(0)
        with pytest.raises(UnavailableError):
            await writer.write(Write(organisation=1))
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    asyncio.run(story())
