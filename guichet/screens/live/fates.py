"""What became of the lines of a contact that leave by mail, by post or by an account outside, for whoever owns it and for those who steer.

What is said leaves in bundles, each named after its last line; a line without a name of its own left with the next one that has one.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid5

from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import AgentId, Channel
from guichet.doors.answers import answer
from guichet.doors.endpoints import get_contact_id
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat, get_agent
from guichet.doors.trail import record_refused
from guichet.records.contacts.answer_channels import only_by
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.words import Author, MessageKind
from guichet.records.correspondence.models import Exchange
from guichet.records.directory.words import STEERING
from guichet.records.letters.models import Letter, Posting
from guichet.records.letters.words import PostingState
from guichet.records.messaging.models import Outgoing
from guichet.records.messaging.words import OutgoingState
from guichet.records.notices.models import Mail
from guichet.records.notices.queries import LONGEST_SENDING
from guichet.records.notices.words import MailState, Purpose
from guichet.screens.live.words import LineFate, LineFates

Fates = dict[int, OutgoingState]
Find = Callable[[int], OutgoingState | None]
"""What became of the bundle that ends with a line; None: none does."""

MAILED = {
    MailState.QUEUED: OutgoingState.QUEUED,
    MailState.UNCERTAIN: OutgoingState.UNCERTAIN,
    MailState.SENT: OutgoingState.SENT,
    MailState.FAILED: OutgoingState.LEFT,
    MailState.NO_SERVER: OutgoingState.LEFT,
    MailState.LEFT: OutgoingState.LEFT,
    MailState.BOUNCED: OutgoingState.FAILED,
}
POSTED = {
    PostingState.UNADDRESSED: OutgoingState.QUEUED,
    PostingState.READY: OutgoingState.QUEUED,
    PostingState.PRINTED: OutgoingState.QUEUED,
    PostingState.POSTED: OutgoingState.SENT,
    PostingState.LEFT: OutgoingState.LEFT,
}


async def show_fates(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/fates"""
    contact = get_contact_id(scope)
    machinery = get_machinery(scope)
    owner = None if not seat.roles.isdisjoint(STEERING) else get_agent(seat)
    fates = await machinery.archive.ask(seat.organisation, find_fates, seat.organisation, UUID(contact), owner, datetime.now(UTC))
    if fates is None:
        await record_refused(machinery, seat.organisation, contact, seat.asker, seat.account)
        raise NoSuchContactError
    await answer(send, 200, LineFates(sent=tuple(LineFate(number=number, state=state) for number, state in sorted(fates.items()))))


def find_fates(organisation_id: int, contact_id: UUID, owner: AgentId | None, now: datetime) -> Fates | None:
    """By the numbers of the lines. None: there is no such contact, or it is not `owner`'s (None: anybody's)."""
    contacts = Contact.objects.of(organisation_id).filter(pk=contact_id)
    contact = (contacts if owner is None else contacts.filter(agent_id=owner)).first()
    if contact is None:
        return None
    outgoing = Outgoing.objects.of(organisation_id).filter(contact=contact, number__isnull=False).values_list("number", "state")
    talked = {number or 0: OutgoingState(state) for number, state in outgoing}
    return talked | find_mailed(contact, now) | find_posted(contact, now)


def find_mailed(contact: Contact, now: datetime) -> Fates:
    exchange = Exchange.objects.of(contact.organisation_id).filter(pk=contact.pk).first()
    if exchange is None:
        return {}
    mails, unsent = list_mails(contact, now), list_unsent(contact)

    def find(number: int) -> OutgoingState | None:
        return mails.get(uuid5(contact.pk, f"reply-{number}")) or unsent.get(uuid5(contact.pk, f"unsent-{number}"))

    return spread(list_said(contact, Channel.EMAIL), exchange.told_number, find)


def find_posted(contact: Contact, now: datetime) -> Fates:
    letter = Letter.objects.of(contact.organisation_id).filter(pk=contact.pk).only("told_number").first()
    if letter is None:
        return {}
    postings = Posting.objects.of(contact.organisation_id).filter(contact=contact).values_list("key", "state")
    sent = list_mails(contact, now) | {key: POSTED[PostingState(state)] for key, state in postings} | list_unsent(contact)

    def find(number: int) -> OutgoingState | None:
        return next((sent[key] for what in ("answer", "mail", "unsent") if (key := uuid5(contact.pk, f"{what}-{number}")) in sent), None)

    return spread(list_said(contact, Channel.LETTER), letter.told_number, find)


def spread(numbers: list[int], told: int, find: Find) -> Fates:
    """Each line, of these in order, with what became of the bundle it left in. :param told: the last that was bundled."""
    fates, fate = {}, OutgoingState.LEFT
    for number in reversed(numbers):
        if number <= told:
            fate = find(number) or fate
        fates[number] = fate if number <= told else OutgoingState.QUEUED
    return fates


def list_said(contact: Contact, channel: Channel) -> list[int]:
    """The lines that agents said, and that leave by this channel."""
    said = Message.objects.of(contact.organisation_id).filter(contact=contact, author=Author.AGENT)
    lines = said.filter(kind__in=[MessageKind.MESSAGE, MessageKind.FILE])
    return list(only_by(lines, channel, Channel(contact.channel)).order_by("number").values_list("number", flat=True))


def list_mails(contact: Contact, now: datetime) -> dict[UUID, OutgoingState]:
    """By their keys. One that is just being handed over waits still."""
    mails = Mail.objects.of(contact.organisation_id).filter(contact=contact, purpose=Purpose.REPLY)
    return {mail.key: OutgoingState.QUEUED if is_in_hand(mail, now) else MAILED[MailState(mail.state)] for mail in mails}


def is_in_hand(mail: Mail, now: datetime) -> bool:
    return mail.state == MailState.UNCERTAIN and mail.tried_at is not None and mail.tried_at > now - LONGEST_SENDING


def list_unsent(contact: Contact) -> dict[UUID, OutgoingState]:
    """What the house noted in it: among them, that a bundle had no address to go to."""
    notes = Message.objects.of(contact.organisation_id).filter(contact=contact, author=Author.SYSTEM)
    return dict.fromkeys(notes.values_list("key", flat=True), OutgoingState.LEFT)
