"""Another language, offered to whoever writes in it. Nothing changes until he says so, and nothing is kept of what was detected."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info

from guichet.records.contacts.tongues import LEAST_CERTAIN, SHORTEST, get_choice

DETECTION_SECONDS = 0.15
"""That a page may wait to know the language of what was typed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """`name` is what the language calls itself."""

    code: str
    name: str


def offer_language(text: str, current: str) -> Offer | None:
    """The language of a text when its pages exist and the reader has another; none without an engine, or when it is unsure or late."""
    engine = get_choice().get()
    if engine is None or sum(letter.isalpha() for letter in text) < SHORTEST:
        return None
    offered = [code for code, _name in settings.LANGUAGES]
    found = engine.detect(text, offered, DETECTION_SECONDS)
    if found is None or found.certainty < LEAST_CERTAIN or found.language == current or found.language not in offered:
        return None
    return Offer(found.language, str(get_language_info(found.language)["name_local"]))
