"""Where a number rings and what its minute is priced by, from the plans of numbers of the world."""

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, shortnumberinfo

from guichet.decisions.dialling.words import Destination, Tariff, Zone
from guichet.records.contacts.telephone import DEAR, FRENCH, NEIGHBOURS, PEOPLE, parse_ordinary

METROPOLE = "FR"
NO_COUNTRY = frozenset({"001", None})
"""Satellites and international services: numbers that belong to no country."""


def read_destination(typed: str) -> Destination:
    """Of what an agent types, or a number in E.164.

    :raises RefusedError: it is no number, or costs more than an ordinary call.
    """
    return describe(parse_ordinary(typed))


def read_inside(typed: str, own: str) -> str | None:
    """A number within the exchange that knows us by the digits `own`; None: it is none, or may be one of the public network.

    As many digits as ours, beginning with the same one, and no short number of the country: what leads outside begins otherwise.
    """
    digits = "".join(typed.split())
    is_alike = own.isdecimal() and digits.isascii() and digits.isdecimal() and len(digits) == len(own) and digits[:1] == own[:1]
    if not is_alike or own.startswith("0"):
        return None
    try:
        number = phonenumbers.parse(digits, METROPOLE)
    except phonenumbers.NumberParseException:
        return None
    return None if shortnumberinfo.is_valid_short_number_for_region(number, METROPOLE) else digits


def describe(number: PhoneNumber) -> Destination:
    region, kind = phonenumbers.region_code_for_number(number), phonenumbers.number_type(number)
    return Destination(
        number=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        zone=_find_zone(region),
        tariff=_find_tariff(region, kind),
        is_dear=kind in DEAR or kind not in PEOPLE,
    )


def _find_zone(region: str | None) -> Zone:
    if region in NO_COUNTRY:
        return Zone.NOWHERE
    if region == METROPOLE:
        return Zone.FRANCE
    if region in FRENCH:
        return Zone.OVERSEAS
    return Zone.EUROPE if region in NEIGHBOURS else Zone.ELSEWHERE


def _find_tariff(region: str | None, kind: int) -> Tariff:
    """A number that is either is priced as the dearer one."""
    if region != METROPOLE:
        return Tariff.ABROAD
    return Tariff.MOBILE if kind in {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE} else Tariff.LANDLINE
