"""Telephone numbers as they stand in a message's addresses, and as we keep them: E.164 where they are one. Pure."""

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat

from guichet.records.contacts.telephone import FRENCH

UNKNOWN, INTERNATIONAL, NETWORK, ALPHANUMERIC = 0, 1, 3, 5
"""Kinds of number (SMPP 3.4, 5.2.5)."""
ISDN = 1
LONGEST_SHORT = 6


def read_handle(address: str, kind: int = UNKNOWN) -> str:
    """As we keep who wrote. A short number or a name stays what it is."""
    plain = re.sub(r"[\s().-]", "", address.replace("\0", ""))
    if kind == ALPHANUMERIC or not re.fullmatch(r"\+?[0-9]+", plain):
        return address.replace("\0", "").strip()[:40]
    if kind == INTERNATIONAL or plain.startswith(("+", "00")):
        return "+" + plain.removeprefix("+").removeprefix("00" if kind != INTERNATIONAL else "")
    if len(plain) <= LONGEST_SHORT:
        return plain
    return _find_valid(plain) or plain


def _find_valid(digits: str) -> str | None:
    for region, typed in [*((region, digits) for region in FRENCH), (None, f"+{digits}")]:
        try:
            number = phonenumbers.parse(typed, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return None


def write_address(handle: str) -> tuple[int, int, str]:
    """Kind, plan and digits, as SMPP wants whom it is for, or whom it is from."""
    if handle.startswith("+") and handle[1:].isascii() and handle[1:].isdecimal():
        return INTERNATIONAL, ISDN, handle[1:]
    if handle.isascii() and handle.isdecimal():
        return (NETWORK, 0, handle) if len(handle) <= LONGEST_SHORT else (UNKNOWN, ISDN, handle)
    return ALPHANUMERIC, 0, handle
