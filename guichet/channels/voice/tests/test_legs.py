"""Every leg goes from ringing to its end, and from nowhere back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice.legs import LEG, ImpossibleMoveError, Leg, LegEvent
from guichet.channels.voice.sip.words import LegKey
from guichet.records.calls.words import LegState, Side


@given(st.lists(st.sampled_from(list(LegEvent)), max_size=12))
def test_what_is_over_stays_over(events: list[LegEvent]) -> None:
    leg = Leg(LegKey("a"), Side.AGENT)
    was_over = False
    for event in events:
        if leg.can(event):
            assert not was_over
            leg.move(event)
        else:
            with pytest.raises(ImpossibleMoveError):
                leg.move(event)
        was_over = leg.state is LegState.ENDED


def test_every_state_but_the_last_can_be_let_go_and_can_hang_up() -> None:
    for state in LegState:
        ends = {event for (before, event), after in LEG.items() if before is state and after is LegState.ENDED}
        assert ends == (set() if state is LegState.ENDED else {LegEvent.HUNG_UP, LegEvent.LET_GO})


def test_only_what_was_answered_can_be_held() -> None:
    assert {before for before, event in LEG if event is LegEvent.HELD} == {LegState.TALKING}
