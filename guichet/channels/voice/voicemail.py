"""Somebody whom nobody answers leaves a message, where the line takes some: signal, three minutes at most, heard again or said anew.

rtpengine writes what he says; here it is only looked at while it is written, for the silence that ends it. Whoever hangs up has sent it.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import structlog

from guichet.channels.voice import facts
from guichet.channels.voice import settings as limits
from guichet.channels.voice.media.errors import MediaError
from guichet.language.errors import LanguageError
from guichet.language.sound import packetise
from guichet.records.calls import recordings
from guichet.records.calls.disk import drop_files, is_voiced_track, list_files
from guichet.records.calls.packets import PacketReader, is_voiced, read_tracks

if TYPE_CHECKING:
    from guichet.channels.voice.call import Call

SEND, HEAR, ANEW, END = "1", "2", "3", "#"
REVIEWS = 6
log = structlog.get_logger(__name__)


async def say_no(call: "Call", *, is_full: bool) -> None:
    """Nobody answers him: he hears why, and leaves a message or hears of another way (R17)."""
    sentences = call.sentences
    if not is_full:
        await call.mouth.say(*await call.ask(facts.list_closings, call.reason))
    if await takes_messages(call):
        await call.mouth.say(sentences.full_now if is_full else sentences.closed_now)
        await take_message(call)
    else:
        await call.mouth.say(sentences.full if is_full else sentences.closed)


async def takes_messages(call: "Call") -> bool:
    """An interpreter does not speak to a machine."""
    return call.relay is None and call.line.takes_messages and await call.ask(recordings.may_take_message, call.reason, call.language)


async def take_message(call: "Call") -> None:
    """Until it is sent, or nothing is said twice."""
    sentences, mouth = call.sentences, call.mouth
    call.is_leaving_message = True
    for _ in range(limits.MESSAGE_TRIES):
        await mouth.say(sentences.leave_message)
        await _record(call)
        if not await asyncio.to_thread(is_something_said, get_folder(call), UUID(call.key)):
            await mouth.say(sentences.silence)
            continue
        if await _review(call):
            await call.ask(facts.end_message, UUID(call.key))
            await mouth.say(sentences.message_kept)
            return
    await mouth.say(sentences.goodbye)


async def _record(call: "Call") -> None:
    """From the signal to the hash key, a silence, or the end of the time. The row comes first: whatever is said has its place."""
    key, folder = UUID(call.key), get_folder(call)
    await asyncio.to_thread(drop_files, folder, key)
    values = {"line_id": call.line.pk, "reason_key": call.reason, "language": call.language, "number": call.number}
    await call.ask(recordings.begin_message, key, values, datetime.now(UTC))
    await call.mouth.beep()
    await call.media.record()
    try:
        await _listen(call.mouth, Listening(folder, key))
    finally:
        await call.media.stop_recording()


class Ear(Protocol):
    async def hear(self, seconds: float) -> str | None: ...


async def _listen(ear: Ear, listening: "Listening") -> None:
    for _ in range(limits.MESSAGE_SECONDS):
        if await ear.hear(1.0) == END:
            return
        await asyncio.to_thread(listening.look)
        if listening.silence >= limits.MESSAGE_SILENCE_SECONDS:
            return


class Listening:
    """How long nothing has been said, as the file tells that is being written. Each look is a second after the one before."""

    def __init__(self, folder: Path, call: UUID) -> None:
        self.find: Callable[[], list[Path]] = lambda: list_files(folder, call)
        self.reader = PacketReader()
        self.place = 0
        self.silence = 0

    def look(self) -> None:
        sound = b"".join(packet.sound for packet in self.reader.feed(self._read_more()))
        self.silence = 0 if is_voiced(sound) else self.silence + 1

    def _read_more(self) -> bytes:
        files = self.find()
        if not files:
            return b""
        with files[-1].open("rb") as file:
            file.seek(self.place)
            more = file.read()
        self.place += len(more)
        return more


def is_something_said(folder: Path, call: UUID) -> bool:
    return any(is_voiced_track(track) for track in _read(folder, call))


async def _review(call: "Call") -> bool:
    """Whether he sends it; hanging up sends it too."""
    for _ in range(REVIEWS):
        key = await call.mouth.ask(call.sentences.review_message)
        if key == ANEW:
            return False
        if key != HEAR:
            return True
        await _play(call)
    return True


async def _play(call: "Call") -> None:
    """What he said, to himself; the copy goes at once."""
    folder = get_folder(call)
    copy = folder / "replays" / f"{call.key}.mka"
    try:
        await asyncio.to_thread(write_replay, folder, UUID(call.key), copy)
        await call.mouth.play(copy)
    except LanguageError as error:
        log.warning("a message cannot be played to its caller", code=error.code)
    finally:
        copy.unlink(missing_ok=True)


def write_replay(folder: Path, call: UUID, copy: Path) -> None:
    """:raises LanguageError: ffmpeg is missing or failed."""
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    copy.write_bytes(packetise(max(_read(folder, call), key=len, default=b"")))


def _read(folder: Path, call: UUID) -> list[bytes]:
    return read_tracks(file.read_bytes() for file in list_files(folder, call))


async def settle_message(call: "Call") -> None:
    """Whatever became of the caller, or of the process that listened to him before: what he said is his message."""
    if await call.ask(facts.end_message, UUID(call.key)):
        try:
            await call.media.stop_recording()
        except MediaError as error:
            log.info("a recording was over before", reason=error.reason)


def get_folder(call: "Call") -> Path:
    return call.exchange.place.folder / "recordings"
