"""Sending mails. A mail is a row before it is anything else: written in the caller's transaction, sent by `work` afterwards."""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from guichet.records.contacts.texts import check_storable
from guichet.records.notices.errors import TextGoneError, UnusableAddressError
from guichet.records.notices.jobs import defer
from guichet.records.notices.letters import to_line
from guichet.records.notices.models import Mail
from guichet.records.notices.words import Letter, MailState


def send_mail(organisation_id: int, letter: Letter) -> Mail:
    """Keep a mail and have it sent once this transaction is committed. The same key again changes nothing and returns the first.

    Without a server it stays, in the state `no-server`, and whoever wrote it shows the reader what it says.

    :raises UnusableAddressError: nothing can be sent there. :raises RefusedError: the text cannot be kept.
    """
    _check_address(letter.recipient)
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
            "state": MailState.QUEUED if settings.MAIL_SERVER else MailState.NO_SERVER,
            "message_id": f"<{identifier}@{settings.MAIL_DOMAIN}>",
            "created_at": timezone.now(),
        },
    )
    if is_new and mail.state == MailState.QUEUED:
        defer(mail)
    return mail


def send_again(mail: Mail) -> None:
    """Somebody decided that a mail that was not sent, or perhaps not, goes out after all. Its Message-ID stays.

    :raises TextGoneError: it was sent, or it is too old.
    """
    waiting = [MailState.UNCERTAIN, MailState.FAILED, MailState.NO_SERVER]
    if not Mail.objects.filter(pk=mail.pk, state__in=waiting).exclude(text="").update(state=MailState.QUEUED):
        raise TextGoneError
    defer(mail)


def _check_address(address: str) -> None:
    try:
        validate_email(address.strip())
    except ValidationError:
        raise UnusableAddressError from None
    if len(address) > 254:
        raise UnusableAddressError
