"""When a citizen may be called back: windows of one hour within the opening hours of the queue that will call. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.records.directory.calendars import Calendar, list_spans, next_opening

WINDOW = timedelta(hours=1)
SHORTEST = timedelta(minutes=30)
"""What is left at the end of an opening is a window of its own when it is at least so long."""
NOTICE = timedelta(minutes=30)
"""A window that begins sooner is not offered: as soon as possible serves better."""
DAYS = 5
"""Open days offered."""
FURTHEST = timedelta(days=21)
NOON = 12
RETRY_AFTER = (timedelta(minutes=30), timedelta(hours=2))
"""How long after the first and the second call in vain the next one comes, opening hours permitting."""
MOST_ATTEMPTS = 1 + len(RETRY_AFTER)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """From an instant to another; both on the wall clock of the organisation."""

    start: datetime
    end: datetime


def list_slots(calendar: Calendar, now: datetime, taken: Mapping[datetime, int], most: int) -> list[Slot]:
    """The windows that still have room, in order.

    :param taken: how many callbacks are promised from each instant. :param most: how many a window holds.
    """
    found: list[Slot] = []
    days: set[object] = set()
    for slot in _list_windows(calendar, now):
        if len(days | {slot.start.date()}) > DAYS:
            break
        days.add(slot.start.date())
        if taken.get(slot.start.astimezone(UTC), 0) < most:
            found.append(slot)
    return found


def spread(slots: Iterable[Slot], most: int) -> list[Slot]:
    """The first of each morning and afternoon, in order: few to say, and different enough to choose from."""
    found: dict[tuple[date, bool], Slot] = {}
    for slot in slots:
        found.setdefault((slot.start.date(), slot.start.hour >= NOON), slot)
    return list(found.values())[:most]


def _list_windows(calendar: Calendar, now: datetime) -> Iterator[Slot]:
    zone = ZoneInfo(calendar.time_zone)
    today = now.astimezone(zone).date()
    for ahead in range(FURTHEST.days):
        on = today + timedelta(days=ahead)
        midnight = datetime(on.year, on.month, on.day, tzinfo=zone)
        for span in sorted(list_spans(calendar, on), key=lambda span: span.from_minute):
            start, end = midnight + timedelta(minutes=span.from_minute), midnight + timedelta(minutes=span.to_minute)
            yield from (slot for slot in _cut(start, end) if slot.start >= now + NOTICE)


def _cut(start: datetime, end: datetime) -> Iterator[Slot]:
    """An opening in windows; a rest too short for one of its own belongs to the last."""
    while start < end:
        stop = start + WINDOW
        if end - stop < SHORTEST:
            stop = end
        yield Slot(start, stop)
        start = stop


def get_retry_at(calendar: Calendar, attempts: int, now: datetime) -> datetime | None:
    """When to call again after so many calls in vain; None when that was the last one."""
    if attempts >= MOST_ATTEMPTS:
        return None
    later = now + RETRY_AFTER[max(attempts, 1) - 1]
    return next_opening(calendar, later) or later
