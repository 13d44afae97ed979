"""Facts, formatted for the medium and the language in which they are said.

French and English are written by their own rules; another language gets the English order with its digits. A voice gets words, never
symbols; an SMS gets no character that would double its cost.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from guichet.language.saying import english, french
from guichet.language.saying.numbers import say, say_decimal
from guichet.records.knowledge.words import WORDED, Fact, FactKind, Medium

MONTHS = {"fr": french.MONTHS, "en": english.MONTHS}
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
    if language == "fr":
        return french.say_amount(whole, cents)
    said = f"{whole} euro{'' if whole == 1 else 's'}"
    return said + (f" and {cents} cent{'' if cents == 1 else 's'}" if cents else "")


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
        return french.say_date(day)
    return f"{'1er' if day.day == 1 else day.day}{FIXED}{months[day.month - 1]} {day.year}"


def _format_delay(value: str, medium: Medium, language: str) -> str:
    found = DELAY.fullmatch(value)
    if found is None:
        raise FactError(value)
    count, unit = int(found[1]), UNITS[found[2]]
    one, many = unit.get(language, unit["en"])
    word = many if count > 1 else one
    if medium is Medium.SPOKEN and language == "fr":
        return f"{(french.say_feminine if word.startswith(('heure', 'semaine')) else say)(count)} {word}"
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
    return french.say_hour(hour, minute)


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
    return french.say_pairs(digits) if language == "fr" else " ".join(digits)


FORMATS: dict[FactKind, Callable[[str, Medium, str], str]] = {
    FactKind.AMOUNT: _format_amount,
    FactKind.DATE: _format_date,
    FactKind.DELAY: _format_delay,
    FactKind.HOURS: _format_hours,
    FactKind.NUMBER: _format_number,
    FactKind.PERCENT: _format_percent,
    FactKind.TELEPHONE: _format_telephone,
}
