"""Any text, put into words for a voice."""

from collections.abc import Mapping

from guichet.language.saying.english import ENGLISH
from guichet.language.saying.french_texts import FRENCH
from guichet.language.saying.lexicon import Lexicon
from guichet.language.saying.rules import Reader

READERS: Mapping[str, Reader] = {"fr": FRENCH, "en": ENGLISH}
EDITION = 1
"""Changes with the rules: what was spoken under another one is spoken anew."""
NO_WORDS: Lexicon = {}


def put_into_words(text: str, language: str, lexicon: Lexicon = NO_WORDS) -> str:
    """The text as a voice says it. A language whose rules we do not know keeps its text: its voice does what it can."""
    reader = READERS.get(language)
    return reader.read(text, lexicon) if reader else text
