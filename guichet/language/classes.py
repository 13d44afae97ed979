"""Which class a text belongs to, by what was learned (`engines/regression.py`). Numbers only: nothing can be read out of it."""

from collections.abc import Mapping
from math import exp, log, sqrt
from operator import mul

import msgspec


class Learned(msgspec.Struct, frozen=True, kw_only=True):
    """A logistic regression. `places` are what it knows of a text, `rarity` what each counts; empty where all count the same.

    `weights`: for each class, in order, one number for each place. `least`: the certainty below which it had better say nothing.
    """

    names: tuple[str, ...]
    places: tuple[int, ...]
    rarity: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    least: float


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """How right it was about `tested` examples that it had not seen. Shares from 0 to 1: the first was right, one of the first three was,
    it was sure enough to say something, and was right when it did."""

    learned: int
    tested: int
    first: float
    in_three: float
    said: float
    right_when_said: float


def weigh(row: Mapping[int, float], rarity: Mapping[int, float]) -> dict[int, float]:
    """A row of length one in which what is rare counts more."""
    weighed = {place: weight * rarity[place] for place, weight in row.items() if place in rarity}
    length = sqrt(sum(weight * weight for weight in weighed.values()))
    return {place: weight / length for place, weight in weighed.items()} if length else {}


def find_rarity(texts: int, having: int) -> float:
    """What something counts that `having` of so many texts have."""
    return log((1 + texts) / (1 + having)) + 1


def rank(learned: Learned, row: Mapping[int, float]) -> list[tuple[str, float]]:
    """Each class with its certainty, the likeliest first; nothing when it knows nothing of the text."""
    known = weigh(row, dict(zip(learned.places, learned.rarity, strict=True))) if learned.rarity else row
    values = [known.get(place, 0.0) for place in learned.places]
    if not any(values):
        return []
    scores = [bias + sum(map(mul, weights, values)) for bias, weights in zip(learned.bias, learned.weights, strict=True)]
    highest = max(scores)
    odds = [exp(score - highest) for score in scores]
    return sorted(zip(learned.names, (each / sum(odds) for each in odds), strict=True), key=lambda found: (-found[1], found[0]))
