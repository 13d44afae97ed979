"""A test call has exactly one finding, whatever its facts; what it says can be believed."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.dialling.trial import (
    CODES,
    GOES_ON,
    GRACE_SECONDS,
    RING_SECONDS,
    TAKEN_SECONDS,
    TALK_SECONDS,
    Facts,
    Finding,
    Trouble,
    is_lost,
    judge,
)

LONGEST = TAKEN_SECONDS + RING_SECONDS + TALK_SECONDS + 3 * GRACE_SECONDS
instants = st.none() | st.floats(0, 200)
facts = st.builds(
    Facts,
    asked_at=st.floats(0, 200),
    taken_at=instants,
    rang_at=instants,
    answered_at=instants,
    ended_at=instants,
    code=st.just(0) | st.integers(0, 999),
    trouble=st.sampled_from(Trouble),
    is_heard=st.booleans(),
    has_key=st.booleans(),
)


def call(*, rang: bool = True, answered: float | None = None, ended: float | None = 30.0, **more: object) -> Facts:
    return Facts(asked_at=0.0, taken_at=1.0, rang_at=2.0 if rang else None, answered_at=answered, ended_at=ended, **more)  # type: ignore[arg-type]


@given(facts, st.floats(-50, 500))
def test_any_facts_have_one_finding_in_any_order_and_at_any_time(told: Facts, now: float) -> None:
    found = judge(told, now)
    assert isinstance(found, Finding)
    assert found is judge(told, now)
    assert (found is Finding.WELL) == told.has_key
    if told.ended_at is not None:
        assert found not in GOES_ON


@given(facts)
def test_nothing_goes_on_for_ever(told: Facts) -> None:
    later = 200 + LONGEST
    assert judge(told, later) not in GOES_ON
    assert is_lost(told, later) == (told.ended_at is None)


@given(facts, st.floats(-50, 500))
def test_what_goes_on_is_not_lost(told: Facts, now: float) -> None:
    if judge(told, now) in GOES_ON:
        assert not is_lost(told, now)


def test_every_combination_is_judged_and_every_finding_is_reached() -> None:
    """All stages, with each refusal of SIP that there may be."""
    reached = set()
    codes = [0, *range(300, 700)]
    maybe = (None, 2.0)
    for taken, rang, answered, ended, heard, key in product(
        maybe, maybe, (None, 5.0), (None, 5.5, 12.0, 40.0), (False, True), (False, True)
    ):
        told = {"taken_at": taken, "rang_at": rang, "answered_at": answered, "ended_at": ended, "is_heard": heard, "has_key": key}
        for now in (3.0, 41.0, 500.0):
            reached |= {judge(Facts(asked_at=1.0, code=code, **told), now) for code in codes}  # type: ignore[arg-type]
            reached |= {judge(Facts(asked_at=1.0, trouble=trouble, **told), now) for trouble in Trouble}  # type: ignore[arg-type]
    assert reached == set(Finding)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (401, Finding.NOT_LET_THROUGH),
        (403, Finding.NOT_LET_THROUGH),
        (407, Finding.NOT_LET_THROUGH),
        (404, Finding.WRONG_NUMBER),
        (484, Finding.WRONG_NUMBER),
        (480, Finding.BUSY),
        (486, Finding.BUSY),
        (600, Finding.BUSY),
        (488, Finding.NO_CODEC),
        (606, Finding.NO_CODEC),
        (500, Finding.CANNOT_SERVE),
        (503, Finding.CANNOT_SERVE),
        (302, Finding.STRANGE),
        (420, Finding.STRANGE),
        (607, Finding.STRANGE),
    ],
)
def test_a_refusal_is_named_whether_it_rang_or_not(code: int, found: Finding) -> None:
    assert {judge(call(rang=rang, code=code), 60.0) for rang in (False, True)} == {found}


def test_the_trunk_is_silent_only_where_nothing_rang() -> None:
    assert judge(call(rang=False, code=408), 60.0) is Finding.SILENT
    assert judge(call(rang=True, code=408), 60.0) is Finding.NO_ANSWER
    assert judge(call(rang=False), 60.0) is Finding.NO_ANSWER  # we gave up: somebody said at least that he tries


def test_after_an_answer_a_refusal_means_nothing() -> None:
    """A code that came late does not hide what was heard."""
    assert {judge(call(answered=5.0, ended=39.0, code=code, is_heard=True), 60.0) for code in CODES} == {Finding.NO_KEY}


@pytest.mark.parametrize(
    ("seconds", "heard", "found"),
    [
        (1.0, False, Finding.HUNG_UP),
        (5.0, False, Finding.ONE_WAY),
        (35.0, False, Finding.ONE_WAY),
        (5.0, True, Finding.HUNG_UP),
        (35.0, True, Finding.NO_KEY),
    ],
)
def test_sound_is_judged_by_how_long_there_was_time_for_it(seconds: float, heard: bool, found: Finding) -> None:
    assert judge(call(answered=5.0, ended=5.0 + seconds, is_heard=heard), 60.0) is found


def test_a_key_proves_everything_whatever_came_afterwards() -> None:
    for trouble in Trouble:
        assert judge(call(answered=5.0, ended=None, has_key=True, trouble=trouble), 10_000.0) is Finding.WELL
