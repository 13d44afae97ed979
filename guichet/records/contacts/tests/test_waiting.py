"""The wait that a citizen is told: a range that holds, or an honest "unknown"."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.routing.words import Instant
from guichet.records.contacts.waiting import FEWEST, LATELY_MS, LONGEST_MINUTES, MINUTE_MS, Wait, estimate_wait

NOW = Instant(1_790_000_000_000)


def answer_every(minutes: float, count: int = 20) -> list[Instant]:
    return [Instant(int(NOW - number * minutes * MINUTE_MS)) for number in range(count)]


def test_without_enough_recent_answers_nothing_is_promised() -> None:
    for answers in ([], answer_every(1, FEWEST - 1), [Instant(at - LATELY_MS - 1) for at in answer_every(1)]):
        assert estimate_wait(4, answers, NOW) == Wait(position=4, from_minutes=None, to_minutes=None)


def test_who_is_further_back_waits_longer() -> None:
    waits = [estimate_wait(position, answer_every(2), NOW) for position in (1, 5, 20)]
    assert [(wait.from_minutes, wait.to_minutes) for wait in waits] == [(0, 5), (4, 20), (20, 60)]


def test_a_counter_that_stands_still_slows_the_estimate() -> None:
    """The pace is counted until now, not until the last answer."""
    stalled = [Instant(at - 30 * MINUTE_MS) for at in answer_every(1, 10)]
    assert (estimate_wait(3, stalled, NOW).to_minutes or 0) > (estimate_wait(3, answer_every(1, 10), NOW).to_minutes or 0)


def test_a_wait_beyond_two_hours_is_said_without_a_number_that_looks_exact() -> None:
    assert estimate_wait(60, answer_every(5), NOW) == Wait(position=60, from_minutes=LONGEST_MINUTES, to_minutes=None)


@given(st.integers(1, 500), st.lists(st.integers(-LATELY_MS * 2, LATELY_MS), max_size=30))
def test_whatever_the_past_the_range_is_a_range(position: int, ages: list[int]) -> None:
    wait = estimate_wait(position, [Instant(NOW - age) for age in ages], NOW)
    assert wait.position == position
    if wait.from_minutes is not None and wait.to_minutes is not None:
        assert 0 <= wait.from_minutes < wait.to_minutes <= LONGEST_MINUTES


@pytest.mark.parametrize("position", [1, 4, 12])
def test_most_of_those_who_are_told_a_range_wait_as_long_as_it_says(position: int) -> None:
    """Two thousand citizens at a counter where answers come at random, every 90 seconds on average."""
    chance = Random(position)
    kept = 0
    for _ in range(2_000):
        at = float(NOW)
        answers: list[Instant] = []
        while len(answers) < 20:
            at -= chance.expovariate(1 / 90_000)
            answers.append(Instant(int(at)))
        waited = sum(chance.expovariate(1 / 90_000) for _ in range(position)) / MINUTE_MS
        wait = estimate_wait(position, answers, NOW)
        kept += (wait.from_minutes or 0) <= waited <= (wait.to_minutes or LONGEST_MINUTES)
    assert kept / 2_000 > 0.8
