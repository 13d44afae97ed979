"""From a scan that was kept to contacts, one for each letter in it; or to quarantine, with the reason.

Reading takes minutes, so a scan is claimed for a while instead of being locked: a reader that dies leaves a claim that runs out, and
another begins anew. All contacts of a scan come to be in one transaction: none is lost or doubled, wherever a process dies. What ends its
reader each time is not read for ever.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q

from guichet.language.contracts import LetterReader, ScannedLetter
from guichet.language.errors import LanguageError, ScanError
from guichet.records.contacts.errors import UnknownReasonError
from guichet.records.directory.models import Reason, SeparatedQuerySet
from guichet.records.faults import reach
from guichet.records.letters.arriving import arrive
from guichet.records.letters.models import LetterBox, Scan
from guichet.records.letters.separators import list_marks
from guichet.records.letters.words import Cause, ScanState
from guichet.records.separation import set_organisation

CLAIM = timedelta(minutes=8)
"""Longer than a reader may take."""
MOST_TRIES = 3

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


class Claim(NamedTuple):
    """A scan that is ours to read for a while. `turn` says which reading of it this is."""

    scan: UUID
    turn: int
    raw: bytes
    marks: Collection[str]
    languages: Sequence[str]


def read_waiting(organisation_id: int, reader: LetterReader, clock: Clock) -> int:
    """Read every scan that waits, one after the other. Returns how many were begun.

    :raises LanguageError: the engine does not work at all; nothing is lost, and it is read later.
    """
    begun = 0
    while (claim := claim_scan(organisation_id, clock())) is not None:
        begun += 1
        read_scan(organisation_id, claim, reader, clock)
    return begun


@transaction.atomic
def has_waiting(organisation_id: int, now: datetime) -> bool:
    """Whether a scan waits that nobody reads."""
    set_organisation(organisation_id)
    return _list_free(organisation_id, now).exists()


def _list_free(organisation_id: int, now: datetime) -> SeparatedQuerySet[Scan]:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    return Scan.objects.of(organisation_id).filter(free, state=ScanState.RECEIVED)


@transaction.atomic
def claim_scan(organisation_id: int, now: datetime) -> Claim | None:
    """The oldest scan that nobody reads; one that was begun too often is set aside on the way."""
    set_organisation(organisation_id)
    free = _list_free(organisation_id, now)
    free.filter(tries__gte=MOST_TRIES).update(state=ScanState.QUARANTINED, cause=Cause.READER, claimed_until=None)
    box = LetterBox.objects.of(organisation_id).first()
    if box is None:
        return None
    scan = free.select_for_update(skip_locked=True).order_by("received_at").first()
    if scan is None:
        return None
    scan.tries, scan.claimed_until = scan.tries + 1, now + CLAIM
    scan.save(update_fields=["tries", "claimed_until"])
    reasons = Reason.objects.of(organisation_id).values_list("pk", flat=True)
    return Claim(scan.pk, scan.tries, bytes(scan.raw), list_marks(organisation_id, reasons).keys(), [box.language])


def read_scan(organisation_id: int, claim: Claim, reader: LetterReader, clock: Clock) -> None:
    """Read a scan that was claimed. Returns normally whatever it is.

    :raises OperationalError: the database is away; it is read later.
    """
    reach("letters:before-reading")
    try:
        letters = reader.read(claim.raw, claim.marks, claim.languages)
        reach("letters:after-reading")
        keep(organisation_id, claim, letters, clock())
    except (OperationalError, InterfaceError):
        raise
    except ScanError as error:
        _set_aside(organisation_id, claim, Cause(error.trouble.value))
    except UnknownReasonError:
        _set_aside(organisation_id, claim, Cause.NO_REASON)
    except LanguageError as error:
        log.warning("a scan is read later", scan_id=str(claim.scan), code=error.code)
        _let_go(organisation_id, claim)
    except Exception:
        log.exception("a scan could not be read", scan_id=str(claim.scan))
        _set_aside(organisation_id, claim, Cause.BROKEN)


@transaction.atomic
def keep(organisation_id: int, claim: Claim, letters: Sequence[ScannedLetter], now: datetime) -> None:
    """Make a contact of each letter, all or none; nothing when somebody else reads the scan by now."""
    set_organisation(organisation_id)
    scan = _get_claimed(organisation_id, claim).select_for_update(of=("self",)).select_related("organisation").first()
    if scan is None:
        return
    for place, letter in enumerate(letters):
        arrive(scan, place, letter)
        reach("letters:between-letters")
    scan.state, scan.cause, scan.claimed_until, scan.read_at = ScanState.READ, Cause.NONE, None, now
    scan.save(update_fields=["state", "cause", "claimed_until", "read_at"])
    reach("letters:before-commit")


def _get_claimed(organisation_id: int, claim: Claim) -> SeparatedQuerySet[Scan]:
    return Scan.objects.of(organisation_id).filter(pk=claim.scan, state=ScanState.RECEIVED, tries=claim.turn)


@transaction.atomic
def _set_aside(organisation_id: int, claim: Claim, cause: Cause) -> None:
    set_organisation(organisation_id)
    _get_claimed(organisation_id, claim).update(state=ScanState.QUARANTINED, cause=cause, claimed_until=None)


@transaction.atomic
def _let_go(organisation_id: int, claim: Claim) -> None:
    """Another reader may begin in a moment."""
    set_organisation(organisation_id)
    _get_claimed(organisation_id, claim).update(claimed_until=F("claimed_until") - CLAIM + timedelta(seconds=30))
