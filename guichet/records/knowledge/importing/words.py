"""What a file brings, and why it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guichet.records.knowledge.words import Audience, Content

LARGEST = 1_000_000
"""Bytes of one file."""


@dataclass(frozen=True, slots=True)
class Brought:
    """An article as its file says it."""

    key: str
    content: Content
    audience: Audience = Audience.PUBLIC
    review_on: date | None = None
    source_title: str = ""
    source_url: str = ""
    source_changed_on: date | None = None
    reasons: Sequence[str] = ()
    territories: Sequence[str] = ()


class BadFileError(ValueError):
    """The file is refused. `line` counts from one; 0: the file as a whole. `why` is put into words by `storing.SENTENCES`."""

    def __init__(self, why: str, line: int = 0, detail: str = "") -> None:
        super().__init__(why, line, detail)
        self.why, self.line, self.detail = why, line, detail


def decode(source: bytes) -> str:
    """:raises BadFileError: too large, no UTF-8, or with characters that cannot be kept."""
    if len(source) > LARGEST:
        raise BadFileError("too-large")
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFileError("no-utf8", source[: error.start].count(b"\n") + 1) from error
    if "\0" in text:
        raise BadFileError("no-text", text[: text.index("\0")].count("\n") + 1)
    return text.replace("\r\n", "\n")
