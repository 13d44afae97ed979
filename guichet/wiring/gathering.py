"""Fewer and fuller writes: what a connection is given within one turn of the event loop leaves in one write.

uvicorn writes the head of an answer and its body one after the other, and an event stream is written to for each event: every write is a
call of the kernel that costs more than making the answer did.
"""

import asyncio
from collections.abc import Iterable
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_GATHERED = 64 * 1024
"""Bytes; with more, whoever goes on writing must be able to notice that the reader is slow."""


class Gathering:
    """A transport that gathers what it is given until the event loop comes round; all else is the real one's."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.call_soon = asyncio.get_running_loop().call_soon
        self.parts: list[bytes] = []
        self.size = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def write(self, data: bytes) -> None:
        if not self.parts:
            self.call_soon(self.flush)
        self.parts.append(data)
        self.size += len(data)
        if self.size > MOST_GATHERED:
            self.flush()

    def writelines(self, lines: Iterable[bytes]) -> None:
        self.write(b"".join(lines))

    def flush(self) -> None:
        """Hand on what gathered: from then on it counts as buffered, and a slow reader is noticed as always."""
        if self.parts:
            content = b"".join(self.parts)
            self.parts.clear()
            self.size = 0
            self.transport.write(content)

    def close(self) -> None:
        self.flush()
        self.transport.close()


class GatheringProtocol(HttpToolsProtocol):
    """uvicorn's own, over such a transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast(asyncio.Transport, Gathering(transport)))
