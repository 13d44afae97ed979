"""An alert takes its time to come, and to go."""

from guichet.decisions.routing.words import Instant, QueueId
from guichet.records.figures.alerts import CALM_AFTER_MS, RAISED_AFTER_MS, Standing, Watchpoint, judge
from guichet.records.figures.words import AlertKind

MINUTE = 60_000
FINE = Standing(QueueId(1), True, 3 * MINUTE, 0, None, 1, 0, 0)
LATE = FINE._replace(waiting=4, longest_ms=4 * MINUTE)
KIND = AlertKind.LONGEST_WAIT


def live(*moments: tuple[Standing, int]) -> list[Watchpoint]:
    """What is remembered after a queue stood so, each for some milliseconds."""
    points: list[Watchpoint] = []
    now = 0
    for standing, length in moments:
        for at in range(now, now + length, 5_000):
            points = judge(points, [standing], Instant(at))
        now += length
    return points


def is_raised(points: list[Watchpoint]) -> bool:
    return any(point.raised_at is not None for point in points)


def test_a_long_wait_raises_its_alert_only_after_it_has_lasted() -> None:
    after = RAISED_AFTER_MS[KIND]
    assert not is_raised(live((LATE, after)))
    assert is_raised(live((LATE, after + 5_000)))


def test_a_condition_that_breaks_begins_anew() -> None:
    after = RAISED_AFTER_MS[KIND]
    assert not is_raised(live((LATE, after), (FINE, 5_000), (LATE, after)))


def test_an_alert_stays_while_the_wait_is_not_well_within_the_commitment() -> None:
    raised = (LATE, RAISED_AFTER_MS[KIND] + 5_000)
    barely = LATE._replace(longest_ms=170_000)
    assert is_raised(live(raised, (barely, 10 * CALM_AFTER_MS)))
    assert is_raised(live(raised, (FINE, CALM_AFTER_MS), (barely, 5_000), (FINE, CALM_AFTER_MS)))
    assert live(raised, (FINE, CALM_AFTER_MS + 5_000)) == []


def test_a_share_of_a_handful_raises_nothing() -> None:
    few = FINE._replace(judged=9, in_time=0)
    assert live((few, 20 * MINUTE)) == []
    assert is_raised(live((few._replace(judged=10), 6 * MINUTE)))


def test_nobody_there_matters_only_while_somebody_waits() -> None:
    assert live((FINE._replace(available=0), 20 * MINUTE)) == []
    assert is_raised(live((FINE._replace(available=0, waiting=1, longest_ms=1), 3 * MINUTE)))
