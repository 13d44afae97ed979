"""What the engine decided about callers and what desks want of calls: heard on one connection, read from the journal without a gap."""

import asyncio
from collections.abc import Callable

import msgspec
import psycopg
import structlog
from psycopg import AsyncConnection, OperationalError

from guichet.decisions.routing.decisions import Decision
from guichet.doors.office import Office
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.words import CALLS_CHANNEL, Sign
from guichet.records.connections import get_conninfo
from guichet.records.journal.queries import get_head, list_entries
from guichet.records.journal.words import JOURNAL_CHANNEL, Seq

PAUSE = 0.5
"""Seconds between two attempts to connect."""
AT_ONCE = 500
sign_decoder = msgspec.json.Decoder(Sign)
log = structlog.get_logger(__name__)


class Follower:
    """:param decided: gets each decision, of each organisation that has lines. :param wanted: gets what desks say."""

    def __init__(self, office: Office, decided: Callable[[int, Decision], None], wanted: Callable[[Sign], None]) -> None:
        self.office = office
        self.decided = decided
        self.wanted = wanted
        self.reached: dict[int, Seq] = {}
        self.is_listening = asyncio.Event()

    async def follow(self, organisation: int) -> None:
        """From now on. An organisation that is followed already stays as it is."""
        if organisation not in self.reached:
            self.reached[organisation] = await self.office.ask(organisation, get_head, organisation)

    async def run(self) -> None:
        """Listen until cancelled; cut off, connect again and catch up."""
        while True:
            try:
                connection = await AsyncConnection.connect(get_conninfo(), autocommit=True)
                async with connection:
                    for channel in (JOURNAL_CHANNEL, CALLS_CHANNEL):
                        await connection.execute(f"listen {channel}")
                    for organisation in list(self.reached):
                        await self._catch_up(organisation)
                    self.is_listening.set()
                    async for notify in connection.notifies():
                        await self._hear(notify)
            except (OperationalError, UnavailableError, OSError) as error:
                log.warning("listening was cut off", error=type(error).__name__)
            self.is_listening.clear()
            await asyncio.sleep(PAUSE)

    async def _hear(self, notify: psycopg.Notify) -> None:
        if notify.channel == CALLS_CHANNEL:
            sign = sign_decoder.decode(notify.payload)
            if sign.verb:
                self.wanted(sign)
            return
        organisation, _, seq = notify.payload.partition(":")
        if int(seq) > self.reached.get(int(organisation), int(seq)):
            await self._catch_up(int(organisation))

    async def _catch_up(self, organisation: int) -> None:
        while True:
            entries = await self.office.ask(organisation, list_entries, organisation, self.reached[organisation], AT_ONCE)
            for entry in entries:
                self.reached[organisation] = entry.seq
                for decision in entry.step.decisions:
                    self.decided(organisation, decision)
            if len(entries) < AT_ONCE:
                return
