"""What nobody can follow by ear. A voice puts amounts, dates and acronyms into words by itself (`language.saying`); a wording that is
written as it is said needs no guessing, so here signs, links and long numbers are still named to whoever writes."""

import re
from collections.abc import Iterator

UNSAYABLE = (
    ("spoken-address", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        "spoken-link",
        re.compile(r"https?://\S+|\bwww\.\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:fr|com|org|eu|net|gouv)\b(?:/\S*)?", re.IGNORECASE),
    ),
    ("spoken-digits", re.compile(r"\d(?:[ .\u00a0\u202f-]?\d){4,}")),
    ("spoken-symbol", re.compile(r"[€$£%&§°/\\@#*_+=<>|~^\[\]{}()→•№]|(?<!\w)n°")),
    ("spoken-list", re.compile(r"^[ \t]*(?:[-–•]|\d+[.)])[ \t]+.*$|^#+ .*$", re.MULTILINE)),
)
"""By code, the most telling first: what one has found is not told again by the next."""
SENTENCE = re.compile(r"[^.!?;:\n]+")
LONGEST_SENTENCE = 25
"""Words. Beyond, a listener has lost the beginning."""


def list_unsayable(text: str) -> Iterator[tuple[str, str]]:
    """Each as (code, what was found)."""
    for code, pattern in UNSAYABLE:
        for found in pattern.finditer(text):
            yield code, found[0].strip()
        text = pattern.sub(" ", text)


def list_long_sentences(text: str) -> Iterator[str]:
    for sentence in SENTENCE.findall(text):
        if len(sentence.split()) > LONGEST_SENTENCE:
            yield sentence.strip()
