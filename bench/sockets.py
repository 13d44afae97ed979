"""What open streams cost in memory: so many citizens listen to their own contact, and the web process is weighed before and after.

Each comes from an address of its own and follows by `GET /chat/contacts/<id>/events`, as the page does. Nothing happens meanwhile but
heartbeats.
"""

import argparse
import asyncio
import resource
from typing import Any

import psutil
import uvloop

from bench.ground import connect_owner, lay, open_contacts
from bench.ground.browsers import Browser
from bench.ground.processes import Running, start
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.passes import COOKIE, sign_pass

AT_ONCE = 100
SETTLE_SECONDS = 20.0
"""Longer than a heartbeat: what it needs for a moment is given back by then."""
CONTACTS = 2_000
"""Six streams of each are let in."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--clients", type=int, default=10_000, help="open streams (default: %(default)s)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    allow_files(options.clients + 500)
    with connect_owner() as owner:
        ground = lay(owner, agents=1, queues=1, skills=1)
        contacts = open_contacts(owner, ground, CONTACTS)
    with start("web") as running:
        return uvloop.run(measure(running, ground.organisation_id, contacts, options.clients))


def allow_files(count: int) -> None:
    """Let this process and its children open so many sockets."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(count, min(most, 65_536)), most))


async def measure(running: Running, organisation: int, contacts: list[ContactId], clients: int) -> dict[str, Any]:
    web = running.processes["web"]
    await listen(running, organisation, contacts[:AT_ONCE], AT_ONCE)
    idle = weigh(web)
    streams = await listen(running, organisation, contacts, clients)
    await asyncio.sleep(SETTLE_SECONDS)
    lost = sum(stream.transport is None or stream.transport.is_closing() for stream in streams)
    figures = {"rss_mib": round(weigh(web) - idle, 1), "idle_rss_mib": round(idle, 1), "streams_lost": lost}
    return {"figures": figures, "conditions": {"clients": clients, "warmed_with": AT_ONCE}}


async def listen(running: Running, organisation: int, contacts: list[ContactId], clients: int) -> list[Any]:
    """Open the streams, a hundred at a time."""
    streams: list[Any] = []
    for group in range(0, clients, AT_ONCE):
        followed = [contacts[number % len(contacts)] for number in range(group, min(group + AT_ONCE, clients))]
        streams += await asyncio.gather(*(follow(running, organisation, contact) for contact in followed))
    return streams


async def follow(running: Running, organisation: int, contact: ContactId) -> Any:
    browser = Browser(running.web, f"{COOKIE}={sign_pass(organisation, contact)}")
    return await browser.listen(f"/chat/contacts/{contact}/events?cursor=0", lambda _event: None)


def weigh(process: psutil.Process) -> float:
    """Resident memory in MiB."""
    return float(process.memory_info().rss) / 2**20
