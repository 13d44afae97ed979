"""A line registers again in time, and is never a flood."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.dialling.registrations import (
    ASKED,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MOST_OBEYED,
    SOONEST,
    Answer,
    Standing,
    settle,
)


def test_it_is_renewed_at_half_of_what_was_given() -> None:
    standing = settle(Standing(), Answer(200, granted=60), 1000)
    assert (standing.until, standing.next_at, standing.refusals) == (1060, 1030, 0)


def test_who_gives_longer_than_was_asked_is_asked_at_our_own_pace() -> None:
    for asked in (ASKED, 7_200):
        standing = settle(Standing(asked=asked), Answer(200, granted=7_200), 1000)
        assert (standing.until, standing.next_at) == (8_200, 1000 + ASKED / 2)


def test_a_refusal_is_tried_again_with_growing_pauses() -> None:
    standing, now, pauses = Standing(), 0.0, []
    for _ in range(7):
        standing = settle(standing, Answer(403), now)
        pauses.append(standing.next_at - now)
        now = standing.next_at
    assert pauses == [30, 60, 120, 240, 480, 600, 600]


def test_a_renewal_that_is_refused_leaves_us_registered_until_the_time_is_up() -> None:
    standing = settle(settle(Standing(), Answer(200, granted=600), 0), Answer(408), 300)
    assert (standing.until, standing.next_at, standing.refusals) == (600, 330, 1)


def test_who_says_yes_and_keeps_nothing_has_refused() -> None:
    assert settle(Standing(), Answer(200, granted=0), 0) == Standing(next_at=FIRST_PAUSE, refusals=1)


def test_who_asks_us_to_come_later_is_obeyed_within_reason() -> None:
    assert settle(Standing(), Answer(503, later=90), 0).next_at == 90
    assert settle(Standing(), Answer(503, later=5), 0).next_at == FIRST_PAUSE
    assert settle(Standing(), Answer(503, later=1e9), 0).next_at == MOST_OBEYED


def test_who_wants_longer_is_asked_for_longer_at_once_and_only_once() -> None:
    standing = settle(Standing(), Answer(423, least=1_800), 0)
    assert (standing.asked, standing.next_at) == (1_800, 0)
    standing = settle(standing, Answer(423, least=3_600), 0)
    assert (standing.asked, standing.next_at) == (3_600, FIRST_PAUSE)
    assert settle(Standing(), Answer(423, least=1e9), 0) == Standing(next_at=FIRST_PAUSE, refusals=1)


ANSWERS = st.builds(
    Answer,
    code=st.sampled_from([200, 401, 403, 404, 408, 423, 500, 503]),
    granted=st.floats(0, 1e6),
    least=st.floats(0, 1e6),
    later=st.floats(0, 1e6),
)


@given(st.lists(ANSWERS, min_size=1, max_size=40))
def test_no_answers_make_a_flood_or_an_end(answers: list[Answer]) -> None:
    standing, asked = Standing(), [0.0]
    for answer in answers:
        standing = settle(standing, answer, asked[-1])
        asked.append(standing.next_at)
    waits = [after - before for before, after in pairwise(asked)]
    assert all(wait <= max(MOST_OBEYED, standing.asked) for wait in waits)
    assert all(first + second >= SOONEST for first, second in pairwise(waits))
    assert LONGEST_PAUSE <= MOST_OBEYED
