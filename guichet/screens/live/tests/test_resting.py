"""Contacts that rest while their citizens are asked something, through the real doors and the engine."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from guichet.doors.tests.driving import Browser, House, Street, make_house
from guichet.records.contacts.actions import add_message
from guichet.records.contacts.asking import find_end, note_answers
from guichet.records.contacts.models import Asking, Contact, ReplyAddress
from guichet.records.contacts.words import Author
from guichet.records.directory.models import AskingReason, ChannelCapacity, Commitment
from guichet.records.directory.queries import list_router_configuration
from guichet.records.journal.actions import post
from guichet.screens.live.tests.test_joining import ask, assert_sound, get_cards, listen, work, write_in
from guichet.screens.live.tests.test_kept import live

pytestmark = pytest.mark.django_db(transaction=True)
DUE = timedelta(days=2)


def prepare(house: House) -> None:
    """Seats for messages, a promise that pauses, and something to ask for."""

    def do() -> None:
        Commitment.objects.of(house.organisation.pk).update(pauses_for_citizen=True)
        labels = {"fr": "Pièce à envoyer", "en": "Document to send"}
        for agent in house.agents:
            ChannelCapacity.objects.create(organisation=house.organisation, profile=agent.capacity, channel="message", most=2, units=1)
        for fact in list_router_configuration(house.organisation.pk):
            post(house.organisation.pk, fact, uuid4())
        AskingReason.objects.create(organisation=house.organisation, key="document", labels=labels, days=30)

    work(house, do)


def promise(house: House, contact: str) -> datetime:
    """Until when its answer is promised."""
    due_at = timezone.now() + DUE
    values = {"organisation": house.organisation, "contact_id": contact, "site": "https://guichet.example", "promised_at": due_at}
    work(house, lambda: ReplyAddress.objects.create(**values))
    return due_at


def read(house: House, contact: str) -> Contact:
    contacts = Contact.objects.of(house.organisation.pk).select_related("organisation")
    return work(house, lambda: contacts.get(pk=contact))  # type: ignore[no-any-return]


def say_as_citizen(house: House, contact: str, text: str) -> None:
    row = read(house, contact)
    work(house, lambda: add_message(row, uuid4(), Author.CITIZEN, text))


def find_answers(house: House, minutes: int) -> int:
    """So many minutes later."""
    return int(work(house, lambda: note_answers(house.organisation.pk, timezone.now() + timedelta(minutes=minutes))))


async def take_message(street: Street, house: House) -> tuple[Browser, str]:
    """An agent who has just accepted a message that was left, promised an answer within two days."""
    agent = street.open_browser(house.count_on(house.agents[0].account))
    async with await listen(agent) as listening:
        await agent.post("/live/presence", {"key": str(uuid4()), "presence": "available"})
        contact = await asyncio.to_thread(write_in, house, "Où en est ma demande ?")
        await asyncio.to_thread(promise, house, contact)
        await listening.wait_for("ContactOffered")
        await agent.post(f"/live/contacts/{contact}/accept", {"key": str(uuid4())})
        await listening.wait_for("ContactAssigned")
    return agent, contact


def test_it_rests_until_its_citizen_answers_and_what_was_promised_moves_by_as_much() -> None:
    house = make_house(agents=1)
    prepare(house)

    async def story(street: Street) -> None:
        agent, contact = await take_message(street, house)
        before = (await get_cards(agent))[contact]["reply"]["promised_at"]
        async with await listen(agent) as listening:
            key = str(uuid4())
            asked: dict[str, Any] = {"key": key, "reason": "document", "number": 1}
            [first, again] = [await agent.post(f"/live/contacts/{contact}/ask", asked) for _ in range(2)]
            assert first.json == again.json, "the same wish again is the same fact"
            card = (await listening.wait_for("AskingChanged"))["card"]
            assert (card["state"], card["asking"]["reason_name"], card["asking"]["is_put_off"]) == ("asked", "Pièce à envoyer", True)

            assert await asyncio.to_thread(find_answers, house, 1) == 0, "he has said nothing since"
            await asyncio.to_thread(pass_an_hour, house, contact)
            await asyncio.to_thread(say_as_citizen, house, contact, "Voici ma pièce")
            assert await asyncio.to_thread(find_answers, house, 1) == 1
            card = (await listening.wait_for("AskingChanged"))["card"]
            assert (card["state"], card["asking"]) == ("assigned", None)
            moved = timedelta(milliseconds=card["reply"]["promised_at"] - before)
            assert timedelta(hours=1) <= moved < timedelta(hours=1, minutes=1)
            assert await asyncio.to_thread(find_answers, house, 2) == 0, "an answer is noted once"
        assert (await asyncio.to_thread(read, house, contact)).put_off_ms == moved // timedelta(milliseconds=1)

    live(house, story)
    assert_sound(house)


def pass_an_hour(house: House, contact: str) -> None:
    """He was asked an hour ago."""

    def do() -> None:
        asking = Asking.objects.of(house.organisation.pk).get(contact=UUID(contact))
        asking.asked_at -= timedelta(hours=1)
        asking.save(update_fields=["asked_at"])

    work(house, do)


def test_taken_up_again_nothing_has_moved_and_only_its_owner_may() -> None:
    house = make_house(agents=2)
    prepare(house)

    async def story(street: Street) -> None:
        agent, contact = await take_message(street, house)
        colleague = street.open_browser(house.count_on(house.agents[1].account))
        assert (await ask(agent, contact, "take-up")).json["code"] == "not-asked"
        assert (await ask(agent, contact, "ask", reason="nothing-of-ours", number=1)).json["code"] == "unknown-asking"
        assert (await ask(colleague, contact, "ask", reason="document", number=1)).json["code"] == "not-owner"
        async with await listen(agent) as listening:
            assert (await ask(agent, contact, "ask", reason="document", number=1)).status == 202
            await listening.wait_for("AskingChanged")
            assert (await ask(agent, contact, "end")).status == 202
            assert (await listening.wait_for("Refused"))["reason"] == "asked"
            assert (await ask(colleague, contact, "take-up")).json["code"] == "not-owner"
            assert (await ask(agent, contact, "take-up")).status == 202
            card = (await listening.wait_for("AskingChanged"))["card"]
            assert (card["state"], card["asking"]) == ("assigned", None)
        row = await asyncio.to_thread(read, house, contact)
        assert row.put_off_ms < 60_000

    live(house, story)
    assert_sound(house)


def test_what_was_said_while_the_question_was_on_its_way_is_an_answer() -> None:
    house = make_house(agents=1)
    prepare(house)

    async def story(street: Street) -> None:
        agent, contact = await take_message(street, house)
        await asyncio.to_thread(say_as_citizen, house, contact, "Au fait, voici ma pièce")
        async with await listen(agent) as listening:
            assert (await ask(agent, contact, "ask", reason="document", number=1)).status == 202
            await listening.wait_for("AskingChanged")
            assert await asyncio.to_thread(find_answers, house, 0) == 1
            assert (await listening.wait_for("AskingChanged"))["card"]["asking"] is None

    live(house, story)


def test_the_board_counts_apart_those_who_are_waited_for() -> None:
    house = make_house(agents=1)
    prepare(house)

    async def story(street: Street) -> None:
        agent, contact = await take_message(street, house)
        async with await listen(agent) as listening:
            await ask(agent, contact, "ask", reason="document", number=1)
            await listening.wait_for("AskingChanged")
        supervisor = street.open_browser(house.count_on(house.supervisor))
        board = (await supervisor.get("/live/board")).json
        [row] = [row for row in board["rows"] if row["channel"] == "message"]
        assert (row["waiting"], row["in_hand"], row["asked"]) == (0, 0, 1)
        [shown] = [shown for shown in board["agents"] if shown["agent"] == house.agents[0].pk]
        assert shown["in_hand"] == 0
        [listed] = (await supervisor.get("/live/board/contacts?figure=asked")).json["contacts"]
        assert (listed["contact"], listed["state"]) == (contact, "asked")

    live(house, story)


def test_it_comes_back_by_itself() -> None:
    """Nobody is waited for without an end: the reason's days, to the end of the day where the organisation is."""
    now = datetime.fromisoformat("2026-03-20T22:30:00+00:00")
    assert find_end("Europe/Paris", 10, now).isoformat() == "2026-03-30T21:59:00+00:00", "summer time began meanwhile"
    assert find_end("Indian/Reunion", 10, now).isoformat() == "2026-03-31T19:59:00+00:00", "it is tomorrow there"
