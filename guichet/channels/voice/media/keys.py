"""The keys that callers press, as rtpengine hears them (RFC 4733): one datagram of JSON for each, when it is let go."""

import asyncio
from collections.abc import Callable

import msgspec
import structlog

KEYS = "0123456789*#ABCD"
log = structlog.get_logger(__name__)


class Pressed(msgspec.Struct, frozen=True):
    """`callid` is the call's name at rtpengine, `source_tag` the leg that pressed. `event` is its number in RFC 4733."""

    callid: str
    source_tag: str
    event: int


decoder = msgspec.json.Decoder(Pressed)


class KeyEar(asyncio.DatagramProtocol):
    """:param tell: gets the call, the leg and the key."""

    def __init__(self, tell: Callable[[str, str, str], None]) -> None:
        self.tell = tell

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - asyncio's signature
        try:
            pressed = decoder.decode(data)
        except msgspec.DecodeError:
            log.warning("a key could not be read")
            return
        if 0 <= pressed.event < len(KEYS):
            self.tell(pressed.callid, pressed.source_tag, KEYS[pressed.event])
