"""What strangers send to the telephone: nothing of it disturbs those who speak, and nobody is called on their behalf."""

import os
import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psutil

from guichet.channels.voice.tests.telephones import FIRST_MEDIA_PORT, Telephone, find_ports, wait_for
from guichet.wiring.telephone import AFTER_SIP
from tests.telephone.conftest import CALLED, Town
from tests.telephone.strangers import make_packet

CITIZEN_TONE, AWA_TONE, INJECTED_TONE = 1000, 440, 1500
FLOODER, GUESSER, STRANGER = "127.0.0.2", "127.0.0.3", "127.0.0.4"
"""Addresses of attackers; telephones and trunk are at 127.0.0.1."""
A_MINUTE = 60.0
LEARNS = 4.0
"""Seconds after which the media engine knows where each side's sound comes from."""
INVITE = (
    "INVITE {uri} SIP/2.0\r\n"
    "Via: SIP/2.0/UDP {here};branch=z9hG4bK{call}\r\n"
    "Max-Forwards: 70\r\n"
    "From: <sip:0698765432@{here}>;tag={call}\r\n"
    "To: <{uri}>{to_tag}\r\n"
    "Call-ID: {call}\r\n"
    "CSeq: 1 INVITE\r\n"
    "Contact: <sip:0698765432@{here}>\r\n"
    "{more}"
    "Content-Type: application/sdp\r\n"
    "Content-Length: {length}\r\n\r\n"
    "{sdp}"
)
SDP = (
    "v=0\r\no=x 1 1 IN IP4 127.0.0.4\r\ns=-\r\nc=IN IP4 127.0.0.4\r\nt=0 0\r\n"
    "m=audio 9000 RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
)
SPOILS = [
    ("CSeq: 1 INVITE", "CSeq: 36893488147419103232 REGISTER"),
    ("Max-Forwards: 70", "Max-Forwards: 300"),
    ("Max-Forwards: 70", "Max-Forwards: 0"),
    ("SIP/2.0\r\nVia", "SIP/7.0\r\nVia"),
    ("INVITE sip", "!interesting-Method0123456789_*+`.%indeed'~ sip"),
    ("INVITE sip", "INVITE <sip"),
    (" SIP/2.0\r\nVia", "; SIP/2.0 \r\nVia"),
    ("From: <sip:", "From: Bell, Alexander <sip:"),
    ("From: <sip:", 'From: "Mr. J. <sip:'),
    ("From: <sip:", "From: <sip:" + "a" * 3_000),
    ("To: <sip:", "To: <sip:%00%ff;x=\x00"),
    ("Contact: <sip:", "Contact: <sip:x@[2001:db8::9:1]>, <sip:"),
    ("Contact: <sip:", "Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E\r\nX: <sip:"),
    ("Call-ID: ", "Call-ID: \r\nCall-ID: "),
    ("Content-Length: ", "Content-Length: -9"),
    ("Content-Length: ", "Content-Length: 9999"),
    ("Content-Length: ", "L: 5\r\nContent-Length: "),
    ("Content-Type: application/sdp", "Content-Type: application/unknownformat"),
    ("Via: SIP/2.0/UDP ", "Via: SIP/2.0/UDP 192.0.2.15;;,;,,\r\nVia: SIP/2.0/UDP "),
    ("m=audio 9000 RTP/AVP 8 101", "m=audio 999999 RTP/AVP 8"),
    ("m=audio 9000 RTP/AVP 8 101", "m=audio 0 RTP/AVP 8 101"),
    ("m=audio 9000 RTP/AVP 8 101", "m=video 9000 RTP/AVP 99"),
    ("c=IN IP4 127.0.0.4", "c=IN IP4 224.2.1.1/127/3"),
    ("c=IN IP4 127.0.0.4", "c=IN IP6 ::ffff:1\r\na=" + "x" * 8_000),
    ("v=0", "v=\x00\xff"),
]
"""The kinds of RFC 4475, and what else a parser or a media engine might stumble over."""


def write_invite(here: str, called: str, *, to_tag: str = "", more: str = "", sdp: str = SDP) -> str:
    call = uuid4().hex
    return INVITE.format(uri=called, here=here, call=call, to_tag=to_tag, more=more, length=len(sdp), sdp=sdp)


@contextmanager
def stranger(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind((address, 0))
        line.settimeout(0.2)
        yield line


@contextmanager
def conversation(town: Town) -> Iterator[tuple[Telephone, Telephone]]:
    """Two who hear one another, and still do afterwards; nothing of the house was started anew meanwhile."""
    before = list_programs(town)
    with town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen)
        wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "they do not hear one another")
        yield awa, citizen
        wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "they do not hear one another any more")
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "it goes on")
        town.tidy()
    assert list_programs(town) == before


def list_programs(town: Town) -> dict[str, int]:
    """Of the telephone, by process."""
    found = {"voice": town.house.find("voice").pid}
    for child in psutil.Process(town.house.process.pid).children():
        if child.name() in {"kamailio", "rtpengine"}:
            found[child.name()] = child.pid
    assert len(found) == 3
    return found


