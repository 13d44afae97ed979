"""Where a reply ends and what it repeats begins. Pure, one pass over the lines.

What stands between lines of a quotation was written for this mail: it is never folded away. When in doubt nothing is folded.
"""

import re
from typing import NamedTuple

LONGEST_LINE = 300
"""Characters of a line that are looked at."""
WROTE = ("a écrit", "wrote", "schrieb", "escribió", "ha scritto", "escreveu", "schreef")
BEGINS_WROTE = re.compile(r"^\s*(?:Le|On|Am|El|Il|Em|Op)\b")
ORIGINAL = re.compile(
    r"^\s*[-_*]{2,}\s*(?:Message d['’]origine|Message transféré|Original Message|Forwarded message|Ursprüngliche Nachricht)\b",
    re.IGNORECASE,
)
FROM = re.compile(r"^\s*\*?(?:De|From|Von|Da)\s?\*?:\*?\s?\S", re.IGNORECASE)
SENT = re.compile(r"^\s*\*?(?:Envoyé|Sent|Date|Gesendet|Inviato)(?:\s+le)?\s?\*?:", re.IGNORECASE)
RULE = re.compile(r"^\s*[_-]{5,}\s*$")


class Folded(NamedTuple):
    fresh: str
    quoted: str


def fold(text: str) -> Folded:
    """Part a text; both parts together are the whole text but for empty lines between them."""
    lines = text.split("\n")
    heads = [line[:LONGEST_LINE] for line in lines]
    cut = _find_cut(heads)
    while cut and (not heads[cut - 1].strip() or RULE.match(heads[cut - 1])):
        cut -= 1
    fresh, quoted = "\n".join(lines[:cut]).strip(), "\n".join(lines[cut:]).strip()
    return Folded(fresh, quoted) if fresh else Folded(text.strip(), "")


def _find_cut(heads: list[str]) -> int:
    """The line from which on everything is repeated; the number of lines when nothing is."""
    tail = _find_tail(heads)
    for place, line in enumerate(heads[:tail]):
        if ORIGINAL.match(line) or _is_header_block(heads, place):
            return place
        length = _measure_wrote(heads, place)
        if length and _is_all_repeated(heads, place + length, tail):
            return place
    return tail


def _find_tail(heads: list[str]) -> int:
    """Where the last run of lines that begin with ">" starts, if it ends the text."""
    place = len(heads)
    while place and (not heads[place - 1].strip() or heads[place - 1].lstrip().startswith(">")):
        place -= 1
    return place if any(line.lstrip().startswith(">") for line in heads[place:]) else len(heads)


def _measure_wrote(heads: list[str], place: int) -> int:
    """How many lines "Le ..., ... a écrit :" takes here, which programs break; 0 when it is none."""
    if not BEGINS_WROTE.match(heads[place]):
        return 0
    return next((length for length in (1, 2, 3) if _says_wrote("".join(heads[place + length - 1 : place + length]))), 0)


def _says_wrote(line: str) -> bool:
    said = line.rstrip()
    return said.endswith(":") and said[:-1].rstrip().lower().endswith(WROTE)


def _is_all_repeated(heads: list[str], start: int, tail: int) -> bool:
    """Whether nothing but a quotation follows: one that is marked with ">" has its answers between its marks, one without has none."""
    rest = [line for line in heads[start:] if line.strip()]
    if not rest or not rest[0].lstrip().startswith(">"):
        return bool(rest)
    return start >= tail or all(line.lstrip().startswith(">") for line in rest)


def _is_header_block(heads: list[str], place: int) -> bool:
    """The headers that Outlook repeats: "De :" and soon "Envoyé :"."""
    return bool(FROM.match(heads[place])) and any(SENT.match(line) for line in heads[place + 1 : place + 4])
