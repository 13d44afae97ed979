"""What a connection is given within one turn of the loop leaves in one write, in order, and before the end."""

import asyncio
from typing import Any, cast

from guichet.wiring.gathering import MOST_GATHERED, Gathering


class Recorder:
    """Stands for a socket."""

    def __init__(self) -> None:
        self.done: list[object] = []

    def write(self, data: bytes) -> None:
        self.done.append(data)

    def close(self) -> None:
        self.done.append("closed")

    def is_closing(self) -> bool:
        return "closed" in self.done


def test_a_head_and_its_body_leave_in_one_write() -> None:
    async def answer() -> list[object]:
        recorder = Recorder()
        transport = Gathering(cast(asyncio.Transport, recorder))
        transport.write(b"head ")
        transport.write(b"body")
        assert recorder.done == []
        await asyncio.sleep(0)
        transport.writelines([b"next ", b"one"])
        await asyncio.sleep(0)
        return recorder.done

    assert asyncio.run(answer()) == [b"head body", b"next one"]


def test_nothing_gathered_is_lost_when_the_connection_is_closed() -> None:
    async def answer() -> Any:
        recorder = Recorder()
        transport = Gathering(cast(asyncio.Transport, recorder))
        transport.write(b"last words")
        transport.close()
        await asyncio.sleep(0)
        return recorder.done, transport.is_closing()

    assert asyncio.run(answer()) == ([b"last words", "closed"], True)


def test_much_does_not_wait_for_more() -> None:
    async def answer() -> list[object]:
        recorder = Recorder()
        transport = Gathering(cast(asyncio.Transport, recorder))
        transport.write(b"head")
        transport.write(b"x" * MOST_GATHERED)
        return recorder.done

    assert asyncio.run(answer()) == [b"head" + b"x" * MOST_GATHERED]
