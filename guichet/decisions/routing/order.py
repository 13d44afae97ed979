"""Keys kept in order, for lines where most come last and leave first.

At both ends nothing is searched or moved; in between it is a binary search and a move of pointers. What left at the front stays in
the list until it is half of it.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Generic, TypeVar

SPARE = 64

K = TypeVar("K", bound=tuple[Any, ...])


class Order(Generic[K]):
    __slots__ = ("_keys", "_nothing", "_start", "first")

    def __init__(self, nothing: K) -> None:
        """`nothing`: what `first` is while there is no key."""
        self._nothing = nothing
        self._keys: list[K] = []
        self._start = 0
        self.first = nothing

    def __len__(self) -> int:
        return len(self._keys) - self._start

    def __iter__(self) -> Iterator[K]:
        return islice(self._keys, self._start, None)

    def add(self, key: K) -> None:
        keys = self._keys
        if keys and key < keys[-1]:
            insort(keys, key, self._start)
            self.first = keys[self._start]
            return
        keys.append(key)
        if self.first is self._nothing:
            self.first = key

    def remove(self, key: K) -> None:
        """The key is in it."""
        keys, start = self._keys, self._start
        if key != self.first:
            del keys[bisect_left(keys, key, start)]
            return
        self._start = start = start + 1
        if start == len(keys):
            self.fill(())
            return
        self.first = keys[start]
        if start > SPARE and 2 * start > len(keys):
            del keys[:start]
            self._start = 0

    def fill(self, keys: Iterable[K]) -> None:
        """With these instead of what it holds."""
        self._keys = sorted(keys)
        self._start = 0
        self.first = self._keys[0] if self._keys else self._nothing

    def count_before(self, key: K) -> int:
        """How many keys go before this one, which may be in it or not."""
        return bisect_left(self._keys, key, self._start) - self._start
