"""Until when whoever leaves a message is promised an answer. Pure.

A queue's commitment is made to those who wait for it live: three minutes for a chat. What can wait gives way to what cannot, so a message
is never promised sooner than `LEAST` of opening hours, whatever its queue promises.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from guichet.decisions.routing.words import Instant
from guichet.records.contacts.waiting import MINUTE_MS
from guichet.records.directory.calendars import Calendar, add_open_time

LEAST = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Promise:
    """A queue's commitment: its delay, and whether only opening hours count."""

    delay: timedelta
    in_opening_hours: bool


def promise_answer(calendar: Calendar, promise: Promise, now: datetime) -> datetime | None:
    """The instant until which a message left now is answered; None for hours that never come."""
    worked = max(LEAST, promise.delay) if promise.in_opening_hours else LEAST
    answered_at = add_open_time(calendar, now, worked)
    if answered_at is None or promise.in_opening_hours:
        return answered_at
    return max(answered_at, now + promise.delay)


def put_off(promise: Promise, arrived_at: Instant, promised_at: datetime | None) -> int:
    """The priority, zero or below, that makes a message fall due when its answer was promised and not with its queue's live work."""
    if promised_at is None:
        return 0
    due_ms = arrived_at + int(promise.delay.total_seconds() * 1000)
    return min(0, (due_ms - int(promised_at.timestamp() * 1000)) // MINUTE_MS)
