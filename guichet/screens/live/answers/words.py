"""What goes over the doors of answers. The desk's TypeScript types are generated from here."""

from typing import Annotated
from uuid import UUID

import msgspec

from guichet.doors.words import Asked, Code, Wire
from guichet.records.knowledge.words import Medium

Version = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class ArticleChoice(Wire, frozen=True):
    """An article for an agent. `text` is its wording for this channel, in `language`; empty: it has none, or is for agents alone.

    `advice` and `checklist` are its guide. `is_outdated`: its rules have changed since it was written.
    """

    article: str
    version: int
    title: str
    passage: str
    text: str
    medium: Medium | None
    language: str
    advice: str
    checklist: tuple[str, ...]
    is_for_reason: bool
    is_public: bool
    is_outdated: bool
    is_review_due: bool


class Articles(Wire, frozen=True):
    """GET /live/contacts/{id}/answers?words=&search=: the best articles for the conversation as it stands, or for these words.

    `search` names a search: what is typed on becomes the last of it.
    """

    articles: tuple[ArticleChoice, ...]


class ReasonProposal(Wire, frozen=True):
    """A reason that a contact seems to have. `certainty` from 0 to 1."""

    reason: int
    label: str
    certainty: float


class ReasonsProposed(Wire, frozen=True):
    """GET /live/contacts/{id}/reasons: the likeliest first, at most three; none when nothing is sure enough to be said."""

    reasons: tuple[ReasonProposal, ...]


class Cited(Wire, frozen=True):
    """An article that a draft is drawn from."""

    article: str
    version: int
    title: str
    is_outdated: bool


class Drafted(Wire, frozen=True):
    """POST /live/contacts/{id}/drafted: a draft by a model, to be read before it is sent."""

    text: str
    cited: tuple[Cited, ...]


class TellInserted(Asked, frozen=True):
    """POST /live/contacts/{id}/inserted: a search led to this article."""

    search: UUID
    article: Code


class JudgeArticle(Asked, frozen=True):
    """POST /live/contacts/{id}/judged: whether the article helped the agent in this contact. Said again, the first counts."""

    article: Code
    version: Version
    has_helped: bool
