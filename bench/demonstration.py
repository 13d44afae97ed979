"""How soon a newcomer sees a living centre: `guichet demo` on an empty folder, from a made tree.

Counted from the start of the command: until the tour's page answers, until the supervisor's board counts a first contact, and until an
agent holds one. The board is asked as the tour opens it, without a password, from the same machine.
"""

import argparse
import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from guichet.wiring.commands.serve import GUICHET

PATIENCE_SECONDS = 600.0
LOOK_SECONDS = 0.25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--speed", type=float, default=2.0, help="how fast the played day passes (default: %(default)s)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    began = time.monotonic()
    with play(options.speed) as visitor:
        wait_until(lambda: visitor.is_open, "the house does not answer")
        figures = {"tour_open_seconds": round(time.monotonic() - began, 1)}
        visitor.open_board()
        for name in ("waiting", "in_hand"):
            wait_until(lambda name=name: visitor.count(name) > 0, f"nothing is {name}")  # type: ignore[misc]
            figures[f"first_{name}_seconds"] = round(time.monotonic() - began, 1)
    return {"figures": figures, "conditions": {"speed": options.speed}}


class Visitor:
    """A browser beside the house."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies))

    def fetch(self, path: str, **form: str) -> bytes:
        body = urlencode(form).encode() if form else None
        with self.opener.open(self.address + path, body, timeout=10) as reply:
            content: bytes = reply.read()
            return content

    @property
    def is_open(self) -> bool:
        try:
            self.fetch("/readyz")
            self.fetch("/tour")
        except (URLError, OSError):
            return False
        return True

    def open_board(self) -> None:
        """As the tour's third step does."""
        [token] = [cookie.value or "" for cookie in self.cookies if cookie.name == "guichet_csrf"]
        self.fetch("/tour/enter/supervisor", csrfmiddlewaretoken=token)

    def count(self, name: str) -> int:
        """Contacts that wait or that agents hold, or have done so today."""
        rows = json.loads(self.fetch("/live/board"))["rows"]
        return sum(row[name] + row["day"]["arrived" if name == "waiting" else "answered"] for row in rows)


@contextmanager
def play(speed: float) -> Iterator[Visitor]:
    """Run the demonstration in a folder of its own; its last words are shown when it dies."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # the embedded server may run under a user of its own
        environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "GUICHET_SECRET_KEY"}}
        log = Path(folder) / "demo.log"
        with log.open("wb") as output:
            command = [*GUICHET, "demo", "--port", str(port), "--speed", str(speed)]
            process = subprocess.Popen(command, env=environment | {"GUICHET_DATA": folder}, stdout=output, stderr=output)  # noqa: S603 - ourselves
        try:
            yield Visitor(f"http://localhost:{port}")
        except TimeoutError as error:
            raise TimeoutError(f"{error}: {log.read_text()[-2000:]}") from error
        finally:
            process.terminate()
            process.wait(60)


def wait_until(is_so: Callable[[], bool], otherwise: str) -> None:
    """:raises TimeoutError: it is not, for very long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(LOOK_SECONDS)
