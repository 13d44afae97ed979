"""Which telephone number a citizen may be called back at, in the one form in which it is kept: E.164.

What somebody types is a number of his own country. A French administration is called from the metropole and from overseas, whose plans
differ: ten digits are tried as a number of each. Numbers that cost more, emergency and short numbers, and numbers outside the countries
below are refused, each with its own sentence: nobody shall make an administration dial them.
"""

from collections.abc import Iterator

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from guichet.records.errors import RefusedError

FRENCH = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM", "BL", "MF", "NC", "PF", "WF")
NEIGHBOURS = frozenset(
    "AD AT BE BG CH CY CZ DE DK EE ES FI GB GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA".split()  # noqa: SIM905 - read as one line
)
CALLED = frozenset(FRENCH) | NEIGHBOURS
"""Countries, by their ISO code, that are called back: France, overseas included, and Europe."""
DEAR = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})
PEOPLE = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
        PhoneNumberType.PERSONAL_NUMBER,
    }
)
MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
LONGEST_TYPED = 40


class NotANumberError(RefusedError):
    code = "not-a-number"
    message = _("This is not a complete telephone number. Write all its digits, for example 06 12 34 56 78.")


class DearNumberError(RefusedError):
    code = "dear-number"
    message = _("We cannot call numbers that cost more. Give an ordinary fixed or mobile number.")


class ForeignNumberError(RefusedError):
    code = "foreign-number"
    message = _("We can only call numbers in France, overseas included, and in Europe. Please write to us instead.")


def read_number(typed: str) -> str:
    """Return what was typed as E.164, such as "+33612345678".

    :raises RefusedError: it is no number, or none that we call; the sentence says which.
    """
    number = parse_ordinary(typed)
    if phonenumbers.region_code_for_number(number) not in CALLED:
        raise ForeignNumberError
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def parse_ordinary(typed: str) -> PhoneNumber:
    """A number of any country by which a person is reached for the price of an ordinary call.

    :raises RefusedError: it is no number, or costs more; the sentence says which.
    """
    if len(typed) > LONGEST_TYPED:
        raise NotANumberError
    number = next(_list_valid(typed), None)
    if number is None:
        raise NotANumberError
    kind = phonenumbers.number_type(number)
    if kind in DEAR:
        raise DearNumberError
    if kind not in PEOPLE:
        raise NotANumberError
    return number


def _list_valid(typed: str) -> Iterator[PhoneNumber]:
    """What it may mean, as seen from each French plan. The other countries are reached by "+" only, which every plan reads alike."""
    for region in FRENCH:
        try:
            number = phonenumbers.parse(typed, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and not number.extension:
            yield number


def is_french(number: str) -> bool:
    """E.164, of a French plan, overseas included."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) in FRENCH


def show_number(number: str, *, abroad: bool = False) -> str:
    """E.164 as people of that country write it: within France without the prefix, unless it is read `abroad`."""
    parsed = phonenumbers.parse(number)
    is_ours = is_french(number) and not abroad
    shape = PhoneNumberFormat.NATIONAL if is_ours else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, shape)


def is_mobile(number: str) -> bool:
    """Whether an SMS arrives there: E.164; of some countries nobody can tell, and it is tried."""
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
    return kind in MOBILE


def mask_number(number: str) -> str:
    """For a page that somebody else might see: only the last two digits."""
    shown = show_number(number)
    hidden = sum(character.isdigit() for character in shown) - 2
    masked = []
    for character in shown:
        if character.isdigit() and hidden > 0:
            hidden -= 1
            masked.append("•")
        else:
            masked.append(character)
    return "".join(masked)
