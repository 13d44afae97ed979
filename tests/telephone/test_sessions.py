"""What other SIP stacks ask of a call that telephones here never do: signs of life, new descriptions, extensions; and transfers."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from guichet.channels.voice.tests.telephones import Telephone, find_ports, wait_for
from tests.telephone.conftest import CALLED, Town
from tests.telephone.test_calls import AWA_TONE, BENOIT_TONE, CITIZEN_TONE
from tests.telephone.test_consulting import expect_nobody_left, hear_one_another, hears_music

SDP = (
    "v=0\r\no=x 1 {version} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
)
NO_USE = "v=0\r\no=x 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 1 RTP/AVP 8\r\nc=IN IP9 nowhere\r\n"


class Peer:
    """A SIP stack of few words: it says what it is told to, and keeps what it hears."""

    def __init__(self, line: socket.socket, edge: int) -> None:
        self.line, self.edge = line, edge
        self.here = f"127.0.0.1:{line.getsockname()[1]}"
        self.call, self.sequence = uuid4().hex, 0
        self.target, self.to, self.routes = f"sip:{CALLED}@127.0.0.1:{edge}", f"<sip:{CALLED}@127.0.0.1:{edge}>", list[str]()
        self.media = find_ports(2)

    def write_sdp(self, version: int = 1) -> str:
        return SDP.format(port=self.media, version=version)

    def send(self, method: str, *headers: str, body: str = "", sequence: int | None = None) -> None:
        if sequence is None:
            self.sequence += 1
        lines = [
            f"{method} {self.target} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.here};branch=z9hG4bK{uuid4().hex};rport",
            "Max-Forwards: 70",
            *(f"Route: {route}" for route in self.routes),
            f"From: <sip:0698765432@{self.here}>;tag=peer",
            f"To: {self.to}",
            f"Call-ID: {self.call}",
            f"CSeq: {sequence or self.sequence} {method}",
            f"Contact: <sip:0698765432@{self.here}>",
            "Allow: INVITE, ACK, BYE, CANCEL, UPDATE",
            *headers,
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self.line.sendto("\r\n".join([*lines, "", body]).encode(), ("127.0.0.1", self.edge))

    def hear(self, seconds: float = 10.0) -> str:
        """The next final answer, or request."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                message = self.line.recv(16_000).decode()
            except TimeoutError:
                continue
            if not message.startswith("SIP/2.0 1"):
                return message
        raise AssertionError("nothing is said")

    def ask(self, method: str, *headers: str, body: str = "") -> tuple[int, str]:
        self.send(method, *headers, body=body)
        answer = self.hear()
        if method == "INVITE":
            if " 200 " in answer[:12] and not self.routes:
                self._learn(answer)
            self.send("ACK", sequence=self.sequence)
        return int(answer.split(" ", 2)[1]), answer

    def _learn(self, answer: str) -> None:
        self.to = read(answer, "To")
        self.target = re.sub(r"[<>]", "", read(answer, "Contact")).split(";expires")[0]
        self.routes = re.findall(r"(?im)^record-route: *(.*?)\r?$", answer)[::-1]


def read(message: str, name: str) -> str:
    found = re.search(rf"(?im)^{name}: *(.*?)\r?$", message)
    return found[1] if found else ""


@contextmanager
def peer(town: Town) -> Iterator[Peer]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(0.3)
        made = Peer(line, town.edge)
        yield made
        made.send("BYE")
        wait_for(lambda: town.states().get("citizen") == "ended", "the call does not end")


