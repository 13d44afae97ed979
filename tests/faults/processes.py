"""Engine processes that tests start and kill."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.ground import Ground, connect_owner

GUICHET = (sys.executable, "-m", "guichet.wiring.commands")
LEADER = """
select a.pid from pg_stat_activity a join pg_locks l using (pid)
where l.locktype = 'advisory' and l.granted and a.application_name = 'guichet engine' and l.objid = %s
"""
CONNECTED = "select count(*) from pg_stat_activity where application_name = 'guichet engine' and datname = current_database()"
HEAD = "select coalesce(max(seq), 0) from journal_leader where organisation_id = %s"
LONGEST = 30.0


@dataclass(slots=True)
class Engines:
    """The engine processes of one database. `logs` is where each writes what it has to say."""

    ground: Ground
    logs: Path
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, fault: str = "") -> "subprocess.Popen[bytes]":
        """Start one more, that dies at the point `fault`."""
        environment = {**os.environ, "FAULT_AT": fault, "GUICHET_LOG_LEVEL": "INFO"}
        with (self.logs / f"engine-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen([*GUICHET, "engine"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
        self.processes.append(process)
        return process

    def wait_for_leader(self) -> None:
        """Return when somebody leads."""
        with connect_owner() as owner:
            wait(lambda: owner.execute(LEADER, [self.ground.organisation_id]).fetchone() is not None, "nobody leads")

    def wait_for_standby(self, count: int) -> None:
        """Return when so many engines in all are connected, and had time to read what the leader wrote."""
        with connect_owner() as owner:
            wait(lambda: owner.execute(CONNECTED).fetchone() == (count,), "no standby follows")
            time.sleep(1)

    def find_leader(self) -> "subprocess.Popen[bytes]":
        """The process that leads: the last that said so and lives."""
        for process in reversed(self.processes):
            if process.poll() is None and b"leading" in self.read_log(process):
                return process
        raise AssertionError("nobody leads")

    def read_log(self, process: "subprocess.Popen[bytes]") -> bytes:
        return (self.logs / f"engine-{self.processes.index(process)}.log").read_bytes()

    def get_head(self) -> int:
        with connect_owner() as owner:
            [(seq,)] = owner.execute(HEAD, [self.ground.organisation_id]).fetchall()
            return int(str(seq))

    def time_recovery(self, process: "subprocess.Popen[bytes]") -> float:
        """Kill the leader, and return the seconds until somebody else has committed."""
        with connect_owner() as owner:
            process.kill()
            process.wait()
            began = time.perf_counter()
            [head] = owner.execute(HEAD, [self.ground.organisation_id]).fetchall()
            wait(lambda: owner.execute(HEAD, [self.ground.organisation_id]).fetchall() != [head], "nobody took over", pause=0.002)
            return time.perf_counter() - began


@contextmanager
def running(ground: Ground, logs: Path) -> Iterator[Engines]:
    """Engines that are gone after the block, whatever happens in it."""
    engines = Engines(ground, logs)
    try:
        yield engines
    finally:
        for process in engines.processes:
            process.kill()
            process.wait()


def wait(condition: Callable[[], bool], complaint: str, *, pause: float = 0.02) -> None:
    """Poll until the condition holds."""
    deadline = time.monotonic() + LONGEST
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{complaint} within {LONGEST:.0f} s")
        time.sleep(pause)
