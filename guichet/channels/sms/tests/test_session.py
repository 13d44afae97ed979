"""One SMPP connection, by its bytes alone: whatever the other side sends, in whatever pieces, it ends in time and says why."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.sms import settings as limits
from guichet.channels.sms.pdus import (
    BIND_TRANSCEIVER,
    DELIVER,
    ENQUIRE,
    NACK,
    RESPONSE,
    SUBMIT,
    UNBIND,
    Login,
    read_deliver,
    read_head,
    write,
    write_submit,
)
from guichet.channels.sms.pieces import Coded
from guichet.channels.sms.session import Answered, Bound, Brought, Over, Session, State
from guichet.channels.sms.tests.smscs import make_deliver, make_receipt
from guichet.records.messaging.errors import UnreadableError
from guichet.records.messaging.words import Arrival, ReceiptState, Told

LOGIN = Login("guichet", "secret")
UNIT = write_submit("36105", "+33612345678", Coded(b"abc", 0, has_header=False), 0)


def bind() -> Session:
    session = Session(LOGIN, 0.0)
    assert read_head(session.take_bytes()).command == BIND_TRANSCEIVER
    assert session.receive(write(BIND_TRANSCEIVER | RESPONSE, 1, b"SMSC\0"), 0.0) == [Bound("SMSC")]
    return session


def read(raw: bytes, *, is_latin: bool = False, is_decimal: bool = False) -> list[object]:
    return list(read_deliver(raw, is_latin=is_latin, is_decimal=is_decimal))


def test_a_message_is_answered_for_only_once_it_is_confirmed() -> None:
    session = bind()
    raw = make_deliver(b"Bonjour", sequence=7)
    [event] = session.receive(raw, 1.0)
    assert isinstance(event, Brought)
    assert session.take_bytes() == b""
    session.confirm(event.sequence)
    head = read_head(session.take_bytes())
    assert (head.command, head.status, head.sequence) == (DELIVER | RESPONSE, 0, 7)
    session.put_off(7)
    assert read_head(session.take_bytes()).status != 0
    [arrival] = read(event.raw)
    assert isinstance(arrival, Arrival)
    assert (arrival.handle, arrival.text) == ("+33612345678", "Bonjour")


def test_the_same_message_has_the_same_bytes_whatever_its_sequence() -> None:
    session = bind()
    first, second = session.receive(make_deliver(b"Oui", sequence=7) + make_deliver(b"Oui", sequence=9), 1.0)
    assert isinstance(first, Brought)
    assert isinstance(second, Brought)
    assert first.raw == second.raw


@given(st.lists(st.integers(1, 40), max_size=40))
def test_bytes_in_any_pieces_are_the_same_events(sizes: list[int]) -> None:
    stream = make_deliver(b"un", sequence=1) + write(ENQUIRE, 2) + make_receipt("m1") + make_deliver(b"deux", sequence=3)
    session, events, at = bind(), [], 0
    for size in [*sizes, len(stream)]:
        if at < len(stream):
            events += session.receive(stream[at : at + size], 1.0)
            at += size
    assert [event.sequence for event in events if isinstance(event, Brought)] == [1, 100, 3]


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_end_or_wait_and_never_raise(data: bytes) -> None:
    session = bind()
    for event in session.receive(data, 1.0):
        assert isinstance(event, Brought | Over | Answered)
    assert len(session.incoming) <= limits.LARGEST_PDU


@given(st.binary(max_size=300))
def test_any_body_of_a_message_is_read_or_said_to_be_unreadable(body: bytes) -> None:
    for command in (DELIVER, SUBMIT):
        try:
            events = read(write(command, 1, body))
        except UnreadableError:
            continue
        assert all(isinstance(event, Arrival | Told) for event in events)


@pytest.mark.parametrize("length", [0, 3, 15, 70_001, 0xFFFFFFFF])
def test_a_unit_of_an_impossible_length_ends_the_session(length: int) -> None:
    assert bind().receive(struct.pack(">IIII", length, DELIVER, 0, 1), 1.0) == [Over("malformed")]


def test_what_is_not_spoken_is_refused_and_questions_are_answered() -> None:
    session = bind()
    assert session.receive(write(0x02, 5) + write(ENQUIRE, 6) + write(0x103, 7) + write(SUBMIT, 8), 1.0) == []
    answered = session.take_bytes()
    heads = []
    while answered:
        head = read_head(answered)
        heads.append((head.command, head.sequence, head.status != 0))
        answered = answered[head.length :]
    assert heads == [(NACK, 5, True), (ENQUIRE | RESPONSE, 6, False), (0x103 | RESPONSE, 7, True), (NACK, 8, True)]
    assert session.receive(write(UNBIND, 9), 1.0) == [Over("unbound")]


def test_answers_come_back_under_their_tokens_in_any_order_and_strangers_change_nothing() -> None:
    session = bind()
    session.submit(11, UNIT, 1.0)
    session.submit(12, UNIT, 1.0)
    session.take_bytes()
    came = session.receive(write(SUBMIT | RESPONSE, 3, b"b\0") + write(NACK, 2, status=3) + write(SUBMIT | RESPONSE, 3, b"b\0"), 1.0)
    assert came == [Answered(12, 0, "b"), Answered(11, 3, "")]
    assert session.receive(write(SUBMIT | RESPONSE, 99, b"x\0") + write(BIND_TRANSCEIVER | RESPONSE, 1), 1.0) == []


@pytest.mark.parametrize("status", [0x0D, 0x0E, 0x05, 0x08])
def test_a_session_that_is_not_let_in_says_with_which_code(status: int) -> None:
    session = Session(LOGIN, 0.0)
    assert session.receive(write(BIND_TRANSCEIVER | RESPONSE, 1, b"", status), 0.0) == [Over("refused", status)]
    assert Session(LOGIN, 0.0).receive(write(NACK, 1, b"", 3), 0.0) == [Over("refused", 3)]


def test_silence_is_asked_about_and_then_ends_the_session() -> None:
    session = bind()
    assert session.handle_time(limits.IDLE_SECONDS + 1) == []
    assert read_head(session.take_bytes()).command == ENQUIRE
    session.receive(write(ENQUIRE | RESPONSE, 2), limits.IDLE_SECONDS + 2)
    assert session.handle_time(limits.IDLE_SECONDS + 20) == []
    session.handle_time(2 * limits.IDLE_SECONDS + 5)
    assert session.handle_time(2 * limits.IDLE_SECONDS + 6 + limits.LINK_SECONDS) == [Over("silent")]
    assert session.state is State.OVER


def test_a_message_without_an_answer_ends_the_session() -> None:
    session = bind()
    session.submit(1, UNIT, 1.0)
    assert session.handle_time(limits.ANSWER_SECONDS + 2) == [Over("unanswered")]
    assert Session(LOGIN, 0.0).handle_time(limits.CONNECT_SECONDS + 1) == [Over("silent")]


def test_the_window_is_kept() -> None:
    session = bind()
    for token in range(limits.WINDOW):
        assert session.has_room()
        session.submit(token, UNIT, 1.0)
    assert not session.has_room()


@pytest.mark.parametrize(
    ("stat", "state", "code"),
    [("DELIVRD", ReceiptState.DELIVERED, ""), ("EXPIRED", ReceiptState.FAILED, "expired"), ("ACCEPTD", ReceiptState.SENT, "")],
)
def test_a_receipt_says_what_became_of_a_message(stat: str, state: ReceiptState, code: str) -> None:
    assert read(make_receipt("m1", stat)) == [Told(reference="m1", state=state, code=code)]


def test_names_in_two_bases_are_one_name() -> None:
    assert read(make_receipt("255"), is_decimal=True) == [Told(reference="ff", state=ReceiptState.DELIVERED)]


@pytest.mark.parametrize("raw", [make_receipt("m1", "WHAT"), make_receipt(""), make_deliver(b"\0\1\2", data_coding=4)])
def test_what_says_nothing_of_use_waits_for_a_person(raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(raw)


@pytest.mark.parametrize(
    ("octets", "coding", "esm_class", "text", "part"),
    [
        (b"\x05\x00\x03\x2a\x02\x01Bon", 0, 0x40, "Bon", ("+33612345678:42", 1, 2)),
        (b"\x06\x08\x04\x01\x2a\x03\x02\x00\xea", 8, 0x40, "ê", ("+33612345678:298", 2, 3)),
        (b"\x05\x00\x03\x2a\x01\x01seul", 0, 0x40, "seul", None),
        (b"\xffabc", 0, 0x40, " abc", None),
        (b"\x02\x70\x00abc", 0, 0x40, "abc", None),
        (b"\x05\x00\x03\x2a", 0, 0x40, "é£ ", None),
        (b"", 0, 0x40, "", None),
        (b"\xe9t\xe9", 3, 0, "été", None),
        (b"\xd8\x3d\xdc\x4b\x00", 8, 0, "\ud83d\udc4b", None),
        (b"\x1b\x65\x1b\x00", 0, 0, "€ ", None),
    ],
)
def test_texts_and_their_headers_are_read(octets: bytes, coding: int, esm_class: int, text: str, part: tuple[str, int, int] | None) -> None:
    [arrival] = read(make_deliver(octets, data_coding=coding, esm_class=esm_class))
    assert isinstance(arrival, Arrival)
    found = arrival.part and (arrival.part.group, arrival.part.number, arrival.part.count)
    assert found == part
    assert arrival.text.replace("\x05", "é") == text or part is None


def test_a_payload_beside_the_message_is_its_text() -> None:
    from smpp34 import Tlv

    [arrival] = read(make_deliver(b"", tlvs=[Tlv(0x0424, b"long " * 100)]))
    assert isinstance(arrival, Arrival)
    assert arrival.text == "long " * 100
