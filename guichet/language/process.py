"""An engine in a process of its own: asked over its standard input, answered over its standard output, one JSON line each.

The process is started by the first text and lives on. One that gives no answer in time is killed, one that died is noticed at once; the
text at hand fails with a sentence, and the next one starts a new process, at most one every `PAUSE` seconds. Many threads may ask; one at
a time is served.
"""

import base64
import json
import os
import select
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from guichet.language.classes import Learned, Measured
from guichet.language.contracts import Detected, Example, Purpose, Sound, Vector
from guichet.language.errors import EngineDiedError, EngineHungError, LanguageError, TextTooLongError

LONGEST_TEXT = 20_000
"""Characters of one text."""
PAUSE = 2.0
LARGEST_ANSWER = 64 * 2**20
ENVIRONMENT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "OMP_NUM_THREADS", "VIRTUAL_ENV", "PYTHONPATH")
"""What the process may know of ours: no secret, no address of a database."""


class RemoteError(LanguageError):
    """What the engine itself refused, with its own code."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code  # type: ignore[misc]


class EngineProcess:
    """An `Embedder`, `Detector`, `Learner` or `Speaker`, whichever engine `name` is. `root`: the folder of models."""

    def __init__(self, name: str, root: Path, *, seconds: float = 20.0, command: Sequence[str] | None = None) -> None:
        """:param seconds: that an answer may take; the first one, which loads the model, three times as long."""
        self.engine = name
        self.seconds = seconds
        self.command = command or (sys.executable, "-m", "guichet.language", name, str(root))
        self.lock = threading.Lock()
        self.child: subprocess.Popen[bytes] | None = None
        self.started_at = float("-inf")
        self.name = ""
        self.dimensions = 0
        self.alike = 0.0

    def embed(self, texts: Sequence[str], purpose: Purpose) -> list["Vector[float]"]:
        if not texts:
            return []
        answer = self.ask({"do": "embed", "texts": list(texts), "purpose": purpose})
        return [array("f", base64.b64decode(vector)) for vector in answer["vectors"]]

    def detect(self, text: str, among: Sequence[str]) -> Detected | None:
        found = self.ask({"do": "detect", "texts": [text], "among": list(among)})["detected"]
        return Detected(*found) if found else None

    def learn(self, examples: Sequence[Example], *, weighs_rarity: bool) -> tuple[Learned, Measured]:
        told = [[example.name, list(example.row.items()), example.is_given] for example in examples]
        answer = self.ask({"do": "learn", "texts": [], "examples": told, "weighs_rarity": weighs_rarity})
        return msgspec.convert(answer["learned"], Learned), msgspec.convert(answer["measured"], Measured)

    def speak(self, text: str, language: str, pace: float = 1.0) -> Sound:
        answer = self.ask({"do": "speak", "texts": [text], "language": language, "pace": pace})
        return Sound(int(answer["rate"]), base64.b64decode(answer["samples"]))

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """:raises LanguageError: no answer, or a refusal."""
        if any(len(text) > LONGEST_TEXT for text in question["texts"]):
            raise TextTooLongError(LONGEST_TEXT)
        with self.lock:
            is_first = self._start()
            answer = self._exchange(question, self.seconds * (3 if is_first else 1))
        if "error" in answer:
            raise RemoteError(*answer["error"])
        self.name, self.dimensions, self.alike = answer.get("name", ""), answer.get("dimensions", 0), answer.get("alike", 0.0)
        return answer

    def close(self) -> None:
        with self.lock:
            self._stop()

    def _start(self) -> bool:
        """Whether a new process had to be started."""
        if self.child is not None and self.child.poll() is None:
            return False
        if time.monotonic() < self.started_at + PAUSE:
            raise EngineDiedError(self.engine)
        self._stop()
        self.started_at = time.monotonic()
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        self.child = subprocess.Popen(  # noqa: S603 - ourselves
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, bufsize=0
        )
        return True

    def _exchange(self, question: dict[str, Any], seconds: float) -> dict[str, Any]:
        child = self.child
        if child is None or child.stdin is None or child.stdout is None:
            raise EngineDiedError(self.engine)
        try:
            child.stdin.write(json.dumps(question).encode() + b"\n")
            answer: dict[str, Any] = json.loads(self._read_line(child.stdout.fileno(), time.monotonic() + seconds))
        except TimeoutError as error:
            self._stop()
            raise EngineHungError(self.engine, seconds) from error
        except (OSError, EOFError, ValueError) as error:
            self._stop()
            raise EngineDiedError(self.engine) from error
        return answer

    def _read_line(self, descriptor: int, deadline: float) -> bytes:
        line = bytearray()
        while not line.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise TimeoutError
            chunk = os.read(descriptor, 2**16)
            if not chunk or len(line) > LARGEST_ANSWER:
                raise EOFError
            line += chunk
        return bytes(line)

    def _stop(self) -> None:
        if self.child is None:
            return
        self.child.kill()
        self.child.wait()
        for pipe in (self.child.stdin, self.child.stdout):
            if pipe is not None:
                pipe.close()
        self.child = None
