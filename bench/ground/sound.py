"""What became of the packets of sound between two ports: read from a capture, stream by stream."""

import struct
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

GLOBAL_HEADER, PACKET_HEADER = 24, 16
ETHERNET, IP, UDP = 14, 20, 8
RTP_VERSION = 0x80
BACK = 50
"""A number that lies further back than this is no late packet: the sound that is sent has begun again."""


@dataclass(slots=True)
class Stream:
    """Packets of one source from one port to another, the first of which came at `began`, in seconds since 1970. `sender` is a port."""

    sender: int = 0
    began: float = 0.0
    at: float = 0.0
    arrived: int = 0
    lost: int = 0
    last: int = -1
    gaps: list[float] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def take(self, number: int, at: float) -> None:
        if self.at:
            self.gaps.append(at - self.at)
        else:
            self.began = at
        if self.seen and number < max(self.last - BACK, 0):
            self.settle()
        self.at, self.last = at, number
        self.seen.add(number)

    def settle(self) -> None:
        """Count those whose numbers lie between the first and the last and that never arrived."""
        if self.seen:
            self.arrived += len(self.seen)
            self.lost += max(self.seen) - min(self.seen) + 1 - len(self.seen)
            self.seen.clear()


def read_streams(capture: Path, ports: range, since: float = 0.0) -> list[Stream]:
    """The streams that arrive at these ports, from a pcap file of the loopback interface; of packets before `since` nothing."""
    streams: dict[tuple[int, int, int], Stream] = defaultdict(Stream)
    data = capture.read_bytes()
    at = GLOBAL_HEADER
    while at + PACKET_HEADER <= len(data):
        seconds, fraction, length, _ = struct.unpack_from("<IIII", data, at)
        at += PACKET_HEADER
        packet = memoryview(data)[at : at + length]
        at += length
        if seconds + fraction / 1e6 < since or len(packet) < ETHERNET + IP + UDP + 12 or packet[ETHERNET + 9] != 17:
            continue
        sender, port = struct.unpack_from(">HH", packet, ETHERNET + IP)
        first, number, _, source = struct.unpack_from(">HHII", packet, ETHERNET + IP + UDP)
        if port in ports and port % 2 == 0 and first >> 8 == RTP_VERSION and first & 0x7F == 8:
            stream = streams[sender, port, source]
            stream.sender = sender
            stream.take(number, seconds + fraction / 1e6)
    for stream in streams.values():
        stream.settle()
    return list(streams.values())


def describe(streams: list[Stream]) -> tuple[float, float]:
    """The share of packets lost, and the gap between two packets that one in a thousand exceeds, in milliseconds."""
    lost = sum(stream.lost for stream in streams)
    sent = lost + sum(stream.arrived for stream in streams)
    gaps = sorted(gap for stream in streams for gap in stream.gaps)
    return (lost / sent if sent else 1.0, gaps[int(len(gaps) * 0.999)] * 1000 if gaps else 0.0)


def count_lasting(streams: list[Stream], until: float) -> int:
    """From how many ports something still comes in the last second before then: each of a call's has its own."""
    return len({stream.sender for stream in streams if until - 1 < stream.at})
