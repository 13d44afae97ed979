"""Templates that WhatsApp has approved: which one an agent's words are, and with which values. Pure.

An administrator writes each as the network shows it, with its places in double braces ("Bonjour {{1}}, votre dossier est prêt."). The desk
fills them; what leaves is recognised again by its words, so that a conversation shows what the person reads.
"""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from guichet.channels.social.words import Template

PLACE = re.compile(r"\{\{(\d{1,2})\}\}")
MOST_PLACES = 10
LONGEST_VALUE = 1_000


class Approved(msgspec.Struct, frozen=True):
    name: str
    language: str
    text: str


def read_approved(settings: dict[str, Any]) -> list[Approved]:
    """Those that an account's settings hold."""
    try:
        return msgspec.convert(settings.get("templates", []), list[Approved])
    except msgspec.ValidationError:
        return []


def find_template(text: str, approved: Sequence[Approved]) -> Template | None:
    """The template that a text is, word for word, with the values in the order of their numbers."""
    for each in approved:
        found = _match(text.strip(), each.text.strip())
        if found is not None:
            return Template(name=each.name, language=each.language, values=found)
    return None


def _match(text: str, pattern: str) -> tuple[str, ...] | None:
    """The shortest values that fit, one after the other: no search ever goes back over a long text."""
    pieces = PLACE.split(pattern)
    words, numbers = pieces[::2], [int(number) for number in pieces[1::2]]
    if len(numbers) > MOST_PLACES or not text.startswith(words[0]):
        return None
    values: dict[int, str] = {}
    place = len(words[0])
    for turn, number in enumerate(numbers):
        is_last = turn == len(numbers) - 1
        end = _find_end(text, words[turn + 1], place, is_last=is_last)
        value = text[place:end]
        if end < 0 or not value.strip() or "\n" in value or len(value) > LONGEST_VALUE or values.get(number, value) != value:
            return None
        values[number] = value
        place = end + len(words[turn + 1])
    return tuple(values[number] for number in sorted(values)) if place == len(text) else None


def _find_end(text: str, word: str, place: int, *, is_last: bool) -> int:
    if is_last:
        return len(text) - len(word) if text.endswith(word) and len(text) - len(word) >= place else -1
    return text.find(word, place + 1) if word else -1
