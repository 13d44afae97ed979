"""The product's own processes, which tests start and kill."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.error import URLError
from urllib.request import urlopen

from bench.ground import Ground, connect_owner

GUICHET = (sys.executable, "-m", "guichet.wiring.commands")
LEADER = """
select a.pid from pg_stat_activity a join pg_locks l using (pid)
where l.locktype = 'advisory' and l.granted and a.application_name = 'guichet engine' and l.objid = %s
"""
CONNECTED = "select count(*) from pg_stat_activity where application_name = 'guichet engine' and datname = current_database()"
HEAD = "select coalesce(max(seq), 0) from journal_leader where organisation_id = %s"
LEAD = "select epoch, seq from journal_leader where organisation_id = %s"
LONGEST = 60.0
"""Seconds after which something that should happen counts as never happening, however busy the machine is."""

Process = subprocess.Popen[bytes]
P = TypeVar("P", bound="Processes")


@dataclass(slots=True)
class Processes:
    """Processes of one kind. `logs` is where each writes what it has to say."""

    logs: Path
    name: str
    started: list[Process] = field(default_factory=list)

    def spawn(self, *arguments: str, fault: str = "", inherit: Sequence[int] = ()) -> Process:
        """Start one more, that dies at the point `fault`."""
        environment = {**os.environ, "FAULT_AT": fault, "GUICHET_LOG_LEVEL": "INFO"}
        with (self.logs / f"{self.name}-{len(self.started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*GUICHET, self.name, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, pass_fds=inherit
            )
        self.started.append(process)
        return process

    def start(self, fault: str = "") -> Process:
        return self.spawn(fault=fault)

    def list_alive(self) -> list[Process]:
        return [process for process in self.started if process.poll() is None]

    def read_log(self, process: Process) -> bytes:
        return (self.logs / f"{self.name}-{self.started.index(process)}.log").read_bytes()

    def wait_for_death(self, process: Process, point: str) -> None:
        wait(lambda: process.poll() is not None, f"{self.name} does not die at {point}")
        assert process.returncode == -9, f"{self.name} ended before {point}: {self.read_log(process).decode()[-2000:]}"

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()


@dataclass(slots=True)
class Engines(Processes):
    """The engine processes of one database."""

    ground: Ground = field(kw_only=True)

    def wait_for_leader(self) -> None:
        """Return when somebody leads."""
        with connect_owner() as owner:
            wait(lambda: owner.execute(LEADER, [self.ground.organisation_id]).fetchone() is not None, "nobody leads")

    def wait_for_standby(self, count: int) -> None:
        """Return when so many engines in all are connected, and had time to read what the leader wrote."""
        with connect_owner() as owner:
            wait(lambda: owner.execute(CONNECTED).fetchone() == (count,), "no standby follows")
            time.sleep(1)

    def find_leader(self) -> Process:
        """The process that leads: the last that said so and lives."""
        for process in reversed(self.list_alive()):
            if b"leading" in self.read_log(process):
                return process
        raise AssertionError("nobody leads")

    def get_head(self) -> int:
        with connect_owner() as owner:
            [(seq,)] = owner.execute(HEAD, [self.ground.organisation_id]).fetchall()
            return int(str(seq))

    def time_recovery(self, process: Process) -> float:
        """Kill the leader, and return the seconds until another one has committed something of its own."""
        with connect_owner() as owner:
            [(before, _)] = owner.execute(LEAD, [self.ground.organisation_id]).fetchall()
            process.kill()
            began = time.perf_counter()
            process.wait()
            taken_over_at = None
            while time.perf_counter() - began < LONGEST:
                [(epoch, seq)] = owner.execute(LEAD, [self.ground.organisation_id]).fetchall()
                if epoch != before:
                    taken_over_at = seq if taken_over_at is None else taken_over_at
                    if seq != taken_over_at:
                        return time.perf_counter() - began
                time.sleep(0.002)
        raise AssertionError("nobody took over")


@dataclass(slots=True)
class Webs(Processes):
    """Web processes that accept on one socket, as those of a house do: who connects while none lives waits, and is not refused."""

    listener: socket.socket = field(kw_only=True)

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def start(self, fault: str = "") -> Process:
        number = self.listener.fileno()
        return self.spawn("--fd", str(number), fault=fault, inherit=(number,))

    def wait_until_ready(self, process: Process) -> None:
        """Return when it accepts."""
        wait(lambda: b"startup complete" in self.read_log(process), "the web process does not start")
        wait(self._answers, "the web process is not ready")

    def _answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as response:
                return int(response.status) == 200
        except (URLError, OSError):
            return False


@contextmanager
def listening(logs: Path) -> Iterator[Webs]:
    """Web processes to be started on a free port."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener, ending(Webs(logs, "web", listener=listener)) as webs:
        yield webs


@contextmanager
def ending(processes: P) -> Iterator[P]:
    """Processes that are gone after the block, whatever happens in it."""
    try:
        yield processes
    finally:
        processes.end()


def wait(condition: Callable[[], bool], complaint: str, *, pause: float = 0.02) -> None:
    """Poll until the condition holds."""
    deadline = time.monotonic() + LONGEST
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{complaint} within {LONGEST:.0f} s")
        time.sleep(pause)
