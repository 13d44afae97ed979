"""What has to be put into words in an English text. A voice reads English numbers by itself: they stay digits."""

import re

from guichet.language.saying.lexicon import say_acronym
from guichet.language.saying.rules import SPACE, Reader, Rule, read_date, say_address

MONTHS = (*("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),)
NUMBER = r"[0-9]{1,3}(?:,[0-9]{3}){1,3}(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
PLACES = {"@": "at", ".": "dot", "-": "dash", "_": "underscore", "/": "slash", "+": "plus", "?": "question mark"}
SIGNS = {
    "&": "and",
    "+": "plus",
    "=": "equals",
    "@": "at",
    "#": "hash",
    "*": "star",
    "°": "degrees",
    "€": "euros",
    "$": "dollars",
    "£": "pounds",
    "%": "percent",
    "‰": "per thousand",
    "<": "less than",
    ">": "more than",
    "§": "section",
}
SHORT = {
    "No.": "number",
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "et cetera.",
    "Mr.": "Mister",
    "Mrs.": "Missis",
    "Dr.": "Doctor",
}


def say_digits(digits: str) -> str:
    return " ".join(digits)


def _address(found: re.Match[str]) -> str:
    return say_address(found[0], PLACES, say_digits, lambda part: part)


def _telephone(found: re.Match[str]) -> str:
    digits = re.sub("[^0-9]", "", found[0])
    groups = [digits[start : start + 2] for start in range(0, len(digits), 2)]
    return ("plus " if found[0][0] == "+" else "") + ", ".join(map(say_digits, groups))


def _date(found: re.Match[str]) -> str:
    """Day first, as it is written in France."""
    day = read_date(found)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ", ".join(re.findall("[0-9]+", found[0]))


def _amount(found: re.Match[str]) -> str:
    whole, _, cents = (found["before"] or found["after"]).replace(",", "").partition(".")
    if len(cents) > 2:
        return f"{whole}.{cents} euros"
    said = f"{whole} euro{'' if whole == '1' else 's'}"
    return said + (f" and {int(cents.ljust(2, '0'))} cents" if cents.strip("0") else "")


RULES = tuple(
    Rule(re.compile(pattern), say)
    for pattern, say in (
        (r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", _address),
        (r"(?:https?://|(?<![\w.-])www\.)[^\s<>\"«»()]{0,500}[\w/]", _address),
        (r"(?<![\w.@-])(?:[a-z0-9-]{1,63}\.){1,6}(?:fr|com|org|eu|net|info|uk)(?:/[\w./-]{0,200}[\w/])?(?![\w-])", _address),
        (rf"(?<![\w+])\+[0-9]{{1,3}}(?:(?:{SPACE}|[.-])?[0-9]{{1,4}}){{2,6}}(?![0-9])", _telephone),
        (rf"(?<![\w.,])0[1-9](?:(?:{SPACE}|[.-])?[0-9]{{2}}){{4}}(?![0-9])", _telephone),
        (r"(?<![\w.,/])(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})(?![\w/])", _date),
        (r"(?<![\w.,/-])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![\w/-])", _date),
        (rf"€{SPACE}?(?P<before>{NUMBER})|(?<![\w,.])(?P<after>{NUMBER}){SPACE}?€", _amount),
        (rf"(?<!\w)(?:{'|'.join(map(re.escape, SHORT))})(?!\w)", lambda found: SHORT[found[0]]),
        (r"(?<=[0-9])/(?=[0-9])", lambda _found: " over "),
        (r"(?<!\w)[A-Z]{2,24}(?!\w)", lambda found: say_acronym(found[0], "en")),
    )
)
ENGLISH = Reader(RULES, SIGNS)
