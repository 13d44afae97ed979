"""Text as a telephone network carries it (3GPP TS 23.038), in octets as SMPP wants them. Pure."""

import struct

from guichet.records.knowledge.sms import ESCAPE, EXTENSION, TABLE

CODES = {character: code for code, character in enumerate(TABLE) if character != ESCAPE}
EXTENDED = {code: character for character, code in EXTENSION.items()}
EASE = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u200b": "",
        "\ufeff": "",
        "\t": " ",
    }
)


def ease(text: str) -> str:
    """Without the printers' signs that would double the price and say nothing more."""
    return text.replace("\r\n", "\n").translate(EASE)


def encode_short(text: str) -> bytes:
    """GSM-7, one code an octet. :raises KeyError: a character has no code there."""
    octets = bytearray()
    for character in text:
        if character in EXTENSION:
            octets += bytes((CODES_ESCAPE, EXTENSION[character]))
        else:
            octets.append(CODES[character])
    return bytes(octets)


CODES_ESCAPE = TABLE.index(ESCAPE)


def decode_short(octets: bytes) -> str:
    """What has no character is a space, as a telephone shows it (6.2.1)."""
    said, escaped = [], False
    for octet in octets:
        if escaped:
            said.append(EXTENDED.get(octet, " "))
            escaped = False
        elif octet == CODES_ESCAPE:
            escaped = True
        else:
            said.append(TABLE[octet] if octet < len(TABLE) else " ")
    return "".join(said)


def encode_long(text: str) -> bytes:
    """UCS-2, in fact UTF-16."""
    return text.encode("utf-16-be")


def decode_long(octets: bytes) -> str:
    """Halves of a pair stay halves: the other one may begin the next piece. An odd octet at the end is no character."""
    units = struct.unpack(f">{len(octets) // 2}H", octets[: len(octets) // 2 * 2])
    return "".join(map(chr, units))
