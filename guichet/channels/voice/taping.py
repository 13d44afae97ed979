"""What a citizen says with his agent is recorded where the line says what for, once he was told, while nobody else hears them, until he
objects: by a key, or by saying so to the agent, who stops it for a while when a card number or somebody's health is spoken of.

rtpengine writes what is said; each stretch is set aside when it is over, and whoever keeps conversations seals it after the call.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from guichet.channels.voice import facts
from guichet.channels.voice.media.errors import MediaAwayError, MediaError
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.disk import SPOKEN, drop_files, set_aside
from guichet.records.calls.lines import OpenLine
from guichet.records.calls.words import Taping, Verb
from guichet.records.prompts.sentences import tell_recording

if TYPE_CHECKING:
    from guichet.channels.voice.conversation import Conversation

OBJECT = "*"
OBJECTING_SECONDS = 1.5
"""After the words, for whoever looks for the key."""
log = structlog.get_logger(__name__)


class Tape:
    """`state` is empty where nothing is recorded. `is_running`: rtpengine writes now, or did when another process held the call."""

    def __init__(self, call: "Conversation", state: str = "") -> None:
        self.call = call
        self.state = state
        self.is_running = state == Taping.ON

    @property
    def may_be_refused(self) -> bool:
        return self.state in {Taping.ON, Taping.PAUSED}

    async def announce(self, line: OpenLine) -> None:
        """Said to its end before anything is recorded: keys that are pressed meanwhile are kept for what follows, but for the one that
        objects. An interpreter cannot agree for the citizen, who is not asked in his own language: nothing is recorded then."""
        if not line.recorded_for or self.state == Taping.REFUSED or self.call.relay is not None:
            return
        mouth = self.call.mouth
        await mouth.say(tell_recording(self.call.sentences, line.recorded_for, line.recorded_days))
        self._move(Taping.ON)
        key = await mouth.hear(OBJECTING_SECONDS)
        if key == OBJECT:
            await self.refuse()
            await mouth.say(self.call.sentences.not_recorded)
        elif key is not None:
            mouth.put_back(key)

    async def begin(self, line: OpenLine) -> None:
        """Its row comes before the first word. What the line says now counts, whatever it said when the caller was told."""
        if self.state == Taping.ON and not await self.call.ask(facts.begin_recording, UUID(self.call.key), self.call.contact, line.pk):
            self._move("")

    async def settle(self) -> None:
        """Record, or stop, as the legs of the call are now."""
        call = self.call
        wants = self.state == Taping.ON and call.find_hearing().is_between(call.citizen, call.agent)
        if wants == self.is_running:
            return
        try:
            await (self._start() if wants else self._stop())
        except MediaAwayError:
            raise
        except MediaError as error:
            log.warning("a conversation could not be recorded", reason=error.reason)

    async def obey(self, verb: str, agent: int | None) -> None:
        """What the agent wants of it; what does not fit is left undone."""
        if verb == Verb.ERASE_RECORDING:
            await self.refuse(agent)
        elif verb == Verb.PAUSE_RECORDING and self.state == Taping.ON:
            self._move(Taping.PAUSED)
        elif verb == Verb.GO_ON_RECORDING and self.state == Taping.PAUSED:
            self._move(Taping.ON)
        await self.settle()

    async def refuse(self, agent: int | None = None) -> None:
        """The citizen objects. What was recorded goes at once; a row that the database cannot erase now is of nothing, and goes later."""
        if not self.may_be_refused:
            return
        self._move(Taping.REFUSED)
        await self.settle()
        await asyncio.to_thread(self._drop)
        await self._try(facts.refuse_recording, agent)

    async def end(self) -> None:
        """The call is over."""
        if self.is_running:
            try:
                await self._stop()
            except MediaError as error:
                log.info("a recording was over before", reason=error.reason)
        if self.may_be_refused:
            await self._try(facts.end_recording)

    async def _start(self) -> None:
        await self.call.media.record()
        self.is_running = True

    async def _stop(self) -> None:
        self.is_running = False
        await self.call.media.stop_recording()
        await asyncio.to_thread(set_aside, self._folder, UUID(self.call.key))

    def _drop(self) -> None:
        drop_files(self._folder, UUID(self.call.key), SPOKEN)

    @property
    def _folder(self) -> Path:
        return self.call.exchange.place.folder / "recordings"

    def _move(self, state: str) -> None:
        self.state = state
        self.call.note(self.call.citizen, taping=state)

    async def _try(self, what: Callable[..., None], *values: object) -> None:
        """In its turn; nobody waits for a database that is away."""
        call = self.call
        try:
            await call.exchange.ask(call.key, call.organisation, what, UUID(call.key), *values)
        except UnavailableError:
            log.warning("what became of a recording is noted later: the database does not answer")
