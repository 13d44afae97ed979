"""The sound in what rtpengine writes of a call: packets as they arrived (pcap of raw IP, then UDP, RTP of RFC 3550, G.711 of RFC 3551).

What is in the packets comes from outside: nothing in them raises, and nothing makes a track longer than its bound.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from struct import Struct

HEADER = 24
"""Bytes before the first packet."""
FRAME = Struct("<IIII")
"""Seconds, microseconds, bytes kept, bytes that there were."""
LARGEST_FRAME = 65_536
MAGIC = b"\xd4\xc3\xb2\xa1"
UDP, UDP_HEADER, RTP_HEADER = 17, 8, 12
IPV6_HEADER = 40
ALAW, MULAW = 8, 0
RATE = 8_000
QUIET = b"\xd5"
"""Silence in A-law."""
MOST_SECONDS = 2 * 3_600
ADRIFT = RATE // 2
"""Samples by which what a packet says of its place may differ from when it came."""
LOUD = 400
"""Of 32,768: what is not louder is no voice."""
VOICED = 0.03
"""The part of loud samples in a stretch that somebody speaks in."""


def _read_alaw(code: int) -> int:
    """ITU-T G.711, table 1a."""
    code ^= 0x55
    exponent, mantissa = (code >> 4) & 7, code & 15
    size = (mantissa << 4) + 8 if exponent == 0 else ((mantissa << 4) + 0x108) << (exponent - 1)
    return size if code & 0x80 else -size


def _read_mulaw(code: int) -> int:
    """ITU-T G.711, table 2a."""
    code = ~code & 0xFF
    size = ((((code & 15) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84
    return -size if code & 0x80 else size


LEVELS = [_read_alaw(code) for code in range(256)]
TO_ALAW = bytes(min(range(256), key=lambda code: abs(LEVELS[code] - _read_mulaw(mulaw))) for mulaw in range(256))
"""The A-law code nearest to each code of µ-law."""
IS_LOUD = bytes(abs(level) > LOUD for level in LEVELS)


@dataclass(frozen=True, slots=True)
class Packet:
    """`at`: when it came, in seconds. `source`: address and port. `place`: its first sample, as it says. `sound` in A-law."""

    at: float
    source: bytes
    place: int
    sound: bytes


@dataclass(slots=True)
class PacketReader:
    """Reads a file while it grows."""

    rest: bytes = b""
    is_begun: bool = False

    def feed(self, data: bytes) -> list[Packet]:
        return list(self._read(data))

    def _read(self, data: bytes) -> Iterator[Packet]:
        self.rest += data
        if not self.is_begun:
            if len(self.rest) < HEADER:
                return
            self.rest = self.rest[HEADER:] if self.rest.startswith(MAGIC) else b""
            self.is_begun = True
        at = 0
        while at + FRAME.size <= len(self.rest):
            seconds, micros, kept, _ = FRAME.unpack_from(self.rest, at)
            if kept > LARGEST_FRAME:
                self.rest, at = b"", 0
                break
            if at + FRAME.size + kept > len(self.rest):
                break
            at += FRAME.size
            packet = read_packet(seconds + micros / 1_000_000, self.rest[at : at + kept])
            at += kept
            if packet is not None:
                yield packet
        self.rest = self.rest[at:]


def read_packet(at: float, data: bytes) -> Packet | None:
    """None: it carries no sound that we know."""
    version = data[0] >> 4 if data else 0
    if version == 4 and len(data) >= 20:
        length, protocol, address = (data[0] & 15) * 4, data[9], data[12:16]
    elif version == 6 and len(data) >= IPV6_HEADER:
        length, protocol, address = IPV6_HEADER, data[6], data[8:24]
    else:
        return None
    rtp = data[length + UDP_HEADER :]
    if protocol != UDP or len(rtp) <= RTP_HEADER or rtp[0] >> 6 != 2:
        return None
    kind, start = rtp[1] & 0x7F, RTP_HEADER + (rtp[0] & 15) * 4
    if rtp[0] & 0x10 and len(rtp) >= start + 4:
        start += 4 + int.from_bytes(rtp[start + 2 : start + 4], "big") * 4
    sound = rtp[start:]
    if kind not in (ALAW, MULAW) or not sound:
        return None
    place = int.from_bytes(rtp[4:8], "big")
    return Packet(at, address + data[length : length + 2], place, sound if kind == ALAW else sound.translate(TO_ALAW))


@dataclass(slots=True)
class _Track:
    """`shift` leads from what a packet says of its place to its place from the beginning."""

    samples: bytearray = field(default_factory=bytearray)
    shift: int | None = None

    def put(self, packet: Packet, begun_at: float) -> None:
        arrived = round((packet.at - begun_at) * RATE)
        place = None if self.shift is None else (packet.place + self.shift) % 2**32
        if place is None or abs(place - arrived) > ADRIFT:
            self.shift, place = arrived - packet.place, arrived
        sound = packet.sound[: max(0, MOST_SECONDS * RATE - place)]
        if place < 0 or not sound:
            return
        if len(self.samples) < place:
            self.samples.extend(QUIET * (place - len(self.samples)))
        self.samples[place : place + len(sound)] = sound


def read_tracks(files: Iterable[bytes]) -> list[bytes]:
    """What each side said, in A-law, all from the same instant on; the files follow one another. Pauses between them are left out."""
    whole: dict[bytes, bytearray] = {}
    length = 0
    for file in files:
        part = _read_file(PacketReader().feed(file))
        for source, track in part.items():
            told = whole.setdefault(source, bytearray())
            told.extend(QUIET * (length - len(told)))
            told.extend(track.samples)
        length = max((len(told) for told in whole.values()), default=0)
    return [bytes(told[: MOST_SECONDS * RATE]) for told in whole.values() if told]


def _read_file(packets: Sequence[Packet]) -> dict[bytes, _Track]:
    """What rtpengine sent on to itself, as it does between two who encrypt, came from elsewhere before."""
    tracks: dict[bytes, _Track] = {}
    known: dict[int, Packet] = {}
    for packet in packets:
        first = known.setdefault(packet.place, packet)
        if first.source == packet.source or first.sound != packet.sound:
            tracks.setdefault(packet.source, _Track()).put(packet, packets[0].at)
    return tracks


def is_voiced(sound: bytes) -> bool:
    """Whether somebody speaks in it."""
    return bool(sound) and sum(sound.translate(IS_LOUD)) / len(sound) > VOICED


def count_voiced_seconds(sound: bytes) -> int:
    """What is left at the end counts when it is half a second at least."""
    return sum(is_voiced(sound[start : start + RATE]) for start in range(0, len(sound) - RATE // 2 + 1, RATE))
