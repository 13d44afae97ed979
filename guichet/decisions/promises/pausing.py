"""A promise whose clock stops while the citizen is to answer. Pure: hours and instants in, an instant out.

What is left of a promise when its clock stops is what is left of it when the clock goes on: as many open hours, or as much time where
every hour counts. So a promise is never due earlier for having been stopped, and never before the clock goes on again. One that was
broken already stays broken.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

Hours = Callable[[datetime, datetime], Iterable[tuple[datetime, datetime]]]
"""What is open between two instants: intervals in order that do not overlap. The first may begin earlier, the last end later."""

AHEAD = timedelta(days=400)
"""How far open hours are looked for: longer than any year."""


def move_due(hours: Hours | None, due_at: datetime, stopped_at: datetime, goes_on_at: datetime) -> datetime:
    """When a promise is due whose clock stood still in between. `hours`: those that count; None: all."""
    if due_at < stopped_at or goes_on_at <= stopped_at:
        return due_at
    if hours is None:
        return due_at + (goes_on_at - stopped_at)
    return max(goes_on_at, _go_on(hours, due_at, measure_open(hours, stopped_at, goes_on_at)))


def measure_open(hours: Hours, since: datetime, until: datetime) -> timedelta:
    """How long it was open between two instants."""
    spans = ((max(start, since), min(end, until)) for start, end in hours(since, until))
    return sum((end - start for start, end in spans if end > start), timedelta(0))


def _go_on(hours: Hours, since: datetime, length: timedelta) -> datetime:
    """The first instant at which it has been open for `length` since then; where it never will be, as if it always were."""
    if not length:
        return since
    left = length
    for start, end in hours(since, since + AHEAD):
        begin = max(start, since)
        if end - begin >= left:
            return begin + left
        left -= max(end - begin, timedelta(0))
    return since + length
