"""What an agent says in a contact that is held by mail leaves as a mail, once.

The mail is written in the same transaction as the mark up to which line it tells; its sending is the notices' own, which never sends
twice by itself. Several lines written within a moment are one mail.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import ContactState
from guichet.records.contacts.actions import add_context
from guichet.records.contacts.callbacks import OVER
from guichet.records.contacts.models import Contact, File, Message
from guichet.records.contacts.words import MessageKind
from guichet.records.correspondence.joining import write_thread
from guichet.records.correspondence.models import Exchange, Signature
from guichet.records.correspondence.statements import LIST_UNSENT
from guichet.records.errors import RefusedError
from guichet.records.notices.actions import send_mail
from guichet.records.notices.models import Mail
from guichet.records.notices.queries import list_troubled
from guichet.records.notices.words import Letter, MailState, Purpose

SETTLED = timedelta(seconds=20)
"""An agent writes several lines, or a line and its files."""
DONE = (*OVER, ContactState.WRAPPING_UP)
MOST_IDS = 20


@transaction.atomic
def send_answers(organisation_id: int, now: datetime, contact: UUID | None = None, settled: timedelta = SETTLED) -> int:
    """Write the mails for whatever agents said and have not sent yet, and return how many. `contact`: of that one alone.

    Works in the caller's transaction, under its organisation.
    """
    asked = {"organisation_id": organisation_id, "contact": contact, "over": [state.value for state in OVER]}
    with connection.cursor() as cursor:
        cursor.execute(LIST_UNSENT, asked)
        rows: list[tuple[UUID, list[int], datetime | None, str]] = cursor.fetchall()
    sent = 0
    for contact_id, numbers, said_at, state in rows:
        if said_at is not None and said_at > now - settled and state not in DONE:
            continue
        exchange = _lock(organisation_id, contact_id)
        if exchange is None:
            continue
        left = [number for number in numbers if number > exchange.told_number]
        if left:
            sent += _send(exchange, left)
        exchange.is_watched = state not in OVER
        exchange.save(update_fields=["told_number", "thread_ids", "is_watched"])
    return sent


def _lock(organisation_id: int, contact: UUID) -> Exchange | None:
    """None while somebody else is at it."""
    free = Exchange.objects.of(organisation_id).select_for_update(of=("self",), skip_locked=True)
    return free.select_related("contact__organisation", "contact__queue", "mailbox").filter(pk=contact).first()


def _send(exchange: Exchange, numbers: Sequence[int]) -> bool:
    contact, number = exchange.contact, numbers[-1]
    said = list(Message.objects.of(exchange.organisation_id).filter(contact=contact, number__in=numbers).order_by("number"))
    exchange.told_number = number
    with translation.override(contact.organisation.default_language):
        letter = Letter(
            key=uuid5(contact.pk, f"reply-{number}"),
            purpose=Purpose.REPLY,
            recipient=exchange.address,
            subject=write_subject(exchange.subject, contact.organisation.name),
            text=write_text([line.text for line in said if line.text], _find_signature(contact)),
            contact=str(contact.pk),
            sender=exchange.mailbox.address,
            headers=write_thread(exchange),
            files=[str(file) for file in _list_files(contact, said)],
            is_written=True,
        )
        try:
            mail = send_mail(exchange.organisation_id, letter)
        except RefusedError:
            add_context(
                contact, uuid5(contact.pk, f"unsent-{number}"), _("This answer cannot be sent: the mail said no address to answer to.")
            )
            return False
    exchange.thread_ids = [mail.message_id, *exchange.thread_ids][:MOST_IDS]
    return True


def _list_files(contact: Contact, said: Sequence[Message]) -> list[UUID]:
    keys = [line.key for line in said if line.kind == MessageKind.FILE]
    return list(File.objects.of(contact.organisation_id).filter(contact=contact, key__in=keys).values_list("pk", flat=True)) if keys else []


def _find_signature(contact: Contact) -> str:
    """Its queue's; without one, the organisation's name."""
    signature = Signature.objects.of(contact.organisation_id).filter(pk=contact.queue_id).values_list("text", flat=True).first()
    return signature if signature is not None else contact.organisation.name


def write_subject(subject: str, organisation: str) -> str:
    """The one that is answered, with one "Re:" before it."""
    bare = subject.strip()
    while bare[:3].lower() in ("re:", "re ", "tr:", "fw:") and ":" in bare[:4]:
        bare = bare.partition(":")[2].strip()
    return f"Re: {bare}" if bare else _("An answer from %(organisation)s") % {"organisation": organisation}


def write_text(lines: Sequence[str], signature: str) -> str:
    """Plain, with the signature under its mark (RFC 3676, 4.3)."""
    said = "\n\n".join(line.strip() for line in lines) or _("You find what you asked for in the files of this mail.")
    return f"{said}\n\n-- \n{signature.strip()}" if signature.strip() else said


@transaction.atomic
def tell_troubles(organisation_id: int, now: datetime) -> int:
    """Say in its contact that an answer did not go out, or perhaps not, once for each turn of things. Returns how many were said."""
    troubled = list_troubled(organisation_id, now).filter(purpose=Purpose.REPLY, contact__isnull=False).exclude(state=MailState.BOUNCED)
    told = 0
    for mail in troubled.select_related("contact__organisation").order_by("created_at")[:200]:
        contact = mail.contact
        assert contact is not None  # noqa: S101 - tells the type: it is filtered
        with translation.override(contact.organisation.default_language):
            told += add_context(contact, uuid5(mail.pk, f"{mail.state}-{mail.attempts}"), _explain(mail)).is_new
    return told


def _explain(mail: Mail) -> str:
    match mail.state:
        case MailState.UNCERTAIN:
            return _("It is not known whether this answer was sent. Ask the person, or an administrator, before you send it again.")
        case MailState.NO_SERVER:
            return _("This answer was not sent: no mail server is set. Tell an administrator.")
        case _:
            return _("This answer could not be sent by e-mail. Check the address, or reach the person in another way.")
