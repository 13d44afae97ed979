"""Which part of an article to show beside its title: the paragraph that speaks of what was asked, else its beginning."""

import re
from collections.abc import Iterable

from guichet.decisions.dialogue.folding import fold
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.searching import MARKS, PASSAGE
from guichet.records.knowledge.words import Content, Medium

WORD = re.compile(r"\w+")
SHORTEST = 4
"""Letters: shorter words stand everywhere."""
STEM = 6
"""Letters by which two forms of a word are taken as the same."""


def choose_passage(content: Content, language: str, asked: Iterable[str]) -> str:
    """One line, cut at a word."""
    for medium in (Medium.PAGE, Medium.CHAT, Medium.GUIDE):
        if paragraphs := _list_paragraphs(render(content, medium, language)):
            wanted = _list_stems(" ".join(asked))
            best = max(paragraphs, key=lambda paragraph: len(wanted & _list_stems(paragraph)))
            return best if len(best) <= PASSAGE else best[:PASSAGE].rsplit(" ", 1)[0] + " …"
    return ""


def _list_paragraphs(text: str) -> list[str]:
    """Headings announce and do not tell: they count only where nothing else stands."""
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    telling = [block for block in blocks if not block.lstrip().startswith("#")]
    return [" ".join(MARKS.sub("", block).split()) for block in telling or blocks]


def _list_stems(text: str) -> set[str]:
    return {fold(word)[:STEM] for word in WORD.findall(text) if len(word) >= SHORTEST}
