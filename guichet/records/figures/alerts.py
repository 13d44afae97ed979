"""When a figure calls for a supervisor: not at once, and not off and on. Pure.

A condition raises its alert after it has held for `RAISED_AFTER_MS` without a break, and the alert ends after the figure has been well on
the good side, beyond the gap between `is_bad` and `is_good`, for `CALM_AFTER_MS`. Between the two nothing changes.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from guichet.decisions.routing.words import Instant, QueueId
from guichet.records.figures.words import SERVICE_LEVEL_TARGET, AlertKind

RAISED_AFTER_MS = {AlertKind.LONGEST_WAIT: 120_000, AlertKind.SERVICE_LEVEL: 300_000, AlertKind.NOBODY_THERE: 120_000}
CALM_AFTER_MS = 60_000
WELL_WITHIN = 0.8
"""Of the commitment: a longest wait below that is good again."""
WELL_ABOVE = 5
"""Points above the target at which the service level is good again."""
ENOUGH = 10
"""A share of fewer contacts than that says nothing."""


class Standing(NamedTuple):
    """How a queue stands now; shares are those of the last hour. `longest_ms` is None when nobody waits."""

    queue: QueueId
    is_open: bool
    commitment_ms: int
    waiting: int
    longest_ms: int | None
    available: int
    judged: int
    in_time: int


class Watchpoint(msgspec.Struct, frozen=True):
    """What is remembered of a condition that is bad, or was and is not good for long enough yet. `raised_at` makes it an alert."""

    kind: AlertKind
    queue: QueueId
    since: Instant
    raised_at: Instant | None = None
    calm_since: Instant | None = None


class Finding(NamedTuple):
    is_bad: bool
    is_good: bool


def look_at(standing: Standing, kind: AlertKind) -> Finding:
    match kind:
        case AlertKind.LONGEST_WAIT:
            longest = standing.longest_ms or 0
            return Finding(longest > standing.commitment_ms, longest <= WELL_WITHIN * standing.commitment_ms)
        case AlertKind.SERVICE_LEVEL:
            share = 100 * standing.in_time / standing.judged if standing.judged >= ENOUGH else 100
            return Finding(share < SERVICE_LEVEL_TARGET, share >= min(100, SERVICE_LEVEL_TARGET + WELL_ABOVE))
        case AlertKind.NOBODY_THERE:
            is_bad = standing.waiting > 0 and standing.available == 0
            return Finding(is_bad, not is_bad)


def judge(known: Iterable[Watchpoint], standings: Iterable[Standing], now: Instant) -> list[Watchpoint]:
    """What is to be remembered from now on."""
    before = {(point.kind, point.queue): point for point in known}
    after = []
    for standing in standings:
        for kind in AlertKind:
            point = _judge_one(before.get((kind, standing.queue)), standing, kind, now)
            if point is not None:
                after.append(point)
    return after


def _judge_one(point: Watchpoint | None, standing: Standing, kind: AlertKind, now: Instant) -> Watchpoint | None:
    is_bad, is_good = look_at(standing, kind)
    if point is None:
        return Watchpoint(kind, standing.queue, now) if is_bad else None
    if point.raised_at is None:
        if not is_bad:
            return None
        return msgspec.structs.replace(point, raised_at=now) if now - point.since >= RAISED_AFTER_MS[kind] else point
    if not is_good:
        return msgspec.structs.replace(point, calm_since=None)
    calm_since = point.calm_since if point.calm_since is not None else now
    return None if now - calm_since >= CALM_AFTER_MS else msgspec.structs.replace(point, calm_since=calm_since)
