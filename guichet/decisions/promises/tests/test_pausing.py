"""A promise that pauses, for any hours with any holidays, at any instants."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.decisions.promises.pausing import Hours, measure_open, move_due
from guichet.records.directory.calendars import Calendar, Span, list_open

NEW_YEAR = datetime(2026, 3, 25, tzinfo=UTC)
HOUR = timedelta(hours=1)
instants = st.integers(0, 20 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))
spans = st.lists(st.integers(0, 1440), min_size=2, max_size=4, unique=True).map(sorted)


def make_spans(minutes: list[int]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in zip(minutes[::2], minutes[1::2], strict=False))


days = st.one_of(st.just(()), spans.map(make_spans))
calendars = st.builds(
    Calendar,
    time_zone=st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Guadeloupe"]),
    weekly=st.tuples(*[days] * 6, spans.map(make_spans)),
    holidays=st.sampled_from(["", "metropole", "alsace-moselle", "reunion"]),
    exceptions=st.dictionaries(st.dates(date(2026, 3, 25), date(2026, 4, 20)), days, max_size=3),
)
FEW = settings(max_examples=max(20, settings().max_examples // 3))
"""Each goes through weeks of opening hours."""
clocks = st.one_of(st.none(), calendars)


def of(calendar: Calendar | None) -> Hours | None:
    if calendar is None:
        return None

    def hours(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        return list_open(calendar, since, until)

    return hours


@FEW
@given(clocks, instants, instants)
def test_stopped_and_gone_on_at_once_nothing_has_changed(calendar: Calendar | None, due_at: datetime, now: datetime) -> None:
    assert move_due(of(calendar), due_at, now, now) == due_at


@FEW
@given(clocks, instants, instants, instants)
def test_nothing_is_ever_due_earlier(calendar: Calendar | None, due_at: datetime, stopped_at: datetime, goes_on_at: datetime) -> None:
    assert move_due(of(calendar), due_at, stopped_at, goes_on_at) >= due_at


@FEW
@given(clocks, st.tuples(instants, instants, instants).map(sorted), instants)
def test_two_pauses_that_follow_each_other_are_one(calendar: Calendar | None, pauses: list[datetime], due_at: datetime) -> None:
    first, between, last = pauses
    hours = of(calendar)
    assert move_due(hours, move_due(hours, due_at, first, between), between, last) == move_due(hours, due_at, first, last)


@FEW
@given(calendars, st.tuples(instants, instants, instants).map(sorted))
def test_as_much_is_left_when_the_clock_goes_on_as_when_it_stopped(calendar: Calendar, times: list[datetime]) -> None:
    stopped_at, one, other = times
    hours = of(calendar)
    assert hours is not None
    for due_at, goes_on_at in ((one, other), (other, one)):
        moved = move_due(hours, due_at, stopped_at, goes_on_at)
        left = measure_open(hours, stopped_at, due_at)
        assert measure_open(hours, goes_on_at, moved) == left


@FEW
@given(clocks, st.tuples(instants, instants, instants, instants).map(sorted), instants)
def test_two_pauses_add_up_whatever_lies_between(calendar: Calendar | None, times: list[datetime], due_at: datetime) -> None:
    """The clock ran between them only: so much less is left after the second than before the first."""
    first, first_end, second, second_end = times
    hours = of(calendar) or _always
    moved = move_due(of(calendar), move_due(of(calendar), due_at, first, first_end), second, second_end)
    left = measure_open(hours, first, due_at)
    worked = measure_open(hours, first_end, second)
    if due_at >= first and left > worked:
        assert measure_open(hours, second_end, moved) == left - worked


def _always(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    yield since, until


@FEW
@given(clocks, instants, instants, instants)
def test_what_was_broken_stays_broken(calendar: Calendar | None, due_at: datetime, stopped_at: datetime, goes_on_at: datetime) -> None:
    if due_at < stopped_at:
        assert move_due(of(calendar), due_at, stopped_at, goes_on_at) == due_at


def test_a_bank_holiday_costs_nothing_and_gives_nothing() -> None:
    """Good Friday counts in Moselle, and not in Meurthe: asked on Thursday at three, answered on Saturday, due with two hours left."""
    weekly = (*[(Span(9 * 60, 17 * 60),)] * 5, (), ())
    thursday, saturday = datetime(2026, 4, 2, 13, tzinfo=UTC), datetime(2026, 4, 4, 8, tzinfo=UTC)
    due_at = thursday + 2 * HOUR
    moselle, meurthe = (Calendar("Europe/Paris", weekly, holidays=name) for name in ("alsace-moselle", "metropole"))
    # Easter Monday is one in both: two hours after nine, on Tuesday.
    for calendar, rested in ((moselle, 2 * HOUR), (meurthe, 10 * HOUR)):
        hours = of(calendar)
        assert hours is not None
        assert measure_open(hours, thursday, saturday) == rested
        assert measure_open(hours, saturday, move_due(hours, due_at, thursday, saturday)) == 2 * HOUR
    assert move_due(of(moselle), due_at, thursday, saturday) == datetime(2026, 4, 7, 9, tzinfo=UTC)


def test_hours_that_never_come_stop_the_clock_all_the_same() -> None:
    never = of(Calendar("Europe/Paris", ((),) * 7))
    assert move_due(never, NEW_YEAR + HOUR, NEW_YEAR, NEW_YEAR + 3 * HOUR) == NEW_YEAR + 3 * HOUR
