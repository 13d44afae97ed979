"""How single words are said: ours, and those that an organisation writes down, one on each line as `ANTAI = antaï`."""

import re
from collections.abc import Mapping

LETTERS = {
    "fr": {
        **{"a": "a", "b": "bé", "c": "cé", "d": "dé", "e": "e", "f": "effe", "g": "gé", "h": "ache", "i": "i", "j": "ji", "k": "ka"},
        **{"l": "elle", "m": "emme", "n": "enne", "o": "o", "p": "pé", "q": "ku", "r": "erre", "s": "esse", "t": "té", "u": "u"},
        **{"v": "vé", "w": "double-vé", "x": "ixe", "y": "i-grec", "z": "zède"},
    }
}
"""The names of letters, as any voice reads them alike."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "ANTS": "antse",
        "ARS": "a erre esse",
        "ASSEDIC": "assédic",
        "CAF": "caf",
        "CARSAT": "carsat",
        "CCAS": "cé cé a esse",
        "CERFA": "cerfa",
        "CESU": "césu",
        "CNIL": "cnil",
        "COVID": "covid",
        "CROUS": "crousse",
        "FICOBA": "ficoba",
        "INSEE": "inesé",
        "IRSA": "irsa",
        "MDPH": "emme dé pé ache",
        "OFII": "ofi",
        "OFPRA": "ofpra",
        "PACS": "paxe",
        "PUMA": "puma",
        "RIB": "ribe",
        "SIRET": "siret",
        "SIREN": "sirène",
        "SMIC": "smic",
        "URSSAF": "ursaf",
        "VISALE": "visale",
    },
    "en": {"CAF": "Caf", "INSEE": "Insay", "URSSAF": "Ursaf"},
}
"""Acronyms that are read as words, and some whose letters would be guessed wrong."""
MOST_WORDS = 300
LONGEST_WORD, LONGEST_SAID = 40, 120
LINE = re.compile(r"\s*([^=]*[^=\s])\s*=\s*(.*\S)\s*")

Lexicon = Mapping[str, str]
"""Word as written -> as said."""


class LexiconError(ValueError):
    """`line` cannot be used, counted from one."""

    def __init__(self, line: int) -> None:
        super().__init__(f"Line {line} is no word with what is said for it.")
        self.line = line


def read_lexicon(text: str) -> dict[str, str]:
    """:raises LexiconError: a line is none, or says a word of the lexicon in its turn: it would be put into words for ever."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    found: dict[str, str] = {}
    for number, line in lines:
        parts = LINE.fullmatch(line)
        if parts is None or len(parts[1]) > LONGEST_WORD or len(parts[2]) > LONGEST_SAID or len(found) >= MOST_WORDS:
            raise LexiconError(number)
        found[parts[1]] = parts[2]
    for number, line in lines:
        said = line.split("=", 1)[1]
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said) for word in found):
            raise LexiconError(number)
    return found


def spell(word: str, language: str) -> str:
    """Letter by letter, each by its name where we know it."""
    names = LETTERS.get(language, {})
    return " ".join(names.get(letter.lower(), letter) for letter in word)


def say_acronym(word: str, language: str) -> str:
    """A word in capitals: as we know it, spelled when it is short or cannot be pronounced, else as a word."""
    known = WORDS.get(language, {}).get(word)
    if known:
        return known
    is_word = len(word) > 5 and re.search(r"[AEIOUYÀÂÉÈÊÎÔÛ]", word) and not re.search(r"[^AEIOUYÀÂÉÈÊÎÔÛ]{5}", word)
    return word.lower() if is_word else spell(word, language)
