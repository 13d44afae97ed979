"""Whether there is a mixer now: it is asked, since one that hangs takes connections all the same."""

import asyncio
import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from guichet.channels.voice.media import mixer as room
from guichet.channels.voice.media.mixer import Mixer


def look(path: Path, answer: Callable[[dict[str, object]], dict[str, object]] | None) -> list[bool]:
    """What is found of a peer that takes two connections at most: before it is there, once it is, and after it has gone.

    :param answer: None for one that never says anything.
    """

    async def serve(door: socket.socket, lines: list[socket.socket]) -> None:
        loop = asyncio.get_running_loop()
        line, _ = await loop.sock_accept(door)
        lines.append(line)
        while asked := await loop.sock_recv(line, room.LONGEST):
            if answer is not None:
                await loop.sock_sendall(line, json.dumps(answer(json.loads(asked))).encode())

    async def story() -> list[bool]:
        lost: list[str] = []
        mixer, lines = Mixer(path, lambda: lost.append("lost")), list[socket.socket]()
        found = [await mixer.is_there()]
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
            door.bind(str(path))
            door.listen()
            door.setblocking(False)
            peer = asyncio.create_task(serve(door, lines))
            found += await asyncio.gather(mixer.is_there(), mixer.is_there())
            peer.cancel()
            await asyncio.gather(peer, return_exceptions=True)
            assert len(lines) == 1, "two asked at once, and each opened a line"
        lines[0].close()
        path.unlink()
        while not lost:
            await asyncio.sleep(0)
        found.append(await mixer.is_there())
        mixer.close()
        return found

    return asyncio.run(story())


def test_a_mixer_is_there_while_it_answers(tmp_path: Path) -> None:
    assert look(tmp_path / "mixer", lambda asked: {"janus": "pong", "transaction": asked["transaction"]}) == [False, True, True, False]


def test_a_mixer_that_hangs_or_says_strange_things_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0.05)
    assert look(tmp_path / "silent", None) == [False, False, False, False]
    assert look(tmp_path / "strange", lambda _asked: {"janus": "pong"}) == [False, False, False, False]
    refused = {"janus": "error", "error": {"reason": "no"}}
    assert look(tmp_path / "refusing", lambda asked: {**refused, "transaction": asked["transaction"]}) == [False, False, False, False]
