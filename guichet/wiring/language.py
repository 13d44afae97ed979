"""The language of the command line: what it says to whoever types, with or without Django.

`GUICHET_LANGUAGE` chooses it, else the machine's own (`LC_ALL`, `LC_MESSAGES`, `LANG`); French when none of them names one that is spoken.
"""

import gettext as catalogues
import os
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "locale"
SPOKEN = ("fr", "en")
CHOOSERS = ("GUICHET_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def get_language() -> str:
    """The first that is spoken here; "C" and foreign ones are passed over."""
    named = (os.environ.get(name, "")[:2].lower() for name in CHOOSERS)
    return next((language for language in named if language in SPOKEN), SPOKEN[0])


def gettext(text: str) -> str:
    """The text in the language of the command line."""
    return _open_catalogue(get_language()).gettext(text)


@lru_cache(maxsize=2)
def _open_catalogue(language: str) -> catalogues.NullTranslations:
    """English has none: it is what the texts are written in. Nor has a tree whose messages were never compiled."""
    return catalogues.translation("django", FOLDER, [language], fallback=True)
