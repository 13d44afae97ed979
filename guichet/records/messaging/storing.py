"""Keeping what comes as it comes, before anything reads it (R16): what is kept is promised to whoever handed it over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from guichet.records.messaging.models import Account, Incoming
from guichet.records.messaging.words import LONGEST_REFERENCE, IncomingState
from guichet.records.separation import set_organisation

RESENT = timedelta(minutes=15)
"""Whoever lost our word that something is kept hands it over again within this time."""


@dataclass(frozen=True, slots=True)
class Stored:
    incoming: UUID
    is_new: bool


@transaction.atomic
def store(organisation_id: int, account_id: int, raw: bytes, key: str, now: datetime) -> Stored:
    """Keep what came. The same key for the same account again is the same thing."""
    set_organisation(organisation_id)
    incoming, is_new = Incoming.objects.get_or_create(
        organisation_id=organisation_id,
        account_id=account_id,
        key=key[:LONGEST_REFERENCE],
        defaults={"digest": sha256(raw).hexdigest(), "raw": raw, "received_at": now, "state": IncomingState.RECEIVED},
    )
    return Stored(incoming.pk, is_new)


@transaction.atomic
def find_resent(organisation_id: int, account_id: int, raw: bytes, session: str, now: datetime) -> UUID | None:
    """The same bytes that an earlier session brought a moment ago, its end unknown to us: what a network without names for its messages
    hands over again. Two equal words in one session are two."""
    set_organisation(organisation_id)
    same = Incoming.objects.of(organisation_id).filter(account_id=account_id, digest=sha256(raw).hexdigest(), received_at__gt=now - RESENT)
    return same.exclude(key__startswith=session).order_by("-received_at").values_list("pk", flat=True).first()


def find_account(organisation_id: int, account_id: int) -> Account | None:
    """One that is in use."""
    return Account.objects.of(organisation_id).filter(pk=account_id, is_active=True).first()
