"""Until when whoever leaves a message is promised an answer."""

from datetime import UTC, datetime, timedelta

from guichet.decisions.routing.words import Instant
from guichet.records.contacts.promises import Promise, promise_answer, put_off
from guichet.records.contacts.waiting import MINUTE_MS
from guichet.records.directory.calendars import Calendar, Span

OFFICE = Calendar(time_zone="UTC", weekly=((Span(9 * 60, 17 * 60),),) * 5 + ((), ()))
NEVER = Calendar(time_zone="UTC", weekly=((),) * 7)
SUNDAY = datetime(2026, 11, 29, 20, tzinfo=UTC)
CHAT = Promise(timedelta(minutes=3), in_opening_hours=False)


def test_what_can_wait_is_never_promised_within_minutes() -> None:
    assert promise_answer(OFFICE, CHAT, SUNDAY) == datetime(2026, 11, 30, 13, tzinfo=UTC)
    assert promise_answer(OFFICE, CHAT, datetime(2026, 11, 30, 16, tzinfo=UTC)) == datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_a_longer_commitment_is_promised_on_its_own_clock() -> None:
    two_days = timedelta(hours=16)
    assert promise_answer(OFFICE, Promise(two_days, in_opening_hours=True), SUNDAY) == datetime(2026, 12, 1, 17, tzinfo=UTC)
    assert promise_answer(OFFICE, Promise(timedelta(days=14), in_opening_hours=False), SUNDAY) == SUNDAY + timedelta(days=14)


def test_hours_that_never_come_promise_nothing() -> None:
    assert promise_answer(NEVER, CHAT, SUNDAY) is None
    assert put_off(CHAT, Instant(0), None) == 0


def test_a_message_falls_due_when_its_answer_was_promised() -> None:
    arrived_at = Instant(int(SUNDAY.timestamp() * 1000))
    promised_at = datetime(2026, 11, 30, 13, tzinfo=UTC)
    due_ms = arrived_at + 180_000 - put_off(CHAT, arrived_at, promised_at) * MINUTE_MS
    assert 0 <= due_ms - promised_at.timestamp() * 1000 < MINUTE_MS
