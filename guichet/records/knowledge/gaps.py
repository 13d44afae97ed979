"""What citizens ask and find no answer to: the most costly first.

The cost is counted in minutes of an agent: a search in vain, an answer that did not help and a contact without an article each end as a
conversation. The room knows of no contacts: whoever asks brings how many there were for each reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count

from guichet.records.directory.models import Organisation, Reason
from guichet.records.knowledge.models import ArticleReason, ArticleVersion, AskedSearch, Verdict
from guichet.records.knowledge.queries import list_reasons_without_article
from guichet.records.knowledge.states import VersionState

PERIOD = timedelta(days=30)
MINUTES_OF_A_CONTACT = 6
MINUTES_OF_A_SEARCH = 3
MINUTES_OF_A_POOR_ANSWER = 5
MINUTES_OF_A_RENAMED_REASON = 1
"""An agent reads on before he trusts an article that was written for another name."""
MOST_SEARCHES = 200
"""Different searches in vain that are looked at, the frequent ones first."""


class GapKind(StrEnum):
    SEARCH = "search"
    ANSWER = "answer"
    REASON = "reason"
    RENAMED = "renamed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Gap:
    """`what` is what was typed, the title of an article, or the label of a reason. `article` is a key, empty where there is none.

    `before`: how a renamed reason was called when its article was published.
    """

    kind: GapKind
    what: str
    count: int
    minutes: int
    article: str = ""
    before: str = ""


def list_gaps(organisation: Organisation, contacts_by_reason: Mapping[str, int], now: datetime) -> list[Gap]:
    """Of the last thirty days. :param contacts_by_reason: how many contacts there were, by the key of their reason."""
    since = now - PERIOD
    gaps = [
        *_list_searches(organisation, since),
        *_list_poor_answers(organisation, since),
        *_list_unanswered(organisation, contacts_by_reason),
        *_list_changed_reasons(organisation, contacts_by_reason),
    ]
    return sorted(gaps, key=lambda gap: (-gap.minutes, -gap.count, gap.kind, gap.what))


def _list_searches(organisation: Organisation, since: datetime) -> Iterator[Gap]:
    asked = AskedSearch.objects.of(organisation.pk).filter(at__gte=since, article=None).values("text")
    for row in asked.annotate(count=Count("pk")).order_by("-count", "text")[:MOST_SEARCHES]:
        yield Gap(GapKind.SEARCH, row["text"], row["count"], row["count"] * MINUTES_OF_A_SEARCH)


def _list_poor_answers(organisation: Organisation, since: datetime) -> Iterator[Gap]:
    verdicts = Verdict.objects.of(organisation.pk).filter(at__gte=since, has_helped=False, article__is_active=True)
    counts = {row["article__key"]: row["count"] for row in verdicts.values("article__key").annotate(count=Count("pk"))}
    titles = {version.article.key: version for version in _list_published(organisation) if version.article.key in counts}
    for key, count in counts.items():
        title = titles[key].read().get_title(organisation.default_language) if key in titles else key
        yield Gap(GapKind.ANSWER, title, count, count * MINUTES_OF_A_POOR_ANSWER, key)


def _list_unanswered(organisation: Organisation, contacts_by_reason: Mapping[str, int]) -> Iterator[Gap]:
    for reason in list_reasons_without_article(organisation.pk):
        count = contacts_by_reason.get(reason.key, 0)
        yield Gap(GapKind.REASON, reason.get_label(), count, count * MINUTES_OF_A_CONTACT)


def _list_changed_reasons(organisation: Organisation, contacts_by_reason: Mapping[str, int]) -> Iterator[Gap]:
    """Reasons that have another name than when their article was published, or are gone: whoever asks may mean something else."""
    published = {version.article_id: version for version in _list_published(organisation)}
    known: dict[str, list[Reason]] = {}
    for reason in Reason.objects.of(organisation.pk).order_by("version"):
        known.setdefault(reason.key, []).append(reason)
    for row in ArticleReason.objects.of(organisation.pk).filter(article__in=published).order_by("reason_key", "article"):
        version, reasons = published[row.article_id], known.get(row.reason_key, [])
        if not reasons or version.published_at is None:
            continue
        now, then = reasons[-1], _find_as_of(reasons, version.published_at)
        if not now.is_active:
            yield Gap(GapKind.REMOVED, now.get_label(), 0, 0, version.article.key)
        elif now.get_label() != then.get_label():
            count = contacts_by_reason.get(now.key, 0)
            minutes = count * MINUTES_OF_A_RENAMED_REASON
            yield Gap(GapKind.RENAMED, now.get_label(), count, minutes, version.article.key, then.get_label())


def _find_as_of(reasons: list[Reason], at: datetime) -> Reason:
    """The version of a reason that held at an instant, of its versions in their order."""
    return next((reason for reason in reversed(reasons) if reason.created_at <= at), reasons[0])


def _list_published(organisation: Organisation) -> list[ArticleVersion]:
    versions = ArticleVersion.objects.of(organisation.pk).filter(state=VersionState.PUBLISHED.value, article__is_active=True)
    return list(versions.select_related("article"))
