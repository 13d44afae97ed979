"""Server-sent events: what happened reaches a browser over one long answer, and after a gap it asks for what it missed.

A stream costs one task while nothing happens. What its subscriber is given waits in a buffer, and a second task, alive only while there
is something to say, turns it into events and sends them in order. A consumer that does not read lets the buffer fill: it is dropped, and
resumes from its cursor, so that nobody slow can cost the memory of everybody.
"""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import msgspec
import structlog
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import ContactId
from guichet.doors.bodies import get_header
from guichet.doors.hub import BATCH, Feed, Sign
from guichet.doors.reader import read
from guichet.doors.refusals import UnavailableError
from guichet.doors.writer import Pool
from guichet.records.contacts.queries import read_messages
from guichet.records.contacts.statements import LIST_MESSAGES_SINCE
from guichet.records.contacts.words import Told
from guichet.records.journal.words import Entry

MOST_BUFFERED = 1_000
"""Items that may wait for a slow consumer."""
LAST_WORD = 2.0
"""Seconds to end the answer of a consumer that was dropped."""
HEARTBEAT = b"event: beat\ndata:\n\n"
"""Not a comment, which a browser's script never sees: a page takes a long silence for a lost connection."""
BEGINNING = b"retry: 1000\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]

encode = msgspec.json.Encoder().encode
log = structlog.get_logger()


class Interruption:
    """In a buffer: messages may have been missed here."""


class Beat:
    """In a buffer: say that we are still there, and look whether the listener may still listen."""


Errand = Callable[[], Awaitable[bytes]]
"""In a buffer: what is to be read and told when its turn comes. What is told last was then read last."""
Item = Entry | Told | Sign | Interruption | Beat | bytes | Errand


def write_event(event: msgspec.Struct) -> bytes:
    return b"data: " + encode(event) + b"\n\n"


def write_cursor(cursor: str) -> bytes:
    """The place from which a browser resumes, as an event without data: it is remembered and nothing is dispatched."""
    return f"id: {cursor}\n\n".encode()


class Stream(ABC):
    """One open stream: a subscriber of the hub. A kind of stream says what it follows and how what happens reads as events.

    `reached` holds the last number told of each contact whose messages are followed. `session` is that of a signed-in listener.
    """

    session = ""

    def __init__(self, pool: Pool, feed: Feed) -> None:
        self.pool = pool
        self.feed = feed
        self.reached: dict[ContactId, int] = {}
        self.buffer: deque[Item] = deque()
        self.send: Send | None = None
        self.answering: asyncio.Task[Any] | None = None
        self.draining: asyncio.Task[None] | None = None
        self.is_dropped = False

    @abstractmethod
    async def begin(self) -> bytes:
        """Follow what is to be followed, and return what was missed since the browser's cursor.

        :raises UnavailableError: what is needed cannot be read; the browser is to try again.
        """

    @abstractmethod
    def leave(self) -> None:
        """Follow nothing any more."""

    @abstractmethod
    async def may_stay(self) -> bool:
        """Whether the browser still has the right to listen; asked at every heartbeat."""

    @abstractmethod
    async def tell_entry(self, entry: Entry) -> bytes:
        """The events that an entry means for this browser."""

    @abstractmethod
    def tell_message(self, told: Told) -> bytes:
        """The event of a message, empty when it is not for this browser."""

    @abstractmethod
    def tell_sign(self, sign: Sign) -> bytes:
        """The event of a sign."""

    @abstractmethod
    def write_cursor(self) -> bytes:
        """The place reached."""

    async def render(self, items: Iterable[Item]) -> bytes:
        """Turn items into events, in order, then the place reached."""
        parts = [await self._render_one(item) for item in items]
        content = b"".join(parts)
        return content + self.write_cursor() if any(part != HEARTBEAT for part in parts if part) else content

    async def _render_one(self, item: Item) -> bytes:
        match item:
            case Told():
                return await self._tell_told(item)
            case Entry():
                return await self.tell_entry(item)
            case Sign():
                return self.tell_sign(item) if item.contact in self.reached else b""
            case Interruption():
                return await self.tell_missed()
            case Beat():
                if not await self.may_stay():
                    self.drop()
                return HEARTBEAT
            case bytes():
                return item
            case _:
                return await item()

    async def _tell_told(self, told: Told) -> bytes:
        """A message once and in order: what was told is passed over, what is missing before it is read first."""
        reached = self.reached.get(told.contact)
        if reached is None or told.message.number <= reached:
            return b""
        if told.message.number > reached + 1:
            return await self.tell_missed()
        self.reached[told.contact] = told.message.number
        return self.tell_message(told)

    async def tell_missed(self) -> bytes:
        """The messages after the numbers reached."""
        parts = []
        more = bool(self.reached)
        while more:
            since = {"contacts": list(self.reached), "numbers": list(self.reached.values()), "limit": BATCH}
            missed = read_messages(await read(self.pool, self.feed.organisation, LIST_MESSAGES_SINCE, **since))
            for told in missed:
                self.reached[told.contact] = told.message.number
                parts.append(self.tell_message(told))
            more = len(missed) == BATCH
        return b"".join(parts)

    def take(self, item: Item) -> None:
        """Take note of an item, to be sent in its turn."""
        if self.is_dropped:
            return
        if len(self.buffer) >= MOST_BUFFERED:
            self.drop()
            return
        self.buffer.append(item)
        self._drain_soon()

    def take_entry(self, entry: Entry) -> None:
        self.take(entry)

    def take_told(self, told: Told) -> None:
        self.take(told)

    def take_sign(self, sign: Sign) -> None:
        self.take(sign)

    def take_interruption(self) -> None:
        self.take(Interruption())

    def drop(self) -> None:
        """End the answer; the browser resumes from its cursor."""
        self.is_dropped = True
        self.buffer.clear()
        if self.answering:
            self.answering.cancel()

    def _drain_soon(self) -> None:
        if self.draining is None and self.send is not None:
            self.draining = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self.buffer and self.send:
                items = tuple(self.buffer)
                self.buffer.clear()
                if content := await self.render(items):
                    await self.send({"type": "http.response.body", "body": content, "more_body": True})
        except UnavailableError:
            self.drop()
        except Exception:
            log.exception("a stream failed")
            self.drop()
        finally:
            self.draining = None

    async def answer(self, receive: Receive, send: Send) -> None:
        """Send events until the browser leaves, the stream is dropped, or the process ends: uvicorn then cancels what is still open."""
        self.answering = asyncio.current_task()
        try:
            missed = await self.begin()
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await send({"type": "http.response.body", "body": BEGINNING + missed, "more_body": True})
            self.send = send
            self._drain_soon()
            while (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            if self.answering is None or not (self.is_dropped or self.send):
                raise
            self.answering.uncancel()
            await self._say_last_word(send)
        finally:
            self.answering = self.send = None
            self.leave()
            if self.draining:
                self.draining.cancel()

    async def _say_last_word(self, send: Send) -> None:
        if self.draining:
            self.draining.cancel()
        try:
            async with asyncio.timeout(LAST_WORD):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            log.info("a slow consumer was cut off")


def get_cursor(scope: Scope) -> str:
    """The place from which a browser resumes: its Last-Event-ID, else `?cursor=`; empty for neither."""
    if last := get_header(scope, b"last-event-id"):
        return last
    query: str = scope["query_string"].decode("latin-1")
    return parse_qs(query).get("cursor", [""])[0]
