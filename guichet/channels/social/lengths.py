"""How long a text is for a network, and how it is parted where it is too long. Pure.

Mastodon counts every address of a page as 23 characters and a mention without its server (docs.joinmastodon.org/user/posting); the others
count characters.
"""

import re
from dataclasses import dataclass

URL = re.compile(r"https?://[^\s<>\"]+")
MENTION = re.compile(r"(@[A-Za-z0-9_]{1,64})@[A-Za-z0-9.\-]{1,253}")
ENDS = ("\n\n", "\n", ". ", "? ", "! ", "; ", ", ", " ")
"""Where a text is best parted, the best first."""
LEAST_FILLED = 0.5
"""A part is at least so full, rather than ending at the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Measure:
    """`url_length`: what any address counts, 0 where it counts as it is."""

    most: int
    url_length: int = 0

    def less(self, taken: int) -> "Measure":
        return Measure(max(self.most - taken, 40), self.url_length)


def count(text: str, measure: Measure) -> int:
    if not measure.url_length:
        return len(text)
    return len(MENTION.sub(r"\1", URL.sub("x" * measure.url_length, text)))


def split(text: str, measure: Measure) -> list[str]:
    """Parts that each fit, parted where it reads best. Joined with blanks they say the same."""
    parts, left = [], text.strip()
    while count(left, measure) > measure.most:
        place = _find_place(left, _fit(left, measure))
        parts.append(left[:place].rstrip())
        left = left[place:].lstrip()
    return [*parts, left] if left or not parts else parts


def _fit(text: str, measure: Measure) -> int:
    """How many of its first characters fit, at least one."""
    low, high = 1, min(len(text), 40 * measure.most)
    while low < high:
        middle = (low + high + 1) // 2
        if count(text[:middle], measure) <= measure.most:
            low = middle
        else:
            high = middle - 1
    return low


def _find_place(text: str, most: int) -> int:
    for end in ENDS:
        place = text.rfind(end, int(most * LEAST_FILLED), most)
        if place > 0:
            return place + len(end.rstrip()) if end.strip() else place
    return most
