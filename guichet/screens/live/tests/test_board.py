"""The board: what is told of changes, the list behind every figure, and what only its own organisation sees."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from guichet.decisions.routing.words import Channel
from guichet.doors.tests.driving import Browser, House, Street, make_house, open_street, run_engine, work_for
from guichet.engine import following
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import Callback, Contact
from guichet.records.figures.models import QuarterCount
from guichet.records.figures.words import COUNTED
from guichet.screens.live.board.lists import Figure
from guichet.screens.live.board.reading import Reading
from guichet.screens.live.board.watch import compare

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def run_follower(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Count as the process of the jobs does, only more often."""
    monkeypatch.setattr(following, "PERIOD", 0.1)
    stop = Event()
    thread = Thread(target=following.Follower(stop).run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def open_supervisor(street: Street, house: House) -> Browser:
    return street.open_browser(house.count_on(house.supervisor))


async def post(browser: Browser, path: str, **values: Any) -> None:
    reply = await browser.post(path, {"key": str(uuid4()), **values})
    assert reply.status in (200, 201, 202, 204), reply.body


async def wait_for_row(supervisor: Browser, **wanted: int) -> dict[str, Any]:
    """The one row of the board, once its figures are these."""
    async with asyncio.timeout(10):
        while True:
            rows = (await supervisor.get("/live/board")).json["rows"]
            flat = [{**row, **row["day"]} for row in rows]
            if flat and all(flat[0][name] == value for name, value in wanted.items()):
                return flat[0]
            await asyncio.sleep(0.1)


def test_every_figure_counts_the_contacts_of_its_list(monkeypatch: pytest.MonkeyPatch) -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            supervisor, agent = open_supervisor(street, house), street.open_browser(house.count_on(house.agents[0].account))
            citizens = [await street.open_contact(house, f"Question {number}") for number in range(4)]
            await post(agent, "/live/presence", presence="available")
            await wait_for_row(supervisor, arrived=4)
            for citizen, contact in citizens[3:]:
                await post(citizen, f"/chat/contacts/{contact}/end")
            await wait_for_row(supervisor, abandoned_short=1, waiting=3)
            [card] = await wait_for_cards(agent, 1)
            await post(agent, f"/live/contacts/{card['contact']}/accept")
            await wait_for_row(supervisor, answered=1, in_hand=1, waiting=2, in_time=1)
            counts = {}
            for figure in Figure:
                reply = await supervisor.get(f"/live/board/contacts?figure={figure}")
                assert reply.status == 200, reply.body
                assert len(reply.json["contacts"]) == reply.json["count"]
                counts[figure] = reply.json["count"]
            assert {figure: count for figure, count in counts.items() if count} == {
                Figure.WAITING: 2,
                Figure.IN_HAND: 1,
                Figure.ANSWERED: 1,
                Figure.ABANDONED_SHORT: 1,
            }

    with run_engine(house), run_follower(monkeypatch):
        asyncio.run(story())


def test_a_call_promised_for_later_is_neither_late_nor_the_longest_wait_before_its_hour() -> None:
    """Chosen, or put off after a call in vain. It keeps its place in the list (R6)."""
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            supervisor = open_supervisor(street, house)
            [(_, older), (_, younger)] = [await street.open_contact(house) for _ in range(2)]
            now = timezone.now().replace(microsecond=0)
            with transaction.atomic():
                work_for(house)
                for contact, minutes in ((older, 40), (younger, 20)):
                    arrived_at = now - timedelta(minutes=minutes)
                    Contact.objects.filter(pk=contact).update(arrived_at=arrived_at, rank_at=arrived_at, channel=Channel.CALLBACK)
                    Callback.objects.create(
                        organisation=house.organisation,
                        contact_id=contact,
                        number="+33612345678",
                        wanted_from=now + timedelta(hours=1),
                        attempts=1,
                    )
            [row] = (await supervisor.get("/live/board")).json["rows"]
            assert (row["waiting"], row["late"], row["longest_since"]) == (2, 0, None)
            assert (await supervisor.get("/live/board/contacts?figure=late")).json["count"] == 0
            with transaction.atomic():
                work_for(house)
                Callback.objects.filter(contact_id=younger).update(wanted_from=now - timedelta(minutes=10))
            board = (await supervisor.get("/live/board")).json
            assert (board["rows"][0]["late"], board["rows"][0]["longest_since"]) == (1, to_instant(now - timedelta(minutes=10)))
            assert [each["contact"] for each in board["contacts"]] == [older, younger]
            [late] = (await supervisor.get("/live/board/contacts?figure=late")).json["contacts"]
            assert (late["contact"], late["waits_since"]) == (younger, to_instant(now - timedelta(minutes=10)))

    asyncio.run(story())


async def wait_for_cards(agent: Browser, count: int) -> list[dict[str, Any]]:
    async with asyncio.timeout(10):
        while True:
            cards: list[dict[str, Any]] = (await agent.get("/live/state")).json["contacts"]
            if len(cards) == count:
                return cards
            await asyncio.sleep(0.05)


def test_a_board_that_begins_is_told_everything_and_then_only_what_changed() -> None:
    house = make_house(agents=2)

    async def story() -> None:
        async with open_street() as street:
            supervisor, agent = open_supervisor(street, house), street.open_browser(house.count_on(house.agents[0].account))
            async with supervisor.listen("/live/board/events", "0") as listening:
                whole = await listening.wait_for("BoardChanged", is_whole=True)
                assert len(whole["agents"]) == 2
                await post(agent, "/live/presence", presence="available")
                changed = await listening.wait_for("BoardChanged")
                while (house.agents[0].pk, "available") not in [(row["agent"], row["presence"]) for row in changed["agents"]]:
                    changed = await listening.wait_for("BoardChanged")
                assert not changed["is_whole"]
                assert changed["queues"] == changed["contacts"] == changed["gone"] == []

    with run_engine(house):
        asyncio.run(story())


def test_a_list_asked_for_badly_is_refused_with_a_sentence() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            supervisor = open_supervisor(street, house)
            for query in (
                "",
                "figure=x",
                "figure=waiting&queue=x",
                "figure=waiting&from=-1",
                f"figure=waiting&from={2**70}",
                "figure=waiting&channel=fax",
            ):
                reply = await supervisor.get(f"/live/board/contacts?{query}")
                assert (reply.status, reply.json["code"]) == (400, "malformed"), query

    asyncio.run(story())


def test_a_board_shows_nothing_of_another_organisation() -> None:
    house, other = make_house(agents=1), make_house(agents=3)

    async def story() -> None:
        async with open_street() as street:
            await street.open_contact(other)
            board = (await open_supervisor(street, house).get("/live/board")).json
            assert [row["agent"] for row in board["agents"]] == [house.agents[0].pk]
            assert [row["queue"] for row in board["queues"]] == [house.queue.pk]
            assert board["contacts"] == board["rows"] == []
            listed = await open_supervisor(street, house).get(f"/live/board/contacts?figure=waiting&queue={other.queue.pk}")
            assert listed.json == {"count": 0, "contacts": []}

    asyncio.run(story())


def test_only_what_differs_is_told() -> None:
    before = Reading(agents={1: (1, "a"), 2: (2, "b")}, contacts={"x": ("x",)}, course=((0,),))
    after = Reading(agents={1: (1, "a"), 2: (2, "c"), 3: (3, "d")}, course=((0,),), rows={(7, "chat"): (7, "chat")})
    change, gone = compare(before, after)
    assert (change.agents, change.rows, gone) == ({2: (2, "c"), 3: (3, "d")}, {(7, "chat"): (7, "chat")}, ["contacts:x"])
    assert change.course == ()
    assert compare(after, before)[1] == ["agents:3", "rows:7:chat"]


def test_the_pace_of_written_channels_is_that_of_the_last_four_weeks() -> None:
    house = make_house(agents=1)
    quarter = int(time.time() // 900)
    with transaction.atomic():
        work_for(house)
        for channel, days, closed in ((Channel.EMAIL, 2, 56), (Channel.EMAIL, 40, 999), (Channel.CHAT, 2, 7), (Channel.SMS, 2, 0)):
            counts = dict.fromkeys(COUNTED, 0) | {"closed": closed, "handling_ms": closed * 500_000, "wrap_up_ms": closed * 100_000}
            QuarterCount.objects.create(
                organisation=house.organisation, quarter=quarter - 96 * days, channel=channel, queue=1, reason=0, territory=0, **counts
            )

    async def story() -> None:
        async with open_street() as street:
            supervisor = open_supervisor(street, house)
            paces = (await supervisor.get("/live/board/paces")).json["paces"]
            assert paces == [{"channel": "email", "treat_ms": 600_000, "a_day": 2.0}]
            agent = street.open_browser(house.count_on(house.agents[0].account))
            assert (await agent.get("/live/board/paces")).status == 403

    asyncio.run(story())
