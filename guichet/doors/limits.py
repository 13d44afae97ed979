"""How much one contact, one address or one session may ask: buckets in the memory of a web process.

With several web processes each allows as much: the bound is then that many times higher, and still a bound.
"""

from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from guichet.doors.refusals import TooManyError

LONGEST_WAIT = 3_600.0
"""Seconds after which somebody may try again who would never be let in."""


class Allowance(NamedTuple):
    """At most `burst` at once, and `per_second` in the long run."""

    burst: float
    per_second: float


class Buckets:
    """One token bucket per key; the least recently used are forgotten, full or nearly so by then."""

    def __init__(self, allowance: Allowance, most: int = 20_000) -> None:
        self.allowance = allowance
        self.most = most
        self.levels: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable, now: float) -> None:
        """Take one token. :param now: seconds of a clock that never goes back.

        :raises TooManyError: none is left; it says when the next one will be there.
        """
        level, since = self.levels.pop(key, (self.allowance.burst, now))
        level = min(self.allowance.burst, level + (now - since) * self.allowance.per_second)
        self.levels[key] = (level - 1 if level >= 1 else level, now)
        if len(self.levels) > self.most:
            self.levels.popitem(last=False)
        if level < 1:
            raise TooManyError((1 - level) / self.allowance.per_second if self.allowance.per_second else LONGEST_WAIT)


class Turnstile:
    """At most `most` at the same time for each key: open streams of an address or of a session."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.inside: Counter[Hashable] = Counter()

    @contextmanager
    def enter(self, key: Hashable) -> Iterator[None]:
        """:raises TooManyError: as many are inside."""
        if self.inside[key] >= self.most:
            raise TooManyError
        self.inside[key] += 1
        try:
            yield
        finally:
            self.inside[key] -= 1
            if not self.inside[key]:
                del self.inside[key]
