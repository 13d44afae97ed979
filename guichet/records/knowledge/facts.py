"""Facts, formatted for the medium and the language in which they are said.

French and English are written by their own rules; another language gets the English order with its digits. A voice gets words, never
symbols; an SMS gets no character that would double its cost.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from guichet.records.knowledge.numbers import say, say_decimal
from guichet.records.knowledge.words import WORDED, Fact, FactKind, Medium

MONTHS = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
}
UNITS = {
    "hours": {"fr": ("heure", "heures"), "en": ("hour", "hours")},
    "days": {"fr": ("jour", "jours"), "en": ("day", "days")},
    "working-days": {"fr": ("jour ouvré", "jours ouvrés"), "en": ("working day", "working days")},
    "weeks": {"fr": ("semaine", "semaines"), "en": ("week", "weeks")},
    "months": {"fr": ("mois", "mois"), "en": ("month", "months")},
    "years": {"fr": ("an", "ans"), "en": ("year", "years")},
}
DELAY = re.compile(rf"(\d{{1,4}}) ({'|'.join(UNITS)})")
CLOCK = r"([01]\d|2[0-3]):([0-5]\d)"
HOURS = re.compile(rf"{CLOCK}(?:-{CLOCK})?")
NARROW = "\u202f"
FIXED = "\u00a0"


class FactError(ValueError):
    """The value is not one of its kind."""


def format_fact(fact: Fact, medium: Medium, language: str) -> str:
    """:raises FactError: the value is not one of its kind, or has no text in any language."""
    if fact.kind in WORDED:
        return _pick(fact, language)
    if not isinstance(fact.value, str):
        raise FactError(fact.kind)
    return FORMATS[fact.kind](fact.value.strip(), medium, language)


def _pick(fact: Fact, language: str) -> str:
    """The text in this language, else in any."""
    texts = {"": fact.value} if isinstance(fact.value, str) else fact.value
    text = texts.get(language) or next(iter(texts.values()), "")
    if not text.strip():
        raise FactError(fact.kind)
    return text.strip()


def read_decimal(value: str) -> Decimal:
    """:raises FactError: not a number of 0 to 999,999,999 with at most four decimals."""
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise FactError(value) from error
    if not re.fullmatch(r"\d{1,9}(\.\d{1,4})?", value):
        raise FactError(value)
    return number


def _format_amount(value: str, medium: Medium, language: str) -> str:
    amount = read_decimal(value)
    if amount != round(amount, 2):
        raise FactError(value)
    whole, cents = int(amount), int(amount * 100) % 100
    if medium is Medium.SPOKEN:
        return _say_amount(whole, cents, language)
    if language != "fr":
        return f"€{whole:,}" + (f".{cents:02}" if cents else "")
    digits = f"{whole:,}".replace(",", NARROW) + (f",{cents:02}" if cents else "")
    return _plain(f"{digits}{FIXED}€", medium)


def _say_amount(whole: int, cents: int, language: str) -> str:
    is_french = language == "fr"
    count = say if is_french else str
    # "mille euros", yet "un million d'euros"
    joint = " d’" if is_french and whole >= 1_000_000 and whole % 1_000_000 == 0 else " "
    said = f"{count(whole)}{joint}euro{'s' if whole > 1 or (whole == 0 and not is_french) else ''}"
    if cents:
        unit = "centime" if is_french else "cent"
        said += f" {'et' if is_french else 'and'} {count(cents)} {unit}{'s' if cents > 1 else ''}"
    return said


def _plain(text: str, medium: Medium) -> str:
    """Without the spaces that an SMS cannot carry in its short alphabet."""
    return text.replace(NARROW, " ").replace(FIXED, " ") if medium is Medium.SMS else text


def _format_date(value: str, medium: Medium, language: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise FactError(value) from error
    if medium is Medium.SMS:
        return f"{day:%d/%m/%Y}"
    months = MONTHS.get(language, MONTHS["en"])
    if language != "fr":
        return f"{day.day} {months[day.month - 1]} {day.year}"
    if medium is Medium.SPOKEN:
        return f"{'premier' if day.day == 1 else say(day.day)} {months[day.month - 1]} {say(day.year)}"
    return f"{'1er' if day.day == 1 else day.day}{FIXED}{months[day.month - 1]} {day.year}"


def _format_delay(value: str, medium: Medium, language: str) -> str:
    found = DELAY.fullmatch(value)
    if found is None:
        raise FactError(value)
    count, unit = int(found[1]), UNITS[found[2]]
    one, many = unit.get(language, unit["en"])
    word = many if count > 1 else one
    if medium is Medium.SPOKEN and language == "fr":
        is_feminine = word.startswith(("heure", "semaine"))
        return f"{'une' if count == 1 and is_feminine else say(count)} {word}"
    return _plain(f"{count}{FIXED}{word}", medium)


def _format_hours(value: str, medium: Medium, language: str) -> str:
    found = HOURS.fullmatch(value)
    if found is None:
        raise FactError(value)
    start, end = (int(found[1]), int(found[2])), (int(found[3] or 0), int(found[4] or 0))
    tell = (lambda at: _tell_french(at, medium)) if language == "fr" else _tell_english
    if found[3] is None:
        return tell(start)
    return f"de {tell(start)} à {tell(end)}" if language == "fr" else f"from {tell(start)} to {tell(end)}"


def _tell_french(at: tuple[int, int], medium: Medium) -> str:
    hour, minute = at
    if medium is not Medium.SPOKEN:
        return _plain(f"{hour}{FIXED}h" + (f"{FIXED}{minute:02}" if minute else ""), medium)
    if at == (12, 0):
        return "midi"
    said = "une" if hour == 1 else say(hour).removesuffix("un") + "une" if hour == 21 else say(hour)
    return f"{said} heure{'s' if hour > 1 else ''}" + (f" {say(minute)}" if minute else "")


def _tell_english(at: tuple[int, int]) -> str:
    hour, minute = at
    return f"{(hour - 1) % 12 + 1}" + (f":{minute:02}" if minute else "") + (" am" if hour < 12 else " pm")


def _format_number(value: str, medium: Medium, language: str) -> str:
    number = read_decimal(value)
    if medium is Medium.SPOKEN and language == "fr":
        return say_decimal(number)
    written = f"{number.normalize():,f}"
    if language != "fr":
        return written
    return _plain(written.replace(",", NARROW).replace(".", ","), medium)


def _format_percent(value: str, medium: Medium, language: str) -> str:
    written = _format_number(value, medium, language)
    if medium is Medium.SPOKEN:
        return f"{written} {'pour cent' if language == 'fr' else 'percent'}"
    return _plain(f"{written}{FIXED}%", medium) if language == "fr" else f"{written}%"


def _format_telephone(value: str, medium: Medium, language: str) -> str:
    digits = re.sub(r"[ .]", "", value)
    if not re.fullmatch(r"\d{3,10}", digits):
        raise FactError(value)
    pairs = [digits[max(0, start) : start + 2] for start in range(-(len(digits) % 2), len(digits), 2)]
    if medium is not Medium.SPOKEN:
        return _plain(FIXED.join(pairs), medium)
    return ", ".join(_say_pair(pair) for pair in pairs) if language == "fr" else " ".join(digits)


def _say_pair(pair: str) -> str:
    return f"zéro {say(int(pair))}" if pair[0] == "0" and len(pair) > 1 else say(int(pair))


FORMATS: dict[FactKind, Callable[[str, Medium, str], str]] = {
    FactKind.AMOUNT: _format_amount,
    FactKind.DATE: _format_date,
    FactKind.DELAY: _format_delay,
    FactKind.HOURS: _format_hours,
    FactKind.NUMBER: _format_number,
    FactKind.PERCENT: _format_percent,
    FactKind.TELEPHONE: _format_telephone,
}
