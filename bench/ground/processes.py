"""The product's own processes on the bench's database: started as `guichet serve` starts them, with what each costs in CPU and memory."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.ground import connect_owner
from guichet.wiring.commands.serve import GUICHET, answers

START_SECONDS = 60


@dataclass
class Running:
    """The processes under measure. `web` is its port."""

    web: int
    processes: dict[str, psutil.Process]
    began: dict[str, float] = field(default_factory=dict)

    def list_parts(self) -> dict[str, list[psutil.Process]]:
        """Each part with its processes."""
        parts = {name: [process] for name, process in self.processes.items()}
        return {**parts, "postgres": list_servers(), "generator": [psutil.Process()]}

    def begin(self) -> None:
        """From here on CPU is counted."""
        self.began = {name: sum_cpu(processes) for name, processes in self.list_parts().items()} | {"at": time.monotonic()}

    def share(self) -> dict[str, float]:
        """Cores' worth of CPU that each part took since `begin`."""
        seconds = time.monotonic() - self.began["at"]
        return {name: round((sum_cpu(processes) - self.began[name]) / seconds, 2) for name, processes in self.list_parts().items()}


def list_servers() -> list[psutil.Process]:
    """The processes of the PostgreSQL server under measure, and of no other on this machine."""
    with connect_owner() as owner:
        server = psutil.Process(owner.info.backend_pid).parent()
        return [] if server is None else [server, *server.children()]


def sum_cpu(processes: list[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


@contextmanager
def start(*names: str) -> Iterator[Running]:
    """Run these commands until the end of the block: those that begin with "web" accept on one socket, as `guichet serve` has it.

    Their logs are shown when one dies.
    """
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        port = int(listener.getsockname()[1])
        children = {name: spawn(name, listener, Path(folder) / f"{name}.log") for name in names}
        try:
            deadline = time.monotonic() + START_SECONDS
            while not answers(f"http://127.0.0.1:{port}/readyz"):
                for name, child in children.items():
                    if child.poll() is not None:
                        raise RuntimeError(f"{name} ended: {(Path(folder) / f'{name}.log').read_text()[-2000:]}")
                if time.monotonic() > deadline:
                    raise TimeoutError("the web process does not answer")
                time.sleep(0.1)
            yield Running(port, {name: psutil.Process(child.pid) for name, child in children.items()})
        finally:
            for child in children.values():
                child.terminate()
            for child in children.values():
                child.wait(20)
            for name in children:
                sys.stderr.write((Path(folder) / f"{name}.log").read_text()[-3000:])


def spawn(name: str, listener: socket.socket, log: Path) -> "subprocess.Popen[bytes]":
    is_web = name.startswith("web")
    command = [*GUICHET, "web", "--fd", str(listener.fileno())] if is_web else [*GUICHET, name]
    environment = {**os.environ, "GUICHET_LOG_LEVEL": "WARNING"}
    with log.open("wb") as output:
        return subprocess.Popen(  # noqa: S603 - ourselves
            command, stdout=output, stderr=output, env=environment, pass_fds=[listener.fileno()] if is_web else []
        )
