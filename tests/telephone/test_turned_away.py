"""Calls that reach no line are shown as they were sent; those from addresses that nobody named are noted by our edge, and few of them."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from guichet.channels.voice.edge import Place, command_kamailio, write_kamailio
from guichet.channels.voice.strangers import read_strangers
from guichet.channels.voice.tests.telephones import find_ports, wait_for
from tests.telephone.conftest import CALLED, Town
from tests.telephone.test_attacks import STRANGER, stranger, write_invite

UNKNOWN = "00331990099"


def test_a_number_that_no_line_has_is_shown_as_it_was_sent(town: Town) -> None:
    with stranger(STRANGER) as line:
        here = "{}:{}".format(*line.getsockname())
        for _ in range(2):
            line.sendto(write_invite(here, f"sip:{UNKNOWN}@127.0.0.1:{town.edge}").encode(), ("127.0.0.1", town.edge))
        rows = "select why, source, times from calls_turnedaway where called = %s"
        wait_for(lambda: town.ask(rows, UNKNOWN) == [("number", STRANGER, 2)], "it is not shown")


@contextmanager
def edge(folder: Path) -> Iterator[int]:
    """Our edge alone, which knows one address that is not this machine's."""
    port = find_ports(3)
    place = Place(sip_port=port, voice=("127.0.0.1", port + 2), trunks=("203.0.113.4",), folder=folder)
    (folder / "kamailio.cfg").write_text(write_kamailio(place))
    program = which("kamailio", path="/usr/sbin:/usr/bin:/usr/local/sbin") or "kamailio"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command_kamailio(program, place), stdout=log, stderr=log)
    try:
        wait_for(lambda: (folder / "kamailio.sock").exists(), "the edge does not start")
        yield port
    finally:
        process.terminate()
        process.wait(10)


def ask(line: socket.socket, port: int, called: str) -> str:
    """What the edge answers; it may still be starting."""
    here = "{}:{}".format(*line.getsockname())
    for _ in range(20):
        line.sendto(write_invite(here, f"sip:{called}@127.0.0.1:{port}").encode(), ("127.0.0.1", port))
        try:
            return line.recv(4_000).split()[1].decode()
        except TimeoutError:
            continue
    return ""


def test_our_edge_notes_who_is_not_named_in_no_flood(tmp_path: Path) -> None:
    with edge(tmp_path) as port, stranger(STRANGER) as line:
        assert ask(line, port, CALLED) == "403"
        assert read_strangers(tmp_path / "kamailio.sock") == [(STRANGER, CALLED)]
        time.sleep(0.5)
        assert read_strangers(tmp_path / "kamailio.sock") == []
        for called in ("guichet", "1" * 30, "%2b33"):
            assert ask(line, port, called) == "403"
        assert read_strangers(tmp_path / "kamailio.sock") == []
        for number in range(10, 110):
            with stranger(f"127.0.0.{number}") as other:
                ask(other, port, CALLED)
        assert 1 < len(read_strangers(tmp_path / "kamailio.sock")) <= 50
