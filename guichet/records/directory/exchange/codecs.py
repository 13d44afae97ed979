"""How one value of a file is read, written, and what it points at. A codec reports what it cannot read, then raises `MisreadError`."""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Protocol
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from guichet.records.directory.calendars import Span
from guichet.records.directory.exchange.nodes import Node, Scalar, shorten
from guichet.records.directory.exchange.problems import Report
from guichet.records.directory.models.organisations import KEY_LENGTH, KEY_PATTERN

Plain = str | int | bool | None | list[Any] | dict[str, Any]
"""What YAML writes."""

KEY = re.compile(KEY_PATTERN)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
TELEPHONE = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
"""E.164."""
UNITS = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
DURATION = re.compile(r"(\d{1,9}) ?(d|h|min|s)", re.ASCII)
INTEGER = re.compile(r"-?\d{1,9}", re.ASCII)
HOURS = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})", re.ASCII)
MIDNIGHT = 24 * 60
COLOUR = re.compile(r"#[0-9a-f]{6}")
LONGEST_ORIGIN = 267
"""https://, 253 characters of a host, and a port."""
HOST_PART = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HTTPS_ORIGIN = re.compile(rf"https://{HOST_PART}(?:\.{HOST_PART}){{0,31}}(?::[1-9]\d{{0,4}})?", re.ASCII)
LOCAL_ORIGIN = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::[1-9]\d{0,4})?", re.ASCII)
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
"""Control characters, line ends, overrides of writing direction, halves of characters: nothing that a label needs."""