def test_what_is_malformed_disturbs_nobody(town: Town) -> None:
    dice = random.Random(4475)
    with conversation(town), stranger(STRANGER) as line:
        here = "{}:{}".format(*line.getsockname())
        sound = write_invite(here, f"sip:{CALLED}@127.0.0.1:{town.edge}")
        spoiled = [sound.replace(old, new, 1).encode("latin-1") for old, new in SPOILS]
        cut = [sound.encode()[: dice.randrange(len(sound))] for _ in range(20)]
        noise = [os.urandom(dice.randrange(1, 1_400)) for _ in range(20)]
        for message in [*spoiled, *cut, *noise, b"", b"\r\n\r\n", b"\x00" * 60_000]:
            for port in (town.edge, town.edge + AFTER_SIP["voice"]):  # the second is the voice process: it listens to its edge only
                line.sendto(message, ("127.0.0.1", port))
            time.sleep(0.05)


def test_a_flood_of_calls_ends_by_itself(town: Town) -> None:
    """A stranger calls thousands of times, and neither hangs up nor says a word more."""
    with conversation(town):
        with stranger(FLOODER) as line:
            here = "{}:{}".format(*line.getsockname())
            for _ in range(3_000):
                line.sendto(write_invite(here, f"sip:{CALLED}@127.0.0.1:{town.edge}").encode(), ("127.0.0.1", town.edge))
                time.sleep(0.001)
        [(many,)] = town.ask("select count(*) from calls_leg where number = '+33698765432' and began_at >= %s", town.began)
        assert many < 300
    wait_for(
        lambda: not town.ask("select 1 from calls_leg where number = '+33698765432' and ended_at is null limit 1"),
        "calls of the flood are still open",
        2 * A_MINUTE,
    )
    with conversation(town):
        pass


def test_passwords_are_not_guessed(town: Town) -> None:
    request = (
        "REGISTER sip:127.0.0.1:{edge} SIP/2.0\r\nVia: SIP/2.0/UDP {here};branch=z9hG4bK{call}\r\nMax-Forwards: 70\r\n"
        "From: <sip:awa@guichet>;tag=1\r\nTo: <sip:awa@guichet>\r\nCall-ID: {call}\r\nCSeq: 1 REGISTER\r\n"
        "Contact: <sip:awa@{here}>\r\n"
        'Authorization: Digest username="awa", realm="guichet", nonce="x", uri="sip:127.0.0.1", response="{proof}"\r\n'
        "Content-Length: 0\r\n\r\n"
    )
    with conversation(town), stranger(GUESSER) as line:
        here, answers = "{}:{}".format(*line.getsockname()), []
        for _ in range(20):
            text = request.format(edge=town.edge, here=here, call=uuid4().hex, proof=uuid4().hex)
            line.sendto(text.encode(), ("127.0.0.1", town.edge))
            answers.append(line.recv(4_000).split()[1].decode())
            time.sleep(0.05)
        assert set(answers[:10]) == {"401"}
        assert answers[-1] == "403"  # this address waits


def test_nobody_calls_through_us(town: Town) -> None:
    """Toll fraud: whatever is asked from outside, no call leaves, neither by a trunk nor straight to somebody."""
    dear = find_ports(1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far, conversation(town), stranger(STRANGER) as line:
        far.bind(("127.0.0.1", dear))
        far.settimeout(3.0)
        here, there = "{}:{}".format(*line.getsockname()), f"127.0.0.1:{dear}"
        edge, house = f"127.0.0.1:{town.edge}", f"127.0.0.1:{town.edge + AFTER_SIP['voice']}"
        asked = [
            write_invite(here, f"sip:+881612345678@{there}"),
            write_invite(here, f"sip:+881612345678@{edge}", more=f"X-Guichet-Trunk: sip:{there}\r\n"),
            write_invite(here, f"sip:+881612345678@{edge}", more=f"x-guichet-trunk : sip:{there}\r\n"),
            write_invite(here, f"sip:+881612345678@{edge}", more=f"Route: <sip:{there};lr>\r\n"),
            write_invite(here, f"sip:+881612345678@{there}", to_tag=";tag=1", more=f"Route: <sip:{edge};lr>\r\n"),
            write_invite(here, f"sip:+881612345678@{edge}", to_tag=";tag=1", more=f"Route: <sip:{edge};lr>, <sip:{there};lr>\r\n"),
            write_invite(here, f"sip:x@{house};alias=127.0.0.1~{dear}~1", to_tag=";tag=1", more=f"Route: <sip:{edge};lr>\r\n"),
            write_invite(here, f"sip:awa@{edge}"),
        ]
        for message in asked:
            line.sendto(message.encode(), ("127.0.0.1", town.edge))
            time.sleep(0.2)
        seen = []
        try:
            while True:
                seen.append(far.recv(8_000).split(b"\r\n")[0])
        except TimeoutError:
            pass
        assert [first for first in seen if first.startswith(b"INVITE")] == []


def test_sound_of_a_stranger_is_heard_by_nobody(town: Town) -> None:
    """RTP sent to every port of the media engine, from another address."""
    with conversation(town) as (awa, citizen):
        engine = psutil.Process(list_programs(town)["rtpengine"])
        ports = sorted({each.laddr.port for each in engine.net_connections("udp") if each.laddr.port >= FIRST_MEDIA_PORT})
        assert ports
        time.sleep(LEARNS)
        packets = [make_packet(INJECTED_TONE, number) for number in range(150)]
        with stranger(STRANGER) as line:
            for packet in packets:
                for port in ports:
                    line.sendto(packet, ("127.0.0.1", port))
                time.sleep(0.02)
        heard = awa.heard() | citizen.heard()
        assert heard <= {CITIZEN_TONE, AWA_TONE}
