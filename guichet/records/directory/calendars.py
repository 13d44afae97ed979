"""When a calendar is open. Pure: a calendar and an instant in, an answer out.

Hours are said on the wall clock of the calendar's time zone and mean an interval from the first instant that the clock shows `from`
to the last instant that it shows `to`: on the night when clocks go back an open hour lasts twice as long, on the night when they go
forward an opening within the skipped hour happens at its end. An exception replaces everything else of its date; a public holiday
closes its date.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

HOLIDAYS = {
    "metropole": None,
    "alsace-moselle": "57",
    "guadeloupe": "971",
    "martinique": "972",
    "guyane": "973",
    "reunion": "974",
    "mayotte": "976",
    "saint-barthelemy": "BL",
    "saint-martin": "MF",
    "saint-pierre-et-miquelon": "PM",
    "nouvelle-caledonie": "NC",
    "polynesie-francaise": "PF",
    "wallis-et-futuna": "WF",
}
"""The territories with public holidays of their own, and what the package `holidays` calls them."""

HORIZON = timedelta(days=400)
"""How far ahead a change is looked for: longer than any year, so that only a calendar that never changes has none."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Open from one minute of a day to another; 1440 is midnight at its end."""

    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """`weekly` holds seven days from Monday. `holidays` is a key of `HOLIDAYS`, or empty for an organisation that ignores them."""

    time_zone: str
    weekly: tuple[tuple[Span, ...], ...]
    holidays: str = ""
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)


def is_open(calendar: Calendar, instant: datetime) -> bool:
    return any(start <= instant < end for start, end in list_open(calendar, instant, instant + DAY))


def next_change(calendar: Calendar, instant: datetime) -> datetime | None:
    """The first instant after `instant` at which the calendar opens or closes; None when it does not within `HORIZON`."""
    for start, end in list_open(calendar, instant, instant + HORIZON):
        if start > instant:
            return start
        if end > instant:
            return end if end < instant + HORIZON else None
    return None


def next_opening(calendar: Calendar, instant: datetime) -> datetime | None:
    """The first open instant from `instant` on: itself when the calendar is open; None when it does not open within `HORIZON`."""
    if is_open(calendar, instant):
        return instant
    for start, end in list_open(calendar, instant, instant + HORIZON):
        if end > instant:
            return max(start, instant)
    return None


def add_open_time(calendar: Calendar, instant: datetime, length: timedelta) -> datetime | None:
    """The instant at which the calendar has been open for `length` since `instant`; None when that is not within `HORIZON`."""
    reached = instant
    for start, end in _list_instants(calendar, instant, instant + HORIZON):
        since = max(start, reached)
        if end - since >= length:
            return since + length
        length -= max(end - since, timedelta(0))
        reached = max(end, reached)
    return None


def list_spans(calendar: Calendar, on: date) -> tuple[Span, ...]:
    """What is open on a date, on the wall clock."""
    if on in calendar.exceptions:
        return calendar.exceptions[on]
    if calendar.holidays and on in _list_holidays(calendar.holidays, on.year):
        return ()
    return calendar.weekly[on.weekday()]


def list_open(calendar: Calendar, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Open intervals that touch [since, until], in UTC and in order; those that meet (midnight) are one."""
    pending: tuple[datetime, datetime] | None = None
    for start, end in _list_instants(calendar, since, until):
        if pending and start <= pending[1]:
            pending = (pending[0], max(end, pending[1]))
            continue
        if pending:
            yield pending
        pending = (start, end)
    if pending:
        yield pending


def _list_instants(calendar: Calendar, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """What is open day by day, in UTC and in the order of its beginnings; one may meet or overlap the next."""
    zone = ZoneInfo(calendar.time_zone)
    on, last = since.astimezone(zone).date() - DAY, until.astimezone(zone).date()
    while on <= last:
        for span in sorted(list_spans(calendar, on), key=lambda span: span.from_minute):
            yield _to_instant(on, span.from_minute, zone, last=False), _to_instant(on, span.to_minute, zone, last=True)
        on += DAY


def _to_instant(on: date, minute: int, zone: ZoneInfo, *, last: bool) -> datetime:
    """The first (or last) instant at which the clock of `zone` shows this minute; the end of the gap for a minute that is skipped."""
    wall = datetime(on.year, on.month, on.day) + timedelta(minutes=minute)  # noqa: DTZ001 - a wall clock has no zone yet
    instant = wall.replace(tzinfo=zone, fold=int(last)).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    before, after = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        before, after = (middle, after) if middle.astimezone(zone).replace(tzinfo=None) < wall else (before, middle)
    return after.replace(microsecond=0)


@lru_cache(maxsize=256)
def _list_holidays(territory: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", subdiv=HOLIDAYS[territory], years=year))
