"""What people say of how they were served, by reason and channel."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from guichet.records.directory.models import Reason
from guichet.records.surveys.models import Opinion
from guichet.records.surveys.words import Score

PERIOD = timedelta(days=90)
MOST_COMMENTS = 50


@dataclass(frozen=True, slots=True)
class Opinions:
    """Of one reason on one channel; `channel` is empty for answers that were read."""

    reason: str
    channel: str
    good: int
    fair: int
    bad: int

    @property
    def total(self) -> int:
        return self.good + self.fair + self.bad

    @property
    def share(self) -> int:
        """Per cent who say that it went well."""
        return round(100 * self.good / self.total) if self.total else 0


def has_spoken(organisation_id: int, voice: UUID) -> bool:
    return Opinion.objects.of(organisation_id).filter(voice=voice).exists()


def list_opinions(organisation_id: int, now: datetime, period: timedelta = PERIOD) -> Iterator[Opinions]:
    """By reason and channel, those with the most bad ones first."""
    labels = {reason.key: reason.get_label() for reason in Reason.objects.of(organisation_id).order_by("version")}
    rows = Opinion.objects.of(organisation_id).filter(at__gte=now - period).values("reason_key", "channel")
    counted = rows.annotate(
        good=Count("pk", filter=Q(score=Score.GOOD)),
        fair=Count("pk", filter=Q(score=Score.FAIR)),
        bad=Count("pk", filter=Q(score=Score.BAD)),
    )
    for row in counted.order_by("-bad", "-fair", "reason_key", "channel"):
        name = labels.get(row["reason_key"], row["reason_key"])
        yield Opinions(name, row["channel"], row["good"], row["fair"], row["bad"])


def sum_opinions(organisation_id: int, now: datetime, period: timedelta = PERIOD) -> Opinions:
    rows = Opinion.objects.of(organisation_id).filter(at__gte=now - period)
    counts = rows.aggregate(**{score.name.lower(): Count("pk", filter=Q(score=score.value)) for score in Score})
    return Opinions("", "", counts["good"], counts["fair"], counts["bad"])


def list_comments(organisation_id: int, now: datetime) -> QuerySet[Opinion]:
    """The latest comments."""
    rows = Opinion.objects.of(organisation_id).filter(at__gte=now - PERIOD).exclude(comment="")
    return rows.order_by("-at")[:MOST_COMMENTS]
