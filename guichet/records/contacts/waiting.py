"""How long somebody who waits will still wait, as an honest range: his place among those who wait, and how fast they were answered lately.

Pure. Answers are taken as coming at random at a steady pace, which is what a counter with several agents looks like: the time until the
n-th next answer then follows a gamma law, and with the pace known from few answers only, the law is flatter. Out of five people who are
told the range, four wait no longer and no less than it says (`guichet bench waits` plays days of a centre to see whether it holds);
without enough answers nothing is said.
"""

from collections.abc import Sequence
from math import ceil, floor, sqrt

import msgspec

from guichet.decisions.routing.words import Instant

LATELY_MS = 60 * 60_000
"""Answers longer ago say nothing about now."""
FEWEST = 3
"""Answers without which there is no pace."""
SPREAD = 1.2816
"""Standard deviations on each side: four fifths of a normal law."""
LONGEST_MINUTES = 120
"""Beyond, a number would only look exact."""
MINUTE_MS = 60_000


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    """`position`: 1 is next. Minutes are null while the pace is unknown; `to_minutes` alone is null for "longer than can be said"."""

    position: int
    from_minutes: int | None
    to_minutes: int | None


def estimate_wait(position: int, answers: Sequence[Instant], now: Instant) -> Wait:
    """The range for somebody at a position, from the instants of the latest answers of his queue, in any order."""
    recent = [at for at in answers if now - LATELY_MS <= at <= now]
    if len(recent) < FEWEST:
        return Wait(position=position, from_minutes=None, to_minutes=None)
    mean_ms = (now - min(recent)) / (len(recent) - 1) * position
    shape = position * len(recent) / (position + len(recent))
    low = floor(mean_ms * _quantile(shape, -SPREAD) / MINUTE_MS)
    high = max(low + 1, ceil(mean_ms * _quantile(shape, SPREAD) / MINUTE_MS))
    if low >= LONGEST_MINUTES:
        return Wait(position=position, from_minutes=LONGEST_MINUTES, to_minutes=None)
    return Wait(position=position, from_minutes=_round(low), to_minutes=_round(high, up=True) if high <= LONGEST_MINUTES else None)


def _quantile(shape: float, deviations: float) -> float:
    """A quantile of the gamma law with this shape and mean 1 (Wilson and Hilferty, 1931)."""
    root: float = 1 - 1 / (9 * shape) + deviations / (3 * sqrt(shape))
    return max(0.0, root) ** 3


def _round(minutes: int, *, up: bool = False) -> int:
    """To five minutes from ten on: nobody believes in "between 23 and 41 minutes"."""
    if minutes < 10:
        return minutes
    return -(-minutes // 5) * 5 if up else minutes // 5 * 5
