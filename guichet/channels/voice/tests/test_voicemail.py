"""A message on the telephone: what ends it, what sends it, and that hanging up at any instant loses nothing of it."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice import settings as limits
from guichet.channels.voice import voicemail
from guichet.channels.voice.call import Call
from guichet.channels.voice.tests.test_way import CallOnPaper
from guichet.channels.voice.voicemail import Listening, is_something_said, say_no, settle_message, take_message
from guichet.records.calls import recordings
from guichet.records.calls.tests.test_packets import HEAD, frame
from guichet.records.prompts.sentences import FRENCH

QUIET = b"\xd5" * 160
NOTHING: list[str | None] = [None] * 4


def write(folder: Path, call: UUID, content: bytes) -> Path:
    file = folder / "pcaps" / f"{call}-00.pcap"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return file


def test_silence_is_counted_while_the_file_grows_and_a_word_ends_it(tmp_path: Path) -> None:
    call = uuid4()
    listening = Listening(tmp_path, call)
    listening.look()
    assert listening.silence == 1
    file = write(tmp_path, call, HEAD + b"".join(frame(number) for number in range(50)))
    listening.look()
    assert listening.silence == 0
    with file.open("ab") as more:
        more.write(b"".join(frame(number, sound=QUIET) for number in range(50, 100)) + frame(100)[:30])
    listening.look()
    assert listening.silence == 1
    with file.open("ab") as more:
        more.write(frame(100)[30:])
    listening.look()
    assert listening.silence == 0


def test_a_breath_is_no_message(tmp_path: Path) -> None:
    call = uuid4()
    assert not is_something_said(tmp_path, call)
    write(tmp_path, call, HEAD + frame(0))
    assert not is_something_said(tmp_path, call)
    write(tmp_path, call, HEAD + b"".join(frame(number) for number in range(60)))
    assert is_something_said(tmp_path, call)


class Line(CallOnPaper):
    """A caller at the machine. :param said: whether he says something, each time."""

    def __init__(self, keys: list[str | None], said: list[bool], folder: Path, monkeypatch: pytest.MonkeyPatch, **answers: Any) -> None:
        known = {"may_take_message": True, "begin_message": None, "end_message": True, **answers}
        super().__init__(keys, **known)
        self.media = self
        self.exchange = self
        self.place = self
        self.folder = folder
        self.happened: list[str] = []
        self.is_leaving_message = False
        self.line = replace(self.line, takes_messages=True)

        async def here(function: Any, *values: Any) -> Any:
            return function(*values)

        monkeypatch.setattr("asyncio.to_thread", here)
        monkeypatch.setattr(voicemail, "is_something_said", lambda *_: said.pop(0) if said else False)
        monkeypatch.setattr(voicemail, "write_replay", lambda *_: None)
        monkeypatch.setattr(type(self.mouth), "beep", self._beep, raising=False)
        monkeypatch.setattr(type(self.mouth), "play", self._play, raising=False)

    async def _beep(self) -> None:
        self.happened.append("beep")

    async def _play(self, _file: Path) -> None:
        self.happened.append("replay")

    async def record(self) -> None:
        self.happened.append("record")

    async def stop_recording(self) -> None:
        self.happened.append("stop")

    async def ask(self, function: Any, *values: Any) -> Any:
        self.happened.append(function.__name__)
        return await super().ask(function, *values)

    def run(self, steps: Any) -> None:
        try:
            while True:
                steps.send(None)
        except StopIteration:
            return


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def make(*keys: str | None, said: list[bool], **answers: Any) -> Line:
        return Line(list(keys), said, tmp_path, monkeypatch, **answers)

    return make


def test_the_row_comes_before_the_signal_and_the_hash_key_ends_it(at: Any) -> None:
    line = at("#", "1", said=[True])
    line.run(take_message(line))
    assert line.happened == ["begin_message", "beep", "record", "stop", "end_message"]
    assert line.mouth.said == [FRENCH.leave_message, FRENCH.review_message, FRENCH.message_kept]


def test_silence_ends_it_and_silence_at_the_question_sends_it(at: Any) -> None:
    line = at(*[None] * limits.MESSAGE_SILENCE_SECONDS, None, said=[True])
    line.run(take_message(line))
    assert line.mouth.said[-1] == FRENCH.message_kept


def test_it_is_heard_again_and_said_anew(at: Any) -> None:
    line = at("#", "2", "3", "#", "1", said=[True, True])
    line.run(take_message(line))
    assert line.happened.count("replay") == 1
    assert line.happened.count("record") == line.happened.count("stop") == 2
    assert line.mouth.said[-1] == FRENCH.message_kept


def test_who_says_nothing_is_told_so_and_not_kept_for_ever(at: Any) -> None:
    line = at(*["#"] * 20, said=[])
    line.run(take_message(line))
    assert line.mouth.said.count(FRENCH.silence) == limits.MESSAGE_TRIES
    assert line.mouth.said[-1] == FRENCH.goodbye


@pytest.mark.parametrize(("is_full", "why"), [(True, FRENCH.full_now), (False, FRENCH.closed_now)])
def test_why_nobody_answers_is_said_first(at: Any, is_full: bool, why: str) -> None:
    line = at("#", "1", said=[True])
    line.run(say_no(line, is_full=is_full))
    assert line.mouth.said[0] == why


@pytest.mark.parametrize(("is_full", "why"), [(True, FRENCH.full), (False, FRENCH.closed)])
def test_where_no_message_can_be_taken_another_way_is_said(at: Any, is_full: bool, why: str) -> None:
    line = at(said=[], may_take_message=False)
    line.run(say_no(line, is_full=is_full))
    assert line.mouth.said == [why]


@given(instant=st.integers(min_value=0, max_value=60))
def test_hanging_up_at_any_instant_stops_the_recording(instant: int) -> None:
    """A call that is cancelled: what was begun is stopped, and the row is there before the first word."""
    with pytest.MonkeyPatch.context() as patch:
        line = Line([*NOTHING, "#", "2", "3", None, "#", "1"], [True, True], Path("/nonexistent"), patch)
        patch.setattr(recordings, "drop_files", lambda *_: None)
        patch.setattr(Listening, "look", lambda _self: None)
        steps: Any = take_message(cast(Call, line))
        with suppress(StopIteration, asyncio.CancelledError):
            for _ in range(instant):
                steps.send(None)
            steps.throw(asyncio.CancelledError())
            while True:
                steps.send(None)
    assert line.happened.count("record") == line.happened.count("stop")
    if "record" in line.happened:
        assert line.happened.index("begin_message") < line.happened.index("record")


def test_what_another_process_began_is_ended(at: Any) -> None:
    line = at(said=[])
    line.run(settle_message(line))
    assert line.happened == ["end_message", "stop"]
    quiet = at(said=[], end_message=False)
    quiet.run(settle_message(quiet))
    assert quiet.happened == ["end_message"]
