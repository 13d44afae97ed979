"""Contacts that ask the same, through the real doors: joined, read, written into, separated, and never of two persons unasked."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from guichet.decisions.routing.words import Channel, Instant
from guichet.doors.tests.driving import Browser, House, Street, make_house, work_for
from guichet.engine.verify import verify
from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.actions import Opening, add_message, open_contact
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.words import Author
from guichet.records.people.models import Citizen
from guichet.screens.live.tests.test_kept import live, take
from guichet.screens.live.tests.test_persons import NOW

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = 3_600_000


def work(house: House, do: Any) -> Any:
    """Run something in a transaction of the organisation, in a thread of its own."""
    try:
        with transaction.atomic():
            work_for(house)
            return do()
    finally:
        connection.close()


def write_in(house: House, text: str, *, citizen: int | None = None, hours_ago: int = 1) -> str:
    """A message that somebody leaves."""

    def do() -> str:
        arrival = get_arrival(house.organisation.pk, house.reason.pk, "fr", None)
        opening = Opening(
            key=uuid4(),
            channel=Channel.MESSAGE,
            language="fr",
            arrived_at=Instant(int(NOW.timestamp() * 1000) - hours_ago * HOUR),
            text=text,
            citizen=citizen,
        )
        return open_contact(house.organisation.pk, opening, arrival).contact

    return str(work(house, do))


def make_citizen(house: House, contact: str) -> int:
    """Of this contact."""

    def do() -> int:
        citizen = Citizen.objects.create(organisation=house.organisation, name="Samia", last_seen_at=NOW)
        Contact.objects.of(house.organisation.pk).filter(pk=contact).update(citizen=citizen)
        return citizen.pk

    return int(work(house, do))


async def ask(agent: Browser, card: str, name: str, /, **asked: object) -> Any:
    return await agent.post(f"/live/contacts/{card}/{name}", {"key": str(uuid4()), **asked})


async def get_cards(agent: Browser) -> dict[str, Any]:
    return {card["contact"]: card for card in (await agent.get("/live/state")).json["contacts"]}


async def listen(agent: Browser) -> Any:
    return agent.listen("/live/events", (await agent.get("/live/state")).json["cursor"])


def read_row(house: House, contact: str) -> tuple[str, UUID | None, Any]:
    row = work(house, lambda: Contact.objects.of(house.organisation.pk).values_list("state", "into_id", "arrived_at").get(pk=contact))
    return (str(row[0]), row[1], row[2])


def test_what_the_same_person_wrote_is_answered_with_his_chat_at_the_older_age_and_separated_again() -> None:
    house = make_house(agents=1)

    async def story(street: Street) -> None:
        agent, chat = await take(street, house, "Bonjour")
        citizen = await asyncio.to_thread(make_citizen, house, chat)
        async with await listen(agent) as listening:
            left = await asyncio.to_thread(write_in, house, "Ma demande", citizen=citizen)
            assert (await ask(agent, chat, "merge", contact=left)).status == 202
            told = await listening.wait_for("ContactsJoined")
            [joined] = told["card"]["joined"]
            assert (joined["contact"], joined["into"], joined["channel"]) == (left, chat, "message")
            assert [message["text"] for message in joined["messages"]] == ["Ma demande"]
            assert told["card"]["arrived_at"] == joined["arrived_at"] == int(NOW.timestamp() * 1000) - HOUR

            row = await asyncio.to_thread(work, house, lambda: Contact.objects.of(house.organisation.pk).get(pk=left))
            await asyncio.to_thread(work, house, lambda: add_message(row, uuid4(), Author.CITIZEN, "J’ajoute ceci"))
            heard = await listening.wait_for("MessageAdded", contact=left)
            assert (heard["message"]["number"], heard["message"]["text"]) == (2, "J’ajoute ceci")
            assert (await get_cards(agent))[chat]["joined"][0]["messages"][1]["text"] == "J’ajoute ceci"
            assert (await ask(agent, left, "messages", text="Réponse")).json["code"] == "not-owner"
            assert (await agent.get(f"/live/contacts/{left}/history")).status == 200

            assert (await ask(agent, chat, "part", contact=left)).status == 202
            assert (await listening.wait_for("ContactsJoined"))["card"]["joined"] == []
        assert (await asyncio.to_thread(read_row, house, left))[:2] == ("waiting", None)

    live(house, story)
    assert_sound(house)


def assert_sound(house: House) -> None:
    """Every rule of the counter holds on what the database keeps, and the figures are those of the journal."""
    for check in verify(house.organisation.pk):
        assert not check.offending, f"{check.rule} {check.promise}: {check.offending}"


def test_contacts_of_nobody_known_join_only_when_the_agent_says_that_he_checked_and_that_is_written_down() -> None:
    house = make_house(agents=1)

    async def story(street: Street) -> None:
        agent, chat = await take(street, house, "Bonjour")
        left = await asyncio.to_thread(write_in, house, "Un autre")
        assert (await ask(agent, chat, "merge", contact=left)).status == 404, "he may not even read it"
        await asyncio.to_thread(work, house, lambda: note(house, left))
        async with await listen(agent) as listening:
            refused = await ask(agent, chat, "merge", contact=left)
            assert (refused.status, refused.json["code"]) == (422, "not-same-person")
            assert (await ask(agent, chat, "merge", contact=left, is_checked=True)).status == 202
            await listening.wait_for("ContactsJoined")
        assert list(await get_cards(agent)) == [chat]
        assert await asyncio.to_thread(work, house, lambda: list_acts(house)) == [{"contact": left, "grounds": "agent"}]

    live(house, story)


def note(house: House, contact: str) -> None:
    """The agent had it in hand once."""
    line = {"number": 2, "key": uuid4(), "author": "agent", "agent": house.agents[0], "kind": "note", "text": "Vu", "created_at": NOW}
    Message.objects.create(organisation=house.organisation, contact_id=contact, **line)
    Contact.objects.filter(pk=contact).update(last_number=2)


def list_acts(house: House) -> list[Any]:
    return list(AuditEntry.objects.filter(organisation_id=house.organisation.pk, verb="contacts-merged").values_list("details", flat=True))


def test_both_end_together_and_are_counted_as_two_who_came_and_one_who_was_answered() -> None:
    house = make_house(agents=1)

    async def story(street: Street) -> None:
        agent, chat = await take(street, house, "Bonjour")
        citizen = await asyncio.to_thread(make_citizen, house, chat)
        left = await asyncio.to_thread(write_in, house, "Ma demande", citizen=citizen)
        async with await listen(agent) as listening:
            await ask(agent, chat, "merge", contact=left)
            await listening.wait_for("ContactsJoined")
            await ask(agent, chat, "end")
            await listening.wait_for("WrapUpStarted")
            await ask(agent, chat, "wrap-up", reason=house.reason.pk, outcome="resolved")
            await listening.wait_for("ContactClosed", contact=chat)
        state, into, _ = await asyncio.to_thread(read_row, house, left)
        assert (state, str(into)) == ("closed", chat)
        assert (await agent.get(f"/live/contacts/{left}/history")).status == 200, "whoever answered may read what he answered"

    live(house, story)
    assert_sound(house)


def test_nobody_has_what_is_not_his_join_or_part() -> None:
    house, elsewhere = make_house(agents=2), make_house(agents=1)

    async def story(street: Street) -> None:
        agent, chat = await take(street, house, "Bonjour")
        citizen = await asyncio.to_thread(make_citizen, house, chat)
        left = await asyncio.to_thread(write_in, house, "Ma demande", citizen=citizen)
        other = street.open_browser(house.count_on(house.agents[1].account))
        stranger = street.open_browser(elsewhere.count_on(elsewhere.agents[0].account))
        assert (await ask(other, chat, "merge", contact=left)).json["code"] == "not-owner"
        assert (await ask(stranger, chat, "merge", contact=left)).status == 404
        assert (await ask(agent, chat, "merge", contact=str(uuid4()))).status == 404
        assert 400 <= (await ask(agent, chat, "merge", contact="; drop table")).status < 500
        assert (await ask(agent, chat, "part", contact=left)).json["code"] == "not-joined"
        assert (await ask(agent, chat, "part", contact=str(uuid4()))).json["code"] == "not-joined"
        async with await listen(agent) as listening:
            await ask(agent, chat, "merge", contact=chat)
            assert (await listening.wait_for("Refused"))["reason"] == "unchanged"

    live(house, story)
