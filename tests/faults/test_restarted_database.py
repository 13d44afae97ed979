"""PostgreSQL stops under load and starts again: doors say so or wait, everybody reconnects, and nothing accepted is lost."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from bench.ground.browsers import make_address
from guichet.decisions.routing.words import ContactId
from guichet.wiring.postgres import PostgresError, ensure_database, get_pid, start_embedded, stop_embedded
from tests.databases import point_at
from tests.faults.processes import GUICHET, Engines, Webs, wait
from tests.faults.street import Street

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
AWAY_SECONDS = 4
"""Longer than the doors wait for it by themselves."""


@pytest.fixture
def environment(environment: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:  # noqa: ARG001 - which it changes
    """A server of its own, with all tables, that may be stopped: the folder of its data."""
    parent = Path(tempfile.mkdtemp(prefix="guichet-faults-"))
    folder, before = parent / "postgres", os.environ["DATABASE_URL"]
    try:
        address = ensure_database(start_embedded(folder), "faults")
        monkeypatch.setenv("DATABASE_URL", address)
        subprocess.run([*GUICHET, "migrate", "--quiet"], check=True)
        point_at(address, owner=False)
        yield folder
    finally:
        point_at(before, owner=False)
        stop_embedded(folder)
        shutil.rmtree(parent)


@dataclass
class Listener:
    """A browser that follows its contact's events, and resumes from the last cursor it was given."""

    port: int
    contact: ContactId
    cookies: str
    numbers: list[int] = field(default_factory=list)
    times_cut: int = 0
    cursor: str = ""
    stop: threading.Event = field(default_factory=threading.Event)

    def follow(self) -> None:
        while not self.stop.wait(0.2):
            with suppress(OSError, HTTPException):
                self._listen()
            self.times_cut += 1

    def _listen(self) -> None:
        headers = {"Cookie": self.cookies, "Last-Event-ID": self.cursor}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(make_address(), 0))) as connection:
            connection.request("GET", f"/chat/contacts/{self.contact}/events", headers=headers)
            answer = connection.getresponse()
            while answer.status == 200 and not self.stop.is_set() and (line := answer.readline()):
                name, _, value = line.decode().strip().partition(": ")
                if name == "id":
                    self.cursor = value
                elif name == "data":
                    self._hear(json.loads(value))

    def _hear(self, event: dict[str, Any]) -> None:
        """What comes twice is ignored, as by the page: the connection may be cut between an event and its cursor."""
        if event["type"] == "MessageAdded" and event["message"]["number"] not in self.numbers:
            self.numbers.append(event["message"]["number"])


def test_nothing_is_lost_when_postgresql_restarts_under_load(
    environment: Path, engines: Engines, webs: Webs, street: Street, capsys: pytest.CaptureFixture[str]
) -> None:
    engines.start()
    webs.wait_until_ready(webs.start())
    engines.wait_for_leader()
    street.open()
    with closing(street.make_browser()) as browser:
        contact = street.ask(browser)
        street.spared.add(contact)
        listener = Listener(street.port, contact, browser.cookies)
        following = threading.Thread(target=listener.follow)
        following.start()
        street.start()
        for number in (signal.SIGINT, signal.SIGQUIT):
            time.sleep(2)
            stop(environment, number)
            back = threading.Timer(AWAY_SECONDS, start, [environment])
            back.start()
            said = street.say(browser, f"/chat/contacts/{contact}", contact)
            assert said.is_accepted, said
            back.join()
        street.finish()
        last = max(number for (about, _), (number, _) in street.kept.messages.items() if about == contact)
        wait(lambda: last in listener.numbers, "the listener does not catch up")
        listener.stop.set()
        browser.post(f"/chat/contacts/{contact}/messages", text="what is said now wakes the listener, who leaves")
        following.join()
    street.settle()
    assert engines.list_alive(), "the engine found the database again"
    assert webs.list_alive(), "so did the doors"
    assert listener.numbers[:last] == list(range(1, last + 1)), "whoever listens misses nothing"
    with capsys.disabled():
        print(f"\nPostgreSQL stopped twice for {AWAY_SECONDS} s: {len(street.kept.messages)} messages accepted, none lost")
        print(f"in the way of answers: {dict(street.met)}; the listener resumed {listener.times_cut} times")


def stop(folder: Path, number: signal.Signals) -> None:
    """SIGINT: at once but in order. SIGQUIT: as in a crash."""
    pid = get_pid(folder)
    assert pid is not None
    os.kill(pid, number)
    wait(lambda: get_pid(folder) is None, "PostgreSQL does not stop")


def start(folder: Path) -> None:
    """Its own children may need a moment to let go of the memory they share."""

    def starts() -> bool:
        try:
            start_embedded(folder)
        except PostgresError:
            return False
        return True

    wait(starts, "PostgreSQL does not start", pause=0.2)
