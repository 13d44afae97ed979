"""A line whose operator sends calls only to whoever has registered: by our edge, with a proof, renewed, taken back; and what it opens."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from guichet.channels.voice.sip.words import Registering
from guichet.channels.voice.tests.telephones import wait_for
from tests.telephone.conftest import CALLED, Town
from tests.telephone.registrars import ADDRESS, Operator, operator, read_all
from tests.telephone.test_attacks import STRANGER, stranger
from tests.telephone.test_sessions import Peer
from tests.telephone.test_turned_away import ask, edge

NUMBER = "33199001234"
SECONDS = 60
ROOT = Path(__file__).parents[2]


@dataclass
class Voice:
    """What a voice process tells its user agents, behind an edge alone, and what they tell it."""

    process: subprocess.Popen[str]
    there: Operator
    edge: int

    def register(self, **changes: object) -> dict[str, Any]:
        """What is answered."""
        plain = Registering(
            key="k1",
            trunk=self.there.trunk,
            username="mairie",
            password="secret",
            contact=f"sip:{NUMBER}@127.0.0.1:{self.edge}",
            seconds=SECONDS,
            opens=True,
        )
        wish = replace(plain, **changes)  # type: ignore[arg-type]
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asdict(wish)) + "\n")
        self.process.stdin.flush()
        told = self.hear("Registered")
        assert (told["key"], told["is_goodbye"]) == (wish.key, wish.seconds == 0)
        return dict(told["answer"])

    def hear(self, kind: str) -> dict[str, Any]:
        """The next word of this kind."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told = json.loads(line)
            if told["kind"] == kind:
                return dict(told)
        raise AssertionError("the user agents are gone")

    def is_let_in(self, address: str, called: str) -> bool:
        """Whether a call from there comes through the edge."""
        with stranger(address) as line:
            return ask(line, self.edge, called) != "403"


@pytest.fixture
def voice(tmp_path: Path) -> Iterator[Voice]:
    with edge(tmp_path) as port, operator(mairie="secret") as there:
        with stranger(STRANGER) as line:
            assert ask(line, port, "guichet") == "403"
        command = [sys.executable, "-m", "tests.telephone.user_agents", str(port), str(port + 2)]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            yield Voice(process, there, port)
            process.communicate(timeout=10)


def answer(code: int, granted: float = 0, least: float = 0, later: float = 0) -> dict[str, Any]:
    return {"code": code, "granted": granted, "least": least, "later": later}


@pytest.mark.parametrize(("code", "algorithm"), [(401, "MD5"), (401, "SHA-256"), (407, "MD5")])
def test_it_registers_by_our_edge_with_a_proof(code: int, algorithm: str, voice: Voice) -> None:
    there = voice.there
    there.code, there.algorithm = code, algorithm
    for _ in range(2):
        assert voice.register() == answer(200, granted=there.granted)
    assert there.find_contacts("mairie") == [f"sip:{NUMBER}@127.0.0.1:{voice.edge}"]
    assert voice.register(seconds=0) == answer(200)
    assert there.find_contacts("mairie") == []
    assert {address for _, address in there.asked} == {("127.0.0.1", voice.edge)}
    assert len({read_all(request, "call-id")[0] for request in there.all}) == 1
    sequences = [int(read_all(request, "cseq")[0].split()[0]) for request in there.all]
    assert sequences == sorted(set(sequences))
    assert not any("X-Guichet" in request or "secret" in request for request in there.all)


def test_every_refusal_is_told_once(voice: Voice) -> None:
    there = voice.there
    assert voice.register(password="wrong") == answer(403)
    assert len(there.all) == 2, "a wrong password is tried once"
    there.refusal = "423 Brief\r\nMin-Expires: 1800"
    assert voice.register() == answer(423, least=1800)
    there.refusal = "480 Later\r\nRetry-After: 90"
    assert voice.register() == answer(480, later=90)
    there.refusal = "503 Full"
    assert voice.register() == answer(500), "a proxy keeps this code to itself (RFC 3261, 16.7)"
    there.refusal = "200 OK\r\nExpires: 33"
    assert voice.register() == answer(200, granted=33)
    assert voice.register(trunk="sip:127.0.0.9:9")["code"] in {408, 477}
    assert voice.register(trunk="sip:nobody.invalid:5060")["code"] == 478


