"""Reading the trail and proving it whole."""

from django.db.models import QuerySet

from guichet.records.audit.models import AuditChain, AuditEntry
from guichet.records.audit.words import Act, Broken, hash_entry


def list_entries(organisation_id: int, subject_kind: str, subject_id: str) -> QuerySet[AuditEntry]:
    """What was done to or read of one row, oldest first."""
    return AuditEntry.objects.filter(organisation_id=organisation_id, subject_kind=subject_kind, subject_id=subject_id).order_by("number")


def verify_chain(organisation_id: int) -> Broken | None:
    """None when every entry is as it was written and none is missing; otherwise where the chain first breaks."""
    chain = AuditChain.objects.filter(organisation_id=organisation_id).first()
    if chain is None:
        first = AuditEntry.objects.filter(organisation_id=organisation_id).order_by("number").first()
        return None if first is None else Broken(number=first.number)
    number, previous = chain.cut_number, bytes(chain.cut_hash)
    for entry in AuditEntry.objects.filter(organisation_id=organisation_id).order_by("number").iterator():
        number += 1
        act = Act(entry.verb, entry.subject_kind, entry.subject_id, entry.actor_id, entry.details)
        previous = hash_entry(previous, organisation_id, entry.number, entry.at, act)
        if entry.number != number or bytes(entry.hash) != previous:
            return Broken(number=number)
    return None if (number, previous) == (chain.number, bytes(chain.hash)) else Broken(number=number + 1)
