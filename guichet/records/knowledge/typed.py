"""Values of facts as people type them, and as they are shown back: "17,00 €" is kept as "17.00", "3 semaines" as "3 weeks".

What cannot be read stays as it was typed: the checks name it, and nothing that somebody wrote is lost.
"""

import re
from collections.abc import Callable
from datetime import date

from guichet.decisions.dialogue.folding import drop_accents
from guichet.records.knowledge.facts import DELAY, HOURS, MONTHS, UNITS
from guichet.records.knowledge.words import FactKind

_UNIT_NAMES = {
    "h": "hours",
    "annee": "years",
    "annees": "years",
    **{drop_accents(name): unit for unit, names in UNITS.items() for pair in names.values() for name in pair},
    **{unit: unit for unit in UNITS},
}
_MONTH_NUMBERS = {drop_accents(name): number for names in MONTHS.values() for number, name in enumerate(names, start=1)}
_WORDS_DATE = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+) (\d{4})")
_DIGITS_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_CLOCK = r"(\d{1,2}) ?(?:h|heures?|:) ?(\d{2})?"
_SPAN = re.compile(rf"(?:de )?{_CLOCK}(?: ?(?:-|–|a|to) ?{_CLOCK})?")


def read_value(kind: FactKind, typed: str, language: str) -> str:
    """The value as it is kept. :param language: the one of the writer, in which a comma has its sense."""
    typed = " ".join(typed.split())
    read = READERS.get(kind)
    return (read(typed, language) or typed) if read else typed


def show_value(kind: FactKind, kept: str, language: str) -> str:
    """A kept value as the writer would type it; as it is kept where that would be read as another."""
    show = SHOWN_IN_FRENCH.get(kind) if language == "fr" else None
    shown = show(kept) if show else kept
    return shown if read_value(kind, shown, language) == kept else kept


def _read_number(typed: str, language: str) -> str:
    digits = re.sub(r"(?<=\d) (?=\d{3}\b)", "", typed)
    if language != "fr" and re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        return digits.replace(",", "")
    return digits.replace(",", ".") if re.fullmatch(r"\d+,\d+", digits) else digits


def _read_amount(typed: str, language: str) -> str:
    return _read_number(re.sub(r"^€ ?| ?(?:€|euros?|eur)$", "", typed, flags=re.IGNORECASE), language)


def _read_percent(typed: str, language: str) -> str:
    return _read_number(re.sub(r" ?(?:%|pour cent|percent)$", "", typed, flags=re.IGNORECASE), language)


def _read_date(typed: str) -> str:
    words, digits = _WORDS_DATE.fullmatch(drop_accents(typed)), _DIGITS_DATE.fullmatch(typed)
    if words:
        day, month, year = int(words[1]), _MONTH_NUMBERS.get(words[2], 0), int(words[3])
    elif digits:
        day, month, year = int(digits[1]), int(digits[2]), int(digits[3])
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _read_delay(typed: str) -> str:
    count, _, unit = drop_accents(re.sub(r"^(\d+)(?=[^\W\d])", r"\1 ", typed)).partition(" ")
    return f"{count} {_UNIT_NAMES[unit]}" if count.isdecimal() and unit in _UNIT_NAMES else ""


def _read_hours(typed: str) -> str:
    found = _SPAN.fullmatch(drop_accents(typed))
    if not found:
        return ""
    clocks = [f"{int(hour):02}:{minute or '00'}" for hour, minute in (found.group(1, 2), found.group(3, 4)) if hour]
    return "-".join(clocks) if HOURS.fullmatch("-".join(clocks)) else ""


def _show_number(kept: str, unit: str = "") -> str:
    return kept.replace(".", ",") + unit if re.fullmatch(r"[\d.]+", kept) else kept


def _show_date(kept: str) -> str:
    return "/".join(reversed(kept.split("-")))


def _show_delay(kept: str) -> str:
    found = DELAY.fullmatch(kept)
    return f"{found[1]} {UNITS[found[2]]['fr'][int(found[1]) > 1]}" if found else kept


READERS: dict[FactKind, Callable[[str, str], str]] = {
    FactKind.AMOUNT: _read_amount,
    FactKind.DATE: lambda typed, _language: _read_date(typed),
    FactKind.DELAY: lambda typed, _language: _read_delay(typed),
    FactKind.HOURS: lambda typed, _language: _read_hours(typed),
    FactKind.NUMBER: _read_number,
    FactKind.PERCENT: _read_percent,
}
SHOWN_IN_FRENCH: dict[FactKind, Callable[[str], str]] = {
    FactKind.AMOUNT: lambda kept: _show_number(kept, " €"),
    FactKind.DATE: _show_date,
    FactKind.DELAY: _show_delay,
    FactKind.NUMBER: _show_number,
    FactKind.PERCENT: lambda kept: _show_number(kept, " %"),
}
