"""HTTP/1.1 as far as the player needs it (RFC 9112): JSON and forms, cookies, and streams of events. One connection for each request."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

PATIENCE = 20.0
"""Seconds for an answer."""
AGENT = "guichet-player"
Reader = asyncio.StreamReader
Writer = asyncio.StreamWriter


class UnreachedError(Exception):
    """The house does not answer now; trying again later may help."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def read_json(self) -> Any:
        return json.loads(self.body or b"{}")


@dataclass(slots=True)
class Browser:
    """Somebody's way to the house at `address` ("http://localhost:8000"), with cookies of his own."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str) -> Reply:
        return await self._ask("GET", path)

    async def post(self, path: str, content: object) -> Reply:
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.cookies.get("guichet_csrf", "")}
        return await self._ask("POST", path, json.dumps(content).encode(), headers)

    async def send_form(self, path: str, fields: Mapping[str, str]) -> Reply:
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("guichet_csrf", "")}).encode()
        return await self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    async def follow(self, path: str) -> AsyncIterator[bytes]:
        """The lines of a stream of events, until it ends.

        :raises UnreachedError: there is none.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                reader, writer = await self._open("GET", path, b"", {"Accept": "text/event-stream"})
                status, _ = await self._read_head(reader)
            try:
                if status != 200:
                    raise UnreachedError
                while line := await reader.readline():
                    yield line
            finally:
                writer.close()
        except (OSError, TimeoutError, ValueError, IndexError, asyncio.IncompleteReadError) as error:
            raise UnreachedError from error

    async def _ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        try:
            async with asyncio.timeout(PATIENCE):
                reader, writer = await self._open(method, path, body, headers or {})
                try:
                    status, answered = await self._read_head(reader)
                    return Reply(status, answered, await _read_body(reader, answered))
                finally:
                    writer.close()
        except (OSError, TimeoutError, ValueError, IndexError, asyncio.IncompleteReadError) as error:
            raise UnreachedError from error

    async def _open(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[Reader, Writer]:
        site = urlsplit(self.address)
        reader, writer = await asyncio.open_connection(site.hostname, site.port or 80)
        said = {"Host": site.netloc, "User-Agent": AGENT, "Accept": "application/json", "Connection": "close", **self.headers, **headers}
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            said["Content-Length"] = str(len(body))
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in said.items()) + "\r\n"
        writer.write(head.encode("latin-1") + body)
        await writer.drain()
        return reader, writer

    async def _read_head(self, reader: Reader) -> tuple[int, dict[str, str]]:
        status = int((await reader.readline()).split()[1])
        headers: dict[str, str] = {}
        while (line := (await reader.readline()).decode("latin-1").strip()) != "":
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return status, headers


async def _read_body(reader: Reader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return await reader.read() if "content-length" not in headers else await reader.readexactly(int(headers["content-length"]))
    parts = []
    while size := int((await reader.readline()).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    return b"".join(parts)
