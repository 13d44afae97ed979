"""Keeps the processes of one machine alive: starts them, starts again what dies, stops them all.

A program that dies is started again at once, then after waits that double up to `LONGEST_WAIT`; one that ran for `STEADY_SECONDS`
begins anew. Each has a session of its own, so that Ctrl-C reaches only the supervisor, and a log file of its own. On SIGKILL of the
supervisor they end by themselves (`lifeline`).
"""

import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from guichet.wiring.language import gettext as _

FIRST_WAIT, LONGEST_WAIT, STEADY_SECONDS = 0.5, 15.0, 30.0
STOP_SECONDS = 15.0
LARGEST_LOG = 20_000_000
TICK_SECONDS = 0.2

Say = Callable[[str], None]


@dataclass(slots=True)
class Child:
    """One program and what has become of it. `is_ground`: others stand on it, and end before it does."""

    name: str
    command: Sequence[str]
    is_ground: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    wait: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """:param watch: called at every tick, for what is not a child of ours (the embedded PostgreSQL)."""

    children: list[Child]
    logs: Path
    say: Say
    watch: Callable[[], None] = lambda: None
    inherit: Sequence[int] = ()
    _stopping: threading.Event = field(default_factory=threading.Event)

    def request_stop(self) -> None:
        self._stopping.set()

    def run(self, on_tick: Callable[[], None] = lambda: None) -> None:
        """Supervise until a stop is requested, then return when nothing is left running. What a program held in memory when it died, of
        what citizens said, is written nowhere."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            while not self._stopping.wait(TICK_SECONDS):
                self.watch()
                for child in self.children:
                    self._keep_alive(child)
                on_tick()
        finally:
            self._stop_all()

    def _keep_alive(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_at:
                self._start(child)
        elif (code := child.process.poll()) is not None:
            child.wait = 0.0 if now - child.started_at > STEADY_SECONDS else child.wait
            child.process, child.start_at = None, now + child.wait
            self.say(tell_end(child, code, self._log(child)))
            child.wait = min(LONGEST_WAIT, max(FIRST_WAIT, child.wait * 2))

    def _start(self, child: Child) -> None:
        log = self._log(child)
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.old"))
        with log.open("ab") as output:
            child.process = subprocess.Popen(  # noqa: S603 - our own programs, arguments in a list
                child.command, stdin=subprocess.PIPE, stdout=output, stderr=output, start_new_session=True, pass_fds=self.inherit
            )
        child.started_at = time.monotonic()

    def _stop_all(self) -> None:
        """Ask everybody at once, wait, then insist, and then the same of those on whom they stood; a program's own children go with it."""
        for is_ground in (False, True):
            self._stop([child for child in self.children if child.is_ground is is_ground])

    def _stop(self, children: Sequence[Child]) -> None:
        running = [child.process for child in children if child.process is not None]
        for process in running:
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
            if process.stdin is not None:
                process.stdin.close()
        for child in children:
            child.process = None

    def _log(self, child: Child) -> Path:
        return self.logs / f"{child.name}.log"


def tell_end(child: Child, code: int, log: Path) -> str:
    """That it ended, why, and what happens next."""
    names = {"name": child.name, "reason": describe(code), "seconds": f"{child.wait:g}", "log": log}
    if child.wait:
        return _("%(name)s ended (%(reason)s): starting it again in %(seconds)s s. Its log: %(log)s") % names
    return _("%(name)s ended (%(reason)s): starting it again. Its log: %(log)s") % names


def describe(code: int) -> str:
    """What an exit code means."""
    if code >= 0:
        return _("code %(code)s") % {"code": code}
    return _("killed by %(signal)s") % {"signal": signal.Signals(-code).name}


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
