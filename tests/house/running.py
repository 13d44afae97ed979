"""A whole house, started as an operator would, in a folder and on a port of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from guichet.wiring.folder import Folder
from guichet.wiring.postgres import get_pid, stop_embedded

PATIENCE_SECONDS = 120.0
GUICHET = (sys.executable, "-m", "guichet.wiring.commands")


@dataclass
class House:
    folder: Folder
    port: int
    output: Path
    process: subprocess.Popen[bytes]

    def said(self) -> str:
        return self.output.read_text()

    def status(self, path: str = "/readyz") -> int:
        """The status of a page, or 0 when nobody answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as response:
                return int(response.status)
        except URLError as error:
            return int(getattr(error, "code", 0))
        except OSError:
            return 0

    def part(self, name: str) -> psutil.Process | None:
        """The process that is `web`, `engine` or `work` now."""
        if not psutil.pid_exists(self.process.pid):
            return None
        children = psutil.Process(self.process.pid).children()
        return next((child for child in children if is_alive(child) and name in child.cmdline()), None)

    def work_seconds(self) -> float:
        """The processor time that the house has taken so far, PostgreSQL and ended processes included."""
        return sum(sum(process.cpu_times()[:4]) for process in (psutil.Process(self.process.pid), *self.everybody()))

    def everybody(self) -> list[psutil.Process]:
        postgres = get_pid(self.folder.postgres)
        return [*psutil.Process(self.process.pid).children(recursive=True), *([psutil.Process(postgres)] if postgres else [])]


def is_alive(process: psutil.Process) -> bool:
    """Whether it still runs; one that ended may wait to be reaped for as long as process 1 likes."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(true: Callable[[], object], *, seconds: float = PATIENCE_SECONDS, what: str) -> float:
    """Wait for something that other processes bring about, and return how long it took."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not within {seconds:g} s: {what}")
        time.sleep(0.05)
    return time.monotonic() - began


def environment(root: Path, port: int) -> dict[str, str]:
    """This process's, for a house with its own embedded database."""
    foreign = {"DATABASE_URL", "DATABASE_URL_FILE", "GUICHET_SECRET_KEY", "GUICHET_SECRET_KEY_FILE", "GUICHET_DEMONSTRATION"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, "GUICHET_DATA": str(root), "GUICHET_PORT": str(port)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(root: Path, port: int, command: str = "serve") -> House:
    output = root.parent / f"{root.name}.out"
    with output.open("wb") as file:
        process = subprocess.Popen([*GUICHET, command], stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=environment(root, port))
    folder = Folder(root / "demonstration") if command == "demo" else Folder(root)
    return House(folder, port, output, process)


@contextmanager
def house(command: str = "serve") -> Iterator[House]:
    """A house that is open, and gone afterwards with everything it left."""
    parent = Path(tempfile.mkdtemp(prefix="guichet-house-"))
    running = start(parent / "data", free_port(), command)
    try:
        wait_until(lambda: running.status() == 200 or running.process.poll() is not None, what=f"open, it said: {running.said()}")
        assert running.process.poll() is None, running.said()
        yield running
    finally:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(PATIENCE_SECONDS)
        stop_embedded(running.folder.postgres)
        shutil.rmtree(parent)
