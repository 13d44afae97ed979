"""What an article says, as frozen values: no database, no clock.

A *wording* is a text for one medium and one language. It never writes out a fact (an amount, a date, a delay ...): it names it, as in
`{montant}`, so that all wordings say the same.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
NAME_PATTERN = re.compile(NAME)
PLACE = re.compile(rf"\{{({NAME})\}}")
"""Where a fact stands in a wording."""
ANY_PLACE = re.compile(r"\{([^{}\n]{1,60})\}")
"""Where somebody meant a fact, under whatever name."""
LONGEST_WORDING = 20_000
"""Characters. No answer needs more."""
MOST_FACTS = 60
MOST_QUESTIONS = 40


class Medium(StrEnum):
    """How an answer is given. `EASY` is the page for who reads with difficulty: offered where it is written, never required."""

    PAGE = "page"
    EASY = "easy"
    CHAT = "chat"
    MAIL = "mail"
    SMS = "sms"
    SPOKEN = "spoken"
    GUIDE = "guide"


class Audience(StrEnum):
    PUBLIC = "public"
    AGENTS = "agents"


class FactKind(StrEnum):
    """What a fact is. The value of the first seven is one word for all languages; the others are worded in each language.

    amount "423.48" (euros), date "2027-01-01", delay "2 months", hours "08:30-17:00" or "17:00", number "3", percent "66.5",
    telephone "3230"; document, address and text are free.
    """

    AMOUNT = "amount"
    DATE = "date"
    DELAY = "delay"
    HOURS = "hours"
    NUMBER = "number"
    PERCENT = "percent"
    TELEPHONE = "telephone"
    DOCUMENT = "document"
    ADDRESS = "address"
    TEXT = "text"


WORDED = frozenset({FactKind.DOCUMENT, FactKind.ADDRESS, FactKind.TEXT})


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named value. `value` is one word, or one text per language for the kinds in `WORDED`."""

    kind: FactKind
    value: str | dict[str, str]


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A golden question: every wording of the article answers it, with all of these facts."""

    question: str
    facts: tuple[str, ...] = ()
    language: str = "fr"


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that one version of an article says."""

    title: dict[str, str]
    facts: dict[str, Fact] = {}
    wordings: dict[Medium, dict[str, str]] = {}
    questions: tuple[Question, ...] = ()

    def get_title(self, language: str) -> str:
        return self.title.get(language) or next(iter(self.title.values()), "")

    def list_wordings(self) -> Iterator[tuple[Medium, str, str]]:
        """Each written wording: medium, language, text; in the order of the media, then of the languages."""
        for medium in Medium:
            for language, text in sorted(self.wordings.get(medium, {}).items()):
                if text.strip():
                    yield medium, language, text


class Problem(msgspec.Struct, frozen=True):
    """Something wrong with a content. `code` is put into words by `sentences.explain`; `blocks`: it cannot be published so."""

    code: str
    medium: Medium | None = None
    language: str | None = None
    values: dict[str, str | int] = {}
    blocks: bool = True


class ContentError(ValueError):
    """What was given is no content; the message says where and why."""


def read_content(given: Any) -> Content:
    """:raises ContentError: it has not the shape of a content."""
    try:
        return msgspec.convert(given, Content)
    except msgspec.ValidationError as error:
        raise ContentError(str(error)) from error


def write_content(content: Content) -> dict[str, Any]:
    """For a JSON column."""
    written: dict[str, Any] = msgspec.to_builtins(content)
    return written
