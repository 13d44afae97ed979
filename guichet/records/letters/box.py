"""The letter box and its quarantine, as administrators keep them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.models import Account, ChannelCapacity
from guichet.records.letters.errors import NotInQuarantineError
from guichet.records.letters.models import LetterBox, Scan
from guichet.records.letters.words import Cause, ScanState


def get_box(organisation_id: int) -> LetterBox | None:
    return LetterBox.objects.of(organisation_id).select_related("reason").first()


@transaction.atomic
def save_box(account: Account, values: Mapping[str, object], now: datetime) -> LetterBox:
    box, _is_new = LetterBox.objects.update_or_create(organisation_id=account.organisation_id, defaults=dict(values))
    record(account.organisation_id, Act("letter-box-changed", "letter-box", str(box.pk), account.pk), now)
    return box


def list_scans(organisation_id: int) -> QuerySet[Scan]:
    """The newest first, without their content."""
    return Scan.objects.of(organisation_id).defer("raw").order_by("-received_at")


def list_quarantined(organisation_id: int) -> QuerySet[Scan]:
    return list_scans(organisation_id).filter(state=ScanState.QUARANTINED)


@transaction.atomic
def read_again(account: Account, scan_id: UUID, now: datetime) -> None:
    """Have a scan read again that could not be read: whatever stood in the way was seen to.

    :raises NotInQuarantineError: it is not there any more.
    """
    again = Scan.objects.of(account.organisation_id).filter(pk=scan_id, state=ScanState.QUARANTINED)
    again.filter(cause=Cause.NO_REASON).update(reason=None)
    if not again.update(state=ScanState.RECEIVED, tries=0, cause=Cause.NONE, claimed_until=None):
        raise NotInQuarantineError
    record(account.organisation_id, Act("scan-read-again", "scan", str(scan_id), account.pk), now)


@transaction.atomic
def drop(account: Account, scan_id: UUID, now: datetime) -> None:
    """Say that a scan in quarantine is no letter. It is kept for a while all the same.

    :raises NotInQuarantineError: it is not there any more.
    """
    dropped = Scan.objects.of(account.organisation_id).filter(pk=scan_id, state=ScanState.QUARANTINED)
    if not dropped.update(state=ScanState.DROPPED, read_at=now):
        raise NotInQuarantineError
    record(account.organisation_id, Act("scan-dropped", "scan", str(scan_id), account.pk), now)


@transaction.atomic
def get_raw(account: Account, scan_id: UUID, now: datetime) -> Scan:
    """A scan in quarantine with its content; who took it is written down.

    :raises NotInQuarantineError: it is not there any more.
    """
    scan = Scan.objects.for_user(account).filter(pk=scan_id, state=ScanState.QUARANTINED).first()
    if scan is None:
        raise NotInQuarantineError
    record(account.organisation_id, Act("scan-taken", "scan", str(scan_id), account.pk), now)
    return scan


def has_seats(organisation_id: int) -> bool:
    """Whether anybody may be given letters at all."""
    return ChannelCapacity.objects.of(organisation_id).filter(channel="letter", most__gt=0, profile__agents__is_active=True).exists()
