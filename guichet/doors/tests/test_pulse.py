"""Whether a desk is alive: by what its page answers, not by its connection alone."""

from typing import cast

from guichet.decisions.routing.words import AgentId
from guichet.doors.pulse import SILENT_AFTER, Desk, Pulse
from guichet.doors.streams import Stream

AWA, BENOIT = (1, AgentId(1)), (1, AgentId(2))


class Listener:
    def __init__(self, session: str) -> None:
        self.session = session


def seat(**sessions: Desk) -> dict[Stream, Desk]:
    return {cast(Stream, Listener(session)): desk for session, desk in sessions.items()}


def test_whoever_never_answered_is_alive_as_long_as_he_listens() -> None:
    assert Pulse().list_alive(seat(program=AWA), 1_000_000.0) == [AWA]


def test_a_page_that_answers_no_more_is_silent_though_its_stream_is_open() -> None:
    pulse, desks = Pulse(), seat(laptop=AWA, office=BENOIT)
    for session, desk in (("laptop", AWA), ("office", BENOIT)):
        pulse.answer(session, desk, 0.0)
    assert pulse.list_alive(desks, 10.0) == [AWA, BENOIT]
    pulse.answer("office", BENOIT, SILENT_AFTER)
    assert pulse.list_alive(desks, SILENT_AFTER + 1) == [BENOIT]


def test_it_is_alive_again_with_its_next_answer() -> None:
    pulse, desks = Pulse(), seat(laptop=AWA)
    pulse.answer("laptop", AWA, 0.0)
    assert pulse.list_alive(desks, SILENT_AFTER) == [AWA], "heard since the last time"
    assert pulse.list_alive(desks, SILENT_AFTER) == []
    pulse.answer("laptop", AWA, SILENT_AFTER + 1)
    assert pulse.list_alive(desks, SILENT_AFTER + 2) == [AWA]


def test_an_answer_counts_where_it_arrives_even_without_the_stream() -> None:
    pulse = Pulse()
    pulse.answer("laptop", AWA, 0.0)
    assert pulse.list_alive({}, 1.0) == [AWA]
    assert pulse.list_alive({}, 2.0) == []
    assert pulse.answered == {}


def test_one_closed_laptop_does_not_silence_the_agents_other_screen() -> None:
    pulse = Pulse()
    desks = seat(laptop=AWA, office=AWA)
    pulse.answer("laptop", AWA, 0.0)
    pulse.list_alive(desks, 0.0)
    assert pulse.list_alive(desks, 10 * SILENT_AFTER) == [AWA]
