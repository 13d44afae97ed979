"""Keeping mails as they come, before anything reads them (R16): what is kept is promised to whoever handed it over."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid5

from django.db import transaction

from guichet.records.correspondence.models import IncomingMail, Mailbox
from guichet.records.correspondence.threads import MARK
from guichet.records.correspondence.words import LONGEST_ADDRESS, IncomingState
from guichet.records.separation import set_organisation

NAMESPACE = UUID("0b0f4f5e-0d9a-4a3f-9a40-6c1f9b7e3f55")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whose mailbox it came to, under which of its addresses, and the sender of its envelope (None when nobody knows)."""

    organisation_id: int
    mailbox_id: int
    recipient: str
    return_path: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    mail: UUID
    is_new: bool


@transaction.atomic
def store_mail(envelope: Envelope, raw: bytes, now: datetime) -> Stored:
    """Keep a mail. The same bytes for the same mailbox again are the same mail: whoever lost our answer may hand it over again."""
    set_organisation(envelope.organisation_id)
    return_path = envelope.return_path
    mail, is_new = IncomingMail.objects.get_or_create(
        organisation_id=envelope.organisation_id,
        mailbox_id=envelope.mailbox_id,
        key=uuid5(NAMESPACE, sha256(raw).hexdigest()),
        defaults={
            "recipient": _cut(envelope.recipient),
            "return_path": None if return_path is None else _cut(return_path),
            "raw": raw,
            "size": len(raw),
            "received_at": now,
            "state": IncomingState.RECEIVED,
        },
    )
    return Stored(mail.pk, is_new)


def _cut(address: str) -> str:
    return address.replace("\0", "").encode("utf-8", "replace").decode("utf-8")[:LONGEST_ADDRESS]


def find_mailbox(organisation_id: int, address: str) -> Mailbox | None:
    """The mailbox that an address reaches, with or without a thread's token behind a plus."""
    user, _, domain = address.strip().lower().rpartition("@")
    plain, plus, tag = user.partition("+")
    mailboxes = Mailbox.objects.of(organisation_id).filter(is_active=True)
    found = mailboxes.filter(address=f"{user}@{domain}").first()
    if found is None and plus and tag.startswith(MARK):
        found = mailboxes.filter(address=f"{plain}@{domain}").first()
    return found