@contextmanager
def listening() -> Iterator[socket.socket]:
    """Where sound shall arrive."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", find_ports(2)))
        line.settimeout(10.0)
        yield line


def test_a_call_is_refreshed_by_whoever_agreed_to(town: Town) -> None:
    with peer(town) as other:
        code, answer = other.ask("INVITE", "Supported: timer", "Session-Expires: 600;refresher=uac", body=other.write_sdp())
        assert (code, read(answer, "Session-Expires"), read(answer, "Require")) == (200, "600;refresher=uac", "timer")
        code, answer = other.ask("UPDATE", "Supported: timer", "Session-Expires: 600;refresher=uac")
        assert (code, read(answer, "Session-Expires"), read(answer, "Content-Length")) == (200, "600;refresher=uac", "0")
        code, answer = other.ask("INVITE", "Supported: timer", "Session-Expires: 600;refresher=uac", body=other.write_sdp())
        assert (code, read(answer, "Session-Expires"), "m=audio" in answer) == (200, "600;refresher=uac", True)


def test_text_and_pictures_that_a_telephone_offers_are_refused_each_in_its_place_and_the_sound_is_taken(town: Town) -> None:
    text, picture = "m=text 4004 RTP/AVP 98\r\na=rtpmap:98 t140/1000\r\n", "m=video 4002 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
    with peer(town) as other, listening() as ear:
        other.media = ear.getsockname()[1]
        session, sound = re.split("(?=m=)", other.write_sdp())
        code, answer = other.ask("INVITE", body=session + text + sound + picture)
        assert (code, re.findall(r"m=(\w+) (?:0|\d+)(?= )", answer)) == (200, ["text", "audio", "video"])
        assert re.findall(r"m=(\w+) 0 ", answer) == ["text", "video"]
        assert ear.recv(2_000)
        code, answer = other.ask("INVITE", body=other.write_sdp(2) + text)
        assert (code, re.findall(r"m=(\w+) 0 ", answer)) == (200, ["text"])


@pytest.mark.parametrize("method", ["UPDATE", "INVITE"])
def test_a_new_description_is_answered_with_ours(method: str, town: Town) -> None:
    with peer(town) as other:
        assert other.ask("INVITE", body=other.write_sdp())[0] == 200
        other.media = find_ports(2)
        code, answer = other.ask(method, body=other.write_sdp(2))
        assert (code, "m=audio" in answer) == (200, True)
        wait_for(lambda: town.states() == {"citizen": "talking"}, "the call does not go on")


def test_who_gives_no_description_hears_ours_and_gives_his_afterwards(town: Town) -> None:
    """As some exchanges refresh a session or move its sound."""
    with peer(town) as other, listening() as moved:
        assert other.ask("INVITE", body=other.write_sdp())[0] == 200
        other.media = moved.getsockname()[1]
        other.send("INVITE")
        answer = other.hear()
        assert (answer[:12], "m=audio" in answer) == ("SIP/2.0 200 ", True)
        other.send("ACK", body=other.write_sdp(2), sequence=other.sequence)
        assert moved.recv(2_000), "the sound does not follow"
        wait_for(lambda: town.states() == {"citizen": "talking"}, "the call does not go on")


@pytest.mark.parametrize("method", ["UPDATE", "INVITE"])
def test_a_description_of_no_use_is_refused_and_the_call_stays(method: str, town: Town) -> None:
    with peer(town) as other:
        assert other.ask("INVITE", body=other.write_sdp())[0] == 200
        code, _ = other.ask(method, body=NO_USE)
        assert code in {400, 488}
        assert other.ask("UPDATE")[0] == 200
        wait_for(lambda: town.states() == {"citizen": "talking"}, "the call does not go on")


@pytest.mark.parametrize(
    ("headers", "code", "name", "said"),
    [(["Require: 100rel"], 420, "Unsupported", "100rel"), (["Supported: timer", "Session-Expires: 20"], 422, "Min-SE", "90")],
    ids=["extension", "interval"],
)
def test_what_cannot_be_is_refused_with_what_can(headers: list[str], code: int, name: str, said: str, town: Town) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(0.3)
        other = Peer(line, town.edge)
        found, answer = other.ask("INVITE", *headers, body=other.write_sdp())
        assert (found, read(answer, name)) == (code, said)


def test_a_citizen_cannot_transfer_himself_and_stays(town: Town) -> None:
    with peer(town) as other:
        assert other.ask("INVITE", body=other.write_sdp())[0] == 200
        assert other.ask("REFER", "Refer-To: <sip:0892700000@example.org>")[0] == 603
        wait_for(lambda: town.states() == {"citizen": "talking"}, "the call does not go on")


@contextmanager
def speaking(town: Town) -> Iterator[tuple[Telephone, Telephone]]:
    with town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        yield awa, citizen


def hears_awa(citizen: Telephone) -> None:
    """Her telephone itself records no more of what it hears once it has held a call."""
    wait_for(lambda: citizen.heard() == {AWA_TONE}, "the citizen does not hear his agent")


def test_a_telephones_own_hold_is_music_for_the_citizen(town: Town) -> None:
    with speaking(town) as (awa, citizen):
        awa.command("hold")
        hears_music(citizen)
        wait_for(lambda: town.states()["agent"] == "held", "the desk does not show it")
        awa.command("resume")
        hears_awa(citizen)
        citizen.hang_up()
        expect_nobody_left(town)


def test_how_each_sounds_is_kept_with_his_leg(town: Town) -> None:
    with speaking(town):
        known = "select count(*) from calls_leg where ended_at is null and quality ->> 'sounding' in ('good', 'medium', 'bad')"
        wait_for(lambda: town.ask(known) == [(2,)], "nobody knows how they sound", 40)


def transfer(town: Town, telephone: Telephone, whom: str) -> None:
    telephone.command(f"transfer sip:{whom}@127.0.0.1:{town.edge}")


def test_an_agents_telephone_hands_a_citizen_over_by_its_own_key(town: Town) -> None:
    with speaking(town) as (awa, citizen), town.post_of("benoit", BENOIT_TONE) as benoit:
        town.be_present("benoit")
        transfer(town, awa, "benoit")
        hear_one_another(benoit, BENOIT_TONE, citizen, CITIZEN_TONE)
        wait_for(lambda: awa.heard() == set(), "whoever handed over still hears something")
        owner = "select agent_id from contacts_contact where arrived_at >= %s and state = 'assigned'"
        wait_for(lambda: town.ask(owner, town.began) == [(town.find_agent("benoit")[0],)], "the contact is not his")
        citizen.hang_up()
        expect_nobody_left(town)


def test_a_desk_puts_a_citizen_through_to_somebody_outside_who_answers(town: Town) -> None:
    with speaking(town) as (awa, citizen), town.caller(BENOIT_TONE, name="+33145678901", answers=True) as outside:
        town.lead_out(outside)
        [(leg,)] = town.ask("select id from calls_leg where side = 'agent' and ended_at is null")
        town.sign(leg, "transfer", number="+33145678901")
        hear_one_another(outside, BENOIT_TONE, citizen, CITIZEN_TONE)
        wait_for(lambda: awa.heard() == set(), "whoever put him through still hears something")
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "the contact is not over")
        citizen.hang_up()
        expect_nobody_left(town)


@pytest.mark.parametrize("whom", ["0892700000", "nobody", "benoit"])
def test_who_may_not_be_reached_is_not_rung_and_the_telephone_hears_why(whom: str, town: Town) -> None:
    """A dear number, a name that nobody has, and a colleague who is away. This telephone hangs up then; others stay."""
    with speaking(town) as (awa, _):
        transfer(town, awa, whom)
        wait_for(lambda: "transfer failed: 603" in awa.read_log(), "it does not hear that it may not be")
        assert not town.ask("select 1 from calls_leg where part = 'guest' and began_at >= %s", town.began)
        expect_nobody_left(town)


def test_a_colleague_who_does_not_answer_is_told_to_the_telephone_that_asked(town: Town) -> None:
    with speaking(town) as (awa, citizen), town.post_of("benoit", BENOIT_TONE, answers=False) as benoit:
        town.be_present("benoit")
        transfer(town, awa, "benoit")
        hears_music(citizen)
        benoit.hang_up()
        wait_for(lambda: "transfer failed: 480" in awa.read_log(), "it does not hear that nobody answers")
        expect_nobody_left(town)
