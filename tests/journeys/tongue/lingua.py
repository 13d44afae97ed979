"""Stands in for the package of the same name in journeys: it tells a language by its little words, as surely as the words it knows."""

from enum import Enum
from types import SimpleNamespace
from typing import Any

WORDS = {
    "en": {"how", "can", "i", "my", "please", "the", "change"},
    "fr": {"je", "le", "la", "mon", "comment", "pour", "une"},
    "pt": {"o", "meu", "preciso", "perdi", "bom", "dia", "outro"},
}


class Language(Enum):
    ENGLISH = "en"
    FRENCH = "fr"
    PORTUGUESE = "pt"

    @classmethod
    def all(cls) -> frozenset["Language"]:
        return frozenset(cls)

    @property
    def iso_code_639_1(self) -> Any:
        return SimpleNamespace(name=self.value.upper())


class LanguageDetectorBuilder:
    def __init__(self, languages: tuple[Language, ...]) -> None:
        self.languages = languages

    @classmethod
    def from_languages(cls, *languages: Language) -> "LanguageDetectorBuilder":
        return cls(languages)

    def build(self) -> "LanguageDetectorBuilder":
        return self

    def compute_language_confidence_values(self, text: str) -> list[Any]:
        words = text.lower().split()
        counts = {language: 0.01 + sum(word.strip("?!.,") in WORDS[language.value] for word in words) for language in self.languages}
        values = [SimpleNamespace(language=language, value=count / sum(counts.values())) for language, count in counts.items()]
        return sorted(values, key=lambda value: -value.value)
