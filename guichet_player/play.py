"""The play: who is in it, when people come, and how much of it there may be.

It keeps within what the doors allow one address (two openings and twenty reads a second) and leaves half of it to visitors: it needs no
exception from the limits, and gets none.
"""

import asyncio
import json
import random
from dataclasses import dataclass
from pathlib import Path

from guichet_player.agents import Agent
from guichet_player.citizens import LOOK_SECONDS, Town, live
from guichet_player.curves import draw_gap, get_rate
from guichet_player.dialogues import Dialogue, read_dialogues
from guichet_player.pace import Pace
from guichet_player.wire import Browser, UnreachedError

MOST_CITIZENS = 30
"""At once: with a look each three seconds they read ten times a second."""
LEAST_GAP = 1.0
"""Ours, in seconds: one opening a second at most."""
FIRST_CITIZENS = 6
"""They come at once, so that the first look already sees a centre at work."""
SPEED_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Cast:
    address: str
    accounts: Path
    speed: float
    seed: int


async def play(cast: Cast, chance: random.Random) -> None:
    """Play until cancelled."""
    pace = Pace(cast.speed)
    await _wait_for_the_house(cast.address)
    accounts = json.loads(cast.accounts.read_text())
    agents = [
        Agent(cast.address, email, password, pace, random.Random(f"{cast.seed} {email}")) for email, password in accounts["agents"].items()
    ]
    town = await find_town(accounts["organisation"], agents[0], pace)
    async with asyncio.TaskGroup() as group:
        for agent in agents:
            group.create_task(agent.play())
        group.create_task(let_citizens_come(town, chance))
        group.create_task(_follow_speed(cast, pace))


async def find_town(organisation: str, agent: Agent, pace: Pace) -> Town:
    """Learn the reasons and places from the interface for programs."""
    while True:
        try:
            await agent.sign_in()
            reasons = (await agent.browser.get("/api/reasons?limit=500")).read_json()["items"]
            territories = (await agent.browser.get("/api/territories?limit=500")).read_json()["items"]
            break
        except (UnreachedError, KeyError):
            await asyncio.sleep(2)
    sites = tuple(territory["id"] for territory in territories if territory["kind"] == "site")
    return Town(agent.address, organisation, {reason["key"]: reason["id"] for reason in reasons}, sites, pace)


async def let_citizens_come(town: Town, chance: random.Random) -> None:
    """A stream of arrivals by the hour of the play. Whoever finds the stage full does not come at all."""
    present: set[asyncio.Task[str | None]] = set()
    dialogues, first = read_dialogues(), FIRST_CITIZENS
    while True:
        gap = 0.0 if first else draw_gap(get_rate(town.pace.read()), chance)
        await asyncio.sleep(LEAST_GAP)
        await town.pace.sleep(max(0.0, gap - LEAST_GAP * town.pace.speed))
        first = max(0, first - 1)
        if len(present) >= MOST_CITIZENS or gap >= 60.0:
            continue
        task = asyncio.create_task(_live(town, random.Random(chance.getrandbits(64)), chance.choice(dialogues)))
        present.add(task)
        task.add_done_callback(present.discard)


async def _live(town: Town, chance: random.Random, dialogue: Dialogue) -> str | None:
    try:
        return await live(town, dialogue, chance, LOOK_SECONDS)
    except UnreachedError:
        return None


async def _follow_speed(cast: Cast, pace: Pace) -> None:
    """The page of the tour may change the speed."""
    browser = Browser(cast.address)
    while True:
        await asyncio.sleep(SPEED_SECONDS)
        try:
            reply = await browser.get("/tour/speed")
            if reply.status == 200 and (speed := reply.read_json().get("speed")):
                pace.change(float(speed))
        except UnreachedError:
            continue


async def _wait_for_the_house(address: str) -> None:
    browser = Browser(address)
    while True:
        try:
            if (await browser.get("/readyz")).status == 200:
                return
        except UnreachedError:
            pass
        await asyncio.sleep(0.5)
