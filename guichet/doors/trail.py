"""The audit trail of the hot doors: who asked for what is not his. A prober fills neither the trail nor the office."""

import time
from datetime import UTC, datetime

from guichet.decisions.routing.words import ContactId
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.machinery import Machinery
from guichet.doors.refusals import TooManyError
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act

PROBES = Allowance(burst=20, per_second=0.2)
probes = Buckets(PROBES)


async def record_refused(machinery: Machinery, organisation: int, contact: ContactId, asker: str, actor: int | None = None) -> None:
    """Keep that somebody asked for a contact that is not his; one who does it all the time is kept now and then."""
    try:
        probes.take((organisation, asker), time.monotonic())
    except TooManyError:
        return
    act = Act("access-refused", "contact", contact, actor, {"asker": asker.partition(":")[0]})
    await machinery.office.ask(organisation, record, organisation, act, datetime.now(UTC))
