"""Numbers of cases in what somebody writes. Pure. They join nothing to anything: they are one more thing that two may have in common."""

import re

from guichet.records.people.words import LONGEST_CASE

MOST_CASES = 3
LONGEST_READ = 20_000
NAMED = re.compile(
    r"\b(?:dossier|allocataire|matricule|demande|facture|contrat|case|file|application) ?(?:n[°ºo]\.?|num[ée]ro|number|no\.|#) ?:? ?"
    r"([A-Z0-9][A-Z0-9/_.-]{3,39})",
    re.IGNORECASE,
)


def find_case_numbers(text: str) -> tuple[str, ...]:
    """What stands behind "dossier n°" and holds at least three digits, in the form in which it is compared."""
    found = (fold_case(match[1]) for match in NAMED.finditer(text[:LONGEST_READ]))
    return tuple(dict.fromkeys(each for each in found if sum(letter.isdigit() for letter in each) >= 3))[:MOST_CASES]


def fold_case(number: str) -> str:
    """Letters and digits alone: people write the same number with and without signs between them."""
    return "".join(letter for letter in number.upper() if letter.isascii() and letter.isalnum())[:LONGEST_CASE]
