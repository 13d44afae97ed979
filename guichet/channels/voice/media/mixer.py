"""Three and more who hear one another: rooms of Janus's audiobridge, one participant for each leg, by plain RTP and without another codec.

Spoken over its Unix socket (SOCK_SEQPACKET: one datagram is one JSON text), in a folder that only this installation reads. A room lives
as long as its session: when the voice process dies, Janus keeps it for a while, and the next process puts one of its own in its place.
"""

import asyncio
import json
import socket
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

import structlog

from guichet.channels.voice.media.errors import MediaAwayError, MediaError

PLUGIN = "janus.plugin.audiobridge"
PATIENCE = 2.0
LONGEST = 65_536
RATE = 8_000
PREBUFFERED = 2
"""Packets of 20 ms that are kept back against jitter: rtpengine stands beside it."""
PCMA = 8
HEARD_ALONE, OTHERS = "alone", "others"
"""Groups of a room: what the first says can be sent on by itself, to somebody who shall hear nobody else."""
log = structlog.get_logger(__name__)
Json = dict[str, Any]


class Room:
    """Who hears whom in it is all of them, whoever is muted aside. It ends with `close`."""

    def __init__(self, mixer: "Mixer", session: int, name: str) -> None:
        self.mixer = mixer
        self.session = session
        self.name = name
        self.token = token_hex(4)
        self.handles: dict[str, int] = {}
        self.relay: int | None = None

    async def open(self) -> None:
        """In place of the room of this name that a dead process may have left: two would speak at once."""
        handle = await self.mixer.attach(self.session)
        with suppress(MediaError):
            await self._ask(handle, request="destroy", room=self.name)
        room = {"room": self.name, "is_private": True, "sampling_rate": RATE, "allow_rtp_participants": True}
        await self._ask(handle, request="create", groups=[HEARD_ALONE, OTHERS], **room)

    async def seat(self, who: str, port: int | None, *, group: str = OTHERS, is_muted: bool = False) -> int:
        """Somebody whose sound leaves rtpengine at this port; returns the port at which the room hears him. Seated again, he moves. Without
        a port he is heard, and hears nothing of the room.

        :raises MediaError: there is no room.
        """
        if who in self.handles:
            await self.unseat(who)
        handle = self.handles[who] = await self.mixer.attach(self.session)
        rtp = {"payload_type": PCMA} | ({} if port is None else {"ip": "127.0.0.1", "port": port})
        # whoever moves keeps his former name for a moment after he left: each seat has its own
        place = {"room": self.name, "id": f"{who} {handle}", "group": group, "muted": is_muted}
        joined = await self._ask(handle, request="join", codec="pcma", prebuffer=PREBUFFERED, rtp=rtp, **place)
        try:
            return int(joined["rtp"]["port"])
        except (KeyError, TypeError, ValueError) as error:
            raise MediaError("the room says no port") from error

    async def unseat(self, who: str) -> None:
        handle = self.handles.pop(who, None)
        if handle is not None:
            await self.mixer.ask(janus="detach", session_id=self.session, handle_id=handle)

    async def keep(self, those: Collection[str]) -> None:
        """Whoever else is seated goes, and nothing is sent on."""
        for who in [who for who in self.handles if who not in those]:
            await self.unseat(who)
        if self.relay is not None and self.handles:
            handle, relay, self.relay = next(iter(self.handles.values())), self.relay, None
            await self._ask(handle, request="stop_rtp_forward", room=self.name, stream_id=relay)

    async def send_on(self, port: int) -> None:
        """What those say who are heard alone goes to this port of rtpengine, too."""
        handle = next(iter(self.handles.values()))
        target = {"host": "127.0.0.1", "host_family": "ipv4", "port": port, "codec": "pcma", "ptype": PCMA, "always_on": True}
        made = await self._ask(handle, request="rtp_forward", room=self.name, group=HEARD_ALONE, **target)
        self.relay = int(made["stream_id"])

    async def close(self) -> None:
        self.handles.clear()
        self.relay = None
        await self.mixer.ask(janus="destroy", session_id=self.session)

    async def _ask(self, handle: int, **body: object) -> Json:
        answer = await self.mixer.ask(janus="message", session_id=self.session, handle_id=handle, body=body)
        data = answer.get("plugindata", {}).get("data", {})
        if not isinstance(data, dict) or "error" in data:
            raise MediaError(str(data.get("error") if isinstance(data, dict) else data)[:200])
        return data


class Mixer:
    """:param path: of Janus's socket. It is reached when it is first needed, and again after it was lost. :param lost: is told then."""

    def __init__(self, path: Path, lost: Callable[[], None]) -> None:
        self.path = path
        self.lost = lost
        self.line: socket.socket | None = None
        self.reader: asyncio.Task[None] | None = None
        self.asked: dict[str, asyncio.Future[Json]] = {}
        self.reaching = asyncio.Lock()

    async def open_room(self, name: str) -> Room:
        """:raises MediaAwayError: there is no mixer."""
        await self._reach()
        created = await self.ask(janus="create")
        room = Room(self, int(created["data"]["id"]), name)
        await room.open()
        return room

    async def is_there(self) -> bool:
        """Whether it answers now: one that hangs does not."""
        try:
            await self._reach()
            await self.ask(janus="ping")
        except MediaError:
            return False
        return True

    async def attach(self, session: int) -> int:
        return int((await self.ask(janus="attach", session_id=session, plugin=PLUGIN))["data"]["id"])

    async def ask(self, **message: object) -> Json:
        """:raises MediaError: it refused. :raises MediaAwayError: it does not answer."""
        if self.line is None:
            raise MediaAwayError
        loop, transaction = asyncio.get_running_loop(), token_hex(8)
        waiting = self.asked[transaction] = loop.create_future()
        try:
            await loop.sock_sendall(self.line, json.dumps({"transaction": transaction, **message}).encode())
            answer: Json = await asyncio.wait_for(waiting, PATIENCE)
        except (OSError, TimeoutError) as error:
            raise MediaAwayError from error
        finally:
            del self.asked[transaction]
        if answer.get("janus") == "error":
            raise MediaError(str(answer.get("error", {}).get("reason", ""))[:200])
        return answer

    def close(self) -> None:
        if self.reader is not None:
            self.reader.cancel()
        if self.line is not None:
            self.line.close()
        self.line = self.reader = None

    async def _reach(self) -> None:
        """Once, whoever asks at the same moment."""
        async with self.reaching:
            if self.line is None:
                await self._connect()

    async def _connect(self) -> None:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        line.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(line, str(self.path))
        except OSError as error:
            line.close()
            raise MediaAwayError from error
        self.line = line
        self.reader = asyncio.get_running_loop().create_task(self._read(line))

    async def _read(self, line: socket.socket) -> None:
        """What it says by itself, of people who come and go, is known here already."""
        loop = asyncio.get_running_loop()
        try:
            while data := await loop.sock_recv(line, LONGEST):
                self._hear(data)
        except OSError as error:
            log.warning("the mixer was lost", error=type(error).__name__)
        if self.line is line:
            line.close()
            self.line = self.reader = None
            self.lost()

    def _hear(self, data: bytes) -> None:
        try:
            said = json.loads(data)
        except ValueError:
            log.warning("the mixer said something that cannot be read")
            return
        waiting = self.asked.get(str(said.get("transaction"))) if isinstance(said, dict) else None
        if waiting is not None and not waiting.done() and said.get("janus") != "ack":
            waiting.set_result(said)
