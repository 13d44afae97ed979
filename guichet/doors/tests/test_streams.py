"""A stream that the process ends with itself ends its answer: nothing is raised into the server's log."""

import asyncio
from typing import Any, cast

import pytest
from starlette.types import Message

from guichet.doors.hub import Feed, Sign
from guichet.doors.streams import Stream
from guichet.doors.writer import Pool
from guichet.records.contacts.words import Told
from guichet.records.journal.words import Entry


class Quiet(Stream):
    """Has nothing to tell; `ready` lets it begin."""

    def __init__(self) -> None:
        super().__init__(cast(Pool, None), cast(Feed, None))
        self.ready = asyncio.Event()
        self.is_left = False

    async def begin(self) -> bytes:
        await self.ready.wait()
        return b""

    def leave(self) -> None:
        self.is_left = True

    async def may_stay(self) -> bool:
        return True

    async def tell_entry(self, entry: Entry) -> bytes:  # noqa: ARG002 - as every stream's
        return b""

    def tell_message(self, told: Told) -> bytes:  # noqa: ARG002 - as every stream's
        return b""

    def tell_sign(self, sign: Sign) -> bytes:  # noqa: ARG002 - as every stream's
        return b""

    def write_cursor(self) -> bytes:
        return b""


async def receive() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


def test_a_stream_that_is_cancelled_at_the_end_of_the_process_ends_its_answer() -> None:
    async def story() -> None:
        sent: list[Any] = []

        async def send(message: Message) -> None:
            sent.append(message)

        stream = Quiet()
        stream.ready.set()
        task = asyncio.create_task(stream.answer(receive, send))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        await task
        assert (sent[-1]["more_body"], stream.is_left) == (False, True)

    asyncio.run(story())


def test_a_stream_that_has_not_begun_has_no_answer_to_end() -> None:
    async def story() -> None:
        async def send(message: Message) -> None:
            raise AssertionError(message)

        stream = Quiet()
        task = asyncio.create_task(stream.answer(receive, send))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert stream.is_left

    asyncio.run(story())
