"""Taking a mail apart (RFC 5322, 2045, 2046), in time and memory that its size bounds. Pure.

Written for what is hostile: every level is one search for its boundary, depth and number of parts are capped, and nothing is ever
refused: what cannot be taken apart is one part. (The standard library checks every line against every open boundary.)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from guichet.records.correspondence.words import DEEPEST_PARTS, MOST_PARTS, Problem

LARGEST_HEAD = 256 * 1024
"""Bytes of the headers of one part that are looked at."""
MOST_HEADERS = 1_000
LONGEST_VALUE = 16_000
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
NAME = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")


@dataclass(slots=True)
class Part:
    """A part with its headers, names in lower case, in their order. `children` of a multipart, `body` of what is none."""

    headers: list[tuple[str, str]]
    body: bytes = b""
    children: list["Part"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The first header of that name, empty without one."""
        return next((value for key, value in self.headers if key == name), "")

    def list_all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def get_type(self) -> str:
        return read_parameters(self.get("content-type")).get_content_type()

    def get_parameter(self, name: str) -> str:
        """Of Content-Type."""
        return _get_parameter(read_parameters(self.get("content-type")), name)

    def walk(self) -> Iterator["Part"]:
        yield self
        for child in self.children:
            yield from child.walk()


def read_parameters(value: str, header: str = "content-type") -> Message:
    """A message with this header alone, for the standard library to read its parameters (RFC 2231)."""
    message = Message()
    message[header] = value[:2_000].replace("\r", " ").replace("\n", " ") or "text/plain"
    return message


def _get_parameter(message: Message, name: str) -> str:
    try:
        value = message.get_param(name, "")
    except Exception:  # the standard library raises several on lying parameters
        return ""
    return value if isinstance(value, str) else str(value[2])


def take_apart(raw: bytes) -> tuple[Part, list[Problem]]:
    """The tree of parts, and what could not be taken apart."""
    problems: list[Problem] = []
    left = [MOST_PARTS]
    return _take(raw, 0, left, problems), problems


def _take(raw: bytes, depth: int, left: list[int], problems: list[Problem]) -> Part:
    left[0] -= 1
    part = Part(*split_head(raw))
    kind = part.get_type()
    if kind == "message/rfc822" and depth == 0:
        return part
    boundary = part.get_parameter("boundary") if kind.startswith("multipart/") else ""
    if not boundary:
        return part
    if depth >= DEEPEST_PARTS:
        problems.append(Problem.TOO_DEEP)
        return part
    for piece in _split(part.body, boundary.encode("utf-8", "replace")[:200].rstrip(), problems):
        if left[0] <= 0:
            problems.append(Problem.TOO_MANY_PARTS)
            break
        part.children.append(_take(piece, depth + 1, left, problems))
    if part.children:
        part.body = b""
    return part


def _split(body: bytes, boundary: bytes, problems: list[Problem]) -> Iterator[bytes]:
    """The pieces between the lines of a boundary, one after the other."""
    line = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    start = None
    for found in line.finditer(body):
        if start is not None:
            yield body[start : found.start()].removeprefix(b"\r").removeprefix(b"\n")
        if found[1]:
            return
        start = found.end()
    if start is not None:
        problems.append(Problem.CUT)
        yield body[start:].removeprefix(b"\r").removeprefix(b"\n")


def split_head(raw: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and body. What begins with no header is body from its first byte."""
    if raw[:2] == b"\r\n" or raw[:1] == b"\n":
        return [], raw.removeprefix(b"\r").removeprefix(b"\n")
    end = END_OF_HEAD.search(raw, 0, LARGEST_HEAD)
    head = raw[: end.start()] if end else raw[:LARGEST_HEAD]
    headers = _read_headers(head)
    if not headers:
        return [], raw
    return headers, raw[end.end() :] if end else raw[LARGEST_HEAD:]


def _read_headers(head: bytes) -> list[tuple[str, str]]:
    headers: list[tuple[str, list[bytes]]] = []
    for line in head.split(b"\n"):
        text = line.rstrip(b"\r")
        if text[:1] in (b" ", b"\t"):
            if headers:
                headers[-1][1].append(text)
            continue
        named = NAME.match(text)
        if named and len(headers) < MOST_HEADERS:
            headers.append((named[1].decode("ascii").lower(), [text[named.end() :]]))
    return [(name, _join(values)) for name, values in headers]


def _join(values: list[bytes]) -> str:
    value = b"".join(values)[:LONGEST_VALUE].strip()
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")
