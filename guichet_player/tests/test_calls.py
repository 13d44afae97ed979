"""Calls in the demonstration: whoever is played leaves them to whoever really sits at a desk, and stays at work himself."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from guichet.channels.voice import facts
from guichet.decisions.routing.inputs import PresenceChanged
from guichet.decisions.routing.words import AgentId, Presence
from guichet.records.calls.demonstration import ANY
from guichet.records.directory.actions import get_organisation
from guichet.records.directory.demonstration import SLUG
from guichet.records.directory.models import Agent as DirectoryAgent
from guichet.records.directory.models import Organisation
from guichet.records.journal.actions import post
from guichet.records.separation import set_organisation
from guichet_player.agents import Agent
from guichet_player.pace import FASTEST, Pace
from guichet_player.tests.conftest import Demonstration
from guichet_player.tests.test_play import CLAIRE, SUPERVISOR, come_in, wait_until
from guichet_player.wire import Browser

pytestmark = pytest.mark.timeout(300)
PLAYED = {"karim.benali@deux-rives.example": "karim-benali", "sophie.laurent@deux-rives.example": "sophie-laurent"}
T = TypeVar("T")
SOON_SECONDS = 6.0
"""On a busy machine; they decline in a few tenths of a second."""


@pytest.fixture
def organisation(demonstration: Demonstration) -> Organisation:  # noqa: ARG001 - it is loaded by it
    return get_organisation(SLUG)


@asynccontextmanager
async def playing(demonstration: Demonstration) -> AsyncIterator[None]:
    """Two invented agents at their desks, and nobody who writes to them."""
    passwords, pace = json.loads(demonstration.accounts.read_text())["agents"], Pace(FASTEST)
    agents = [Agent(demonstration.address, email, passwords[email], pace, random.Random(email)) for email in PLAYED]
    tasks = [asyncio.create_task(agent.play()) for agent in agents]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)


async def count_available(supervisor: Browser) -> int:
    board = (await supervisor.get("/live/board")).read_json()
    return sum(agent["presence"] == "available" for agent in board["agents"])


async def wait_until_available(supervisor: Browser, number: int) -> None:
    async def are_there() -> bool:
        return await count_available(supervisor) == number

    await wait_until(are_there, f"{number} should be available")


@transaction.atomic
def call(organisation: Organisation) -> str:
    """A call as the voice process opens it, once its caller has chosen."""
    set_organisation(organisation.pk)
    contact = facts.open_call(organisation.pk, uuid4(), ANY, "fr", timezone.now())
    assert contact is not None
    return str(contact)


@transaction.atomic
def miss(organisation: Organisation, key: str) -> None:
    """What the house says of an agent whose telephone nobody picked up."""
    set_organisation(organisation.pk)
    agent = AgentId(DirectoryAgent.objects.of(organisation.pk).get(key=key).pk)
    post(organisation.pk, PresenceChanged(agent=agent, presence=Presence.PAUSED, reason="no-answer"), uuid4())


@transaction.atomic
def list_facts(organisation: Organisation, kind: str) -> list[dict[str, Any]]:
    """What the journal holds of this kind, in its order."""
    set_organisation(organisation.pk)
    with connection.cursor() as cursor:
        cursor.execute("select body from journal_entry where organisation_id = %s and kind = %s order by seq", [organisation.pk, kind])
        return [json.loads(body)["input"] for (body,) in cursor.fetchall()]


async def apart(what: Callable[..., T], *values: object) -> T:
    """Outside the event loop, on a connection of its own that nothing keeps open."""

    def work() -> T:
        try:
            return what(*values)
        finally:
            connection.close()

    return await asyncio.to_thread(work)


def test_a_call_passes_by_invented_agents_and_reaches_whoever_sits_at_a_desk(
    demonstration: Demonstration, organisation: Organisation
) -> None:
    async def run() -> None:
        supervisor = await come_in(demonstration, SUPERVISOR)
        async with playing(demonstration):
            await wait_until_available(supervisor, len(PLAYED))

            async def is_open() -> bool:
                return bool(await apart(list_facts, organisation, "QueueOpened"))

            await wait_until(is_open, "the queues do not open")
            contact = await apart(call, organisation)

            async def has_passed() -> bool:
                return len(await apart(list_facts, organisation, "OfferDeclined")) >= len(PLAYED)

            await wait_until(has_passed, "they do not decline")
            claire = await come_in(demonstration, CLAIRE)
            await claire.post("/live/presence", {"key": str(uuid4()), "presence": "available", "reason": None})

            async def rings() -> bool:
                state = (await claire.get("/live/state")).read_json()
                return [(card["contact"], card["state"]) for card in state["contacts"]] == [(contact, "offered")]

            async with asyncio.timeout(SOON_SECONDS):
                await wait_until(rings, "the call does not reach her")
            assert await count_available(supervisor) == len(PLAYED) + 1
            declined = await apart(list_facts, organisation, "OfferDeclined")
            assert len({each["agent"] for each in declined}) == len(declined) == len(PLAYED), "each of them once"

    asyncio.run(run())


def test_an_invented_agent_who_did_not_answer_comes_back(demonstration: Demonstration, organisation: Organisation) -> None:
    async def run() -> None:
        supervisor = await come_in(demonstration, SUPERVISOR)
        async with playing(demonstration):
            await wait_until_available(supervisor, len(PLAYED))
            await apart(miss, organisation, "karim-benali")

            async def has_come_back() -> bool:
                said = await apart(list_facts, organisation, "PresenceChanged")
                missed = [number for number, each in enumerate(said) if each.get("reason") == "no-answer"]
                return any(each["agent"] == said[missed[0]]["agent"] for each in said[missed[0] + 1 :]) if missed else False

            async with asyncio.timeout(60):
                await wait_until(has_come_back, "he stays on pause")
            await wait_until_available(supervisor, len(PLAYED))

    asyncio.run(run())
