"""Whole numbers said in French (spelling of 1990 left aside: hyphens below one hundred, "et" before one and eleven)."""

from decimal import Decimal

ONES = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze"),
    *("quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
MOST = 999_999_999


def say(number: int) -> str:
    """:raises ValueError: below zero or above `MOST`."""
    if not 0 <= number <= MOST:
        raise ValueError(f"no words for {number}")
    parts = []
    millions, rest = divmod(number, 1_000_000)
    thousands, below = divmod(rest, 1_000)
    if millions:
        parts.append(f"{_say_below_thousand(millions)} million{'s' if millions > 1 else ''}")
    if thousands:
        parts.append("mille" if thousands == 1 else f"{_say_below_thousand(thousands, is_last=False)} mille")
    if below or not parts:
        parts.append(_say_below_thousand(below))
    return " ".join(parts)


def say_decimal(number: Decimal) -> str:
    """As "soixante-six virgule cinq"; leading zeros after the comma are said."""
    whole, _, digits = format(number.normalize(), "f").partition(".")
    if not digits:
        return say(int(whole))
    zeros = len(digits) - len(digits.lstrip("0"))
    return " ".join([say(int(whole)), "virgule", *["zéro"] * zeros, say(int(digits))])


def _say_below_thousand(number: int, *, is_last: bool = True) -> str:
    """`is_last`: nothing follows that takes the plural away from "cents" and "quatre-vingts"."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _say_below_hundred(rest, is_last=is_last)
    head = "cent" if hundreds == 1 else f"{ONES[hundreds]} cent"
    if rest:
        return f"{head} {_say_below_hundred(rest, is_last=is_last)}"
    return f"{head}s" if hundreds > 1 and is_last else head


def _say_below_hundred(number: int, *, is_last: bool) -> str:
    if number < len(ONES):
        return ONES[number]
    if number >= 80:
        rest = number - 80
        return f"quatre-vingt-{ONES[rest]}" if rest else "quatre-vingts" if is_last else "quatre-vingt"
    tens = min(number // 10, 6)
    rest = number - 10 * tens
    if rest in (1, 11):
        return f"{TENS[tens]} et {ONES[rest]}"
    return f"{TENS[tens]}-{ONES[rest]}" if rest else TENS[tens]
