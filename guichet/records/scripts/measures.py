"""What became of those who used a script, for each reason: counted from its sessions, which keep that much when their answers are gone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from guichet.decisions.dialogue.acts import HandOverReason
from guichet.records.scripts.models import Script, ScriptSession
from guichet.records.scripts.words import SessionState


@dataclass(slots=True)
class Measure:
    """Every session that began is one of `settled`, `handed_over`, `unsettled` (it ended without an answer), `left` (its citizen went away
    in the middle) and `under_way`. `back`: of the settled ones, those whose citizen asked about the same reason within seven days."""

    begun: int = 0
    settled: int = 0
    unsettled: int = 0
    left: int = 0
    under_way: int = 0
    back: int = 0
    why: Counter[HandOverReason] = field(default_factory=Counter)

    @property
    def handed_over(self) -> int:
        return self.why.total()


def measure(script: Script, since: datetime, now: datetime) -> dict[str, Measure]:
    """By the key of the reason, for the sessions that began since then; a reason that nobody came with is not among them."""
    rows = ScriptSession.objects.of(script.organisation_id).filter(version__script=script, created_at__gte=since)
    counted = rows.order_by().values_list("reason_key", "state", "why")
    measures: dict[str, Measure] = {}
    found = counted.annotate(many=Count("pk"), back=Count("back_at"), left=Count("pk", filter=Q(expires_at__lte=now)))
    for reason, state, why, many, back, left in found:
        each = measures.setdefault(reason, Measure())
        each.begun += many
        match SessionState(state):
            case SessionState.SETTLED:
                each.settled += many
                each.back += back
            case SessionState.UNSETTLED:
                each.unsettled += many
            case SessionState.HANDED_OVER:
                each.why[HandOverReason(why)] += many
            case SessionState.OPEN:
                each.left += left
                each.under_way += many - left
    return measures
