from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.directory.calendars import HOLIDAYS, Calendar, Span, add_open_time, is_open, list_spans, next_change, next_opening

OFFICE = (Span(8 * 60 + 30, 12 * 60), Span(13 * 60, 17 * 60))
WEEKDAYS = (OFFICE,) * 5 + ((), ())
ALWAYS = ((Span(0, 1440),),) * 7
NEVER = ((),) * 7


def paris(**changes: object) -> Calendar:
    return Calendar(**{"time_zone": "Europe/Paris", "weekly": WEEKDAYS, "holidays": "metropole", **changes})  # type: ignore[arg-type]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_office_is_open_in_its_own_hours_summer_and_winter() -> None:
    assert is_open(paris(), utc("2026-07-15T06:30"))  # 8:30 in Paris, UTC+2
    assert not is_open(paris(), utc("2026-07-15T06:29"))
    assert is_open(paris(), utc("2026-01-14T07:30"))  # 8:30 in Paris, UTC+1
    assert not is_open(paris(), utc("2026-01-14T06:30"))


def test_the_instant_of_closing_is_closed_already() -> None:
    assert is_open(paris(), utc("2026-01-14T10:59:59"))
    assert not is_open(paris(), utc("2026-01-14T11:00"))


def test_la_reunion_opens_hours_before_paris_and_guadeloupe_hours_after() -> None:
    opening = {
        zone: next_opening(paris(time_zone=zone, holidays=holidays), utc("2026-01-13T22:00"))
        for zone, holidays in (("Europe/Paris", "metropole"), ("Indian/Reunion", "reunion"), ("America/Guadeloupe", "guadeloupe"))
    }
    assert opening == {
        "Europe/Paris": utc("2026-01-14T07:30"),
        "Indian/Reunion": utc("2026-01-14T04:30"),
        "America/Guadeloupe": utc("2026-01-14T12:30"),
    }


@pytest.mark.parametrize(
    ("territory", "on", "is_holiday"),
    [
        ("metropole", "2026-07-14", True),
        ("metropole", "2025-12-26", False),
        ("alsace-moselle", "2025-12-26", True),
        ("alsace-moselle", "2026-04-03", True),
        ("metropole", "2026-04-03", False),
        ("reunion", "2027-12-20", True),
        ("guadeloupe", "2026-05-27", True),
        ("martinique", "2026-05-22", True),
        ("guyane", "2026-06-10", True),
        ("mayotte", "2026-04-27", True),
        ("metropole", "2026-05-27", False),
    ],
)
def test_each_territory_keeps_its_own_public_holidays(territory: str, on: str, is_holiday: bool) -> None:
    day = date.fromisoformat(on)
    assert (list_spans(paris(holidays=territory), day) == ()) is is_holiday
    assert list_spans(paris(holidays=""), day) == OFFICE


def test_every_territory_of_the_list_is_known_to_the_package() -> None:
    assert all(list_spans(paris(holidays=territory), date(2026, 7, 14)) == () for territory in HOLIDAYS)


def test_an_exception_opens_a_holiday_and_closes_a_working_day() -> None:
    calendar = paris(exceptions={date(2026, 7, 14): (Span(600, 660),), date(2026, 7, 15): ()})
    assert is_open(calendar, utc("2026-07-14T08:30"))
    assert not is_open(calendar, utc("2026-07-15T08:30"))


def test_a_friday_evening_opens_again_on_monday_and_a_long_weekend_on_tuesday() -> None:
    assert next_opening(paris(), utc("2026-01-16T20:00")) == utc("2026-01-19T07:30")
    assert next_opening(paris(), utc("2026-04-03T20:00")) == utc("2026-04-07T06:30")  # Easter Monday, then summer time


def test_an_open_calendar_opens_now_and_changes_at_its_closing() -> None:
    now = utc("2026-01-14T08:00")
    assert next_opening(paris(), now) == now
    assert next_change(paris(), now) == utc("2026-01-14T11:00")


def test_days_that_meet_at_midnight_are_one_opening() -> None:
    night = paris(weekly=((Span(22 * 60, 1440),), (Span(0, 6 * 60),), (), (), (), (), ()))
    assert next_change(night, utc("2026-01-12T22:30")) == utc("2026-01-13T05:00")
    assert is_open(night, utc("2026-01-12T23:00"))


def test_a_calendar_that_never_changes_has_no_next_change() -> None:
    now = utc("2026-01-14T08:00")
    assert next_change(paris(weekly=ALWAYS, holidays=""), now) is None
    assert next_change(paris(weekly=NEVER), now) is None
    assert next_opening(paris(weekly=NEVER), now) is None


def test_an_opening_within_the_hour_skipped_in_spring_happens_at_its_end() -> None:
    calendar = paris(weekly=NEVER, exceptions={date(2026, 3, 29): (Span(150, 300),)})  # 2:30 does not exist on that day
    assert next_opening(calendar, utc("2026-03-28T12:00")) == utc("2026-03-29T01:00")
    assert next_change(calendar, utc("2026-03-29T01:30")) == utc("2026-03-29T03:00")


def test_an_hour_doubled_in_autumn_is_open_twice() -> None:
    calendar = paris(weekly=NEVER, exceptions={date(2026, 10, 25): (Span(120, 180),)})
    assert next_opening(calendar, utc("2026-10-24T12:00")) == utc("2026-10-25T00:00")
    assert next_change(calendar, utc("2026-10-25T00:00")) == utc("2026-10-25T02:00")


def test_a_day_of_clock_change_lasts_23_or_25_hours_of_opening() -> None:
    for on, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)):
        calendar = paris(weekly=NEVER, exceptions={on: (Span(0, 1440),)})
        start = next_opening(calendar, datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(days=1))
        assert start is not None
        assert next_change(calendar, start) == start + timedelta(hours=hours)


spans = st.lists(st.integers(0, 1440), min_size=0, max_size=4, unique=True).map(
    lambda minutes: tuple(Span(a, b) for a, b in zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False))
)
zones = st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Guadeloupe", "Pacific/Noumea", "America/Miquelon"])
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(st.tuples(*[spans] * 7), zones, st.sampled_from(["", *HOLIDAYS]), instants)
def test_nothing_changes_before_the_next_change_and_something_does_at_it(
    weekly: tuple[tuple[Span, ...], ...], zone: str, territory: str, instant: datetime
) -> None:
    calendar = Calendar(time_zone=zone, weekly=weekly, holidays=territory)
    change = next_change(calendar, instant)
    if change is None:
        return
    assert change > instant
    assert is_open(calendar, change) is not is_open(calendar, instant)
    assert is_open(calendar, change - timedelta(microseconds=1)) is is_open(calendar, instant)
    for share in (0.25, 0.5, 0.75):
        assert is_open(calendar, instant + (change - instant) * share) is is_open(calendar, instant)


def test_open_time_is_counted_over_noon_nights_weekends_and_holidays() -> None:
    friday_noon = utc("2026-11-27T11:30")  # 12:30 in Paris: closed until 13:00
    assert add_open_time(paris(), friday_noon, timedelta(hours=4)) == utc("2026-11-27T16:00")
    assert add_open_time(paris(), friday_noon, timedelta(hours=5)) == utc("2026-11-30T08:30")
    assert add_open_time(paris(), utc("2026-12-24T15:00"), timedelta(hours=2)) == utc("2026-12-28T08:30")
    assert add_open_time(paris(weekly=NEVER), friday_noon, timedelta(minutes=1)) is None
    assert add_open_time(paris(weekly=ALWAYS, holidays=""), friday_noon, timedelta(days=3)) == friday_noon + timedelta(days=3)
