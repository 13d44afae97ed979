"""Whoever talks is heard by all who talk; the citizen never hears silence."""

from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice.hearing import find_hearing
from guichet.channels.voice.legs import SPOKEN_WITH, Leg
from guichet.channels.voice.sip.words import LegKey
from guichet.records.calls.words import LegState, Manner, Side

states = st.sampled_from(list(LegState))


def make(key: str, state: LegState) -> Leg:
    return Leg(LegKey(key), Side.CITIZEN if key == "citizen" else Side.AGENT, state=state)


@given(states, st.lists(st.none() | states, max_size=3))
def test_whoever_talks_hears_all_the_others_who_do_and_nobody_hears_himself_alone(citizen: LegState, others: list[LegState | None]) -> None:
    legs = [make("citizen", citizen), *(None if state is None else make(f"other {at}", state) for at, state in enumerate(others))]
    talking = [leg.key for leg in legs if leg is not None and leg.state is LegState.TALKING]
    hearing = find_hearing(legs[0] or make("citizen", citizen), *legs[1:])
    assert list(hearing.together) == (talking if len(talking) > 1 else [])


@given(states, st.lists(states, max_size=3))
def test_a_citizen_on_the_line_hears_somebody_or_music_and_one_who_is_not_hears_neither(citizen: LegState, others: list[LegState]) -> None:
    hearing = find_hearing(make("citizen", citizen), *(make(f"other {at}", state) for at, state in enumerate(others)))
    assert hearing.has_music + ("citizen" in hearing.together) == (citizen in SPOKEN_WITH)


@given(states, states, st.none() | states, states, st.sampled_from(list(Manner)))
def test_a_supervisor_hears_only_what_his_agent_says_with_the_citizen_and_whispers_only_while_these_two_are_alone(
    citizen: LegState, agent: LegState, guest: LegState | None, listening: LegState, manner: Manner
) -> None:
    host, listener = make("agent", agent), Leg(LegKey("listener"), Side.LISTENER, state=listening, manner=manner)
    others = [host, None if guest is None else make("guest", guest)]
    hearing = find_hearing(make("citizen", citizen), *others, listener=listener, host=host)
    assert (hearing.together, hearing.has_music) == (
        find_hearing(make("citizen", citizen), *others).together,
        find_hearing(make("citizen", citizen), *others).has_music,
    )
    if hearing.attendance is None:
        assert LegState.TALKING is not citizen or LegState.TALKING is not agent or LegState.TALKING is not listening
        return
    assert {citizen, agent, listening} == {LegState.TALKING}
    assert "listener" not in hearing.together
    if hearing.attendance.manner is Manner.WHISPER:
        assert hearing.together == ("citizen", "agent")
    if hearing.attendance.manner is not manner:
        assert (manner, hearing.attendance.manner, guest) == (Manner.WHISPER, Manner.LISTEN, LegState.TALKING)


@given(states, st.none() | states, st.none() | states, states)
def test_what_is_said_may_be_recorded_only_between_a_citizen_and_his_agent_alone(
    citizen: LegState, agent: LegState | None, guest: LegState | None, listening: LegState
) -> None:
    caller, host = make("citizen", citizen), None if agent is None else make("agent", agent)
    listener = Leg(LegKey("listener"), Side.LISTENER, state=listening, manner=Manner.LISTEN)
    hearing = find_hearing(caller, host, None if guest is None else make("guest", guest), listener=listener, host=host)
    alone = LegState.TALKING not in {guest, listening}
    assert hearing.is_between(caller, host) == ({citizen, agent} == {LegState.TALKING} and alone)
