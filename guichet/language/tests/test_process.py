"""An engine that is slow, dies or talks nonsense takes nothing with it."""

import sys
import threading
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guichet.language import process
from guichet.language.contracts import Detected, Detector, Embedder, Purpose
from guichet.language.errors import EngineDiedError, EngineHungError, LanguageError, TextTooLongError
from guichet.language.process import EngineProcess

ENGINE = """
import base64, json, os, sys, time
from array import array
for line in sys.stdin:
    question = json.loads(line)
    text = question["texts"][0]
    if text == "die": os._exit(3)
    if text == "hang": time.sleep(60)
    if text == "nonsense": print("what?", flush=True); continue
    if text == "secret": answer = {"detected": [os.environ.get("GUICHET_SECRET_KEY", "none"), 1.0]}
    elif text == "refuse": answer = {"error": ["language-package-missing", "The package is not installed."]}
    elif question["do"] == "detect": answer = {"detected": [question["among"][0], 0.5]}
    else:
        vectors = [base64.b64encode(array("f", [float(len(text)), 0.0]).tobytes()).decode() for text in question["texts"]]
        answer = {"vectors": vectors, "name": "toy 1", "dimensions": 2, "alike": 0.5}
    print(json.dumps(answer), flush=True)
"""

Start = Callable[[float], EngineProcess]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setattr(process, "PAUSE", 0.0)
    file, running = tmp_path / "engine.py", []
    file.write_text(ENGINE)

    def begin(seconds: float) -> EngineProcess:
        running.append(EngineProcess("toy", tmp_path, seconds=seconds, command=(sys.executable, str(file))))
        return running[-1]

    yield begin
    for engine in running:
        engine.close()


def test_it_keeps_both_contracts(start: Start) -> None:
    engine = start(20.0)
    assert isinstance(engine, Embedder)
    assert isinstance(engine, Detector)
    assert engine.embed(["ab", "abc"], Purpose.PASSAGE) == [array("f", [2.0, 0.0]), array("f", [3.0, 0.0])]
    assert (engine.name, engine.dimensions, engine.alike) == ("toy 1", 2, 0.5)
    assert engine.embed([], Purpose.QUESTION) == []
    assert engine.detect("bonjour", ["fr", "en"]) == Detected("fr", 0.5)


@pytest.mark.parametrize("text", ["die", "nonsense"])
def test_an_engine_that_dies_or_talks_nonsense_is_started_again(start: Start, text: str) -> None:
    engine = start(20.0)
    with pytest.raises(EngineDiedError):
        engine.detect(text, ["fr"])
    assert engine.detect("bonjour", ["fr"]) == Detected("fr", 0.5)


def test_an_engine_that_hangs_is_stopped(start: Start) -> None:
    engine = start(1.0)
    engine.detect("bonjour", ["fr"])
    child = engine.child
    with pytest.raises(EngineHungError):
        engine.detect("hang", ["fr"])
    assert child is not None
    assert child.poll() is not None
    assert engine.detect("bonjour", ["fr"]) == Detected("fr", 0.5)


def test_an_engine_killed_between_two_texts_is_started_again(start: Start) -> None:
    engine = start(20.0)
    engine.detect("bonjour", ["fr"])
    assert engine.child is not None
    engine.child.kill()
    engine.child.wait()
    assert engine.detect("bonjour", ["fr"]) == Detected("fr", 0.5)


def test_an_engine_that_keeps_dying_is_not_started_without_pause(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PAUSE", 3600.0)
    engine = start(20.0)
    for _ in range(2):
        with pytest.raises(EngineDiedError):
            engine.detect("die", ["fr"])
        assert engine.child is None


def test_what_the_engine_refuses_comes_with_its_code(start: Start) -> None:
    with pytest.raises(LanguageError, match="not installed") as refused:
        start(20.0).detect("refuse", ["fr"])
    assert refused.value.code == "language-package-missing"


def test_no_secret_reaches_the_engine(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_SECRET_KEY", "very secret")
    assert start(20.0).detect("secret", ["fr"]) == Detected("none", 1.0)


def test_a_text_of_any_length_is_no_way_to_stop_it(start: Start) -> None:
    with pytest.raises(TextTooLongError):
        start(20.0).embed(["a" * 20_001], Purpose.QUESTION)


def test_many_threads_may_ask(start: Start) -> None:
    engine, found = start(20.0), []
    threads = [threading.Thread(target=lambda: found.append(engine.embed(["abc"], Purpose.QUESTION))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[array("f", [3.0, 0.0])]] * 8


def test_the_true_process_says_which_model_is_missing(tmp_path: Path) -> None:
    engine = EngineProcess("absent", tmp_path)
    with pytest.raises(LanguageError, match="no model named absent"):
        engine.detect("bonjour", ["fr"])
    engine.close()
