"""Reading an answer of a kind as people write, say or key it: its canonical form, or what is wrong with it."""

import re
from datetime import date, timedelta

from guichet.decisions.dialogue.acts import Mistake
from guichet.decisions.dialogue.folding import NUMERALS, fold
from guichet.decisions.dialogue.words import Address, Code, Day, Free, Kinds, Number, PostalCode, Reference

MOST_DIGITS = 12
GROUPS = re.compile(r"[\s.\u00a0\u202f]")
APART = re.compile(r"[\s.()/\u00a0\u202f-]")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s]{2,}")
NUMBER = re.compile(r"\+?[0-9]{6,15}")
CODE = re.compile(r"[0-9]{6}")
RELATIVE = {"hier": -1, "yesterday": -1, "aujourd hui": 0, "today": 0, "demain": 1, "tomorrow": 1}
NUMERIC_DATE = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})")
ISO_DATE = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")
KEYED_DATE = re.compile(r"(\d{2})(\d{2})(\d{4})")
WORDED_DATE = re.compile(r"(?:le )?(\d{1,2}|premier|first)(?:er|st|nd|rd|th)? (?:of )?([a-z]+) (\d{4})")
MONTHS = {
    name: number
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
DEPARTMENTS = frozenset({f"{number:02}" for number in range(1, 96)} | {"97", "98"})


def read_answer(kind: Kinds, text: str, today: date) -> str | Mistake:
    """The answer in its canonical form: digits, an ISO date, the reference in its shape, the words themselves."""
    match kind:
        case Number():
            return _read_number(kind, text)
        case Day():
            return _read_day(kind, text, today)
        case PostalCode():
            return _read_postal_code(text)
        case Reference():
            return _read_reference(kind, text)
        case Free():
            return _read_free(kind, text)
        case Address():
            return _read_address(text)
        case Code():
            digits = GROUPS.sub("", text.strip()).replace("-", "")
            return digits if CODE.fullmatch(digits) else Mistake.NOT_A_CODE


def _read_number(kind: Number, text: str) -> str | Mistake:
    folded = fold(text)
    digits = str(NUMERALS[folded]) if folded in NUMERALS else GROUPS.sub("", text.strip())
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > MOST_DIGITS:
        return Mistake.NOT_A_NUMBER
    number = int(digits)
    if number < kind.least:
        return Mistake.TOO_SMALL
    return Mistake.TOO_LARGE if number > kind.most else str(number)


def _read_day(kind: Day, text: str, today: date) -> str | Mistake:
    day = _find_day(text, today)
    if day is None:
        return Mistake.NOT_A_DATE
    if day < today - timedelta(days=kind.days_before):
        return Mistake.TOO_EARLY
    return Mistake.TOO_LATE if day > today + timedelta(days=kind.days_after) else day.isoformat()


def _find_day(text: str, today: date) -> date | None:
    """Day first, as in France. A year of two digits is the latest that is not more than ten years ahead."""
    said = fold(text)
    if said in RELATIVE:
        return today + timedelta(days=RELATIVE[said])
    if found := ISO_DATE.fullmatch(said):
        year, month, day = found.groups()
    elif found := NUMERIC_DATE.fullmatch(said) or KEYED_DATE.fullmatch(said):
        day, month, year = found.groups()
    elif (found := WORDED_DATE.fullmatch(said)) and found[2] in MONTHS:
        day, month, year = found[1] if found[1].isdecimal() else "1", str(MONTHS[found[2]]), found[3]
    else:
        return None
    try:
        return date(_complete(int(year), today), int(month), int(day))
    except ValueError:
        return None


def _complete(year: int, today: date) -> int:
    if year >= 100:
        return year
    latest = today.year + 10
    return latest - (latest - year) % 100


def _read_postal_code(text: str) -> str | Mistake:
    digits = GROUPS.sub("", text.strip())
    is_code = len(digits) == 5 and digits.isascii() and digits.isdecimal() and digits[:2] in DEPARTMENTS
    return digits if is_code else Mistake.NOT_A_POSTAL_CODE


def _read_reference(kind: Reference, text: str) -> str | Mistake:
    """Compared without what people write or leave out, and given back in the shape's own form."""
    given = iter(letter for letter in text.upper() if letter.isalnum())
    written = []
    for place in kind.shape:
        if not place.isalnum():
            written.append(place)
            continue
        letter = next(given, "")
        if not _fits(place, letter):
            return Mistake.WRONG_SHAPE
        written.append(letter)
    return Mistake.WRONG_SHAPE if next(given, "") else "".join(written)


def _fits(place: str, letter: str) -> bool:
    if not letter.isascii():
        return False
    if place == "9":
        return letter.isdecimal()
    return letter.isalpha() if place == "A" else letter == place.upper()


def _read_address(text: str) -> str | Mistake:
    """What looks like one; whether it is one is seen when something is sent there."""
    said = text.strip()
    if EMAIL.fullmatch(said):
        return said
    digits = APART.sub("", said)
    return digits if NUMBER.fullmatch(digits) else Mistake.NOT_AN_ADDRESS


def _read_free(kind: Free, text: str) -> str | Mistake:
    said = text.strip()
    if not said:
        return Mistake.EMPTY
    return Mistake.TOO_LONG if len(said) > kind.most else said
