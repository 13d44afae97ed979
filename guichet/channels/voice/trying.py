"""A test call that an administrator asked for: somebody is rung by the trunk of a line, hears a sentence and presses a key.

What is seen is written down as it happens, and judged elsewhere (`decisions.dialling.trial`). Nobody is left on the line, however it ends.
"""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from guichet.channels.voice import facts
from guichet.channels.voice import settings as limits
from guichet.channels.voice.frame import Frame, now
from guichet.channels.voice.legs import Leg
from guichet.channels.voice.media.arriving import count_arrived
from guichet.channels.voice.media.errors import MediaAwayError, MediaError
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.words import HungUp, PickedUp, Unanswered
from guichet.decisions.dialling.trial import RING_SECONDS, TALK_SECONDS, Trouble
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.trial_calls import Ending, TrialCard, end_trial, note_step
from guichet.records.calls.words import LegState, Side
from guichet.records.prompts.errors import NoVoiceError

if TYPE_CHECKING:
    from guichet.channels.voice.exchange import Exchange

log = structlog.get_logger(__name__)


class TrialCall(Frame):
    """`citizen` is whoever is rung: the house speaks to him. `is_done`: it came to its own end, and not to that of the process."""

    def __init__(self, exchange: "Exchange", organisation: int, card: TrialCard) -> None:
        super().__init__(exchange, organisation, Leg(LegKey(str(card.trial)), Side.OUTSIDE), card.language, now())
        self.card = card
        self.code = 0
        self.trouble = Trouble.NONE
        self.has_rung = self.is_heard = self.has_key = self.is_done = False

    async def run(self) -> None:
        await self.live(self._begin())

    async def _begin(self) -> None:
        try:
            await self._ring()
            if self.citizen.state is LegState.TALKING and not self.is_gone:
                await self._talk()
        except NoVoiceError:
            self.trouble = Trouble.NO_VOICE
        except MediaAwayError:
            self.trouble = Trouble.MEDIA
        except MediaError as error:
            log.warning("a test call has no sound", reason=error.reason)
            self.trouble = Trouble.UNUSABLE if self.citizen.sdp and self.citizen.state is LegState.RINGING else Trouble.MEDIA
        self.is_done = True

    async def _ring(self) -> None:
        """Until somebody answers, or nobody does."""
        await self.ring_number(self.citizen, self.card.way, RING_SECONDS)
        while self.citizen.state is LegState.RINGING:
            match await self.happenings.get():
                case PickedUp(sdp=sdp):
                    self._note(answered_at=now())
                    await self.pick_up(self.citizen, sdp)
                    self.is_gone = self._has_hung_up()
                case HungUp(code=code):
                    self.code = code
                    return
                case Unanswered():
                    return

    def _has_hung_up(self) -> bool:
        """While his media were connected."""
        return any(isinstance(self.happenings.get_nowait(), HungUp) for _ in range(self.happenings.qsize()))

    async def _talk(self) -> None:
        looking = asyncio.create_task(self._look_always())
        try:
            async with asyncio.timeout(TALK_SECONDS):
                await self._await_key()
                if self.has_key:
                    await self.mouth.say(self.sentences.trial_done)
        except TimeoutError:
            log.info("a test call took all its time")
        finally:
            looking.cancel()

    async def _await_key(self) -> None:
        """Any key will do: what is tried is whether one arrives."""
        try:
            async with asyncio.timeout(limits.TRIAL_KEY_SECONDS):
                while await self.mouth.ask(self.sentences.trial) is None:
                    pass
                self.has_key = True
                self._note(has_key=True)
        except TimeoutError:
            log.info("no key came in a test call")

    async def _look_always(self) -> None:
        while not self.is_heard:
            await asyncio.sleep(limits.SOUND_SECONDS)
            await self._look()

    async def _look(self) -> None:
        """Whether sound has arrived from there by now."""
        try:
            arrived = count_arrived(await self.media.look(), self.citizen.key)
        except MediaError:
            return
        if arrived >= limits.SOUND_PACKETS and not self.is_heard:
            self.is_heard = True
            self._note(is_heard=True)

    def hear_ringing(self, leg: LegKey) -> None:
        if leg == self.citizen.key and not self.has_rung:
            self.has_rung = True
            self._note(rang_at=now())

    def _note(self, **values: object) -> None:
        """A page shows it as it goes; nobody waits for it."""
        self.exchange.begin(self._write(values))

    async def _write(self, values: dict[str, object]) -> None:
        try:
            await self.exchange.ask(self.key, self.organisation, note_step, UUID(self.citizen.key), values)
        except UnavailableError:
            log.warning("a step of a test call is not shown: the database does not answer")

    async def _close(self) -> None:
        ended_at = now()
        if self.citizen.sdp:
            await self._look()
        await super()._close()
        if not self.is_done and not self.is_gone:
            self.trouble = Trouble.LOST  # the house stops
        try:
            ending = Ending(ended_at, self.code, self.trouble, self.is_heard, self.has_key)
            await self.ask(end_trial, UUID(self.citizen.key), ending)
        except UnavailableError:
            log.warning("the end of a test call was not written down: the database does not answer")


async def take(exchange: "Exchange", organisation: int, trial: UUID) -> None:
    """Make it, unless another process does."""
    try:
        card = await exchange.ask(str(trial), organisation, facts.take_trial, trial, exchange.process)
    except UnavailableError:
        log.warning("a test call was not made: the database does not answer")
        return
    if card is not None:
        call = TrialCall(exchange, organisation, card)
        exchange.calls[call.key] = call
        call.task = exchange.begin(call.run())
