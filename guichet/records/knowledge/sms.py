"""What an SMS costs: its characters, its alphabet and its segments (3GPP TS 23.038).

In the short alphabet (GSM-7) a message of 160 units is one segment, and a longer one is cut into segments of 153; a few signs take two
units. One single character outside it turns the whole message into UCS-2: 70 units, then 67.
"""

from collections.abc import Iterator
from dataclasses import dataclass

ESCAPE = "\x1b"
TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic table, each character at its code; the escape leads to the other one."""
EXTENSION = {"\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65}
BASIC = frozenset(TABLE) - {ESCAPE}
EXTENDED = frozenset(EXTENSION)
MOST_SEGMENTS = 3
"""More is paid for each time, and read by few."""
SHORT, LONG = (160, 153), (70, 67)
"""Units of a message that stands alone, and of each segment of a longer one."""


@dataclass(frozen=True, slots=True)
class SmsCost:
    """`costly` are the characters that force the long alphabet, each once; none: the short one serves."""

    units: int
    segments: int
    costly: tuple[str, ...]


def count_sms(text: str) -> SmsCost:
    costly = list_costly(text)
    return SmsCost(sum(size_of(character, is_short=not costly) for character in text), len(cut_sms(text)), costly)


def list_costly(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(character for character in text if character not in BASIC and character not in EXTENDED))


def size_of(character: str, *, is_short: bool) -> int:
    """In units of its alphabet."""
    if is_short:
        return 2 if character in EXTENDED else 1
    return 2 if ord(character) > 0xFFFF else 1


def cut_sms(text: str) -> tuple[str, ...]:
    """The text in segments; a character of two units is never cut in two."""
    is_short = not list_costly(text)
    alone, each = SHORT if is_short else LONG
    if sum(size_of(character, is_short=is_short) for character in text) <= alone:
        return (text,) if text else ()
    return tuple(_fill(text, each, is_short=is_short))


def _fill(text: str, most: int, *, is_short: bool) -> Iterator[str]:
    begun, filled = 0, 0
    for place, character in enumerate(text):
        size = size_of(character, is_short=is_short)
        if filled + size > most:
            yield text[begun:place]
            begun, filled = place, 0
        filled += size
    yield text[begun:]
