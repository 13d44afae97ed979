"""Which way is the best now, and that none is forgotten."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.contacts.waiting import Wait
from guichet.screens.public.ways import Offer, Way, Why, order_ways

PROMISE = datetime(2026, 12, 1, 17, tzinfo=UTC)


def wait(position: int, low: int | None = None, high: int | None = None) -> Wait:
    return Wait(position=position, from_minutes=low, to_minutes=high)


@pytest.mark.parametrize(
    ("offer", "best", "why"),
    [
        (Offer(wait(1), True, PROMISE), Way.WRITE, Why.NOW),
        (Offer(wait(4, 2, 9), True, PROMISE), Way.WRITE, Why.SHORT),
        (Offer(wait(4, 25, 110), True, PROMISE), Way.CALLBACK, Why.KEEPS_PLACE),
        (Offer(wait(4), True, PROMISE), Way.CALLBACK, Why.KEEPS_PLACE),
        (Offer(wait(4, 25, 110), False, PROMISE), Way.MESSAGE, Why.NO_WAIT),
        (Offer(wait(9, 120, None), False, None), Way.WRITE, None),
        (Offer(None, True, PROMISE), Way.CALLBACK, Why.CLOSED),
        (Offer(None, False, PROMISE), Way.MESSAGE, Why.CLOSED),
        (Offer(None, True, PROMISE, is_open=True), Way.CALLBACK, Why.KEEPS_PLACE),
        (Offer(None, False, PROMISE, is_open=True), Way.MESSAGE, Why.NO_WAIT),
        (Offer(None, False, None, is_called_by_text=True, is_open=True), Way.TEXT, None),
        (Offer(None, True, PROMISE, has_script=True), Way.SCRIPT, Why.AT_ONCE),
        (Offer(wait(1), True, PROMISE, has_script=True), Way.SCRIPT, Why.AT_ONCE),
    ],
)
def test_the_best_way_is_named_first_with_its_reason(offer: Offer, best: Way, why: Why | None) -> None:
    ways, said = order_ways(offer)
    assert (ways[0], said) == (best, why)


def test_where_there_is_no_way_none_is_promised() -> None:
    assert order_ways(Offer(None, False, None)) == ([], None)


WAITS = st.one_of(st.none(), st.builds(wait, st.integers(1, 99), st.integers(0, 120), st.one_of(st.none(), st.integers(1, 120))))


@given(WAITS, st.booleans(), st.sampled_from([None, PROMISE]), st.booleans(), st.booleans())
def test_every_way_there_is_is_offered_once(
    waited: Wait | None, called_back: bool, promise: datetime | None, has_script: bool, by_text: bool
) -> None:
    ways, _ = order_ways(Offer(waited, called_back, promise, has_script, is_called_by_text=by_text))
    there = ((Way.SCRIPT, has_script), (Way.WRITE, waited), (Way.CALLBACK, called_back), (Way.MESSAGE, promise), (Way.TEXT, by_text))
    assert sorted(ways) == sorted(way for way, is_there in there if is_there)
