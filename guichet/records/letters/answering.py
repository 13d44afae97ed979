"""What an agent says in a contact that is held by letter leaves once: as a letter to print, or as a mail where the person prefers that.

It is prepared when the agent asks for it or ends the exchange, in the same transaction as the mark up to which line it tells. A letter that
goes out by post is laid out once; whoever prints and posts it says so (`posting.py`).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import formats, translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import Channel, ContactState
from guichet.records.contacts.actions import add_context
from guichet.records.contacts.answer_channels import only_by
from guichet.records.contacts.callbacks import OVER
from guichet.records.contacts.models import Contact, File, Message
from guichet.records.contacts.words import Author, MessageKind
from guichet.records.correspondence.models import Mailbox, Signature
from guichet.records.errors import RefusedError
from guichet.records.letters.layout import Sheet, draw
from guichet.records.letters.models import Letter, LetterBox, Posting
from guichet.records.letters.statements import LIST_UNSENT
from guichet.records.letters.words import AnswerBy, PostingKind, PostingState
from guichet.records.notices.actions import send_mail
from guichet.records.notices.words import Letter as OutgoingMail
from guichet.records.notices.words import Purpose

DONE = (*OVER, ContactState.WRAPPING_UP)


def prepare_answers(organisation_id: int, now: datetime, contact: UUID | None = None) -> int:
    """Prepare whatever agents said and have not sent yet in exchanges that ended; of `contact` at once. Returns how many were prepared.

    Works in the caller's transaction, under its organisation.
    """
    asked = {"organisation_id": organisation_id, "contact": contact, "over": [state.value for state in OVER]}
    with connection.cursor() as cursor:
        cursor.execute(LIST_UNSENT, asked)
        rows: list[tuple[UUID, int, str]] = cursor.fetchall()
    prepared = 0
    for contact_id, number, state in rows:
        if contact is None and state not in DONE:
            continue
        with transaction.atomic():
            letter = lock_letter(organisation_id, contact_id)
            if letter is None:
                continue
            if number > letter.told_number:
                prepared += _prepare(letter, number, now)
            letter.is_watched = state not in OVER
            letter.save(update_fields=["told_number", "is_watched", "acknowledged_at"])
    return prepared


def lock_letter(organisation_id: int, contact: UUID) -> Letter | None:
    """None while somebody else is at it."""
    free = Letter.objects.of(organisation_id).select_for_update(of=("self",), skip_locked=True)
    return free.defer("pdf").select_related("contact__organisation", "contact__queue").filter(pk=contact).first()


def _prepare(letter: Letter, number: int, now: datetime) -> bool:
    said = list_said(letter, number)
    letter.told_number = number
    with translation.override(letter.contact.organisation.default_language):
        if letter.answer_by == AnswerBy.EMAIL and letter.email:
            is_sent = _send_mail(letter, said, number)
        else:
            make_posting(letter, PostingKind.ANSWER, write_text(said), now, uuid5(letter.pk, f"answer-{number}"), list_files(letter, said))
            is_sent = True
    if is_sent and letter.acknowledged_at is None:
        letter.acknowledged_at = now
    return is_sent


def list_said(letter: Letter, until: int | None = None) -> list[Message]:
    """What agents said, and meant for a letter, since the last one that went out."""
    lines = Message.objects.of(letter.organisation_id).filter(contact=letter.contact_id, number__gt=letter.told_number, author=Author.AGENT)
    if until is not None:
        lines = lines.filter(number__lte=until)
    return list(only_by(lines.filter(kind__in=[MessageKind.MESSAGE, MessageKind.FILE]), Channel.LETTER).order_by("number"))


def write_text(said: Sequence[Message]) -> str:
    text = "\n\n".join(line.text.strip() for line in said if line.text.strip())
    return text or _("You find what you asked for enclosed.")


def list_files(letter: Letter, said: Sequence[Message]) -> list[UUID]:
    keys = [line.key for line in said if line.kind == MessageKind.FILE]
    return list(File.objects.of(letter.organisation_id).filter(contact=letter.contact_id, key__in=keys).values_list("pk", flat=True))


def _send_mail(letter: Letter, said: Sequence[Message], number: int) -> bool:
    contact = letter.contact
    sender = Mailbox.objects.of(letter.organisation_id).filter(is_active=True).order_by("pk").values_list("address", flat=True).first()
    mail = OutgoingMail(
        key=uuid5(letter.pk, f"mail-{number}"),
        purpose=Purpose.REPLY,
        recipient=letter.email,
        subject=_("Our answer to your letter"),
        text=f"{write_text(said)}\n\n-- \n{find_signature(contact)}",
        contact=str(contact.pk),
        sender=sender or "",
        files=[str(file) for file in list_files(letter, said)],
        is_written=True,
    )
    try:
        send_mail(letter.organisation_id, mail)
    except RefusedError:
        note = _("This answer cannot be sent by mail: correct the person’s address, or answer by post.")
        add_context(contact, uuid5(letter.pk, f"unsent-{number}"), note)
        return False
    return True


def find_signature(contact: Contact) -> str:
    """Its queue's; without one, the organisation's name."""
    signature = Signature.objects.of(contact.organisation_id).filter(pk=contact.queue_id).values_list("text", flat=True).first()
    return (signature if signature is not None else contact.organisation.name).strip()


def make_posting(letter: Letter, kind: PostingKind, text: str, now: datetime, key: UUID, files: Sequence[UUID] = ()) -> Posting:
    """A letter for the post, laid out now where its address is known. The same key again is the same letter."""
    known = Posting.objects.of(letter.organisation_id).filter(key=key).first()
    if known is not None:
        return known
    recipient = letter.sender.strip()
    is_ready = has_town(recipient)
    return Posting.objects.create(
        organisation_id=letter.organisation_id,
        contact_id=letter.pk,
        key=key,
        kind=kind,
        state=PostingState.READY if is_ready else PostingState.UNADDRESSED,
        recipient=recipient,
        text=text,
        pdf=lay_out(letter, kind, text, recipient, now, files) if is_ready else None,
        enclosures=list(files),
        prepared_at=now,
    )


def has_town(address: str) -> bool:
    """Whether an address is one to which a postman could go: two lines, the last with a postal code or a country."""
    lines = [line for line in address.splitlines() if line.strip()]
    return len(lines) >= 2 and any(letter.isalpha() for letter in lines[-1])


def lay_out(letter: Letter, kind: PostingKind, text: str, recipient: str, now: datetime, files: Sequence[UUID] = ()) -> bytes:
    """The letter as a PDF, in the organisation's language."""
    contact = letter.contact
    organisation = contact.organisation
    box = LetterBox.objects.of(letter.organisation_id).first()
    language = organisation.default_language
    with translation.override(language):
        day = formats.date_format(now.astimezone(ZoneInfo(organisation.time_zone)), "j F Y" if language == "fr" else "DATE_FORMAT")
        place = {"town": box.town if box else "", "day": day}
        names = list(File.objects.of(letter.organisation_id).filter(pk__in=files).values_list("name", flat=True))
        subject = _("We have received your letter") if kind == PostingKind.ACKNOWLEDGEMENT else write_subject(letter, language)
        return draw(
            Sheet(
                language=language,
                organisation=organisation.name,
                letterhead=box.letterhead if box else "",
                recipient=recipient,
                day=_("%(town)s, %(day)s") % place if place["town"] else day,
                subject=subject,
                references=(*letter.file_numbers, str(contact.pk)[-12:].upper()),
                text=text,
                signature=find_signature(contact),
                enclosures=tuple(names),
            )
        )


def write_subject(letter: Letter, language: str) -> str:
    if letter.written_on is None:
        return _("Our answer to your letter")
    day = formats.date_format(letter.written_on, "j F Y" if language == "fr" else "DATE_FORMAT")
    return _("Our answer to your letter of %(day)s") % {"day": day}
