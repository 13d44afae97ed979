"""A mail becomes a contact, or a line in one."""

import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import Channel, ContactId, Instant
from guichet.records.contacts.actions import Opening, add_context, add_message, open_contact
from guichet.records.contacts.callbacks import OVER
from guichet.records.contacts.claims import give_claims
from guichet.records.contacts.files import Upload, add_file
from guichet.records.contacts.models import Contact
from guichet.records.contacts.promises import Promise, promise_answer, put_off
from guichet.records.contacts.queries import Arrival, get_arrival
from guichet.records.contacts.replies import get_promise
from guichet.records.contacts.words import LONGEST_TEXT, Author
from guichet.records.correspondence.acknowledging import acknowledge
from guichet.records.correspondence.models import Exchange, IncomingMail
from guichet.records.correspondence.threads import Verdict
from guichet.records.correspondence.words import Cause, MailKind, Problem, ReadFile, ReadMail, Verification
from guichet.records.directory.calendars import Calendar
from guichet.records.directory.models import Queue
from guichet.records.directory.queries import get_calendar
from guichet.records.directory.recall import recall
from guichet.records.errors import RefusedError
from guichet.records.people.words import ContactPointKind

ENDED = (*OVER, "wrapping_up")
MOST_IDS = 20
UNREAD = ReadMail(
    kind=MailKind.LETTER,
    subject="",
    sender="",
    sender_name="",
    recipients=(),
    message_id="",
    references=(),
    text="",
    quoted="",
    html="",
    files=(),
    asks_no_reply=True,
    bounce=None,
    problems=(),
)
ROOM = 200
"""Characters left for what says that a text goes on in the original."""


def arrive(mail: IncomingMail, said: ReadMail, verdict: Verdict) -> Cause:
    """Keep what was written: in its thread while that is open, else in a contact of its own. Returns how it came there.

    :raises UnknownReasonError: nobody answers what comes to this mailbox.
    """
    with translation.override(mail.organisation.default_language):
        if mail.contact_id is not None:
            return _complete(mail, said, _lock_contact(mail.organisation_id, mail.contact_id))
        earlier = None if verdict.contact is None else _lock_contact(mail.organisation_id, verdict.contact)
        if earlier is not None and earlier.state not in ENDED:
            return _join(mail, said, earlier)
        contact = _open(mail, said, _write(said, with_subject=True), earlier, is_forged=verdict.is_forged)
        _note(contact, mail.key, list(_list_warnings(mail, said, verdict, earlier)))
        _keep_files(contact, mail.key, said.files)
        acknowledge(contact, mail, said)
        return Cause.FORGED if verdict.is_forged else Cause.NONE


def arrive_unread(mail: IncomingMail) -> None:
    """A contact for a mail that nothing could read."""
    with translation.override(mail.organisation.default_language):
        text = _("A mail came that could not be read. It is kept: an administrator finds it under Settings, E-mail.")
        _open(mail, UNREAD, text)


def arrive_bounced(mail: IncomingMail, earlier: Contact, sentence: str) -> None:
    """A contact for an answer that came back after its contact was over: nobody looks there any more, and its citizen got nothing."""
    with translation.override(mail.organisation.default_language):
        closed = (earlier.closed_at or earlier.arrived_at).strftime("%d/%m/%Y")
        text = _("%(sentence)s It was said in the exchange that ended on %(day)s.") % {"sentence": sentence, "day": closed}
        contact = _open(mail, UNREAD, text, earlier)
        _note(contact, mail.key, [_("The citizen wrote nothing new. Reach him in another way: what was said stands in that exchange.")])


def note_automatic(mail: IncomingMail, said: ReadMail, contact_id: UUID) -> bool:
    """Show an out-of-office reply to whoever holds its thread; False when nobody does any more."""
    contact = _lock_contact(mail.organisation_id, contact_id)
    if contact is None or contact.state in OVER:
        return False
    with translation.override(mail.organisation.default_language):
        note = _("An automatic reply came: %(subject)s") % {"subject": said.subject or "…"}
        add_context(contact, mail.key, f"{note}\n\n{_fit(said.text)}".strip())
    mail.contact_id = contact.pk
    return True


def _lock_contact(organisation_id: int, contact: UUID) -> Contact | None:
    return Contact.objects.of(organisation_id).select_for_update(of=("self",)).filter(pk=contact).first()


def _join(mail: IncomingMail, said: ReadMail, contact: Contact) -> Cause:
    line = add_message(contact, mail.key, Author.CITIZEN, _write(said, with_subject=False))
    mail.contact_id, mail.number = contact.pk, line.number
    exchange = Exchange.objects.of(mail.organisation_id).select_for_update().get(pk=contact.pk)
    exchange.thread_ids = _add_id(exchange.thread_ids, said.message_id)
    if mail.verification != Verification.VERIFIED:
        exchange.verification = mail.verification
    exchange.save(update_fields=["thread_ids", "verification"])
    _keep_files(contact, mail.key, said.files)
    return Cause.JOINED


def _complete(mail: IncomingMail, said: ReadMail, contact: Contact | None) -> Cause:
    """What could not be read before is read now: said in the contact that stands for it, or in a new one when that is over."""
    key = uuid5(mail.key, "again")
    if contact is None or contact.state in ENDED:
        contact = _open(mail, said, _write(said, with_subject=True), contact, key=key)
    else:
        mail.number = add_message(contact, key, Author.CITIZEN, _write(said, with_subject=True)).number
        found = {
            "address": said.sender,
            "subject": said.subject,
            "thread_ids": _add_id([], said.message_id),
            "verification": mail.verification,
        }
        Exchange.objects.of(mail.organisation_id).filter(pk=contact.pk).update(**found)
    _keep_files(contact, key, said.files)
    return Cause.NONE


