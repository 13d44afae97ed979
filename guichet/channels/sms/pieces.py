"""A message cut into what one SMS holds, and the header that says which piece it is (3GPP TS 23.040, 9.2.3.24). Pure."""

from typing import NamedTuple

from guichet.channels.sms.alphabet import encode_long, encode_short
from guichet.records.knowledge.sms import cut_sms, list_costly

CONCATENATED, CONCATENATED_WIDE = 0x00, 0x08
MOST_PIECES = 255


class Coded(NamedTuple):
    """One SMS: its octets with their header, and in which alphabet (SMPP's data_coding)."""

    octets: bytes
    coding: int
    has_header: bool


class Place(NamedTuple):
    """Which piece of which message, by the number that the sender's telephone gave it."""

    reference: int
    number: int
    total: int


SHORT_CODING, LATIN_CODING, LONG_CODING = 0, 3, 8


def cut(text: str, reference: int, *, in_latin: bool = False) -> list[Coded]:
    """The SMS of a text, in their order. `in_latin`: the other side wants Latin-1 where the short alphabet would serve."""
    pieces = cut_sms(text)[:MOST_PIECES]
    coded = [_encode(piece, text, in_latin=in_latin) for piece in pieces]
    if len(coded) < 2:
        return [Coded(octets, coding, has_header=False) for octets, coding in coded]
    header = bytes((5, CONCATENATED, 3, reference & 0xFF, len(coded)))
    return [Coded(header + bytes((number,)) + octets, coding, has_header=True) for number, (octets, coding) in enumerate(coded, start=1)]


def _encode(piece: str, text: str, *, in_latin: bool) -> tuple[bytes, int]:
    if list_costly(text):
        return encode_long(piece), LONG_CODING
    if not in_latin:
        return encode_short(piece), SHORT_CODING
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return encode_long(piece), LONG_CODING
    return piece.encode("latin-1"), LATIN_CODING


def take_header(octets: bytes) -> tuple[Place | None, bytes]:
    """What a header says, and the text behind it. One that lies about its length is no header: all of it is text."""
    if not octets or octets[0] + 1 > len(octets):
        return None, octets
    header, text = octets[1 : octets[0] + 1], octets[octets[0] + 1 :]
    place, at = None, 0
    while at + 2 <= len(header):
        kind, size = header[at], header[at + 1]
        content = header[at + 2 : at + 2 + size]
        if kind == CONCATENATED and len(content) == 3:
            place = Place(content[0], content[2], content[1])
        elif kind == CONCATENATED_WIDE and len(content) == 4:
            place = Place(content[0] << 8 | content[1], content[3], content[2])
        at += 2 + size
    return place, text
