"""What an SMS costs: its characters, its alphabet and its segments (3GPP TS 23.038).

In the short alphabet (GSM-7) a message of 160 units is one segment, and a longer one is cut into segments of 153; a few signs take two
units. One single character outside it turns the whole message into UCS-2: 70 units, then 67.
"""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
MOST_SEGMENTS = 3
"""More is paid for each time, and read by few."""


@dataclass(frozen=True, slots=True)
class SmsCost:
    """`costly` are the characters that force the long alphabet, each once; none: the short one serves."""

    units: int
    segments: int
    costly: tuple[str, ...]


def count_sms(text: str) -> SmsCost:
    costly = tuple(dict.fromkeys(character for character in text if character not in BASIC and character not in EXTENDED))
    if costly:
        sizes = [2 if ord(character) > 0xFFFF else 1 for character in text]
        return SmsCost(sum(sizes), _count_segments(sizes, 70, 67), costly)
    sizes = [2 if character in EXTENDED else 1 for character in text]
    return SmsCost(sum(sizes), _count_segments(sizes, 160, 153), ())


def _count_segments(sizes: list[int], alone: int, each: int) -> int:
    """A character of two units is never cut in two."""
    if sum(sizes) <= alone:
        return 1 if sizes else 0
    segments, filled = 1, 0
    for size in sizes:
        if filled + size > each:
            segments, filled = segments + 1, 0
        filled += size
    return segments
