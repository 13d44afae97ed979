"""How fast the hot doors are, against the real web and engine processes.

Every agent's desk listens. First at a fixed rate: messages in open conversations, each timed from its POST to the event at the other
side; then new contacts, each timed from its POST to the ring on a desk, and answered, ended and wrapped up so that agents stay free.
Then saturation: as many messages as the web process takes, from connections that each wait for their answer. Last, every message that
was accepted is looked for in the database, and was told to the other side or counts as lost.
"""

import argparse
import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import uvloop

from bench.ground import Ground, connect_owner, lay, list_opening_facts, post_all
from bench.ground.browsers import Browser
from bench.ground.processes import Running, start
from bench.ground.seats import CSRF, get_slug, seat
from guichet.decisions.routing.inputs import PresenceChanged

STORED = "select count(*) from contacts_message where organisation_id = %s"
WRITERS = 96
"""Connections at saturation."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rate", type=int, default=100, help="messages per second in the first phase (default: %(default)s)")
    parser.add_argument("--contacts", type=int, default=50, help="new contacts per second (default: %(default)s)")
    parser.add_argument("--seconds", type=int, default=10, help="of each phase (default: %(default)s)")
    parser.add_argument("--agents", type=int, default=500, help="desks that listen (default: %(default)s)")
    parser.add_argument("--conversations", type=int, default=200, help="open while messages are sent (default: %(default)s)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    with connect_owner() as owner:
        ground = lay(owner, agents=options.agents, queues=1, skills=1)
        cookies = seat(owner, ground)
        facts = [fact for fact in list_opening_facts(ground) if not isinstance(fact, PresenceChanged)]
        post_all(owner, ground, facts)
        slug = get_slug(owner, ground)
        with start("web", "engine") as running:
            street = Street(running, ground, slug, cookies)
            result = uvloop.run(street.measure(options))
            [(stored,)] = owner.execute(STORED, [ground.organisation_id]).fetchall()
        result["figures"]["lost"] = street.accepted - int(str(stored)) + street.count_untold()
        return result


class Street:
    """All browsers of the measure."""

    def __init__(self, running: Running, ground: Ground, slug: str, cookies: list[str]) -> None:
        self.running = running
        self.ground = ground
        self.slug = slug
        self.desks = [Desk(Browser(running.web, cookie, CSRF), self) for cookie in cookies]
        self.sent_at: dict[tuple[str, str], float] = {}
        self.delays: dict[str, list[float]] = defaultdict(list)
        self.opened_at: dict[str, float] = {}
        self.holders: dict[str, Desk] = {}
        self.held = asyncio.Event()
        self.closes = False
        self.accepted = 0
        self.told: dict[str, int] = defaultdict(int)
        self.expected: dict[str, int] = defaultdict(int)
        self.tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def count_untold(self) -> int:
        """Messages of agents that were accepted and never reached their citizen."""
        return sum(self.expected[contact] - self.told[contact] for contact in self.expected)

    async def measure(self, options: argparse.Namespace) -> dict[str, Any]:
        for group in range(0, len(self.desks), 50):
            await asyncio.gather(*(desk.sit_down() for desk in self.desks[group : group + 50]))
        conversations = await self.open_conversations(options.conversations)
        await asyncio.to_thread(self.settle)
        shares = {}
        self.running.begin()
        await self.pace(options.rate, options.seconds, lambda number: self.exchange(conversations[number % len(conversations)], number))
        shares["messages"] = self.running.share()
        self.closes = True
        self.running.begin()
        await self.pace(options.contacts, options.seconds, lambda _: self.arrive())
        shares["contacts"] = self.running.share()
        self.running.begin()
        messages_per_second = await self.saturate(conversations, options.seconds)
        shares["saturation"] = self.running.share()
        await asyncio.sleep(1)
        figures = {
            "delivery_p50_ms": percentile(self.delays["delivery"], 50),
            "delivery_p99_ms": percentile(self.delays["delivery"], 99),
            "offer_p50_ms": percentile(self.delays["offer"], 50),
            "offer_p99_ms": percentile(self.delays["offer"], 99),
            "messages_per_second": round(messages_per_second),
            "saturated_delivery_p99_ms": percentile(self.delays["saturation"], 99),
        }
        conditions = {name: getattr(options, name) for name in ("rate", "contacts", "seconds", "agents", "conversations")}
        return {"figures": figures, "conditions": {**conditions, "web_processes": 1, "cpu_cores": shares}}

    def settle(self) -> None:
        """Have PostgreSQL know its tables, as it does in an installation that is not minutes old."""
        with connect_owner() as owner:
            owner.execute("vacuum analyze")

    async def pace(self, rate: int, seconds: int, work: Callable[[int], Awaitable[Any]]) -> None:
        """Begin so many a second, each at its instant whatever became of those before (open loop)."""
        began = time.perf_counter()
        for number in range(rate * seconds):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            self.spawn(work(number))
        await asyncio.gather(*self.tasks)
        await asyncio.sleep(0.3)

    async def open_conversations(self, count: int) -> list["Conversation"]:
        conversations = [Conversation(self) for _ in range(count)]
        for group in range(0, count, 25):
            await asyncio.gather(*(conversation.open() for conversation in conversations[group : group + 25]))
        return conversations

    async def arrive(self) -> None:
        """A citizen arrives; his ring is timed by the desk that hears it."""
        await Conversation(self).ask()

    async def exchange(self, conversation: "Conversation", number: int) -> None:
        """Somebody writes: citizen and agent by turns."""
        text = f"message {number}"
        by_citizen = number // 200 % 2 == 0
        self.sent_at[conversation.contact, text] = time.perf_counter()
        await conversation.say(text, by_citizen=by_citizen)

    async def saturate(self, conversations: list["Conversation"], seconds: int) -> float:
        """Every writer waits for its answer and writes again: agents to their citizens, who listen."""
        sent = 0
        until = time.perf_counter() + seconds

        async def write(conversation: Conversation, name: int) -> None:
            nonlocal sent
            number = 0
            while time.perf_counter() < until:
                number += 1
                text = f"saturation {name} {number}"
                self.sent_at[conversation.contact, text] = time.perf_counter()
                await conversation.say(text, by_citizen=False)
                sent += 1

        began = time.perf_counter()
        writers = conversations[: min(WRITERS, len(conversations))]
        await asyncio.gather(*(write(conversation, name) for name, conversation in enumerate(writers)))
        return sent / (time.perf_counter() - began)


class Desk:
    """An agent who accepts whatever rings."""

    def __init__(self, browser: Browser, street: Street) -> None:
        self.browser = browser
        self.street = street
        self.idle: list[Browser] = []

    async def sit_down(self) -> None:
        state = await self.browser.get("/live/state")
        await self.browser.listen(f"/live/events?cursor={state['cursor']}", self.hear)
        await self.browser.post("/live/presence", presence="available")

    def hear(self, event: dict[str, Any]) -> None:
        match event["type"]:
            case "ContactOffered":
                contact = event["card"]["contact"]
                opened_at = self.street.opened_at.pop(event["card"]["messages"][0]["text"])
                if self.street.closes:
                    self.street.delays["offer"].append(time.perf_counter() - opened_at)
                self.street.spawn(self.act("accept", contact))
            case "ContactAssigned":
                contact = event["card"]["contact"]
                self.street.holders[contact] = self
                if self.street.closes:
                    self.street.spawn(self.act("end", contact))
            case "WrapUpStarted":
                self.street.spawn(self.act("wrap-up", event["contact"], reason=self.street.ground.reason_id, outcome="resolved"))
            case "MessageAdded" if event["message"]["author"] == "citizen":
                hear_message(self.street, event["contact"], event["message"]["text"])

    async def act(self, verb: str, contact: str, **value: Any) -> None:
        """On a kept connection that is idle or, while all are busy, on a new one, as a browser does."""
        browser = self.idle.pop() if self.idle else Browser(self.browser.port, self.browser.cookies, CSRF)
        await browser.post(f"/live/contacts/{contact}/{verb}", **value)
        self.idle.append(browser)


class Conversation:
    """A citizen, and whoever holds his contact."""

    def __init__(self, street: Street) -> None:
        self.street = street
        self.citizen = Browser(street.running.web)
        self.agent: Browser | None = None
        self.contact = ""
        self.turn = asyncio.Lock()

    async def ask(self) -> None:
        text = f"question of {self.citizen.address}"
        await self.citizen.connect()
        self.street.opened_at[text] = time.perf_counter()
        opened = await self.citizen.post(
            "/chat/contacts", organisation=self.street.slug, reason=self.street.ground.reason_id, language="fr", text=text
        )
        self.contact = opened["contact"]
        self.street.accepted += 1

    async def open(self) -> None:
        """Ask, wait for an agent, and listen."""
        await self.ask()
        while self.contact not in self.street.holders:
            await asyncio.sleep(0.02)
        self.agent = Browser(self.street.running.web, self.street.holders[self.contact].browser.cookies, CSRF)
        await self.agent.connect()
        await self.citizen.listen(f"/chat/contacts/{self.contact}/events?cursor=1", self.hear)

    def hear(self, event: dict[str, Any]) -> None:
        if event["type"] == "MessageAdded" and event["message"]["author"] == "agent":
            self.street.told[self.contact] += 1
            hear_message(self.street, self.contact, event["message"]["text"])

    async def say(self, text: str, *, by_citizen: bool) -> None:
        """One side writes; a side writes one message at a time."""
        async with self.turn:
            if by_citizen:
                await self.citizen.post(f"/chat/contacts/{self.contact}/messages", text=text)
            elif self.agent:
                await self.agent.post(f"/live/contacts/{self.contact}/messages", text=text)
                self.street.expected[self.contact] += 1
        self.street.accepted += 1


def hear_message(street: Street, contact: str, text: str) -> None:
    sent_at = street.sent_at.pop((contact, text), None)
    if sent_at is not None:
        kind = "saturation" if text.startswith("saturation") else "delivery"
        street.delays[kind].append(time.perf_counter() - sent_at)


def percentile(delays: list[float], share: int) -> float | None:
    """In milliseconds."""
    ordered = sorted(delays)
    return round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1000, 1) if ordered else None