def _add_id(ids: list[str], message_id: str) -> list[str]:
    return list(dict.fromkeys([message_id, *ids] if message_id else ids))[:MOST_IDS]


def _open(
    mail: IncomingMail, said: ReadMail, text: str, earlier: Contact | None = None, *, is_forged: bool = False, key: UUID | None = None
) -> Contact:
    mailbox, arrived_at = mail.mailbox, Instant(int(mail.received_at.timestamp() * 1000))
    asked = (mail.organisation_id, mailbox.reason_id, mailbox.language)
    arrival, promise, calendar = recall(("mail", *asked), partial(_find_answering, *asked))
    promised_at = promise_answer(calendar, promise, mail.received_at)
    opening = Opening(
        key=key or mail.key,
        channel=Channel.EMAIL,
        language=mailbox.language,
        arrived_at=arrived_at,
        text=text,
        citizen_name=said.sender_name,
        priority_minutes=put_off(promise, arrived_at, promised_at),
    )
    opened = open_contact(mail.organisation_id, opening, arrival)
    mail.contact_id, mail.number = UUID(opened.contact), 1
    before = None if earlier is None else Exchange.objects.of(mail.organisation_id).filter(pk=earlier.pk).first()
    if opened.is_new:
        Exchange.objects.create(
            organisation_id=mail.organisation_id,
            contact_id=mail.contact_id,
            mailbox=mailbox,
            address=said.sender,
            subject=said.subject,
            thread_ids=_add_id(before.thread_ids if before else [], said.message_id),
            verification=mail.verification,
            promised_at=promised_at,
            is_forged=is_forged,
            continues=earlier,
        )
    contact = Contact.objects.of(mail.organisation_id).select_related("organisation", "reason", "queue").get(pk=mail.contact_id)
    if opened.is_new and mail.verification != Verification.FAILED:
        is_verified = mail.verification == Verification.VERIFIED
        give_claims(contact, [(ContactPointKind.EMAIL, said.sender)], mail.received_at, text=text, is_verified=is_verified)
    return contact


def _find_answering(organisation_id: int, reason_id: int, language: str) -> tuple[Arrival, Promise, Calendar]:
    """Who answers what comes to a mailbox, until when, and when they are there.

    :raises UnknownReasonError: nobody.
    """
    arrival = get_arrival(organisation_id, reason_id, language, None)
    queue = Queue.objects.of(organisation_id).select_related("commitment", "calendar").get(pk=arrival.queue)
    return arrival, get_promise(queue), get_calendar(queue.calendar)


def _write(said: ReadMail, *, with_subject: bool) -> str:
    """What stands in the conversation: what is new in the mail, after its subject where it begins one."""
    text = _fit(said.text.strip()) or (_("(This mail has no text: see its files.)") if said.files else _("(This mail has no text.)"))
    subject = _("Subject: %(subject)s") % {"subject": said.subject} if with_subject and said.subject else ""
    return "\n\n".join(part for part in (subject, text) if part)


def _fit(text: str) -> str:
    if len(text) <= LONGEST_TEXT - 2 * ROOM - 300:
        return text
    return text[: LONGEST_TEXT - 2 * ROOM - 300] + "\n\n" + _("[The text goes on: open the whole mail.]")


def _list_warnings(mail: IncomingMail, said: ReadMail, verdict: Verdict, earlier: Contact | None) -> Iterator[str]:
    """What the agent must know before he answers."""
    if verdict.is_forged:
        yield _(
            "This mail quotes an exchange that is held with another address. It stands alone for that reason: say nothing of that exchange"
            " before you know who writes."
        )
    if mail.verification == Verification.FAILED:
        yield _("The mail server says that the sender’s address may be forged. Say nothing personal before you know who writes.")
    if earlier is not None:
        yield _("This goes on from the exchange that ended on %(day)s.") % {
            "day": (earlier.closed_at or earlier.arrived_at).strftime("%d/%m/%Y")
        }
    if not said.sender:
        yield _("This mail says no address to answer to. Look for another way to reach the person, in what he writes.")
    if set(said.problems) & {Problem.TOO_DEEP, Problem.TOO_MANY_PARTS, Problem.CUT, Problem.TRANSFER, Problem.TOO_MANY_FILES}:
        yield _("Part of this mail is damaged and could not be read. Ask the person to send it again if something is missing.")


def _note(contact: Contact, key: UUID, warnings: list[str]) -> None:
    if warnings:
        add_context(contact, uuid5(key, "warnings"), "\n".join(warnings))


def _keep_files(contact: Contact, key: UUID, files: tuple[ReadFile, ...]) -> None:
    """Each file that may be kept; the others are named, with the reason."""
    refused = []
    for number, file in enumerate(files):
        try:
            upload = Upload(key=uuid5(key, f"file-{number}"), author=Author.CITIZEN, name=file.name, content=BytesIO(file.content))
            add_file(contact.organisation_id, ContactId(str(contact.pk)), upload)
        except RefusedError as error:
            refused.append(_("“%(name)s”: %(reason)s") % {"name": _show(file.name), "reason": error})
    if refused:
        heading = _("Files of this mail that were not let in:")
        add_context(contact, uuid5(key, "refused"), "\n".join([heading, *refused])[:LONGEST_TEXT])


def _show(name: str) -> str:
    return re.sub(r"[^\w .()-]", "_", name)[:80]
