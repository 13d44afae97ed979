"""Knowing citizens, and forgetting them.

Nobody becomes somebody by saying so. A claim that was not verified never leads to a citizen who is known already, however alike the
names or the numbers: a contact under a borrowed telephone number gets a citizen of its own. Only a verified address finds its owner.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from guichet.records.people.errors import AddressTakenError, CitizenUnknownError
from guichet.records.people.judging import list_person
from guichet.records.people.models import CaseNumber, Citizen, ContactPoint, ErasureTrace
from guichet.records.people.statements import CREATE_CITIZEN
from guichet.records.people.words import Claim, ContactPointKind, normalise
from guichet.records.privacy import erase_citizen

TRACE_KEPT = timedelta(days=3 * 365)
"""For as long as somebody could ask whether his erasure was done."""


@transaction.atomic(savepoint=False)
def find_or_create_citizen(organisation_id: int, claim: Claim, now: datetime) -> Citizen:
    """The citizen who verified the claimed address, otherwise a new one with what is claimed.

    `claim.is_verified` says that the caller holds a proof (a signed link that was followed, a code that was given back).

    :raises AddressUnusableError: the address is none.
    """
    value = normalise(claim.kind, claim.value) if claim.kind else ""
    if claim.kind and claim.is_verified:
        known = _find_owner(organisation_id, claim.kind, value)
        if known is not None:
            Citizen.objects.of(organisation_id).filter(pk=known.pk).update(last_seen_at=now)
            known.last_seen_at = now
            return known
    citizen = Citizen(organisation_id=organisation_id, name=claim.name.strip(), language=claim.language, last_seen_at=now)
    given: dict[str, Any] = {"organisation_id": organisation_id, "name": citizen.name, "language": citizen.language, "now": now}
    point: dict[str, Any] = {"kind": claim.kind or "", "value": value, "verified_at": now if claim.is_verified else None}
    with connection.cursor() as cursor:
        cursor.execute(CREATE_CITIZEN, {**given, **point})
        [(citizen.pk,)] = cursor.fetchall()
    citizen._state.adding = False  # it is there
    return citizen


def add_contact_point(organisation_id: int, citizen: Citizen, kind: ContactPointKind, value: str) -> ContactPoint:
    """Keep one more address that a citizen gave; nothing proves it.

    :raises AddressUnusableError: it is none.
    """
    kept = normalise(kind, value)
    point, _is_new = ContactPoint.objects.get_or_create(organisation_id=organisation_id, citizen=citizen, kind=kind, value=kept)
    return point


def add_case_numbers(organisation_id: int, citizen_id: int, numbers: Iterable[str]) -> None:
    """Keep the cases that a citizen named, folded as `cases.fold_case` does."""
    rows = [CaseNumber(organisation_id=organisation_id, citizen_id=citizen_id, number=number) for number in numbers if number]
    CaseNumber.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def verify_contact_point(organisation_id: int, contact_point: ContactPoint, now: datetime) -> ContactPoint:
    """Note the proof that an address is its citizen's.

    :raises AddressTakenError: another citizen verified it before; nobody is merged, a person decides.
    """
    owner = _find_owner(organisation_id, ContactPointKind(contact_point.kind), contact_point.value)
    if owner is not None and owner.pk != contact_point.citizen_id:
        raise AddressTakenError
    if contact_point.verified_at is None:
        contact_point.verified_at = now
        contact_point.save(update_fields=["verified_at"])
    return contact_point


def _find_owner(organisation_id: int, kind: ContactPointKind, value: str) -> Citizen | None:
    points = ContactPoint.objects.of(organisation_id).filter(kind=kind, value=value, verified_at__isnull=False, citizen__erased_at=None)
    point = points.select_related("citizen").first()
    return None if point is None else point.citizen


@transaction.atomic
def erase(organisation_id: int, citizen_id: int, asked_at: datetime, now: datetime) -> ErasureTrace:
    """Erase a citizen from every room, with all who were said to be the same person; keep a trace of when and how much, not of whom.

    The emptied row stays, so that what is counted stays right.

    :raises CitizenUnknownError: there is no such citizen, or he is erased already.
    """
    citizen = Citizen.objects.of(organisation_id).select_for_update().filter(pk=citizen_id, erased_at=None).first()
    if citizen is None:
        raise CitizenUnknownError
    person = list_person(organisation_id, citizen_id)
    counts: Counter[str] = Counter()
    for each in person:
        counts.update(erase_citizen(organisation_id, each))
    Citizen.objects.of(organisation_id).filter(pk__in=person).update(erased_at=now)
    return ErasureTrace.objects.create(
        organisation_id=organisation_id, asked_at=asked_at, done_at=now, counts=dict(counts), expires_at=now + TRACE_KEPT
    )


def expire_traces(organisation_id: int, now: datetime) -> int:
    """Remove the traces of erasures that have outlived their use (R14)."""
    removed, _ = ErasureTrace.objects.of(organisation_id).filter(expires_at__lte=now).delete()
    return removed
