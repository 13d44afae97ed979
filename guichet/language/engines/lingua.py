"""The language of a text by statistics of letters (package `lingua-language-detector`), among the languages that an organisation offers."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from guichet.language.contracts import Detected
from guichet.language.errors import MissingPackageError
from guichet.language.shelf import Model


class Lingua:
    """A `Detector`. Its models are in the package."""

    def __init__(self, model: Model | None) -> None:  # noqa: ARG002 - as every engine
        """:raises MissingPackageError: the package is not installed."""
        try:
            import lingua
        except ImportError as error:
            raise MissingPackageError("lingua-language-detector") from error
        self.package: Any = lingua
        self.get_detector = cache(self._build)

    def detect(self, text: str, among: Sequence[str]) -> Detected | None:
        known = {language.iso_code_639_1.name.lower(): language for language in self.package.Language.all()}
        offered = tuple(sorted(set(among) & known.keys()))
        if not offered or not any(letter.isalpha() for letter in text):
            return None
        if len(offered) == 1:
            return Detected(offered[0], 1.0)
        first = self.get_detector(tuple(known[code] for code in offered)).compute_language_confidence_values(text)[0]
        return Detected(first.language.iso_code_639_1.name.lower(), float(first.value))

    def _build(self, languages: tuple[Any, ...]) -> Any:
        return self.package.LanguageDetectorBuilder.from_languages(*languages).build()


open_engine = Lingua
