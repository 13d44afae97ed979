"""French values in words: amounts, dates, hours, numbers that are dictated, ranks."""

from datetime import date
from decimal import Decimal

from guichet.language.saying.numbers import MOST, say, say_decimal
from guichet.language.saying.rules import clean

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
MOST_DECIMALS = 6


def say_amount(whole: int, cents: int) -> str:
    # "mille euros", yet "un million d'euros"
    joint = " d’" if whole >= 1_000_000 and whole % 1_000_000 == 0 else " "
    said = f"{say(whole)}{joint}euro{'s' if whole > 1 else ''}"
    return said + (f" et {say(cents)} centime{'s' if cents > 1 else ''}" if cents else "")


def say_date(day: date) -> str:
    return f"{'premier' if day.day == 1 else say(day.day)} {MONTHS[day.month - 1]} {say(day.year)}"


def say_hour(hour: int, minute: int) -> str:
    """Midday has its name."""
    if (hour, minute) == (12, 0):
        return "midi"
    return f"{say_feminine(hour)} heure{'s' if hour > 1 else ''}" + (f" {say(minute)}" if minute else "")


def say_feminine(number: int) -> str:
    said = say(number)
    return f"{said}e" if number % 10 == 1 and said.endswith("un") else said


def say_pairs(digits: str) -> str:
    """In groups of two, as numbers are dictated; an odd one comes first, by itself."""
    pairs = [digits[max(0, start) : start + 2] for start in range(-(len(digits) % 2), len(digits), 2)]
    return ", ".join(f"zéro {say(int(pair))}" if pair[0] == "0" and len(pair) > 1 else say(int(pair)) for pair in pairs)


def say_postal_code(digits: str) -> str:
    """As people give it: the département, then the rest; "cinquante-quatre mille" where it ends in zeros."""
    if digits.endswith("000") and digits[0] != "0":
        return say(int(digits))
    rest = digits[2:].lstrip("0")
    zeros = ["zéro"] * (len(digits[2:]) - len(rest))
    return f"{say_pairs(digits[:2])}, {' '.join([*zeros, *([say(int(rest))] if rest else [])])}"


def say_rank(number: int) -> str:
    """From two on, as "deuxième"; "vingt et unième"."""
    said = say(number)
    if said.endswith(("cents", "vingts", "millions")):
        said = said[:-1]
    ending = {"cinq": "cinqu", "neuf": "neuv"}.get(said[-4:])
    return (said[:-4] + ending if ending else said.removesuffix("e")) + "ième"


def say_number(written: str) -> str:
    """A number as it is written, or what would be none (leading zeros, beyond words) in pairs."""
    whole, _, decimals = clean(written).partition(",")
    if len(whole) > len(str(MOST)) or (len(whole) > 1 and whole[0] == "0") or len(decimals) > MOST_DECIMALS:
        return say_pairs(whole) + (f" virgule {say_pairs(decimals)}" if decimals else "")
    return say_decimal(Decimal(f"{whole}.{decimals or 0}"))


def is_plural(written: str) -> bool:
    return clean(written).partition(",")[0].lstrip("0") not in ("", "1")
