"""The play at work in the real house: people come, are answered and leave; who signs in as an agent has his desk for himself."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from guichet_player.pace import FASTEST
from guichet_player.play import Cast, play
from guichet_player.tests.conftest import Demonstration
from guichet_player.wire import Browser, UnreachedError

pytestmark = pytest.mark.timeout(300)
CLAIRE, SUPERVISOR = "claire.martin@deux-rives.example", "supervision@deux-rives.example"
SILENCE_SECONDS = 30
PATIENCE = 90.0
"""Seconds, on a busy machine; on a quiet one it takes fifteen."""


async def come_in(demonstration: Demonstration, email: str) -> Browser:
    browser = Browser(demonstration.address, headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    await browser.get("/sign-in")
    reply = await browser.send_form("/sign-in", {"email": email, "password": json.loads(demonstration.passwords.read_text())[email]})
    assert reply.status == 302
    return browser


async def wait_until(is_so: Callable[[], Awaitable[bool]], complaint: str) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while not await is_so():
                await asyncio.sleep(0.3)
            return
    raise AssertionError(complaint)


async def count_states(supervisor: Browser) -> Counter[str]:
    contacts = (await supervisor.get("/api/contacts?limit=500")).read_json()["items"]
    return Counter(contact["state"] for contact in contacts)


def pick(demonstration: Demonstration, count: int) -> Path:
    """The accounts of so many agents only: each signs in, and passwords cost time on purpose."""
    known = json.loads(demonstration.accounts.read_text())
    few = demonstration.accounts.with_name("few.json")
    few.write_text(json.dumps(known | {"agents": dict(list(known["agents"].items())[:count])}))
    return few


async def watch(demonstration: Demonstration) -> None:
    """See a centre live, then take the place of an agent and leave it."""
    supervisor = await come_in(demonstration, SUPERVISOR)

    async def is_alive() -> bool:
        states = await count_states(supervisor)
        return states["assigned"] > 0 and states["closed"] > 0

    await wait_until(is_alive, "nobody is answered to the end")
    claire = await come_in(demonstration, CLAIRE)
    await asyncio.sleep(7)  # the player looks every three seconds at who else is signed in
    before = await say_what_claire_said(claire)
    await asyncio.sleep(5)
    assert await say_what_claire_said(claire) == before, "nobody plays an agent who is there himself"


async def say_what_claire_said(claire: Browser) -> list[Any]:
    state = (await claire.get("/live/state")).read_json()
    mine = [card for card in state["contacts"] if card["state"] == "assigned"]
    return sorted((card["contact"], sum(message["author"] == "agent" for message in card["messages"])) for card in mine)


def test_a_newcomer_finds_a_living_centre_and_takes_the_place_of_an_agent(demonstration: Demonstration) -> None:
    async def run() -> None:
        cast = Cast(demonstration.address, pick(demonstration, 5), FASTEST, seed=3)
        playing = asyncio.create_task(play(cast, random.Random(cast.seed)))
        try:
            watching = asyncio.create_task(watch(demonstration))
            await asyncio.wait({playing, watching}, return_when=asyncio.FIRST_COMPLETED)
            assert watching.done(), "the play broke off"
            await watching
        finally:
            playing.cancel()
            with suppress(asyncio.CancelledError):
                await playing

    asyncio.run(run())


@pytest.mark.nightly
def test_played_agents_stay_at_their_desks(demonstration: Demonstration) -> None:
    """Longer than the house waits for a desk that fell silent."""

    async def run() -> None:
        playing = asyncio.create_task(play(Cast(demonstration.address, pick(demonstration, 3), 1.0, seed=3), random.Random(3)))
        supervisor = await come_in(demonstration, SUPERVISOR)

        async def list_there() -> list[int]:
            board = (await supervisor.get("/live/board")).read_json()
            return [agent["since"] for agent in board["agents"] if agent["presence"] == "available"]

        async def are_there() -> bool:
            return len(await list_there()) == 3

        try:
            await wait_until(are_there, "nobody sits down")
            before = await list_there()
            await asyncio.sleep(SILENCE_SECONDS + 10)
            assert await list_there() == before, "they were sent away"
        finally:
            playing.cancel()
            with suppress(asyncio.CancelledError):
                await playing

    asyncio.run(run())


def test_the_tour_lets_in_who_sits_here_and_nobody_who_comes_through_a_proxy(demonstration: Demonstration) -> None:
    async def run() -> None:
        browser = Browser(demonstration.address)
        assert (await browser.get("/tour")).status == 200
        reply = await browser.send_form("/tour/enter/supervisor", {})
        assert (reply.status, reply.headers["location"]) == (302, "/board")
        assert (await browser.get("/board")).status == 200
        assert (await browser.send_form("/tour/enter/nobody", {})).status == 404
        assert (await browser.send_form("/tour/speed", {"speed": "1000"})).status == 302
        assert (await browser.get("/tour/speed")).read_json() == {"speed": 20.0}
        assert (await browser.send_form("/tour/speed", {"speed": "nan"})).status == 404
        browser.headers["X-Forwarded-For"] = "192.0.2.1"
        assert (await browser.get("/tour")).status == 404
        assert (await browser.send_form("/tour/enter/supervisor", {})).status == 404

    asyncio.run(run())


def test_a_house_that_is_away_is_said_to_be_unreached() -> None:
    with pytest.raises(UnreachedError):
        asyncio.run(Browser("http://127.0.0.1:1").get("/"))
