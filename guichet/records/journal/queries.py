"""Reading the journal, on Django's connection. The engine and the hot doors use `statements.py` on theirs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from guichet.decisions.routing.words import Instant
from guichet.records.journal import models
from guichet.records.journal.models import Leader
from guichet.records.journal.statements import LIST_ENTRIES
from guichet.records.journal.words import Entry, Seq, step_decoder


def read_entries(rows: Iterable[Sequence[Any]]) -> list[Entry]:
    """Parse the rows of `LIST_ENTRIES`."""
    return [
        Entry(seq=Seq(seq), at=Instant(at_ms), input_id=input_id, kind=kind, step=step_decoder.decode(body))
        for seq, at_ms, input_id, kind, body in rows
    ]


def list_entries(organisation_id: int, since: Seq, limit: int) -> list[Entry]:
    """Return what happened after entry `since`: numbers follow one another, so a follower never misses a late commit."""
    with connection.cursor() as cursor:
        cursor.execute(LIST_ENTRIES, {"organisation_id": organisation_id, "since": since, "limit": limit})
        return read_entries(cursor.fetchall())


def list_recent(organisation_id: int, numbers: Sequence[int], since: datetime) -> set[int]:
    """Which of these entries were written after that instant."""
    entries = models.Entry.objects.filter(organisation_id=organisation_id, seq__in=numbers, recorded_at__gt=since)
    return set(entries.values_list("seq", flat=True))


def get_head(organisation_id: int) -> Seq:
    """Return the number of the last entry; 0 before the first."""
    leader = Leader.objects.filter(organisation_id=organisation_id).values_list("seq", flat=True).first()
    return Seq(leader or 0)