def test_who_registered_us_may_call_this_number_and_no_other_and_nobody_else_may(voice: Voice) -> None:
    assert not voice.is_let_in(ADDRESS, NUMBER)
    voice.there.refusal = "403 Forbidden"
    voice.register()
    assert not voice.is_let_in(ADDRESS, NUMBER), "a refusal opens nothing"
    voice.there.refusal = ""
    voice.register()
    assert voice.is_let_in(ADDRESS, NUMBER)
    assert voice.hear("Invited")["called"] == NUMBER
    assert not voice.is_let_in(ADDRESS, CALLED), "another number"
    assert not voice.is_let_in(STRANGER, NUMBER), "another address"
    voice.register(seconds=0)
    assert not voice.is_let_in(ADDRESS, NUMBER), "it is over"
    voice.register(opens=False)
    assert not voice.is_let_in(ADDRESS, NUMBER), "the calls of this number are another line's"


@contextmanager
def registering(town: Town, there: Operator, username: str) -> Iterator[None]:
    """Our line registers there, as long as the block."""
    town.ask("update calls_line set registers = true, trunk = %s, username = %s, secret = null returning id", there.trunk, username)
    try:
        yield
    finally:
        town.ask("update calls_line set registers = false, trunk = '', username = '' returning id")


def read_row(town: Town) -> list[tuple[str, int, bool]]:
    return town.ask("select reached, code, until > now() from calls_registration")


def test_a_line_stays_registered_and_its_calls_are_answered(town: Town) -> None:
    with operator(mairie="", annexe="") as there:
        with registering(town, there, "mairie"):
            here = f"sip:{NUMBER}@127.0.0.1:{town.edge}"
            wait_for(lambda: there.find_contacts("mairie") == [here], "it does not register")
            wait_for(lambda: read_row(town) == [("known", 200, True)], "it is not written down")
            wait_for(lambda: len(there.asked) >= 3, "it is not renewed", 40)
            assert there.find_contacts("mairie") == [here]
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
                line.bind((ADDRESS, 0))
                line.settimeout(0.3)
                other = Peer(line, town.edge)
                other.target = here
                assert other.ask("INVITE", body=other.write_sdp())[0] == 200
                wait_for(lambda: town.states() == {"citizen": "talking"}, "the line does not answer")
                other.send("BYE")
                wait_for(lambda: town.states() == {"citizen": "ended"}, "the call does not end")
            town.ask("update calls_line set username = 'annexe' returning id")
            wait_for(lambda: there.find_contacts("annexe") == [here], "the changed line does not register")
            assert there.find_contacts("mairie") == [], "the old registration is not taken back"
            there.refusal = "403 Forbidden"
            wait_for(lambda: [row[:2] for row in read_row(town)] == [("wrong-password", 403)], "a refusal is not written down", 30)
            there.refusal = ""
        wait_for(lambda: there.find_contacts("annexe") == [], "nothing is taken back")
        wait_for(lambda: read_row(town) == [], "it is still shown")


@pytest.mark.faults
@pytest.mark.parametrize("told", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_when_the_voice_process_goes_the_next_one_registers_anew(told: signal.Signals, town: Town) -> None:
    """One that may take its leave does."""
    with operator(mairie="") as there, registering(town, there, "mairie"):
        wait_for(lambda: there.find_contacts("mairie"), "it does not register")
        before = read_all(there.all[-1], "call-id")
        town.house.find("voice").send_signal(told)
        wait_for(lambda: read_all(there.all[-1], "call-id") != before and there.find_contacts("mairie"), "nobody registers anew", 40)
        goodbyes = [request for request, _ in there.asked if read_all(request, "expires") == ["0"]]
        assert len(goodbyes) == (told is signal.SIGTERM)
