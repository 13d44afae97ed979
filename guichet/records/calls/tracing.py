"""The trail of those who listen, written in the transaction of their leg: both are kept, or neither."""

from datetime import datetime

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act, Details
from guichet.records.calls.models import Leg
from guichet.records.calls.words import LegState, Part, Side


def trace_listening(before: Leg | None, leg: Leg, now: datetime) -> None:
    """In the transaction that writes the leg of somebody who listens. `before`: its row until now, if there was one.

    What he heard, of whom, in which manner, from when to when, stands in the trail: "listening-began", "-changed", "-ended".
    """
    verb = _find_verb(before, leg)
    if verb is None or leg.account_id is None:
        return
    speaking = Leg.objects.of(leg.organisation_id).filter(call=leg.call, side=Side.AGENT, part=Part.MAIN).order_by("-began_at")
    agent = speaking.values_list("agent_id", flat=True).first()
    details: Details = {"manner": leg.manner, "campaign": str(leg.campaign_id or ""), "call": str(leg.call), "agent": agent}
    record(leg.organisation_id, Act(verb, "contact", str(leg.contact_id or ""), leg.account_id, details), now)


def _find_verb(before: Leg | None, leg: Leg) -> str | None:
    was_there = before is not None and before.state in {LegState.TALKING, LegState.HELD}
    is_there = leg.state in {LegState.TALKING, LegState.HELD}
    if is_there and not was_there:
        return "listening-began"
    if was_there and not is_there:
        return "listening-ended"
    return "listening-changed" if is_there and before is not None and before.manner != leg.manner else None
