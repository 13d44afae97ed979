"""Why somebody may be a person we know, and how strongly it speaks for it. Pure.

Nothing here tells who the other is: whoever gives a number that is not his own would learn of its owner. So a proposal names what the
two have in common, as the one in hand gave it himself, and nothing else (R10).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from guichet.records.people.words import Ground

MOST_PROPOSED = 5


class Strength(StrEnum):
    """Strong: one of the two has proved an address that the other gave, or they have more than one thing in common."""

    STRONG = "strong"
    WEAK = "weak"


class InCommon(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that two have in common. `value` is what the one in hand gave; `is_proved`: he has proved that it is his."""

    ground: Ground
    value: str
    is_proved: bool


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody may be a person we know: `citizen` stands for that person."""

    citizen: int
    strength: Strength
    in_common: tuple[InCommon, ...]


def propose(rows: Iterable[Sequence[Any]]) -> list[Proposal]:
    """Weigh rows of `statements.LIST_ALIKE`: the strongest first, then whoever came last."""
    found: dict[int, dict[tuple[Ground, str], bool]] = defaultdict(dict)
    for citizen, ground, value, is_mine, _ in rows:
        key = Ground(ground), str(value)
        found[int(citizen)][key] = found[int(citizen)].get(key, False) or bool(is_mine)
    proposals = [_weigh(citizen, shared) for citizen, shared in found.items()]
    proposals.sort(key=lambda each: (each.strength is Strength.WEAK, -each.citizen))
    return proposals


def _weigh(citizen: int, shared: dict[tuple[Ground, str], bool]) -> Proposal:
    is_strong = any(shared.values()) or len({ground for ground, _ in shared}) > 1
    in_common = [InCommon(ground=ground, value=value, is_proved=proved) for (ground, value), proved in sorted(shared.items())]
    return Proposal(citizen=citizen, strength=Strength.STRONG if is_strong else Strength.WEAK, in_common=tuple(in_common))
