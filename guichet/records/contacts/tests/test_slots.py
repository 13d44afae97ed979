"""Windows in which a citizen may be called back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from guichet.records.contacts.slots import DAYS, MOST_ATTEMPTS, NOTICE, SHORTEST, WINDOW, Slot, get_retry_at, list_slots, spread
from guichet.records.directory.calendars import Calendar, Span, is_open

PARIS = ZoneInfo("Europe/Paris")
OFFICE = Calendar("Europe/Paris", (*((Span(540, 720), Span(810, 990)),) * 5, (), ()), "metropole")
TUESDAY = datetime(2026, 11, 24, 10, 10, tzinfo=PARIS)


def test_windows_are_hours_of_the_opening_and_the_short_rest_belongs_to_the_last() -> None:
    today = [slot for slot in list_slots(OFFICE, TUESDAY, {}, 4) if slot.start.date() == TUESDAY.date()]
    shown = [f"{slot.start:%H:%M}-{slot.end:%H:%M}" for slot in today]
    assert shown == ["11:00-12:00", "13:30-14:30", "14:30-15:30", "15:30-16:30"]
    odd = Calendar("Europe/Paris", ((Span(540, 675),),) * 7)
    assert [f"{slot.end:%H:%M}" for slot in list_slots(odd, TUESDAY + timedelta(hours=12), {}, 4)[:2]] == ["10:00", "11:15"]


def test_a_full_window_is_not_offered_any_more() -> None:
    first = list_slots(OFFICE, TUESDAY, {}, 2)[0]
    assert list_slots(OFFICE, TUESDAY, {first.start.astimezone(UTC): 1}, 2)[0] == first
    assert list_slots(OFFICE, TUESDAY, {first.start.astimezone(UTC): 2}, 2)[0].start > first.start


def test_a_calendar_that_never_opens_offers_nothing() -> None:
    assert list_slots(Calendar("Europe/Paris", ((),) * 7), TUESDAY, {}, 2) == []


@given(st.integers(0, 2 * 365 * 24 * 60), st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Cayenne"]))
def test_every_window_is_open_ahead_and_of_a_fitting_length(minutes: int, zone: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    calendar = Calendar(zone, OFFICE.weekly, "metropole")
    slots = list_slots(calendar, now, {}, 1)
    assert slots == sorted(set(slots))
    assert len({slot.start.date() for slot in slots}) <= DAYS
    for slot in slots:
        assert slot.start >= now + NOTICE
        assert SHORTEST <= slot.end - slot.start < WINDOW + SHORTEST
        assert is_open(calendar, slot.start)
        assert is_open(calendar, slot.end - timedelta(minutes=1))


def test_a_call_in_vain_is_tried_twice_more_and_only_while_open() -> None:
    assert get_retry_at(OFFICE, 1, TUESDAY) == TUESDAY + timedelta(minutes=30)
    late = datetime(2026, 11, 24, 16, 20, tzinfo=PARIS)
    assert get_retry_at(OFFICE, 2, late) == datetime(2026, 11, 25, 9, 0, tzinfo=PARIS)
    assert get_retry_at(OFFICE, MOST_ATTEMPTS, TUESDAY) is None


def test_few_windows_are_said_the_first_of_each_half_day() -> None:
    morning = datetime(2026, 12, 1, 9, tzinfo=PARIS)
    slots = [Slot(morning + timedelta(hours=hour), morning + timedelta(hours=hour + 1)) for hour in (0, 1, 4, 5, 24, 25, 29, 48)]
    assert [slot.start.strftime("%d %H") for slot in spread(slots, 4)] == ["01 09", "01 13", "02 09", "02 14"]
    assert spread([], 4) == []
