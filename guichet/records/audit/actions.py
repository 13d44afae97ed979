"""Writing the trail, in the transaction of what it is about: both are kept, or neither."""

from datetime import datetime

from django.db import connection, transaction

from guichet.records.audit.models import AuditChain, AuditEntry
from guichet.records.audit.words import GENESIS, Act, hash_entry


def record(organisation_id: int, act: Act, now: datetime) -> AuditEntry:
    """Append an act. Writers of one organisation queue up on its chain's row until they commit, so numbers have no gap."""
    with transaction.atomic(savepoint=False):
        AuditChain.objects.bulk_create([AuditChain(organisation_id=organisation_id, hash=GENESIS, cut_hash=GENESIS)], ignore_conflicts=True)
        chain = AuditChain.objects.select_for_update().get(organisation_id=organisation_id)
        number = chain.number + 1
        chained = hash_entry(bytes(chain.hash), organisation_id, number, now, act)
        AuditChain.objects.filter(organisation_id=organisation_id).update(number=number, hash=chained)
        return AuditEntry.objects.create(
            organisation_id=organisation_id,
            number=number,
            at=now,
            actor_id=act.actor_id,
            verb=act.verb,
            subject_kind=act.subject_kind,
            subject_id=act.subject_id,
            details=dict(act.details or {}),
            hash=chained,
        )


def expire(organisation_id: int, before: datetime) -> int:
    """Cut off the entries older than `before` and return how many. The chain goes on from the hash of the last one cut.

    The product cannot delete entries: a function that belongs to the tables' owner does, and only from the oldest on.
    """
    with connection.cursor() as cursor:
        cursor.execute("select audit_expire(%s, %s)", [organisation_id, before])
        [count] = cursor.fetchone() or (0,)
    return int(count)
