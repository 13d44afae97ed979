"""Telephones and operators that do not behave: they refuse, ring for ever, say nothing, or describe a sound of no use. Each answers every
call in its own way, and keeps what it was asked."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from guichet.channels.voice.tests.telephones import find_ports

SDP = (
    "v=0\r\no=x 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
)
NO_USE = "v=0\r\no=x 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 1 RTP/AVP 8\r\nc=IN IP9 nowhere\r\n"
RINGS = (180, "Ringing", "")
COPIED = ("via", "from", "to", "call-id", "cseq", "record-route")
A_PACKET = 0.02
Reply = tuple[int, str, str]
"""Code, reason, and a description of media."""


@dataclass
class Stranger:
    """:param replies: what a call is answered with, one after the other; with none, nothing is ever said.

    `asked`: every new request that came, as text. `sound`: where its sound arrives, and leaves from when it has a `tone`.
    """

    line: socket.socket
    sound: socket.socket
    replies: tuple[Reply, ...]
    tone: int = 0
    tag: str = field(default_factory=lambda: uuid4().hex[:8])
    asked: list[str] = field(default_factory=list)
    is_over: bool = False

    @property
    def port(self) -> int:
        return int(self.line.getsockname()[1])

    @property
    def sdp(self) -> str:
        return SDP.format(port=self.sound.getsockname()[1])

    def methods(self) -> list[str]:
        return [request.split(" ", 1)[0] for request in self.asked]

    def answer_always(self) -> None:
        while not self.is_over:
            try:
                data, address = self.line.recvfrom(16_000)
            except TimeoutError:
                continue
            self._answer(data.decode(), address)

    def speak_always(self) -> None:
        """To where the latest call wants its sound."""
        number = 0
        while not self.is_over:
            time.sleep(A_PACKET)
            invites = [request for request in self.asked if request.startswith("INVITE")]
            found = re.search(r"m=audio (\d+) ", invites[-1]) if invites else None
            if found is not None:
                number += 1
                self.sound.sendto(make_packet(self.tone, number), ("127.0.0.1", int(found[1])))

    def _answer(self, request: str, address: tuple[str, int]) -> None:
        method = request.split(" ", 1)[0]
        if method == "SIP/2.0" or method == "ACK" or not request.strip():
            return
        is_new = request not in self.asked
        if is_new:
            self.asked.append(request)
        if method != "INVITE":
            self._say(request, address, (200, "OK", ""))
            if method == "CANCEL" and self.replies:
                invite = next(each for each in reversed(self.asked) if each.startswith("INVITE"))
                self._say(invite, address, (487, "Request Terminated", ""))
            return
        for code, reason, body in self.replies:
            self._say(request, address, (code, reason, body.format(port=self.sound.getsockname()[1])))

    def _say(self, request: str, address: tuple[str, int], reply: Reply) -> None:
        code, reason, body = reply
        lines = [line for line in request.split("\r\n\r\n")[0].split("\r\n")[1:] if line.split(":")[0].strip().lower() in COPIED]
        lines = [f"{line};tag={self.tag}" if line.lower().startswith("to:") and "tag=" not in line else line for line in lines]
        head = [f"SIP/2.0 {code} {reason}", *lines, f"Contact: <sip:stranger@127.0.0.1:{self.port}>"]
        head += ["Content-Type: application/sdp"] if body else []
        self.line.sendto("\r\n".join([*head, f"Content-Length: {len(body)}", "", body]).encode(), address)


@contextmanager
def stranger(*replies: Reply, tone: int = 0) -> Iterator[Stranger]:
    """:param tone: what it says all the time, Hz."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sound:
        line.bind(("127.0.0.1", find_ports(1)))
        sound.bind(("127.0.0.1", find_ports(2)))
        line.settimeout(0.1)
        sound.settimeout(10.0)
        made = Stranger(line, sound, replies, tone)
        chores = [threading.Thread(target=each) for each in (made.answer_always, *([made.speak_always] if tone else []))]
        for chore in chores:
            chore.start()
        try:
            yield made
        finally:
            made.is_over = True
            for chore in chores:
                chore.join()


def make_packet(tone: int, number: int) -> bytes:
    """Twenty milliseconds of a square wave at about this tone, loud, in A-law, as RTP."""
    half = 8_000 // tone // 2
    sound = bytes((0x2A if (place // half) % 2 else 0xAA) for place in range(160))
    return bytes([0x80, 8]) + number.to_bytes(2, "big") + (number * 160).to_bytes(4, "big") + b"\x12\x34\x56\x78" + sound
