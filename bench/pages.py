"""How fast the public pages come: searching, reading an answer, and the ways on of a subject, each by a new visitor.

An open loop: visitors come at their pace whether or not earlier ones have been served, and a time is counted from the instant at which a
visitor was due to come until his page is whole. Each comes from an address of his own, as behind a proxy.
"""

import argparse
import asyncio
import random
import time
from collections import Counter
from itertools import cycle
from typing import Any
from urllib.parse import quote

import uvloop

from bench.ground import connect_owner
from bench.ground.processes import Running, start
from bench.search import lay_articles, list_questions
from guichet.records.directory.models import Organisation

ANSWERED = """
update directory_reason set queue_id = (select min(id) from directory_queue where organisation_id = %(organisation_id)s)
where organisation_id = %(organisation_id)s
"""
WARM_UP_SECONDS = 3.0
LONGEST_WAIT = 30.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rate", type=float, default=100.0, help="pages per second (default: %(default)s)")
    parser.add_argument("--web-processes", type=int, default=2, help="they share a socket, as under `guichet serve` (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long visitors come (default: %(default)s)")
    parser.add_argument("--articles", type=int, default=2_000, help="published articles (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace) -> dict[str, Any]:
    chance = random.Random(options.seed)  # noqa: S311 - the same each time is what is wanted
    with connect_owner() as owner:
        organisation = lay_articles(owner, options.articles, chance)
        owner.execute(ANSWERED, {"organisation_id": organisation.pk})
        [(reason,)] = owner.execute("select min(id) from directory_reason where organisation_id = %s", [organisation.pk]).fetchall()
        paths = list_paths(organisation, int(str(reason)))
        with start(*(f"web-{number + 1}" for number in range(options.web_processes)), "engine") as running:
            return uvloop.run(measure(running, paths, options))


def list_paths(organisation: Organisation, reason: int) -> list[tuple[str, str]]:
    """Of each kind of page as many: what is asked, the answer, and its ways on."""
    root = f"/o/{organisation.slug}"
    paths = []
    for article, question in list_questions():
        paths.append(("search", f"{root}/search?q={quote(question)}"))
        paths.append(("answer", f"{root}/answers/{article}"))
        paths.append(("ways", f"{root}/requests/{reason}"))
    return paths


async def measure(running: Running, paths: list[tuple[str, str]], options: argparse.Namespace) -> dict[str, Any]:
    times: dict[str, list[float]] = {"search": [], "answer": [], "ways": []}
    refused: Counter[str] = Counter()
    visits, began = set(), time.perf_counter()
    running.begin()
    for number, (kind, path) in zip(range(int(options.rate * (WARM_UP_SECONDS + options.seconds))), cycle(paths), strict=False):
        due = began + number / options.rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        is_counted = number >= options.rate * WARM_UP_SECONDS
        visit = asyncio.create_task(come(running.web, kind, path, number, due, times if is_counted else None, refused))
        visits.add(visit)
        visit.add_done_callback(visits.discard)
    await asyncio.gather(*visits)
    everything = sorted(each for kind in times.values() for each in kind)
    figures: dict[str, Any] = {"p50_ms": tell(everything, 0.5), "p99_ms": tell(everything, 0.99), "failed": sum(refused.values())}
    figures |= {f"{kind}_p99_ms": tell(sorted(each), 0.99) for kind, each in times.items()}
    conditions = {"rate": options.rate, "pages": len(everything), "articles": options.articles, "cpu": running.share()}
    return {"figures": figures, "conditions": {**conditions, "refused": dict(refused)}}


async def come(
    port: int, kind: str, path: str, number: int, due: float, times: dict[str, list[float]] | None, refused: Counter[str]
) -> None:
    """One visitor with one page."""
    try:
        status = await asyncio.wait_for(fetch(port, path, f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"), LONGEST_WAIT)
    except (OSError, TimeoutError, ValueError) as error:
        status = type(error).__name__
    if status != "200":
        refused[f"{kind} {status}"] += 1
    elif times is not None:
        times[kind].append((time.perf_counter() - due) * 1_000)


async def fetch(port: int, path: str, address: str) -> str:
    """The status of a page that was read to its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: fr\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode())
        answer = await reader.read(-1)
    finally:
        writer.close()
    return answer.split(b" ", 2)[1].decode()


def tell(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1) if ordered else -1.0
