"""Sending mails. A mail is a row before it is anything else: written in the caller's transaction, sent by `work` afterwards."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.texts import check_storable
from guichet.records.directory.models import Account
from guichet.records.notices.errors import MovedOnError, NoMailServerError, TextGoneError, UnusableAddressError, UselessMailError
from guichet.records.notices.jobs import defer
from guichet.records.notices.letters import to_line
from guichet.records.notices.models import Mail
from guichet.records.notices.queries import is_useless, list_troubled
from guichet.records.notices.words import Letter, MailState


def send_mail(organisation_id: int, letter: Letter) -> Mail:
    """Keep a mail and have it sent once this transaction is committed. The same key again changes nothing and returns the first.

    Without a server it stays, in the state `no-server`, and whoever wrote it shows the reader what it says.

    :raises UnusableAddressError: nothing can be sent there. :raises RefusedError: the text cannot be kept.
    """
    check_address(letter.recipient)
    check_storable(letter.text)
    identifier = uuid4()
    mail, is_new = Mail.objects.get_or_create(
        organisation_id=organisation_id,
        key=letter.key,
        defaults={
            "id": identifier,
            "purpose": letter.purpose,
            "recipient": letter.recipient.strip(),
            "subject": to_line(letter.subject)[:200],
            "text": letter.text,
            "contact_id": letter.contact,
            "sender": letter.sender,
            "headers": dict(letter.headers),
            "files": list(letter.files),
            "is_written": letter.is_written,
            "state": MailState.QUEUED if settings.MAIL_SERVER else MailState.NO_SERVER,
            "message_id": f"<{identifier}@{letter.sender.rpartition('@')[2] or settings.MAIL_DOMAIN}>",
            "created_at": timezone.now(),
        },
    )
    if is_new and mail.state == MailState.QUEUED:
        defer(mail)
    return mail


@transaction.atomic
def send_again(mail: Mail, account: Account, now: datetime) -> None:
    """An administrator decided that a mail that was not sent, or perhaps not, goes out after all. Its Message-ID stays.

    `mail` is what he has seen. One decision sends once: a second press, or a second administrator, is refused.

    :raises MovedOnError: it is not any more as he has seen it. :raises TextGoneError: it was erased.
    :raises UselessMailError: its link has expired. :raises NoMailServerError: nothing could send it.
    """
    if settings.MAIL_SERVER is None:
        raise NoMailServerError
    if is_useless(mail, now):
        raise UselessMailError
    if not mail.text or not mail.recipient:
        raise TextGoneError
    _decide(mail, MailState.QUEUED, now)
    defer(mail)
    record(mail.organisation_id, _act("mail-sent-again", mail, account), now)


@transaction.atomic
def leave(mail: Mail, account: Account, now: datetime) -> None:
    """An administrator decided that a mail is not sent any more; what it says is forgotten.

    :raises MovedOnError: it is not any more as he has seen it.
    """
    _decide(mail, MailState.LEFT, now, text="")
    record(mail.organisation_id, _act("mail-left", mail, account), now)


def _decide(mail: Mail, state: MailState, now: datetime, **values: str) -> None:
    """Move a mail on, if nobody did before: the row is compared and changed in one statement."""
    seen = list_troubled(mail.organisation_id, now).filter(pk=mail.pk, state=mail.state, attempts=mail.attempts)
    if not seen.update(state=state, **values):
        raise MovedOnError


def _act(verb: str, mail: Mail, account: Account) -> Act:
    return Act(verb, "mail", str(mail.pk), account.pk, {"purpose": mail.purpose, "state": mail.state, "attempts": mail.attempts})


def check_address(address: str) -> None:
    """:raises UnusableAddressError: nothing can be sent there."""
    try:
        validate_email(address.strip())
    except ValidationError:
        raise UnusableAddressError from None
    if len(address) > 254:
        raise UnusableAddressError
