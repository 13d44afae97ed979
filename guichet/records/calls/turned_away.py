"""Calls that were turned away before they reached a line, for a day: the latest few distinct ones of an organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from guichet.records.calls.models import TurnedAway
from guichet.records.calls.words import TurnedAwayFor

MOST_KEPT = 20
KEPT = timedelta(days=1)
LONGEST_CALLED = 40


@dataclass(frozen=True, slots=True)
class Refusal:
    """`called` as it was sent, `source` the address from which it came, so many times until `at`."""

    why: TurnedAwayFor
    called: str
    source: str
    times: int
    at: datetime


def keep_refusals(organisation_id: int, refusals: Sequence[Refusal]) -> None:
    """What was seen before is counted on; what is old, or more than can be read, goes."""
    rows = TurnedAway.objects.of(organisation_id)
    for each in sorted(refusals, key=lambda refusal: refusal.at)[-MOST_KEPT:]:
        known = {"why": each.why, "called": each.called, "source": each.source}
        if not rows.filter(**known).update(times=F("times") + each.times, last_at=each.at):
            TurnedAway.objects.create(organisation_id=organisation_id, **known, times=each.times, last_at=each.at)
    if refusals:
        rows.filter(last_at__lt=max(each.at for each in refusals) - KEPT).delete()
        rows.exclude(pk__in=list(rows.order_by("-last_at").values_list("pk", flat=True)[:MOST_KEPT])).delete()


def list_turned_away(organisation_id: int, now: datetime) -> list[TurnedAway]:
    """Of the last day, the latest first."""
    return list(TurnedAway.objects.of(organisation_id).filter(last_at__gt=now - KEPT).order_by("-last_at")[:MOST_KEPT])
