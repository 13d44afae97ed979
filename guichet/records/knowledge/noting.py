"""What people make of answers, noted where they say it: what they looked for, what they then opened, whether it helped.

Nothing of whoever says it is kept. Each note has an id of its maker's: the same one again changes nothing, so that a reload, a repeated
request or a second click counts once.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from guichet.records.knowledge.models import Article, ArticleVersion, AskedSearch, Verdict
from guichet.records.knowledge.states import ANSWERING
from guichet.records.knowledge.words import Audience, Medium

MOST_FOUND = 1_000
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """Which answer is judged: a version of an article, by its key, and how it was given."""

    article: str
    version: int
    medium: Medium


@dataclass(frozen=True, slots=True)
class Looked:
    """A search: what was typed, by whom, and how many articles were found."""

    text: str
    audience: Audience
    found: int


def note_search(organisation_id: int, search_id: UUID, looked: Looked, now: datetime) -> None:
    """Keep what was looked for, once per id. What is typed on becomes the last of it."""
    words = " ".join(looked.text.replace("\0", " ").encode(errors="ignore").decode().lower().split())[:LONGEST_SEARCH]
    if words:
        last = {"text": words, "found": min(looked.found, MOST_FOUND)}
        AskedSearch.objects.update_or_create(
            organisation_id=organisation_id,
            id=search_id,
            defaults=last,
            create_defaults={"at": now, "audience": looked.audience.value, **last},
        )


def note_opened(organisation_id: int, search_id: UUID, article: str) -> None:
    """The search led to this article: it was not in vain."""
    opened = Article.objects.of(organisation_id).filter(key=article).first()
    AskedSearch.objects.of(organisation_id).filter(Q(article=None), pk=search_id).update(article=opened)


def note_verdict(organisation_id: int, verdict_id: UUID, judged: Judged, *, has_helped: bool, now: datetime) -> bool:
    """Keep whether an answer helped, once per id. False: there never was such an answer, and nothing is kept."""
    versions = ArticleVersion.objects.of(organisation_id).filter(number=judged.version, state__in=ANSWERING)
    version = versions.filter(article__key=judged.article).first()
    if version is None:
        return False
    Verdict.objects.get_or_create(
        organisation_id=organisation_id,
        id=verdict_id,
        defaults={
            "at": now,
            "article_id": version.article_id,
            "version": version.number,
            "medium": judged.medium.value,
            "has_helped": has_helped,
        },
    )
    return True


def get_verdict(organisation_id: int, verdict_id: UUID) -> bool | None:
    """What was said under this id; None: nothing yet."""
    return Verdict.objects.of(organisation_id).filter(pk=verdict_id).values_list("has_helped", flat=True).first()
