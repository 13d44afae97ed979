"""The engine that a process uses for a job: the first there is, models of the folder before packages. It is looked for again every minute,
so that a model which is brought in is used without a restart."""

import atexit
import threading
import time
from pathlib import Path

from guichet.language.catalogue import list_names
from guichet.language.contracts import Job
from guichet.language.process import EngineProcess
from guichet.language.quick import QuickEngine
from guichet.language.shelf import Shelf

LOOK_SECONDS = 60.0
ANSWER_SECONDS = 10.0


class Choice:
    """One engine, for one job, with its models in `root`."""

    def __init__(self, job: Job, root: Path) -> None:
        self.job, self.root = job, root
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._engine: QuickEngine | None = None

    def get(self) -> QuickEngine | None:
        """None where there is neither a model nor a package for the job."""
        with self._lock:
            if time.monotonic() > self._looked_at + LOOK_SECONDS:
                self._looked_at = time.monotonic()
                self._look()
            return self._engine

    def _look(self) -> None:
        names = list_names(Shelf(self.root), self.job)
        wanted = names[0] if names else None
        if self._engine and self._engine.engine.engine != wanted:
            self._engine.close()
            atexit.unregister(self._engine.close)
            self._engine = None
        if wanted and self._engine is None:
            self._engine = QuickEngine(EngineProcess(wanted, self.root, seconds=ANSWER_SECONDS))
            atexit.register(self._engine.close)
