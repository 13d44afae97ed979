"""Lines that an operator wants to be registered before he sends them calls: registered, renewed in time, and taken back.

Whatever of a line is changed, its old registration is taken back first and the new one begins when that is answered, so that the two
cannot overtake one another. What becomes of it is written down when it changes.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog

from guichet.channels.voice import settings as limits
from guichet.channels.voice.sip.words import Registered, Registering
from guichet.decisions.dialling.registrations import Standing, settle
from guichet.doors.office import Office
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.registrations import Registrant, forget_registration, list_registrants, note_registration

if TYPE_CHECKING:
    from guichet.channels.voice.exchange import Exchange

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Held:
    """A registration as it stands. `is_asking`: an answer is waited for; `is_leaving`: it is being taken back."""

    who: Registrant
    key: str = field(default_factory=lambda: str(uuid4()))
    standing: Standing = field(default_factory=Standing)
    code: int = 0
    is_asking: bool = False
    is_leaving: bool = False


class Registrar:
    """Those of one exchange. `held`: by line."""

    def __init__(self, exchange: "Exchange") -> None:
        self.exchange = exchange
        self.office = Office("registrations")
        self.held: dict[int, Held] = {}

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                wanted = await self.office.ask(None, list_registrants)
                await self._look({who.line: who for who in wanted})
            except UnavailableError:
                log.warning("lines that register are looked at later: the database does not answer")
            self._ask_those_due()
            await asyncio.sleep(limits.LOOK_SECONDS)

    async def stop(self) -> None:
        """Take all back; whoever does not answer soon keeps us until our time is up."""
        for held in self.held.values():
            self._leave(held)
        with suppress(TimeoutError):
            async with asyncio.timeout(limits.LEAVING_SECONDS):
                while any(held.is_asking for held in self.held.values()):
                    await asyncio.sleep(0.05)
        with suppress(UnavailableError):
            for held in self.held.values():
                await self._forget(held.who)
        self.office.close()

    def hear(self, told: Registered) -> None:
        """What an operator answered."""
        held = next((held for held in self.held.values() if held.key == told.key), None)
        if held is None or held.is_leaving != told.is_goodbye:
            return
        held.is_asking = False
        if held.is_leaving:
            return
        before, held.standing = held.standing, settle(held.standing, told.answer, self._now())
        if held.code != told.answer.code or before.until != held.standing.until:
            held.code = told.answer.code
            if not told.answer.is_yes:
                log.info("a line is not registered", line=held.who.line, code=held.code)
            self.exchange.begin(self._note(held))

    async def _look(self, wanted: dict[int, Registrant]) -> None:
        """Begin with those that are new, take back those that are changed or gone."""
        for line, held in list(self.held.items()):
            if wanted.get(line) != held.who and not held.is_leaving:
                self._leave(held)
            if held.is_leaving and not held.is_asking:
                await self._forget(held.who)
                del self.held[line]
        for line, who in wanted.items():
            self.held.setdefault(line, Held(who))

    def _ask_those_due(self) -> None:
        for held in self.held.values():
            if not held.is_asking and not held.is_leaving and held.standing.next_at <= self._now():
                self._ask(held, round(held.standing.asked))

    def _leave(self, held: Held) -> None:
        """Also while an answer is waited for: it may be yes."""
        held.is_leaving = True
        if held.is_asking or held.standing.until > self._now():
            self._ask(held, 0)

    def _ask(self, held: Held, seconds: int) -> None:
        held.is_asking = True
        who, (host, port) = held.who, (self.exchange.place.public, self.exchange.place.sip_port)
        digits = who.number.removeprefix("+")
        mine = self.exchange.lines.get(digits)
        wish = Registering(
            key=held.key,
            trunk=who.trunk,
            username=who.username,
            password=who.password,
            contact=f"sip:{digits}@{host}:{port}",
            seconds=seconds,
            opens=seconds == 0 or (mine is not None and mine.pk == who.line),
        )
        self.exchange.agents.register(wish)

    async def _note(self, held: Held) -> None:
        until = held.standing.until
        ends_at = datetime.fromtimestamp(until, UTC) if until > self._now() else None
        who = held.who
        try:
            await self.office.ask(who.organisation, note_registration, who.organisation, who.line, held.code, ends_at, datetime.now(UTC))
        except UnavailableError:
            held.code = 0  # the same answer is written down next time

    async def _forget(self, who: Registrant) -> None:
        await self.office.ask(who.organisation, forget_registration, who.organisation, who.line)

    @staticmethod
    def _now() -> float:
        return datetime.now(UTC).timestamp()
