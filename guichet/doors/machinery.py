"""The machinery of one web process, opened with it and found by every hot door in the ASGI state."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import structlog
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import Instant
from guichet.doors.hub import Hub
from guichet.doors.limits import Turnstile
from guichet.doors.listener import Listener
from guichet.doors.office import Office
from guichet.doors.pulse import Desk, Pulse
from guichet.doors.refusals import UnavailableError
from guichet.doors.seats import Seats
from guichet.doors.streams import Beat, Stream
from guichet.doors.writer import AWAY, Pool, Writer
from guichet.records.connections import get_conninfo
from guichet.records.contacts.statements import SEE_DESKS
from guichet.records.separation import SET_ORGANISATION

STATE = "machinery"
"""The name under which the ASGI state holds it."""
HEARTBEAT_SECONDS = 15.0
CLERKS_OF_SCRIPTS = 4
TURNS = 30
"""Each heartbeat is told in so many turns, each to its share of the streams: ten thousand at once would hold up everybody's messages."""
DESKS_SECONDS = 10.0
STREAMS_OF_ONE_ADDRESS = 2_000
"""A whole administration may sit behind one address."""

log = structlog.get_logger()


class Machinery:
    """Pool, writer, hub, listener, seats and open streams."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.hub = Hub(pool)
        self.writer = Writer(pool, self.hub.hear_written)
        self.listener = Listener(get_conninfo(), pool, self.hub, self.writer.wrote_from)
        self.seats = Seats(pool)
        self.office = Office()
        self.archive = Office("archive")
        self.library = Office("library")
        self.clerks = [Office(f"scripts {number}") for number in range(CLERKS_OF_SCRIPTS)]
        self.addresses = Turnstile(STREAMS_OF_ONE_ADDRESS)
        self.streams: set[Stream] = set()
        self.desks: dict[Stream, Desk] = {}
        self.pulse = Pulse()

    def find_clerk(self, session: UUID) -> Office:
        """Who works on this session of a script: always the same one. What one looks up holds up only those who share its clerk."""
        return self.clerks[session.int % len(self.clerks)]

    async def beat(self) -> None:
        """Have every stream say that it is still there, until cancelled."""
        for turn in itertools.cycle(range(TURNS)):
            await asyncio.sleep(HEARTBEAT_SECONDS / TURNS)
            await self.beat_for([stream for stream in self.streams if hash(stream) % TURNS == turn])

    async def beat_for(self, streams: list[Stream]) -> None:
        """Have these say that they are still there. The sessions behind them, which they are about to check, are looked up at once."""
        try:
            await self.seats.renew([stream.session for stream in streams if stream.session])
        except UnavailableError:
            log.warning("sessions were not looked up: the database is away")
        for stream in streams:
            stream.take(Beat())

    async def see_desks(self) -> None:
        """Write down which agents' screens are alive, until cancelled: the engine returns the work of the others."""
        while True:
            await asyncio.sleep(DESKS_SECONDS)
            try:
                await self.see(self.pulse.list_alive(self.desks, time.monotonic()))
            except AWAY:
                log.warning("desks were not written down: the database is away")

    async def see(self, desks: list[Desk]) -> None:
        """Write down that these agents' screens are open now."""
        for organisation in {organisation for organisation, _ in desks}:
            agents = sorted({agent for other, agent in desks if other == organisation})
            async with self.pool.connection() as connection, connection.transaction():
                await connection.execute(SET_ORGANISATION, [str(organisation)])
                await connection.execute(SEE_DESKS, {"organisation_id": organisation, "agents": agents})


@asynccontextmanager
async def open_machinery(pool: Pool) -> AsyncIterator[Machinery]:
    """Start what runs beside the requests, and end it."""
    machinery = Machinery(pool)
    runs = (machinery.writer.run, machinery.listener.run, machinery.listener.tell_others, machinery.beat, machinery.see_desks)
    tasks = [asyncio.create_task(run(), name=run.__qualname__) for run in runs]
    try:
        yield machinery
    finally:
        for stream in tuple(machinery.streams):
            stream.drop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        machinery.office.close()
        machinery.archive.close()
        machinery.library.close()
        for clerk in machinery.clerks:
            clerk.close()


def get_machinery(scope: Scope) -> Machinery:
    machinery: Machinery = scope["state"][STATE]
    return machinery


async def open_stream(scope: Scope, receive: Receive, send: Send, stream: Stream) -> None:
    """Let a browser listen until it leaves.

    :raises TooManyError: too many listen from its address.
    """
    machinery = get_machinery(scope)
    with machinery.addresses.enter(get_address(scope)):
        machinery.streams.add(stream)
        try:
            await stream.answer(receive, send)
        finally:
            machinery.streams.discard(stream)
            machinery.hub.close_feed(stream.feed)


def get_address(scope: Scope) -> str:
    """The address of the browser, or of the proxy when none is trusted."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def read_clock() -> Instant:
    """Now, as the doors stamp what arrives."""
    return Instant(time.time_ns() // 1_000_000)
