"""SMPP's units as bytes (3.4, chapter 4): `smpp34` codes those that carry a message, the few others are written here. Pure."""

import struct
from typing import NamedTuple

from smpp34 import DeliverSm, SmppError, SubmitSm, decode

from guichet.channels.sms.alphabet import decode_long, decode_short
from guichet.channels.sms.numbers import read_handle, write_address
from guichet.channels.sms.pieces import Coded, Place, take_header
from guichet.channels.sms.receipts import read_receipt
from guichet.records.messaging.errors import UnreadableError
from guichet.records.messaging.words import Arrival, Event, Part

HEADER = struct.Struct(">IIII")
RESPONSE = 0x8000_0000
NACK, UNBIND, ENQUIRE, BIND_TRANSCEIVER, SUBMIT, DELIVER, DATA = RESPONSE, 0x06, 0x15, 0x09, 0x04, 0x05, 0x103
VERSION = 0x34
HAS_HEADER = 0x40
RECEIPT_KINDS = (0x04, 0x20)
"""Of esm_class: a receipt, and an intermediate word (5.2.12)."""
LATER = 0x64
"""ESME_RX_T_APPN: not now, come again."""
PAYLOAD, STATE, RECEIPTED_NAME = 0x0424, 0x0427, 0x001E
SAR_REFERENCE, SAR_TOTAL, SAR_NUMBER = 0x020C, 0x020E, 0x020F
"""Tags of optional parameters (5.3.1)."""
CHARSETS = {1: "ascii", 3: "latin-1", 6: "iso8859_5", 7: "iso8859_8"}


class Head(NamedTuple):
    length: int
    command: int
    status: int
    sequence: int


class Login(NamedTuple):
    system_id: str
    password: str
    system_type: str = ""


def read_head(raw: bytes | bytearray) -> Head:
    return Head(*HEADER.unpack_from(raw))


def write(command: int, sequence: int, body: bytes = b"", status: int = 0) -> bytes:
    return HEADER.pack(HEADER.size + len(body), command, status, sequence) + body


def write_string(text: str, most: int) -> bytes:
    """As SMPP wants it: ended by a NUL, cut where its field ends."""
    return text.replace("\0", "").encode("latin-1", "replace")[: most - 1] + b"\0"


def write_bind(login: Login, sequence: int) -> bytes:
    names = write_string(login.system_id, 16) + write_string(login.password, 9) + write_string(login.system_type, 13)
    return write(BIND_TRANSCEIVER, sequence, names + bytes((VERSION, 0, 0)) + b"\0")


def read_string(body: bytes) -> str:
    return body.partition(b"\0")[0].decode("latin-1")[:64]


def write_submit(sender: str, handle: str, coded: Coded, sequence: int) -> bytes:
    """:raises SmppError: an address does not fit its field. :raises ValueError: likewise."""
    from_kind, from_plan, source = write_address(sender)
    to_kind, to_plan, destination = write_address(handle)
    return SubmitSm(
        source,
        destination,
        coded.octets,
        source_addr_ton=from_kind,
        source_addr_npi=from_plan,
        dest_addr_ton=to_kind,
        dest_addr_npi=to_plan,
        esm_class=HAS_HEADER if coded.has_header else 0,
        registered_delivery=1,
        data_coding=coded.coding,
        sequence_number=sequence,
    ).encode()


def without_sequence(raw: bytes) -> bytes:
    """A unit as it would come again: its number is the session's, not the message's."""
    return raw[:12] + bytes(4) + raw[16:]


def read_deliver(raw: bytes, *, is_latin: bool, is_decimal: bool) -> list[Event]:
    """What a unit brings: somebody's message, or a word about one of ours.

    :raises UnreadableError: it is no such unit, or its alphabet is none that people write in.
    """
    try:
        unit = decode(raw)
    except (SmppError, ValueError) as error:
        raise UnreadableError(f"no unit of SMPP: {error}") from error
    if not isinstance(unit, DeliverSm):
        raise UnreadableError("not a message")
    extra = {tlv.tag: tlv.value for tlv in unit.tlvs}
    octets = unit.short_message or extra.get(PAYLOAD, b"")
    if unit.esm_class & 0x3C in RECEIPT_KINDS:
        name = extra.get(RECEIPTED_NAME)
        state = extra.get(STATE)
        told = read_receipt(
            octets.decode("latin-1"), None if name is None else read_string(name), state[0] if state else None, is_decimal=is_decimal
        )
        if told is None:
            raise UnreadableError("a receipt that says nothing")
        return [told]
    place, octets = take_header(octets) if unit.esm_class & HAS_HEADER else (_find_place(extra), octets)
    handle = read_handle(unit.source_addr, unit.source_addr_ton)
    text = decode_text(octets, unit.data_coding, is_latin=is_latin)
    return [Arrival(reference="", handle=handle, text=text, part=write_part(place, handle))]


def _find_place(extra: dict[int, bytes]) -> Place | None:
    """The other way of saying which piece it is (5.3.2.22 to 24)."""
    found = [extra.get(tag, b"") for tag in (SAR_REFERENCE, SAR_NUMBER, SAR_TOTAL)]
    return Place(*(int.from_bytes(value, "big") for value in found)) if all(found) else None


def write_part(place: Place | None, handle: str) -> Part | None:
    if place is None or place.total < 2 or not handle:
        return None
    return Part(group=f"{handle}:{place.reference}", number=place.number, count=place.total)


def decode_text(octets: bytes, coding: int, *, is_latin: bool) -> str:
    """By the scheme of SMPP (5.2.19), and of 3GPP TS 23.038 for what networks pass through unchanged.

    :raises UnreadableError: it is data, not text.
    """
    if coding in CHARSETS:
        return octets.decode(CHARSETS[coding], "replace")
    kind = coding >> 2 & 3 if coding & 0xC0 == 0 else (coding >> 2 & 1 if coding >= 0xF0 else 0)
    match kind:
        case 0:
            return octets.decode("latin-1") if is_latin else decode_short(octets)
        case 2:
            return decode_long(octets)
        case _:
            raise UnreadableError("data, not text")
