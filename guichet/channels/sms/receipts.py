"""What an SMSC tells of a message that we sent (SMPP 3.4, appendix B, and the optional parameters). Pure."""

import re

from guichet.records.messaging.words import ReceiptState, Told

FIELD = re.compile(r"(?:^|\s)(id|stat|err):(\S{0,100})", re.IGNORECASE)
STATES = {
    1: ReceiptState.SENT,
    2: ReceiptState.DELIVERED,
    3: ReceiptState.FAILED,
    4: ReceiptState.FAILED,
    5: ReceiptState.FAILED,
    6: ReceiptState.SENT,
    7: ReceiptState.FAILED,
    8: ReceiptState.FAILED,
}
"""By the number of a message's state (5.2.28): on its way, delivered, expired, deleted, undeliverable, accepted, unknown, rejected."""
NAMES = {"ENROUTE": 1, "DELIVRD": 2, "EXPIRED": 3, "DELETED": 4, "UNDELIV": 5, "ACCEPTD": 6, "UNKNOWN": 7, "REJECTD": 8}
CODES = {3: "expired", 4: "deleted", 5: "undeliverable", 7: "unknown", 8: "rejected"}


def read_receipt(text: str, name: str | None, state: int | None, *, is_decimal: bool) -> Told | None:
    """None when it says nothing of use. `name` and `state` are the optional parameters, believed before the text. `is_decimal`: this SMSC
    names a message in base 16 when it takes it and in base 10 in its receipts."""
    fields = {key.lower(): value for key, value in FIELD.findall(text[:1_000])}
    reference = (name or fields.get("id", "")).strip("\0 ")
    number = state if state in STATES else NAMES.get(fields.get("stat", "").upper()[:7])
    if not reference or number is None:
        return None
    said = STATES[number]
    code = CODES.get(number, "") or ("" if fields.get("err", "000").strip("0") == "" else f"err-{fields['err'][:8]}")
    return Told(reference=turn(reference, is_decimal=is_decimal), state=said, code=code if said is ReceiptState.FAILED else "")


def turn(reference: str, *, is_decimal: bool) -> str:
    """A name of a receipt as the taking named it."""
    if is_decimal and reference.isascii() and reference.isdecimal() and len(reference) <= 20:
        return format(int(reference), "x")
    return reference


def fold(reference: str, *, is_decimal: bool) -> str:
    """A name of the taking, in the one form in which both are compared."""
    if is_decimal and re.fullmatch(r"[0-9A-Fa-f]{1,16}", reference):
        return format(int(reference, 16), "x")
    return reference
