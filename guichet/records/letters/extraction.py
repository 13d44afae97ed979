"""What a letter says of its sender: address, references, day, telephone, mail. Pure.

Guesses, for an agent to correct: nothing here says who somebody is, and no number found here joins a letter to anything (R10). A French
address (NF Z 10-011) is at most six lines, the last of them a postal code and a town; the sender's stands at the left or above, that of
whom he writes to at the right.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from guichet.language.contracts import Line, Page
from guichet.records.letters.words import DOUBTFUL, LONGEST_BLOCK, LONGEST_REFERENCE, MOST_REFERENCES

MOST_LINES = 6
HEAD = 0.5
"""An address stands in the upper half of the first page..."""
LEFT = 0.45
"""... and whoever writes begins left of this, whom he writes to right of it."""
GAP = 2.2
"""Lines further apart than this many heights are of two blocks."""
TOWN = re.compile(r"(?:F[ -]?|FR[ -]?)?(\d{5}|\d{2} ?\d{3}) [^\W\d_][\w' ./-]{1,37}")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
TELEPHONE = re.compile(r"(?<![\d.])(?:\+33 ?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)")
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905 - read as one line
PLAIN = str.maketrans("éûô", "euo")
WRITTEN = re.compile(r"\b(\d{1,2})(?:er)? ([^\W\d_]{3,9})\.? (\d{4})\b")
DIGITS = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
REFERENCE = re.compile(
    r"(?:\b(?:n/|v/|vos|nos|votre|notre)? ?r[ée]f(?:[ée]rences?|s)?\.?|\b(?:dossier|allocataire|matricule|demande|facture|contrat|avis)"
    r" ?(?:n[°ºo]|num[ée]ro))[ .:°]{0,4}([A-Z0-9][A-Z0-9/_.-]{2,39}(?: \d{2,6}){0,4})",
    re.IGNORECASE,
)
NOT_OF_ADDRESS = re.compile(r"t[ée]l|mail|@|objet|r[ée]f|madame, monsieur|le \d|dossier|n[°º] ?\d", re.IGNORECASE)
LONGEST_TEXT = 20_000


class Found(NamedTuple):
    """`doubts`: fields whose text was hard to read, by name."""

    sender: str = ""
    email: str = ""
    telephone: str = ""
    references: tuple[str, ...] = ()
    written_on: date | None = None
    doubts: tuple[str, ...] = ()


def extract(pages: Sequence[Page], formats: Sequence[str] = (), ours: str = "") -> Found:
    """What stands on a letter. `formats`: how the organisation's own file numbers look. `ours`: its address, which is not the sender's."""
    if not pages:
        return Found()
    first, lines = pages[0].lines, [line for page in pages for line in page.lines]
    block = find_sender(first, ours)
    doubts = []
    if not block or min(line.certainty for line in block) < DOUBTFUL:
        doubts.append("sender")
    email, telephone = find_first(EMAIL, lines), find_first(TELEPHONE, lines)
    doubts += [name for name, found in (("email", email), ("telephone", telephone)) if found and found[1] < DOUBTFUL]
    references = tuple(dict.fromkeys([*list_formatted(lines, formats), *list_named(lines)]))[:MOST_REFERENCES]
    return Found(
        sender="\n".join(line.text.strip() for line in block)[:LONGEST_BLOCK],
        email=email[0].lower() if email else "",
        telephone=telephone[0] if telephone else "",
        references=references,
        written_on=find_day(first),
        doubts=tuple(doubts),
    )


def find_sender(lines: Sequence[Line], ours: str = "") -> tuple[Line, ...]:
    """The sender's block: the one that ends with a town, begins furthest left, and highest.

    A block is ours by its town and the line above it: half of those who write live in our town, nobody in our street at our number.
    """
    own = {fold(line) for line in ours.splitlines() if line.strip()}
    blocks = []
    for line in lines:
        if line.box[1] <= HEAD and TOWN.match(line.text.strip()):
            block = gather(lines, line)
            if not own.issuperset(fold(each.text) for each in block[-2:]):
                blocks.append(block)
    at_left = [block for block in blocks if block[0].box[0] < LEFT]
    return min(at_left or blocks, key=lambda block: (block[0].box[0] > LEFT, block[0].box[1]), default=())


def gather(lines: Sequence[Line], town: Line) -> tuple[Line, ...]:
    """The lines right above a town, in its column."""
    block = [town]
    above = sorted((line for line in lines if line.box[1] < town.box[1]), key=lambda line: -line.box[1])
    for line in above:
        last = block[0]
        height = max(last.box[3] - last.box[1], 0.005)
        if abs(line.box[0] - town.box[0]) > 0.08:
            continue
        if last.box[1] - line.box[3] > GAP * height or len(block) >= MOST_LINES or NOT_OF_ADDRESS.search(line.text):
            break
        block.insert(0, line)
    return tuple(block)


def fold(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def find_first(pattern: re.Pattern[str], lines: Iterable[Line]) -> tuple[str, float] | None:
    for line in lines:
        found = pattern.search(line.text[:1_000])
        if found:
            return found[0].strip(), line.certainty
    return None


def find_day(lines: Iterable[Line]) -> date | None:
    """The first day on the page that is one."""
    for line in lines:
        for found in (*WRITTEN.finditer(line.text[:1_000]), *DIGITS.finditer(line.text[:1_000])):
            day = read_day(found[1], found[2], found[3])
            if day is not None:
                return day
    return None


def read_day(day: str, month: str, year: str) -> date | None:
    names = [name.translate(PLAIN) for name in MONTHS]
    plain = month.lower().translate(PLAIN)
    number = int(month) if month.isdecimal() else next((place for place, name in enumerate(names, 1) if name == plain), 0)
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None


def list_named(lines: Iterable[Line]) -> list[str]:
    """What stands behind "Réf." or "dossier n°"; it holds a digit."""
    found = [match[1].strip(" .-/") for line in lines for match in REFERENCE.finditer(line.text[:1_000])]
    return [each[:LONGEST_REFERENCE] for each in found if any(letter.isdigit() for letter in each)]


def list_formatted(lines: Iterable[Line], formats: Sequence[str]) -> list[str]:
    """What looks like a file number of the organisation's own."""
    patterns = [compile_format(each) for each in formats if any(letter in "9A" for letter in each)][:20]
    return [found[0] for line in lines for pattern in patterns for found in pattern.finditer(line.text[:1_000])]


def compile_format(written: str) -> re.Pattern[str]:
    """A format as an administrator writes it: 9 is a digit, A a letter, all else itself. Of fixed length: it cannot run wild."""
    signs = {"9": r"\d", "A": "[A-Za-z]", " ": " ?"}
    return re.compile(
        r"(?<!\w)" + "".join(signs.get(letter, re.escape(letter)) for letter in written.strip()[:LONGEST_REFERENCE]) + r"(?!\w)"
    )
