"""Keeping scans as they come, before anything reads them (R16)."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from guichet.records.directory.models import Organisation
from guichet.records.letters.errors import EmptyScanError, ScanTooLargeError
from guichet.records.letters.models import Scan
from guichet.records.letters.words import LARGEST_SCAN, LONGEST_NAME, Origin, ScanState
from guichet.records.separation import set_organisation

NAMESPACE = UUID("5b8cf7f6-4c3f-4f0e-8f0e-0d0b3a5c6d21")


@dataclass(frozen=True, slots=True)
class Arrived:
    """How a scan came: under which name, for which reason (None: the letter box's), on which day the paper came (None: today)."""

    organisation_id: int
    origin: Origin
    name: str = ""
    reason_id: int | None = None
    arrived_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    scan: UUID
    is_new: bool


@transaction.atomic
def store_scan(arrived: Arrived, raw: bytes, now: datetime) -> Stored:
    """Keep a scan. The same bytes again are the same scan: whoever is not sure brings it again.

    :raises RefusedError: it is empty or too large.
    """
    if not raw:
        raise EmptyScanError
    if len(raw) > LARGEST_SCAN:
        raise ScanTooLargeError
    set_organisation(arrived.organisation_id)
    zone = ZoneInfo(Organisation.objects.values_list("time_zone", flat=True).get(pk=arrived.organisation_id))
    today = now.astimezone(zone).date()
    scan, is_new = Scan.objects.get_or_create(
        organisation_id=arrived.organisation_id,
        key=uuid5(NAMESPACE, sha256(raw).hexdigest()),
        defaults={
            "origin": arrived.origin,
            "name": tidy_name(arrived.name),
            "reason_id": arrived.reason_id,
            "arrived_on": min(arrived.arrived_on or today, today),
            "received_at": now,
            "raw": raw,
            "size": len(raw),
            "state": ScanState.RECEIVED,
        },
    )
    return Stored(scan.pk, is_new)


def tidy_name(said: str) -> str:
    """What a file is called, as far as it can be seen and leads nowhere."""
    last = said.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")[:LONGEST_NAME]
