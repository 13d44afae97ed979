"""How soon boards show what happens: agents change their presence while many wait and many boards are open.

An update is counted from the instant at which an agent's browser sends it to the instant at which a board was told it, once for each
board. Every board of the organisation is open in one web process; presences go through the doors and the engine like anybody's.
"""

import argparse
import asyncio
import time
from typing import Any

import uvloop

from bench.ground import Ground, connect_owner, lay, list_opening_facts, now, open_contacts, post_all
from bench.ground.browsers import Browser
from bench.ground.processes import Running, start
from bench.ground.seats import CSRF, seat
from guichet.decisions.routing.inputs import Input, PresenceChanged

PRESENCES = ("paused", "offline")
"""Nobody becomes available: those who wait stay."""
SETTLE_SECONDS = 3.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agents", type=int, default=2_000, help="agents of the organisation (default: %(default)s)")
    parser.add_argument("--waiting", type=int, default=5_000, help="contacts that wait (default: %(default)s)")
    parser.add_argument("--boards", type=int, default=50, help="open boards (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=20.0, help="changes per second (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long changes go on (default: %(default)s)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    with connect_owner() as owner:
        ground = lay(owner, agents=options.agents, queues=20, skills=20)
        cookies = seat(owner, ground)
        facts: list[Input] = [fact for fact in list_opening_facts(ground) if not isinstance(fact, PresenceChanged)]
        contacts = open_contacts(owner, ground, options.waiting)
        facts += [ground.get_arrival(number, contact, now()) for number, contact in enumerate(contacts)]
        post_all(owner, ground, facts)
        with start("web", "engine", "work") as running:
            wait_until_counted(owner, ground, options.waiting)
            return uvloop.run(measure(running, ground, cookies, options))


def wait_until_counted(owner: Any, ground: Ground, waiting: int) -> None:
    """Return once the engine has taken everything, and the figures know of everybody."""
    deadline = time.monotonic() + 120
    arrived = "select coalesce(sum(arrived), 0) from figures_quarter where organisation_id = %s"
    while owner.execute(arrived, [ground.organisation_id]).fetchone() != (waiting,):
        if time.monotonic() > deadline:
            raise TimeoutError("the figures do not follow")
        time.sleep(0.2)


class Watching:
    """What the boards were told, and how long after it was sent."""

    def __init__(self) -> None:
        self.sent: dict[tuple[int, str], float] = {}
        self.updates_ms: list[float] = []

    def tell(self, event: dict[str, Any]) -> None:
        told_at = time.perf_counter()
        for row in event["agents"]:
            sent_at = self.sent.get((row["agent"], row["presence"]))
            if sent_at is not None and not event["is_whole"]:
                self.updates_ms.append((told_at - sent_at) * 1000)


async def measure(running: Running, ground: Ground, cookies: list[str], options: argparse.Namespace) -> dict[str, Any]:
    watching = Watching()
    boards = [Browser(running.web, cookie, CSRF) for cookie in cookies[: options.boards]]
    await asyncio.gather(*(board.listen("/live/board/events?cursor=0", watching.tell) for board in boards))
    fetched = await boards[0].get("/live/board")
    await asyncio.sleep(SETTLE_SECONDS)
    running.begin()
    changes = await change_presences(running, ground, cookies, watching, options)
    await asyncio.sleep(SETTLE_SECONDS)
    updates = sorted(watching.updates_ms)
    shares = running.share()
    figures = {
        "update_p50_ms": round(updates[len(updates) // 2], 1),
        "update_p95_ms": round(updates[int(len(updates) * 0.95)], 1),
        "update_max_ms": round(updates[-1], 1),
        "cpu_cores": round(sum(share for name, share in shares.items() if name != "generator"), 2),
        "cpu": shares,
        "updates_missed": changes * options.boards - len(updates),
    }
    shown = {"waiting": sum(row["waiting"] for row in fetched["rows"]), "agents": len(fetched["agents"])}
    return {"figures": figures, "conditions": {**shown, "boards": options.boards, "changes_per_second": options.rate}}


async def change_presences(running: Running, ground: Ground, cookies: list[str], watching: Watching, options: argparse.Namespace) -> int:
    """One agent after the other says something else, at an even pace; returns how many did."""
    began, changes = time.perf_counter(), int(options.rate * options.seconds)
    posting: set[asyncio.Task[Any]] = set()
    for number in range(changes):
        await asyncio.sleep(max(0.0, began + number / options.rate - time.perf_counter()))
        place = number % len(cookies)
        presence = PRESENCES[(number // len(cookies)) % 2]
        watching.sent[ground.agents[place], presence] = time.perf_counter()
        task = asyncio.create_task(Browser(running.web, cookies[place], CSRF).post("/live/presence", presence=presence))
        posting.add(task)
        task.add_done_callback(posting.discard)
    await asyncio.gather(*posting)
    return changes
