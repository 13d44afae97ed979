"""What has outlived its use is forgotten each night: personal data by each room's declarations, traces, audit entries, sessions."""

from datetime import datetime, timedelta

from django.db import transaction

from guichet.records.audit import actions as audit
from guichet.records.directory.sessions import SessionStore
from guichet.records.people.actions import expire_traces
from guichet.records.privacy import erase_expired
from guichet.records.separation import set_organisation

AUDIT_KEPT = timedelta(days=365)
"""The CNIL asks for six months to a year of access logs (délibération 2021-122)."""


def forget_expired(organisation_id: int, now: datetime) -> dict[str, int]:
    """Forget in one organisation, and return how many values or rows went, by "model.field" or by what they were."""
    with transaction.atomic():
        set_organisation(organisation_id)
        counts = erase_expired(organisation_id, now)
        counts["erasure traces"] = expire_traces(organisation_id, now)
        counts["audit entries"] = audit.expire(organisation_id, now - AUDIT_KEPT)
    return {what: count for what, count in counts.items() if count}


def forget_sessions() -> None:
    """Remove the sessions that ended, of every organisation."""
    SessionStore.clear_expired()
