"""Whoever waits for an answer is never kept by an engine."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guichet.language import choosing, process
from guichet.language.choosing import Choice
from guichet.language.contracts import Detected, Job
from guichet.language.process import EngineProcess
from guichet.language.quick import MOST_WAITING, QuickEngine
from guichet.language.tests.test_process import ENGINE

Start = Callable[..., QuickEngine]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setattr(process, "PAUSE", 0.0)
    file, running = tmp_path / "engine.py", []
    file.write_text(ENGINE)

    def begin(rest: float = 0.0) -> QuickEngine:
        engine = EngineProcess("toy", tmp_path, seconds=30.0, command=(sys.executable, str(file)))
        running.append(QuickEngine(engine, rest=rest))
        return running[-1]

    yield begin
    for engine in running:
        engine.close()


def test_an_answer_in_time_is_given(start: Start) -> None:
    engine = start()
    assert engine.detect("bonjour", ["fr"], 30.0) == Detected("fr", 0.5)
    assert list(engine.embed("abc", 30.0) or []) == [3.0, 0.0]


def test_nobody_waits_for_an_engine_that_hangs(start: Start) -> None:
    engine = start()
    engine.detect("bonjour", ["fr"], 30.0)
    began = time.monotonic()
    for _asked in range(3 * MOST_WAITING):
        assert engine.detect("hang", ["fr"], 0.05) is None
    assert time.monotonic() - began < 20
    assert engine.engine.child is not None
    engine.engine.child.kill()


def test_an_engine_that_failed_rests_and_says_why(start: Start) -> None:
    engine = start(rest=3600.0)
    assert engine.detect("die", ["fr"], 30.0) is None
    assert engine.problem is not None
    assert engine.problem.code == "language-engine-died"
    assert engine.detect("bonjour", ["fr"], 30.0) is None
    engine.asleep_until = 0.0
    assert engine.detect("bonjour", ["fr"], 30.0) == Detected("fr", 0.5)
    assert engine.problem is None


def test_a_model_that_is_brought_in_is_used_without_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    monkeypatch.setattr(choosing, "list_names", lambda _shelf, _job: names)
    choice = Choice(Job.VECTORS, tmp_path)
    assert choice.get() is None
    names.append("small")
    assert choice.get() is None
    monkeypatch.setattr(choosing, "LOOK_SECONDS", 0.0)
    engine = choice.get()
    assert engine is not None
    assert choice.get() is engine
    names.clear()
    assert choice.get() is None
