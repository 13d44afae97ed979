"""Asking rtpengine, by its ng protocol: a cookie and a bencoded dictionary in one datagram, answered by another.

An answer that does not come is asked for again under the same cookie; rtpengine then repeats what it answered, and does nothing twice.
"""

import asyncio
from collections.abc import Mapping
from secrets import token_hex
from typing import Any, cast

import structlog

from guichet.channels.voice.media.bencode import BencodeError, decode, encode
from guichet.channels.voice.media.errors import MediaAwayError, MediaError

PATIENCE = (0.2, 0.4, 0.8, 1.6)
"""Seconds to wait before each further try, and for the last one."""

log = structlog.get_logger(__name__)
Answer = dict[str, Any]


class MediaEngine(asyncio.DatagramProtocol):
    """One rtpengine. `commands` are those of its documentation."""

    def __init__(self) -> None:
        self.transport: asyncio.DatagramTransport | None = None
        self.asked: dict[bytes, asyncio.Future[Answer]] = {}

    @classmethod
    async def reach(cls, host: str, port: int) -> "MediaEngine":
        loop = asyncio.get_running_loop()
        _, engine = await loop.create_datagram_endpoint(cls, remote_addr=(host, port))
        return engine

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - asyncio's signature
        cookie, _, body = data.partition(b" ")
        waiting = self.asked.get(cookie)
        if waiting is None or waiting.done():
            return
        try:
            answer = decode(body)
        except BencodeError:
            log.warning("rtpengine answered something that cannot be read")
            return
        if isinstance(answer, dict):
            waiting.set_result(answer)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there: whoever asks hears of it when his patience is over."""

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()

    async def ask(self, command: str, parameters: Mapping[str, object]) -> Answer:
        """:raises MediaError: it refused. :raises MediaAwayError: it is not there."""
        if self.transport is None or self.transport.is_closing():
            raise MediaAwayError
        cookie = token_hex(8).encode()
        message = cookie + b" " + encode({"command": command, **parameters})
        waiting = self.asked[cookie] = asyncio.get_running_loop().create_future()
        try:
            for seconds in PATIENCE:
                self.transport.sendto(message)
                done, _ = await asyncio.wait([waiting], timeout=seconds)
                if done:
                    return _check(waiting.result())
        finally:
            del self.asked[cookie]
        raise MediaAwayError


def _check(answer: Answer) -> Answer:
    if answer.get("result") == "error":
        raise MediaError(str(answer.get("error-reason", ""))[:200])
    return answer
