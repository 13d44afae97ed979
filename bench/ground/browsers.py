"""Browsers for measures: as lean as can be, so that the generator does not measure itself. HTTP/1.1 on kept connections, and streams."""

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

Told = Callable[[dict[str, Any]], None]
addresses = itertools.count(1)


def make_address() -> str:
    """A loopback address of its own for each browser, as citizens have."""
    number = next(addresses)
    return f"127.{1 + (number >> 16) % 250}.{(number >> 8) % 256}.{number % 250 + 1}"


class Connection(asyncio.Protocol):
    """A kept connection that carries one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[tuple[int, bytes, bytes]] | None = None
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, separator, body = self.received.partition(b"\r\n\r\n")
        if not separator:
            return
        place = head.find(b"content-length: ")
        length = int(head[place + 16 : head.find(b"\r\n", place) if head.find(b"\r\n", place) > 0 else None]) if place > 0 else 0
        if len(body) < length or self.waiting is None:
            return
        self.received = body[length:]
        waiting, self.waiting = self.waiting, None
        waiting.set_result((int(head[9:12]), head, body[:length]))

    def connection_lost(self, error: Exception | None) -> None:
        if self.waiting and not self.waiting.done():
            self.waiting.set_exception(error or ConnectionResetError())

    def send(self, request: bytes) -> "asyncio.Future[tuple[int, bytes, bytes]]":
        if self.transport is None or self.waiting is not None:
            raise RuntimeError("the connection is not free")
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self.waiting


class Stream(asyncio.Protocol):
    """An open event stream; each event is told as it comes."""

    def __init__(self, request: bytes, told: Told) -> None:
        self.request = request
        self.told = told
        self.rest = b""
        self.is_open = asyncio.Event()
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.is_open.set()
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            if line.startswith(b"data: "):
                self.told(json.loads(line[6:]))


class Browser:
    """Somebody with cookies, at an address of his own."""

    def __init__(self, port: int, cookies: str = "", csrf: str = "") -> None:
        self.port = port
        self.cookies = cookies
        self.csrf = csrf
        self.address = make_address()
        self.connection: Connection | None = None

    async def connect(self) -> Connection:
        if self.connection is None:
            loop = asyncio.get_running_loop()
            _, self.connection = await loop.create_connection(Connection, "127.0.0.1", self.port, local_addr=(self.address, 0))
        return self.connection

    def write(self, method: str, path: str, body: bytes = b"") -> bytes:
        content = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if method == "POST" else ""
        token = f"X-CSRFToken: {self.csrf}\r\n" if self.csrf else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookies}\r\n{token}{content}\r\n"
        return head.encode() + body

    async def post(self, path: str, **value: Any) -> Any:
        """Post a value with a new key, and return the answer.

        :raises RuntimeError: it was refused.
        """
        body = json.dumps({"key": str(uuid4()), **value}).encode()
        status, head, answered = await (await self.connect()).send(self.write("POST", path, body))
        if status >= 300:
            raise RuntimeError(f"{path}: {status} {answered[:300]!r}")
        place = head.find(b"set-cookie: ")
        if place > 0:
            self.cookies = head[place + 12 : head.find(b";", place)].decode()
        return json.loads(answered) if answered else None

    async def get(self, path: str) -> Any:
        status, _, answered = await (await self.connect()).send(self.write("GET", path))
        if status != 200:
            raise RuntimeError(f"{path}: {status} {answered[:300]!r}")
        return json.loads(answered)

    async def listen(self, path: str, told: Told) -> Stream:
        """Follow a stream; returns once its first bytes are here."""
        loop = asyncio.get_running_loop()
        request = self.write("GET", path)
        _, stream = await loop.create_connection(lambda: Stream(request, told), "127.0.0.1", self.port, local_addr=(self.address, 0))
        async with asyncio.timeout(30):
            await stream.is_open.wait()
        return stream
