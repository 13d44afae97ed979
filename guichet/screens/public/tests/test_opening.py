"""The opening hours as citizens read them."""

from datetime import UTC, datetime

from guichet.records.directory.calendars import Calendar, Span
from guichet.screens.public.opening import describe_opening, merge_spans

MORNINGS = Calendar(time_zone="Europe/Paris", weekly=((Span(540, 720),),) * 5 + ((), ()))
AFTERNOONS = Calendar(time_zone="Europe/Paris", weekly=((Span(810, 1020),),) * 5 + ((), ()))
TUESDAY_NOON = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)  # 12:30 in Paris


def test_a_closed_noon_says_when_the_afternoon_begins() -> None:
    opening = describe_opening([MORNINGS, AFTERNOONS], TUESDAY_NOON, "Europe/Paris")
    assert not opening.is_open
    assert opening.opens_at is not None
    assert f"{opening.opens_at:%a %H:%M}" == "Tue 13:30"


def test_the_organisation_is_open_while_one_of_its_queues_is() -> None:
    assert describe_opening([MORNINGS, AFTERNOONS], TUESDAY_NOON.replace(hour=13), "Europe/Paris").is_open


def test_a_week_begins_today_and_shows_closed_days() -> None:
    week = describe_opening([MORNINGS], TUESDAY_NOON, "Europe/Paris").week
    assert [len(day.spans) for day in week] == [1, 1, 1, 1, 0, 0, 1]
    assert f"{week[0].spans[0][0]:%d %H:%M}" == "24 09:00"


def test_an_organisation_without_calendars_is_closed() -> None:
    opening = describe_opening([], TUESDAY_NOON, "Europe/Paris")
    assert not opening.is_open
    assert opening.opens_at is None


def test_spans_that_touch_are_read_as_one() -> None:
    assert merge_spans([Span(720, 810), Span(540, 720), Span(900, 960)]) == [Span(540, 810), Span(900, 960)]


def test_a_day_that_never_closes_is_told_from_one_that_opens_late() -> None:
    """The page says "day and night": 00:00 – 00:00 is read as closed."""
    always = Calendar(time_zone="Europe/Paris", weekly=((Span(0, 720), Span(720, 1440)),) + ((Span(60, 1440),),) * 6)
    assert [day.is_whole for day in describe_opening([always], TUESDAY_NOON, "Europe/Paris").week] == [False] * 6 + [True]
