"""When the chat of an organisation is open, as its citizens read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.records.directory.calendars import Calendar, Span, is_open, list_spans, next_opening

DAYS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    spans: tuple[tuple[datetime, datetime], ...]
    """Wall-clock instants to be shown as hours; empty: closed."""

    @property
    def is_whole(self) -> bool:
        return any(until - since >= timedelta(days=1) for since, until in self.spans)


@dataclass(frozen=True, slots=True)
class Opening:
    """`opens_at`: the next open instant on the wall clock of the organisation, which is now when it is open; None: not within a year."""

    is_open: bool
    opens_at: datetime | None
    week: tuple[Day, ...]


def describe_opening(calendars: Iterable[Calendar], now: datetime, time_zone: str) -> Opening:
    """What holds for somebody who may choose any of these calendars' queues: open when one of them is."""
    zone = ZoneInfo(time_zone)
    known = list(calendars)
    openings = [instant for calendar in known if (instant := next_opening(calendar, now)) is not None]
    today = now.astimezone(zone).date()
    return Opening(
        is_open=any(is_open(calendar, now) for calendar in known),
        opens_at=min(openings).astimezone(zone) if openings else None,
        week=tuple(_describe_day(known, today + timedelta(days=index), zone) for index in range(DAYS_SHOWN)),
    )


def _describe_day(calendars: list[Calendar], on: date, zone: ZoneInfo) -> Day:
    midnight = datetime(on.year, on.month, on.day, tzinfo=zone)
    spans = merge_spans(span for calendar in calendars for span in list_spans(calendar, on))
    return Day(on, tuple((midnight + timedelta(minutes=span.from_minute), midnight + timedelta(minutes=span.to_minute)) for span in spans))


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """The same minutes in the fewest spans, in order."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda each: each.from_minute):
        if merged and span.from_minute <= merged[-1].to_minute:
            merged[-1] = Span(merged[-1].from_minute, max(merged[-1].to_minute, span.to_minute))
        else:
            merged.append(span)
    return merged
