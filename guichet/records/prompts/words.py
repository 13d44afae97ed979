"""What is said on the telephone, as frozen values."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

LARGEST_RECORDING = 10 * 2**20
"""Bytes of a file that is brought in."""
LONGEST_RECORDING = 180.0
LONGEST_MUSIC = 600.0
"""Seconds."""
LEAST_PACE, MOST_PACE = 70, 130
"""Per cent of the usual pace."""


class Group(StrEnum):
    """Where a wording comes from."""

    TELEPHONE = "telephone"
    WAITING = "waiting"
    ARTICLES = "articles"
    SCRIPTS = "scripts"


@dataclass(frozen=True, slots=True)
class Said:
    """A text that callers hear. `place` says where it stands, as "welcome" or "caf-rentree"."""

    group: Group
    place: str
    language: str
    text: str

    @property
    def key(self) -> str:
        return make_key(self.language, self.text)


def make_key(language: str, text: str) -> str:
    """Names what is said, whoever says it; spaces do not count. A text that changes by a letter is another."""
    return digest(language, " ".join(text.split()))


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
