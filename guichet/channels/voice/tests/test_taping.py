"""Nothing is recorded of whoever was not told, has objected, is not alone with his agent, or speaks of what is nobody's business."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice import facts
from guichet.channels.voice.hearing import find_hearing
from guichet.channels.voice.legs import Leg
from guichet.channels.voice.media.errors import MediaError
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.taping import OBJECT, Tape
from guichet.channels.voice.tests.test_way import walk
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.words import LegState, Side, Taping, Verb
from guichet.records.prompts.sentences import FRENCH, tell_recording


class Media:
    """`is_recording`, as rtpengine has it."""

    def __init__(self) -> None:
        self.is_recording, self.fails = False, False

    async def record(self) -> None:
        if self.fails:
            raise MediaError("no")
        self.is_recording = True

    async def stop_recording(self) -> None:
        self.is_recording = False


class Paper:
    """A citizen who speaks with his agent; `told` is what records heard."""

    def __init__(self, folder: Path, state: str = Taping.ON) -> None:
        self.key, self.organisation, self.contact = str(uuid4()), 1, str(uuid4())
        self.media, self.told, self.noted = Media(), list[str](), list[object]()
        self.citizen = Leg(LegKey("citizen"), Side.CITIZEN, state=LegState.TALKING)
        self.agent: Leg | None = Leg(LegKey("agent"), Side.AGENT, state=LegState.TALKING)
        self.guest: Leg | None = None
        self.is_away, self.records, self.relay = False, True, None
        self.exchange = SimpleNamespace(place=SimpleNamespace(folder=folder), ask=self._ask)
        self.tape = Tape(cast(Any, self), state)
        self.tape.is_running = False

    def find_hearing(self) -> Any:
        return find_hearing(self.citizen, self.agent, self.guest)

    def note(self, _leg: Leg, *, taping: str) -> None:
        self.noted.append(taping)

    async def ask(self, function: Any, *_values: object) -> bool:
        self.told.append(function.__name__)
        return self.records

    async def _ask(self, _call: str, _organisation: int, function: Any, *values: object) -> object:
        if self.is_away:
            raise UnavailableError
        return await self.ask(function, *values)


def settle(paper: Paper) -> bool:
    asyncio.run(paper.tape.settle())
    return paper.media.is_recording


states = st.sampled_from(list(LegState))


@given(st.lists(st.tuples(states, st.none() | states, st.none() | states, st.sampled_from(["", *Verb]))), st.sampled_from(["", *Taping]))
def test_whatever_happens_only_two_who_agreed_are_recorded(tmp_path_factory: Any, happenings: list[Any], state: str) -> None:
    paper = Paper(tmp_path_factory.getbasetemp(), state)
    was_refused = state == Taping.REFUSED
    for citizen, agent, guest, verb in happenings:
        paper.citizen.state = citizen
        paper.agent = None if agent is None else Leg(LegKey("agent"), Side.AGENT, state=agent)
        paper.guest = None if guest is None else Leg(LegKey("guest"), Side.OUTSIDE, state=guest)
        was_refused |= verb == Verb.ERASE_RECORDING and state != ""
        asyncio.run(paper.tape.obey(verb, 7) if verb else paper.tape.settle())
        if paper.media.is_recording:
            assert (state != "", was_refused, citizen, agent) == (True, False, LegState.TALKING, LegState.TALKING)
            assert guest is not LegState.TALKING
            assert paper.tape.state == Taping.ON
    asyncio.run(paper.tape.end())
    assert not paper.media.is_recording


def test_it_stops_for_a_while_and_goes_on(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    assert settle(paper)
    asyncio.run(paper.tape.obey(Verb.PAUSE_RECORDING, 7))
    assert not paper.media.is_recording
    asyncio.run(paper.tape.obey(Verb.GO_ON_RECORDING, 7))
    assert paper.media.is_recording
    assert paper.noted == [Taping.PAUSED, Taping.ON]


def test_what_was_recorded_goes_at_once_when_he_objects_even_without_the_database(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    settle(paper)
    (tmp_path / "recordings" / "pcaps").mkdir(parents=True)
    (tmp_path / "recordings" / "pcaps" / f"{paper.key}-1.pcap").write_bytes(b"said")
    paper.is_away = True
    asyncio.run(paper.tape.obey(Verb.ERASE_RECORDING, 7))
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
    assert (paper.tape.state, paper.media.is_recording) == (Taping.REFUSED, False)


def test_a_recording_that_cannot_begin_holds_nobody_up(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    paper.media.fails = True
    assert not settle(paper)
    asyncio.run(paper.tape.end())


def test_a_line_that_records_no_more_records_nothing(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    paper.records = False
    asyncio.run(paper.tape.begin(cast(Any, SimpleNamespace(pk=1))))
    assert not settle(paper)
    assert paper.told == ["begin_recording"]


RECORDED = {"recorded_for": "quality", "recorded_days": 30}
TOLD = tell_recording(FRENCH, "quality", 30)


def test_a_caller_hears_it_before_anything_else_but_the_announcement_and_goes_on() -> None:
    call = walk(None, None, "2", line=RECORDED)
    assert call.mouth.said[:2] == ["Annonce.", TOLD]
    assert (call.tape.state, call.opened) == (Taping.ON, ["birth"])
    assert "30 jours" in TOLD


@pytest.mark.parametrize("keys", [(OBJECT, None, "2"), (None, None, OBJECT, "2")], ids=["at-once", "in-the-menu"])
def test_a_caller_refuses_by_a_key_and_goes_on(keys: tuple[str | None, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    async def do_nothing(*_work: object) -> None: ...

    monkeypatch.setattr(asyncio, "to_thread", do_nothing)  # a way is walked without an event loop
    call = walk(*keys, line=RECORDED, refuse_recording=None)
    assert (call.tape.state, call.opened) == (Taping.REFUSED, ["birth"])


def test_a_key_that_is_no_refusal_is_not_lost() -> None:
    assert walk("2", line=RECORDED).opened == ["birth"]


def test_a_line_without_recordings_says_nothing_of_them() -> None:
    call = walk(None, "2")
    assert TOLD not in call.mouth.said
    assert call.tape.state == ""
    assert facts.refuse_recording.__name__ not in call.answers
