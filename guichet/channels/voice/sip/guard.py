"""What is looked at before sippy's parser sees a message: it survives nearly everything, but answers nothing to what is malformed.

A request that cannot be right is answered with the code that RFC 3261 gives it; what cannot even be answered is dropped. Pure.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from guichet.channels.voice.sip.timers import LEAST, SHORT, is_too_short, list_unsupported

LONGEST = 16_000
MOST_HEADERS = 120
REQUEST = re.compile(r"([A-Za-z]{2,20}) (\S{3,500}) (SIP/\d+\.\d+)")
RESPONSE = re.compile(r"SIP/2\.0 [1-6]\d\d( .*)?")
NEEDED = ("call-id", "cseq", "from", "to", "via")
COMPACT = {"i": "call-id", "f": "from", "t": "to", "v": "via", "l": "content-length", "m": "contact", "c": "content-type", **SHORT}
CSEQ = re.compile(r"(\d{1,10})\s+([A-Za-z]{2,20})")
VIA = re.compile(
    r"SIP\s*/\s*2\.0\s*/\s*(UDP|TCP|TLS|WS|WSS)\s+(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(\s*:\s*\d{1,5})?\s*(;.*)?", re.IGNORECASE
)
ADDRESS = re.compile(r'("(?:[^"\\]|\\.)*"\s*|[^<>"]*)<sips?:[^<>\s]{1,300}>\s*(;.*)?|sips?:[^<>\s]{1,300}', re.IGNORECASE)
MOST_CSEQ = 2**31
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Verdict(NamedTuple):
    """`answer`: what to send back instead of reading the message; None and not `is_fit`: drop it."""

    is_fit: bool
    answer: str | None = None


FIT, DROPPED = Verdict(is_fit=True), Verdict(is_fit=False)


def look(data: bytes) -> Verdict:
    """Total: whatever comes, never an exception."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return DROPPED
    if len(data) > LONGEST or "\r\n\r\n" not in text:
        return DROPPED
    head, _, body = text.partition("\r\n\r\n")
    first, *lines = _unfold(head).split("\r\n")
    headers = _read_headers(lines)
    is_response = RESPONSE.fullmatch(first) is not None
    if headers is None or (not is_response and "via" not in headers):
        return DROPPED
    if is_response:
        return FIT if all(name in headers for name in NEEDED) and _is_sound(headers) else DROPPED
    return _look_at_request(first, headers, body)


def _look_at_request(first: str, headers: dict[str, list[str]], body: str) -> Verdict:
    line = REQUEST.fullmatch(first)
    if line is None:
        return _refuse(headers, 400, "Bad Request Line")
    method, target, version = line.groups()
    if version != "SIP/2.0":
        return _refuse(headers, 505, "Version Not Supported")
    if not target.lower().startswith(("sip:", "sips:", "tel:")):
        return _refuse(headers, 416, "Unsupported URI Scheme")
    if any(name not in headers for name in NEEDED) or not _is_sound(headers):
        return _refuse(headers, 400, "Bad Request")
    sequence = CSEQ.fullmatch(headers["cseq"][0])
    if sequence is None or sequence[2].upper() != method.upper():
        return _refuse(headers, 400, "CSeq Does Not Fit")
    if method == "INVITE" and len(headers.get("contact", [])) != 1:
        return _refuse(headers, 400, "One Contact Is Needed")
    length = headers.get("content-length", [str(len(body.encode()))])[0]
    if not length.isdigit() or int(length) > len(body.encode()):
        return _refuse(headers, 400, "Content-Length Does Not Fit")
    unsupported = list_unsupported(headers)
    if unsupported and method not in {"ACK", "CANCEL"}:
        return _refuse(headers, 420, "Bad Extension", {"Unsupported": ", ".join(unsupported)})
    if method in {"INVITE", "UPDATE"} and is_too_short(headers):
        return _refuse(headers, 422, "Session Interval Too Small", {"Min-SE": str(LEAST)})
    return FIT


def _is_sound(headers: dict[str, list[str]]) -> bool:
    """Once each where once is allowed, in the shapes that matter; a dialog needs a tag of its caller's."""
    once = all(len(headers[name]) == 1 for name in ("call-id", "cseq", "from", "to"))
    sequence = CSEQ.fullmatch(headers["cseq"][0])
    forwards = headers.get("max-forwards", ["70"])[0]
    return (
        once
        and sequence is not None
        and int(sequence[1]) < MOST_CSEQ
        and 0 < len(headers["call-id"][0]) <= 256
        and all(VIA.fullmatch(via.strip()) is not None for value in headers["via"] for via in value.split(","))
        and all(ADDRESS.fullmatch(headers[name][0]) is not None for name in ("from", "to"))
        and all(value == "*" or ADDRESS.fullmatch(value) is not None for value in headers.get("contact", []))
        and ";tag=" in headers["from"][0].replace(" ", "").lower()
        and forwards.isdigit()
        and int(forwards) <= 255
    )


def _unfold(head: str) -> str:
    return re.sub(r"\r\n[ \t]+", " ", head)


def _read_headers(lines: list[str]) -> dict[str, list[str]] | None:
    """By name, short names spelled out; None: a line is no header, or there are too many."""
    if len(lines) > MOST_HEADERS:
        return None
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name.strip() or CONTROL.search(line):
            return None
        plain = name.strip().lower()
        headers.setdefault(COMPACT.get(plain, plain), []).append(value.strip())
    return headers


def _refuse(headers: dict[str, list[str]], code: int, reason: str, more: Mapping[str, str] = MappingProxyType({})) -> Verdict:
    """An answer made of what the request says of itself. An ACK is answered by nobody."""
    if any(name not in headers for name in NEEDED) or headers["cseq"][0].upper().endswith("ACK"):
        return DROPPED
    lines = [f"SIP/2.0 {code} {reason}", *(f"Via: {via}" for via in headers["via"])]
    lines += [f"{title}: {headers[title.lower()][0]}" for title in ("From", "To", "Call-ID", "CSeq")]
    lines += [f"{title}: {value}" for title, value in more.items()]
    return Verdict(is_fit=False, answer="\r\n".join([*lines, "Content-Length: 0", "", ""]))
