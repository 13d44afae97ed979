"""An engine asked by somebody who waits: an answer in time, or none.

The engine works in its own process, one text at a time, and may be loading its model, hang or be dead: whoever asks is never kept longer
than the time given, and few wait for it at once. After a failure it is left alone for a while.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from typing import TypeVar

from guichet.language.contracts import Detected, Purpose, Vector
from guichet.language.errors import LanguageError
from guichet.language.process import EngineProcess

MOST_WAITING = 4
REST_SECONDS = 30.0

Answer = TypeVar("Answer")


class QuickEngine:
    """`problem`: why the last text got no answer from the engine; none when it did."""

    def __init__(self, engine: EngineProcess, *, rest: float = REST_SECONDS) -> None:
        self.engine = engine
        self.rest = rest
        self.problem: LanguageError | None = None
        self.asleep_until = 0.0
        self._line = ThreadPoolExecutor(max_workers=1, thread_name_prefix=engine.engine)
        self._waiting = threading.Semaphore(MOST_WAITING)

    def embed(self, text: str, seconds: float) -> "Vector[float] | None":
        found = self._ask(lambda: self.engine.embed([text], Purpose.QUESTION), seconds)
        return found[0] if found else None

    def detect(self, text: str, among: Sequence[str], seconds: float) -> Detected | None:
        return self._ask(lambda: self.engine.detect(text, among), seconds)

    def close(self) -> None:
        self._line.shutdown(wait=False, cancel_futures=True)
        self.engine.close()

    def _ask(self, call: Callable[[], Answer | None], seconds: float) -> Answer | None:
        """What the call returns, None when it fails or takes longer. What is late is dropped when it comes."""
        if time.monotonic() < self.asleep_until or not self._waiting.acquire(blocking=False):
            return None
        future: Future[Answer | None] = self._line.submit(self._carry_out, call)
        future.add_done_callback(lambda _done: self._waiting.release())
        try:
            return future.result(timeout=seconds)
        except LateError:
            return None

    def _carry_out(self, call: Callable[[], Answer | None]) -> Answer | None:
        try:
            answer = call()
        except LanguageError as error:
            self.problem, self.asleep_until = error, time.monotonic() + self.rest
            return None
        self.problem = None
        return answer
