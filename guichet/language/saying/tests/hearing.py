"""What a listener writes down who hears French: the numbers of a spoken text, in digits. It knows nothing of how they were made."""

import re

ONES = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
UNITS = {word: number for number, word in enumerate(ONES.split())} | {"une": 1, "midi": 12}
UNITS |= {"premier": 1, "première": 1, "second": 2, "seconde": 2}
TENS = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")


def hear(said: str) -> list[int]:
    """Every number, in order. Words that are none end it, as pauses do."""
    numbers: list[int] = []
    total: int | None = None
    group = 0
    for word in [*WORD.findall(re.sub("pour (cent|mille)", "%", said.lower())), "."]:
        word = find_cardinal(word)
        parts = split(word)
        if parts is not None:
            value = sum(parts)
            total, group = total or 0, group + value
        elif word in ("cent", "cents"):
            total, group = total or 0, (group or 1) * 100
        elif word == "mille":
            total, group = (total or 0) + (group or 1) * 1_000, 0
        elif word in ("million", "millions"):
            total, group = (total or 0) + (group or 1) * 1_000_000, 0
        elif word == "et" and total is not None:
            continue
        else:
            if total is not None:
                numbers.append(total + group)
            total, group = None, 0
            if word in MONTHS:
                numbers.append(MONTHS.index(word) + 1)
    return numbers


def find_cardinal(word: str) -> str:
    """A rank as its number: "neuvième" as "neuf"."""
    stem = word.removesuffix("ième")
    ends = ("", "e") if stem == word else ("", "e", "s")
    stem = re.sub("neuv$", "neuf", re.sub("cinqu$", "cinq", stem)) if stem != word else stem
    for each in (stem + end for end in ends):
        if split(each) is not None or each in ("cent", "mille", "million", "millions"):
            return each
    return word


def split(word: str) -> list[int] | None:
    """A number below a hundred that is written as one word."""
    if word in UNITS:
        return [UNITS[word]]
    if word in TENS:
        return [TENS[word]]
    if word.startswith("quatre-vingt"):
        rest = word.removeprefix("quatre-vingts").removeprefix("quatre-vingt").removeprefix("-")
        return [80, UNITS[rest]] if rest in UNITS else [80] if not rest else None
    tens, _, rest = word.partition("-")
    return [TENS[tens], UNITS[rest]] if tens in TENS and rest in UNITS else None
