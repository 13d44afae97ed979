"""The answers that scripts give: those of `knowledge`, in their wording for the medium."""

from dataclasses import dataclass
from datetime import datetime

from guichet.decisions.dialogue.words import Language, Medium
from guichet.records.directory.models import Organisation


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is given. Whoever gives it keeps `article` and `version` with it."""

    article: str
    version: int
    text: str


def get_answer(organisation: Organisation, article: str, medium: Medium, language: Language, now: datetime) -> Given | None:  # noqa: ARG001
    """The published answer of an article; None when it has none for this medium."""
    return None


def list_articles(organisation_id: int) -> dict[str, str]:  # noqa: ARG001
    """The titles of the articles that are published to citizens, by key."""
    return {}
