"""The house's voice in a call: sentences, music, and the keys that answer them."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from guichet.channels.voice import settings as limits
from guichet.channels.voice.media.length import read_length
from guichet.channels.voice.patience import USUAL
from guichet.channels.voice.sip.words import LegKey

if TYPE_CHECKING:
    from guichet.channels.voice.frame import Frame

MUSIC_TIMES = 1_000
GAP = 0.15


class Mouth:
    """What is said to one leg of a call. `keys` are those that were pressed there and nobody has looked at yet; `patience`: how long they
    are waited for."""

    def __init__(self, call: "Frame", ear: LegKey) -> None:
        self.call = call
        self.ear = ear
        self.keys: asyncio.Queue[str] = asyncio.Queue()
        self.patience = USUAL

    async def say(self, *texts: str, can_interrupt: bool = False) -> str | None:
        """Say the sentences one after the other. With `can_interrupt` a key ends them, and is returned."""
        speaker, media = self.call.exchange.speaker, self.call.media
        for file in await speaker.ready(self.call.organisation, [text for text in texts if text], self.call.language):
            if can_interrupt and not self.keys.empty():
                break
            await media.play(file, to=self.ear)
            key = await self._listen(read_length(file) / 1000 + GAP, can_interrupt=can_interrupt)
            if key is not None:
                await media.hush(self.ear)
                return key
        return self.keys.get_nowait() if can_interrupt and not self.keys.empty() else None

    async def ask(self, *texts: str) -> str | None:
        """Say, then wait for a key; None: nothing was pressed in time. A key during the words ends them."""
        return await self.say(*texts, can_interrupt=True) or await self.hear(self.patience.key_seconds)

    async def hear(self, seconds: float) -> str | None:
        return await self._listen(seconds, can_interrupt=True)

    async def ask_digits(self, *texts: str, most: int = limits.MOST_DIGITS) -> str:
        """Say, then take digits until the hash key, silence, or as many as there may be. Empty: nothing came. A star or a hash key that
        comes first stands for itself."""
        key = await self.ask(*texts)
        if key in {"*", "#"}:
            return str(key)
        digits = ""
        while key is not None and key != "#":
            digits += key
            if len(digits) >= most:
                break
            key = await self.hear(self.patience.digit_seconds)
        return digits

    def put_back(self, key: str) -> None:
        """Have it looked at again, before those that came after it."""
        later = [self.keys.get_nowait() for _ in range(self.keys.qsize())]
        for each in (key, *later):
            self.keys.put_nowait(each)

    def forget_keys(self) -> None:
        """Those that were pressed before it was said what they are for."""
        while not self.keys.empty():
            self.keys.get_nowait()

    async def beep(self) -> None:
        await self.play(await self.call.exchange.speaker.signal())

    async def play(self, file: Path) -> None:
        """Until its end; keys are kept for later."""
        await self.call.media.play(file, to=self.ear)
        await asyncio.sleep(read_length(file) / 1000 + GAP)

    async def play_music(self) -> None:
        music = await self.call.exchange.speaker.music(self.call.organisation)
        await self.call.media.play(music, MUSIC_TIMES, to=self.ear)

    async def _listen(self, seconds: float, *, can_interrupt: bool) -> str | None:
        if not can_interrupt:
            await asyncio.sleep(seconds)
            return None
        try:
            return await asyncio.wait_for(self.keys.get(), seconds)
        except TimeoutError:
            return None
