"""How good each side of a call sounds to those who hear it, from what rtpengine knows of their reports (RTCP, RFC 3550). Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guichet.records.calls.words import Sounding

LOSS_PERCENT, JITTER_MS, ROUND_TRIP_MS = (1.0, 5.0), (30.0, 80.0), (300.0, 800.0)
"""From where on it is no longer good, and where it is bad: as agents' browsers judge (`web/channels/voice/data/quality.ts`)."""
SILENT_AFTER = 10
"""Seconds. Some telephones send nothing while nobody speaks: it is said, and nothing more follows from it."""
GRADES = (Sounding.GOOD, Sounding.MEDIUM, Sounding.BAD)


@dataclass(frozen=True, slots=True)
class Quality:
    """Loss in percent, jitter and round trip in ms, of the latest report."""

    loss: float
    jitter: float
    round_trip: float

    @property
    def sounding(self) -> Sounding:
        bounds = ((self.loss, LOSS_PERCENT), (self.jitter, JITTER_MS), (self.round_trip, ROUND_TRIP_MS))
        return GRADES[max(sum(value >= each for each in bound) for value, bound in bounds)]


def read_quality(answer: Mapping[str, Any]) -> dict[str, Quality]:
    """By tag, of those of whom somebody has reported. Whatever is missing or strange is left out."""
    reports = get_group(answer, "SSRC")
    found = {}
    for tag, side in get_group(answer, "tags").items():
        latest = [quality for source in _list_sources(side) if (quality := _read_report(reports.get(source))) is not None]
        if latest:
            found[str(tag)] = latest[-1]
    return found


def list_silent(answer: Mapping[str, Any], now: float) -> set[str]:
    """The tags of those from whom no sound has arrived for a while. :param now: in seconds, as rtpengine counts."""
    latest = {str(tag): [_read_latest(stream) for stream in _list_streams(side)] for tag, side in get_group(answer, "tags").items()}
    known = {tag: [each for each in times if each is not None] for tag, times in latest.items()}
    return {tag for tag, times in known.items() if times and max(times) + SILENT_AFTER <= now}


def _read_latest(stream: Mapping[str, Any]) -> int | None:
    """When its last packet came; None: it carries no sound, but reports."""
    at = stream.get("last packet")
    return at if isinstance(at, int) and "RTP" in list_group(stream, "flags") else None


def _list_sources(side: object) -> Iterator[str]:
    yield from (str(stream["SSRC"]) for stream in _list_streams(side) if "SSRC" in stream)


def _list_streams(side: object) -> Iterator[Mapping[str, Any]]:
    for media in list_group(side, "medias"):
        yield from (stream for stream in list_group(media, "streams") if isinstance(stream, Mapping))


def _read_report(report: object) -> Quality | None:
    entries = [entry for entry in list_group(get_group(report, "MOS progression"), "entries") if isinstance(entry, Mapping)]
    if not entries:
        return None
    numbers = [entries[-1].get(name) for name in ("packet loss", "jitter", "round-trip time")]
    if not all(isinstance(number, int) for number in numbers):
        return None
    loss, jitter, round_trip = (float(number or 0) for number in numbers)
    return Quality(loss, jitter, round_trip / 1_000)


def get_group(holder: object, name: str) -> Mapping[str, Any]:
    value = holder.get(name) if isinstance(holder, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def list_group(holder: object, name: str) -> list[Any]:
    value = holder.get(name) if isinstance(holder, Mapping) else None
    return value if isinstance(value, list) else []
