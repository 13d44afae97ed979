"""What administrators decide about mailboxes, signatures, and mails that were set aside."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.correspondence.errors import AddressTakenError, NotSetAsideError
from guichet.records.correspondence.intake import take_in
from guichet.records.correspondence.models import IncomingMail, Mailbox, Signature
from guichet.records.correspondence.words import IncomingState
from guichet.records.directory.models import Account, ChannelCapacity, Queue
from guichet.records.directory.seals import seal

LEFT = (IncomingState.ASIDE, IncomingState.QUARANTINED)
REACHED = ("host", "port", "security", "login")
"""Where a mailbox is; whoever changes it begins to count its mails anew."""


def list_mailboxes(organisation_id: int) -> QuerySet[Mailbox]:
    return Mailbox.objects.of(organisation_id).select_related("reason").order_by("-is_active", "address")


@transaction.atomic
def save_mailbox(mailbox: Mailbox, values: Mapping[str, object], password: str, account: Account, now: datetime) -> Mailbox:
    """Keep a mailbox, new or changed. An empty password leaves the one that is kept.

    :raises AddressTakenError: the address is a mailbox already, of whomever.
    """
    verb = "mailbox-changed" if mailbox.pk else "mailbox-added"
    if any(getattr(mailbox, name) != values[name] for name in REACHED):
        mailbox.uid_validity, mailbox.last_uid, mailbox.trouble = None, 0, ""
    for name, value in values.items():
        setattr(mailbox, name, value)
    if password:
        mailbox.secret = seal(password.encode())
    try:
        with transaction.atomic():
            mailbox.save()
    except IntegrityError as error:
        raise AddressTakenError from error
    record(mailbox.organisation_id, Act(verb, "mailbox", str(mailbox.pk), account.pk), now)
    return mailbox


def list_left(organisation_id: int) -> QuerySet[IncomingMail]:
    """Mails that nobody was asked to answer, the newest first."""
    left = IncomingMail.objects.of(organisation_id).filter(state__in=LEFT)
    return left.defer("raw").select_related("mailbox").order_by("-received_at")


def read_again(account: Account, mail_id: UUID, now: datetime) -> IncomingMail:
    """Have a mail answered that was set aside or could not be read: somebody has looked at it.

    :raises NotSetAsideError: it is no such mail any more.
    """
    again = IncomingMail.objects.of(account.organisation_id).filter(pk=mail_id, state__in=LEFT)
    if not again.update(state=IncomingState.RECEIVED, tries=1, cause=""):
        raise NotSetAsideError
    record(account.organisation_id, Act("mail-read-again", "mail", str(mail_id), account.pk), now)
    take_in(account.organisation_id, mail_id, now, is_wanted=True)
    return IncomingMail.objects.of(account.organisation_id).get(pk=mail_id)


def save_signature(queue: Queue, text: str, account: Account, now: datetime) -> None:
    """An empty one lets the organisation's name stand under the mails of the queue."""
    if text.strip():
        Signature.objects.update_or_create(queue=queue, defaults={"organisation_id": queue.organisation_id, "text": text.strip()})
    else:
        Signature.objects.of(queue.organisation_id).filter(pk=queue.pk).delete()
    record(queue.organisation_id, Act("signature-changed", "queue", str(queue.pk), account.pk), now)


def has_seats(organisation_id: int) -> bool:
    """Whether anybody may be given mails at all."""
    return ChannelCapacity.objects.of(organisation_id).filter(channel="email", most__gt=0, profile__agents__is_active=True).exists()
