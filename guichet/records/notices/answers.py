"""Messages that are left, from the first word to the mail that tells of the answer.

Nothing that a citizen wrote, and nothing that an agent answered, goes out by mail: an address is typed by whoever fills the form in, and
may be somebody else's. A mail says that there is something to read, and where.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.actions import FOLLOW_LIFE, Opening, make_link
from guichet.records.contacts.files import Upload
from guichet.records.contacts.identifiers import derive_input_id
from guichet.records.contacts.models import Contact, ReplyAddress
from guichet.records.contacts.queries import Arrival
from guichet.records.contacts.replies import ReplyWay, leave_message, turn_into_message
from guichet.records.contacts.statements import LIST_UNTOLD
from guichet.records.contacts.words import LinkPurpose
from guichet.records.directory.models import Queue
from guichet.records.notices.actions import check_address, send_mail
from guichet.records.notices.errors import NoMailsError
from guichet.records.notices.models import Mail
from guichet.records.notices.words import Letter, Purpose

MOST_ACKNOWLEDGED = 5
"""Mails a day that say to one address that a message came: nobody can have us write to strangers."""
DAY = timedelta(days=1)
SETTLED = timedelta(seconds=60)
"""An agent writes several lines: one mail tells of all that were written within that time."""


@dataclass(frozen=True, slots=True)
class Received:
    """`token` opens the page on which its writer follows his message. `is_new` is false when the same key had left it before."""

    contact: ContactId
    token: str
    promised_at: datetime | None
    is_new: bool


def check_reply_way(way: ReplyWay) -> None:
    """:raises UnusableAddressError: nothing can be sent there. :raises NoMailsError: no mail leaves from here."""
    if not way.email:
        return
    check_address(way.email)
    if settings.MAIL_SERVER is None:
        raise NoMailsError


@transaction.atomic
def receive_message(opening: Opening, arrival: Arrival, queue: Queue, way: ReplyWay, files: Sequence[Upload] = ()) -> Received:
    """Keep a message, and say so at once: by the link that is returned, and by mail where an address was given.

    A key that opened a conversation before leads to that: nothing is promised then.

    :raises RefusedError: it cannot be kept, or nothing can be sent to the address.
    """
    check_reply_way(way)
    opened = leave_message(opening, arrival, queue, way, files)
    contact = find_left(queue.organisation_id, opened.contact)
    return Received(*confirm(contact, way, is_new=opened.is_new), opened.is_new)


@transaction.atomic
def receive_waiting(contact: Contact, key: UUID, way: ReplyWay, now: datetime) -> Received:
    """Whoever will not wait any longer leaves what he wrote: kept, promised and told of as any message.

    :raises RefusedError: somebody answers already, it is over, or nothing can be sent to the address.
    """
    check_reply_way(way)
    is_new = turn_into_message(contact, key, way, now)
    left = find_left(contact.organisation_id, ContactId(str(contact.pk)))
    return Received(*confirm(left, way, is_new=is_new), is_new)


def find_left(organisation_id: int, contact: ContactId) -> Contact:
    return Contact.objects.of(organisation_id).select_related("organisation", "reason").get(pk=contact)


def confirm(contact: Contact, way: ReplyWay, *, is_new: bool) -> tuple[ContactId, str, datetime | None]:
    """Make the link to a message, and tell of it by mail where an address was given. Returns the contact, the link and the promise."""
    address = ReplyAddress.objects.of(contact.organisation_id).filter(pk=contact.pk).first()
    token = make_link(contact, LinkPurpose.FOLLOW, FOLLOW_LIFE)
    if is_new and way.email and count_acknowledged(contact.organisation_id, way.email) < MOST_ACKNOWLEDGED:
        acknowledge(contact, token)
    return ContactId(str(contact.pk)), token, None if address is None else address.promised_at


def count_acknowledged(organisation_id: int, email: str) -> int:
    recent = Mail.objects.of(organisation_id).filter(created_at__gt=timezone.now() - DAY)
    return recent.filter(purpose=Purpose.ACKNOWLEDGEMENT, recipient__iexact=email).count()


def acknowledge(contact: Contact, token: str) -> None:
    """Say by mail that a message came, until when it is answered, and where to read the answer."""
    with translation.override(find_language(contact)):
        paragraphs = [
            _("We have received the message that you left on %(day)s about “%(reason)s”.") % describe(contact),
            describe_promise(contact.reply_address.promised_at, contact.organisation.time_zone),
            _("You will find the answer at this address, and see there where your message stands. We also tell you by mail."),
            write_site(contact) + reverse("follow", args=[token]),
            write_warning(),
        ]
        subject = _("Your message to %(organisation)s") % describe(contact)
        send(contact, Purpose.ACKNOWLEDGEMENT, 0, subject, paragraphs)


def describe_promise(promised_at: datetime | None, time_zone: str) -> str:
    """Until when an answer is promised, to the day: what can wait is promised no hour."""
    if promised_at is None:
        return _("An agent answers you as soon as the service is open.")
    return _("An agent answers you on %(day)s at the latest.") % {
        "day": formats.date_format(promised_at.astimezone(ZoneInfo(time_zone)), "l j F")
    }


def tell_answers(organisation_id: int, now: datetime) -> int:
    """Write to everybody whose message was answered since he was last told, once for each answer. Returns to how many.

    Works in the caller's transaction: the mail and the mark that it was written are kept together.
    """
    with connection.cursor() as cursor:
        cursor.execute(LIST_UNTOLD, {"organisation_id": organisation_id, "until": now - SETTLED})
        untold: list[tuple[UUID, int]] = cursor.fetchall()
    for contact_id, number in untold:
        contact = Contact.objects.of(organisation_id).select_related("organisation", "reason", "reply_address").get(pk=contact_id)
        tell(contact, number)
        ReplyAddress.objects.of(organisation_id).filter(pk=contact_id).update(told_number=number)
    return len(untold)


def tell(contact: Contact, number: int) -> None:
    with translation.override(find_language(contact)):
        link = write_site(contact) + reverse("follow", args=[make_link(contact, LinkPurpose.FOLLOW, FOLLOW_LIFE)])
        paragraphs = [
            _("An agent has answered the message that you left on %(day)s about “%(reason)s”.") % describe(contact),
            _("Read the answer here:"),
            link,
            write_warning(),
        ]
        send(contact, Purpose.ANSWER, number, _("An answer from %(organisation)s") % describe(contact), paragraphs)


def send(contact: Contact, purpose: Purpose, number: int, subject: str, paragraphs: Sequence[str]) -> None:
    """`number`: the last line of the contact that the mail tells of; the same one again sends nothing more."""
    key = derive_input_id(f"citizen:{contact.pk}", f"{purpose.value}-{number}", str(contact.pk), contact.key)
    letter = Letter(
        key=key,
        purpose=purpose,
        recipient=contact.reply_address.email,
        subject=subject,
        text="\n\n".join(paragraphs),
        contact=str(contact.pk),
    )
    send_mail(contact.organisation_id, letter)


def describe(contact: Contact) -> dict[str, str]:
    return {
        "day": formats.date_format(contact.arrived_at.astimezone(ZoneInfo(contact.organisation.time_zone)), "j F Y"),
        "reason": contact.reason.get_label(translation.get_language() or contact.organisation.default_language),
        "organisation": contact.organisation.name,
    }


def write_site(contact: Contact) -> str:
    return str(contact.reply_address.site)


def write_warning() -> str:
    days = FOLLOW_LIFE // DAY
    return _(
        "The address works for %(days)s days. Give it to nobody: whoever has it can read your message."
        " You left no message? You can delete this mail."
    ) % {"days": days}


def find_language(contact: Contact) -> str:
    """The language of the conversation as far as our mails speak it, else the organisation's."""
    try:
        return translation.get_supported_language_variant(contact.language)
    except LookupError:
        return str(contact.organisation.default_language)