class MisreadError(Exception):
    """The value cannot be used; the report says why."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """That a value names an entry of another section."""

    section: str
    key: str
    line: int
    path: str


@dataclass(slots=True)
class Reading:
    """What is gathered while a file is read."""

    report: Report
    pointers: list[Pointer] = field(default_factory=list)

    def fail(self, node: Node, path: str, message: str) -> MisreadError:
        self.report.add(node.line, path, message)
        return MisreadError()


class Codec(Protocol):
    def read(self, node: Node, path: str, reading: Reading) -> Any: ...
    def write(self, value: Any) -> Plain: ...


def read_scalar(node: Node, path: str, reading: Reading) -> str:
    if not isinstance(node, Scalar) or node.is_null:
        raise reading.fail(node, path, _("A single value is expected here."))
    return node.text


@dataclass(frozen=True, slots=True)
class Text:
    most: int = 200
    pattern: re.Pattern[str] | None = None

    def read(self, node: Node, path: str, reading: Reading) -> str:
        text = read_scalar(node, path, reading)
        if not text or text != text.strip() or INVISIBLE.search(text):
            raise reading.fail(
                node, path, _("“%(text)s” is empty, starts or ends with a space, or holds invisible characters.") % {"text": shorten(text)}
            )
        if len(text) > self.most:
            raise reading.fail(node, path, _("“%(text)s” is longer than %(most)d characters.") % {"text": shorten(text), "most": self.most})
        if self.pattern and not self.pattern.fullmatch(text):
            raise reading.fail(node, path, _("“%(text)s” is not written as it should be.") % {"text": shorten(text)})
        return text

    def write(self, value: str) -> Plain:
        return value


@dataclass(frozen=True, slots=True)
class Key:
    """What an entry is called: short, lower-case, stable."""

    def read(self, node: Node, path: str, reading: Reading) -> str:
        text = read_scalar(node, path, reading)
        if len(text) > KEY_LENGTH or not KEY.fullmatch(text):
            raise reading.fail(
                node,
                path,
                _("“%(text)s” is not a key: up to %(most)d lower-case letters, digits and single hyphens.")
                % {"text": shorten(text), "most": KEY_LENGTH},
            )
        return text

    def write(self, value: str) -> Plain:
        return value


@dataclass(frozen=True, slots=True)
class Choice:
    values: tuple[str, ...]

    def read(self, node: Node, path: str, reading: Reading) -> str:
        text = read_scalar(node, path, reading)
        if text not in self.values:
            raise reading.fail(
                node, path, _("“%(text)s” is not one of: %(values)s.") % {"text": shorten(text), "values": ", ".join(self.values)}
            )
        return text

    def write(self, value: str) -> Plain:
        return str(value)


@dataclass(frozen=True, slots=True)
class TimeZone:
    def read(self, node: Node, path: str, reading: Reading) -> str:
        text = read_scalar(node, path, reading)
        if text not in available_timezones():
            raise reading.fail(node, path, _("“%(text)s” is not a time zone; write for instance Europe/Paris.") % {"text": shorten(text)})
        return text

    def write(self, value: str) -> Plain:
        return value


@dataclass(frozen=True, slots=True)
class Integer:
    least: int
    most: int

    def read(self, node: Node, path: str, reading: Reading) -> int:
        text = read_scalar(node, path, reading)
        if not INTEGER.fullmatch(text) or not self.least <= int(text) <= self.most:
            raise reading.fail(
                node,
                path,
                _("“%(text)s” is not a whole number from %(least)d to %(most)d.")
                % {"text": shorten(text), "least": self.least, "most": self.most},
            )
        return int(text)

    def write(self, value: int) -> Plain:
        return value


@dataclass(frozen=True, slots=True)
class Boolean:
    def read(self, node: Node, path: str, reading: Reading) -> bool:
        text = read_scalar(node, path, reading)
        if text not in ("true", "false"):
            raise reading.fail(node, path, _("“%(text)s” is neither true nor false.") % {"text": shorten(text)})
        return text == "true"

    def write(self, value: bool) -> Plain:
        return value


@dataclass(frozen=True, slots=True)
class Seconds:
    """A duration such as `20 s`, `5 min`, `2 h` or `7 d`, kept in seconds."""

    most: int = 366 * 86_400

    def read(self, node: Node, path: str, reading: Reading) -> int:
        text = read_scalar(node, path, reading)
        found = DURATION.fullmatch(text)
        if not found or int(found[1]) * UNITS[found[2]] > self.most:
            raise reading.fail(
                node, path, _("“%(text)s” is not a duration such as 20 s, 5 min, 2 h or 7 d, or is too long.") % {"text": shorten(text)}
            )
        return int(found[1]) * UNITS[found[2]]

    def write(self, value: int) -> Plain:
        unit = next(unit for unit, seconds in UNITS.items() if value % seconds == 0)
        return f"{value // UNITS[unit]} {unit}" if value else "0 s"


@dataclass(frozen=True, slots=True)
class Reference:
    """The key of an entry of another section."""

    section: str

    def read(self, node: Node, path: str, reading: Reading) -> str:
        text = read_scalar(node, path, reading)
        reading.pointers.append(Pointer(self.section, text, node.line, path))
        return text

    def write(self, value: str) -> Plain:
        return value


@dataclass(frozen=True, slots=True)
class Day:
    def read(self, node: Node, path: str, reading: Reading) -> date:
        text = read_scalar(node, path, reading)
        try:
            if len(text) != 10:
                raise ValueError(text)
            return date.fromisoformat(text)
        except ValueError:
            raise reading.fail(node, path, _("“%(text)s” is not a date such as 2026-12-24.") % {"text": shorten(text)}) from None

    def write(self, value: date) -> Plain:
        return value.isoformat()


@dataclass(frozen=True, slots=True)
class Hours:
    """The openings of a day: `08:30-12:00, 13:00-17:00`, or `closed`."""

    def read(self, node: Node, path: str, reading: Reading) -> tuple[Span, ...]:
        text = read_scalar(node, path, reading)
        if text == "closed":
            return ()
        spans = [self._read_span(part.strip()) for part in text.split(",", 50)]
        whole = [span for span in spans if span is not None]
        if len(whole) != len(spans):
            raise reading.fail(
                node, path, _("“%(text)s” is not written as hours such as 08:30-12:00, 13:00-17:00, or closed.") % {"text": shorten(text)}
            )
        if any(later.from_minute <= earlier.to_minute for earlier, later in pairwise(whole)):
            raise reading.fail(node, path, _("The hours “%(text)s” overlap, touch or are not in order.") % {"text": shorten(text)})
        return tuple(whole)

    @staticmethod
    def _read_span(text: str) -> Span | None:
        found = HOURS.fullmatch(text)
        if not found:
            return None
        from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
        span = Span(from_hour * 60 + from_minute, to_hour * 60 + to_minute)
        is_clock = from_minute < 60 and to_minute < 60 and span.to_minute <= MIDNIGHT
        return span if is_clock and span.from_minute < span.to_minute else None

    def write(self, value: tuple[Span, ...]) -> Plain:
        return ", ".join(f"{_write_minute(span.from_minute)}-{_write_minute(span.to_minute)}" for span in value) or "closed"


def _write_minute(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True, slots=True)
class Origin:
    """A site as browsers name it: `https://www.example.org`, without a path. Plain http is for the machine itself only."""

    def read(self, node: Node, path: str, reading: Reading) -> str:
        text = read_scalar(node, path, reading)
        if len(text) > LONGEST_ORIGIN or not (HTTPS_ORIGIN.fullmatch(text) or LOCAL_ORIGIN.fullmatch(text)):
            raise reading.fail(
                node,
                path,
                _("“%(text)s” is not the address of a site such as https://www.example.org, without a path.") % {"text": shorten(text)},
            )
        return text

    def write(self, value: str) -> Plain:
        return value
