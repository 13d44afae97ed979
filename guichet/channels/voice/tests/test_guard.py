"""What reaches the parser of SIP is sound, whatever comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice.sip.guard import DROPPED, FIT, look

INVITE = (
    "INVITE sip:0199001234@127.0.0.1 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1\r\n"
    "From: <sip:0612345678@127.0.0.1>;tag=a\r\n"
    "To: <sip:0199001234@127.0.0.1>\r\n"
    "Call-ID: 1@127.0.0.1\r\n"
    "CSeq: 1 INVITE\r\n"
    "Contact: <sip:0612345678@127.0.0.1>\r\n"
    "Max-Forwards: 70\r\n"
    "Content-Length: 0\r\n\r\n"
)
NAMES = ["Via", "From", "To", "Call-ID", "CSeq", "Contact", "Max-Forwards", "Content-Length"]


def change(old: str, new: str) -> bytes:
    assert old in INVITE
    return INVITE.replace(old, new).encode()


def test_a_sound_call_passes() -> None:
    assert look(INVITE.encode()) == FIT


def test_folded_lines_and_short_names_pass() -> None:
    """RFC 3261, 7.3.1 and 7.3.3."""
    assert look(change("Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1", "v: SIP / 2.0 / UDP\r\n 127.0.0.1 ;branch=z9hG4bK1")) == FIT


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("SIP/2.0\r\nVia", "SIP/7.0\r\nVia", 505),
        ("sip:0199001234@127.0.0.1 SIP", "soap.beep://192.0.2.103:3002 SIP", 416),
        ("INVITE sip", "INV{TE sip", 400),
        ("CSeq: 1 INVITE", "CSeq: 1 OPTIONS", 400),
        ("CSeq: 1 INVITE", "CSeq: 36893488147419103232 INVITE", 400),
        ("Max-Forwards: 70", "Max-Forwards: 300", 400),
        ("Content-Length: 0", "Content-Length: 9999", 400),
        ("Content-Length: 0", "Content-Length: -999", 400),
        (";tag=a", "", 400),
        ("Contact: <sip:0612345678@127.0.0.1>\r\n", "", 400),
        ("From: <sip:0612345678@127.0.0.1>", "From: <sip:0612345678@127.0.0.1>;tag=b\r\nFrom: <sip:0612345678@127.0.0.1>", 400),
        ("To: <sip:0199001234@127.0.0.1>", 'To: "Mr. J. User <sip:j.user@example.com>', 400),
    ],
)
def test_what_cannot_be_right_is_answered(old: str, new: str, code: int) -> None:
    """The kinds of RFC 4475, 3.1.2 and 3.3."""
    verdict = look(change(old, new))
    assert not verdict.is_fit
    assert verdict.answer is not None
    assert verdict.answer.startswith(f"SIP/2.0 {code} ")
    assert "Call-ID: 1@127.0.0.1\r\n" in verdict.answer


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"\xff" * 40,
        INVITE.replace("Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1\r\n", "").encode(),
        INVITE.encode()[:-2],
        b"INVITE " + b"a" * 70_000 + b"\r\n\r\n",
        INVITE.replace("INVITE", "ACK").replace(";tag=a", "").encode(),
        b"SIP/2.0 200 OK\r\n\r\n",
    ],
    ids=["empty", "blank", "no-text", "no-via", "cut", "long", "ack", "bare-response"],
)
def test_what_cannot_be_answered_is_dropped(data: bytes) -> None:
    assert look(data) == DROPPED


@given(st.binary(max_size=400))
def test_bytes_are_looked_at_without_an_exception(data: bytes) -> None:
    assert not look(data).is_fit  # so few bytes are no request


@given(st.sampled_from(NAMES), st.text(max_size=60))
def test_a_header_may_hold_anything(name: str, value: str) -> None:
    lines = [f"{name}: {value}" if line.startswith(f"{name}:") else line for line in INVITE.split("\r\n")]
    verdict = look("\r\n".join(lines).encode(errors="surrogatepass"))
    assert verdict.is_fit or verdict.answer is None or verdict.answer.endswith("Content-Length: 0\r\n\r\n")
