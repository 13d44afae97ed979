"""What citizens ask and find no answer to: the most costly first.

The cost is counted in minutes of an agent: a search in vain, an answer that did not help and a contact without an article each end as a
conversation. The room knows of no contacts: whoever asks brings how many there were for each reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from guichet.records.directory.models import Organisation
from guichet.records.knowledge.models import Article, AskedSearch, Verdict
from guichet.records.knowledge.queries import Answer, list_reasons_without_article
from guichet.records.knowledge.words import Audience, Medium

PERIOD = timedelta(days=30)
MINUTES_OF_A_CONTACT = 6
MINUTES_OF_A_SEARCH = 3
MINUTES_OF_A_POOR_ANSWER = 5
MOST_SEARCHES = 200
"""Different searches in vain that are looked at, the frequent ones first."""


@dataclass(frozen=True, slots=True)
class Gap:
    """`kind` is "search", "answer" or "reason"; `what` is what was typed, the key of the article, or the label of the reason."""

    kind: str
    what: str
    count: int
    minutes: int


def list_gaps(organisation: Organisation, contacts_by_reason: Mapping[str, int], now: datetime) -> list[Gap]:
    """Of the last thirty days. :param contacts_by_reason: how many contacts there were, by the key of their reason."""
    since = now - PERIOD
    gaps = [*_list_searches(organisation, since), *_list_poor_answers(organisation, since)]
    for reason in list_reasons_without_article(organisation.pk):
        count = contacts_by_reason.get(reason.key, 0)
        gaps.append(Gap("reason", reason.get_label(), count, count * MINUTES_OF_A_CONTACT))
    return sorted(gaps, key=lambda gap: (-gap.minutes, gap.kind, gap.what))


def _list_searches(organisation: Organisation, since: datetime) -> list[Gap]:
    asked = AskedSearch.objects.of(organisation.pk).filter(at__gte=since, article=None).values("text")
    counted = asked.annotate(count=Count("pk")).order_by("-count", "text")[:MOST_SEARCHES]
    return [Gap("search", row["text"], row["count"], row["count"] * MINUTES_OF_A_SEARCH) for row in counted]


def _list_poor_answers(organisation: Organisation, since: datetime) -> list[Gap]:
    verdicts = Verdict.objects.of(organisation.pk).filter(at__gte=since, has_helped=False).values("article__key")
    return [
        Gap("answer", row["article__key"], row["count"], row["count"] * MINUTES_OF_A_POOR_ANSWER)
        for row in verdicts.annotate(count=Count("pk")).order_by("-count", "article__key")
    ]


def note_search(organisation: Organisation, search_id: UUID, text: str, audience: Audience, found: int, now: datetime) -> None:
    """Keep what was looked for, once per id. What is typed on becomes the last of it."""
    words = " ".join(text.replace("\0", " ").encode(errors="ignore").decode().lower().split())[:200]
    if words:
        AskedSearch.objects.update_or_create(
            organisation_id=organisation.pk,
            id=search_id,
            defaults={"text": words, "found": min(found, 1_000)},
            create_defaults={"at": now, "text": words, "audience": audience.value, "found": min(found, 1_000)},
        )


def note_opened(organisation: Organisation, search_id: UUID, article: str) -> None:
    """The search led to this article: it was not in vain."""
    opened = Article.objects.of(organisation.pk).filter(key=article).first()
    AskedSearch.objects.of(organisation.pk).filter(Q(article=None), pk=search_id).update(article=opened)


def note_verdict(organisation: Organisation, verdict_id: UUID, answer: Answer, *, has_helped: bool, now: datetime) -> None:
    """Keep whether an answer helped, once per id."""
    Verdict.objects.get_or_create(
        organisation_id=organisation.pk,
        id=verdict_id,
        defaults={
            "at": now,
            "article_id": answer.article_id,
            "version": answer.version,
            "medium": Medium(answer.medium).value,
            "has_helped": has_helped,
        },
    )
