"""Taking messages out of a contact because they ask something else, so that each is answered by who can, and putting them back.

Nothing of the first contact moves: its lines stay under their numbers, and what is taken out stands in the new one too, as its beginning.
The new one is as old as the oldest of what was taken out (R5), and arrives as any contact does. Putting back is joining (`joined.py`):
what joined the contact out of which it was taken shows there once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import LIVE, AgentId, Channel, ContactId, ContactState, Instant
from guichet.records.contacts.actions import Opening, add_context, derive_opening_id, open_contact
from guichet.records.contacts.errors import (
    FollowedByLinkError,
    NoSuchContactError,
    NotDeferredError,
    NothingToTakeOutError,
    NotOwnerError,
    NotTakenOutError,
    TakenUpError,
)
from guichet.records.contacts.models import Contact, File, Message, ReplyAddress, TakenLine
from guichet.records.contacts.promises import Promise, promise_answer, put_off
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.replies import get_promise
from guichet.records.contacts.tongues import tell_later
from guichet.records.contacts.words import Author, MessageKind
from guichet.records.directory.models import Queue
from guichet.records.directory.queries import get_calendar

IN_HAND = (ContactState.ASSIGNED, ContactState.INTERRUPTED)
WAITS = (ContactState.WAITING, ContactState.OFFERED)
MOST_STEPS = 20
"""What was taken out may be taken apart again; nobody does so for ever."""
COPY_PARTS = """
insert into contacts_file_part (organisation_id, file_id, place, content)
select organisation_id, %(copy)s, place, content from contacts_file_part
where organisation_id = %(organisation_id)s and file_id = %(file)s
"""
FIND_ANSWERING = """
select line.taken_id, line.taken_number from contacts_taken_line line
join contacts_contact taken on taken.organisation_id = line.organisation_id and taken.id = line.taken_id
where line.organisation_id = %(organisation_id)s and line.origin_id = %(contact)s and line.number = %(number)s
  and not (taken.state = 'merged' and taken.into_id = line.origin_id)
  and exists (select from contacts_message message
    where message.organisation_id = line.organisation_id and message.contact_id = line.origin_id
      and message.author = 'citizen' and message.kind = 'message' and not exists (
        select from contacts_taken_line other
        where other.organisation_id = line.organisation_id and other.origin_id = line.origin_id and other.number = message.number))
order by line.taken_id desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which messages (by the `numbers` of their lines) whoever answers the contact wants answered on their own, and about what. The same
    `key` again is the same wish."""

    key: UUID
    numbers: Collection[int]
    reason: int


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A new contact, the one it comes from, the numbers of its lines there, and until when an answer is promised."""

    contact: Contact
    origin: Contact
    numbers: Sequence[int]
    promised_at: datetime | None


@dataclass(frozen=True, slots=True)
class Side:
    """What the room of a channel knows of its contacts: how it keeps the side outside of one that was taken out, and until when an answer
    is promised, from what its new queue promises and would promise."""

    keep: Callable[[TakenOut], None]
    promise: Callable[[Contact, Promise, datetime | None], datetime | None] = lambda _origin, _promise, promised_at: promised_at


@transaction.atomic
def take_out(organisation_id: int, contact: UUID, agent: AgentId, wish: Wish, sides: Mapping[Channel, Side]) -> UUID:
    """Open a contact for what asks something else, with its side outside: all or nothing. Returns the id of the input that says so.

    :raises NotOwnerError: it is not in the agent's hands. :raises NotDeferredError: it is live. :raises NothingToTakeOutError: nobody said
    these lines to us. :raises FollowedByLinkError: its person could not read the answer. :raises UnknownReasonError: nobody answers that.
    """
    origin = _lock(organisation_id, contact, agent)
    key = uuid5(origin.pk, f"taken-out-{wish.key}")
    input_id = derive_opening_id(organisation_id, key)
    if Contact.objects.of(organisation_id).filter(key=key).exists():
        return input_id
    lines = _list_lines(origin, wish.numbers)
    arrival = get_arrival(organisation_id, wish.reason, origin.language, origin.territory_id)
    queue = Queue.objects.of(organisation_id).select_related("commitment", "calendar").get(pk=arrival.queue)
    promise, said_at = get_promise(queue), min(line.created_at for line in lines)
    side, arrived_at = {**OWN_SIDES, **sides}[Channel(origin.channel)], Instant(int(said_at.timestamp() * 1000))
    promised_at = side.promise(origin, promise, promise_answer(get_calendar(queue.calendar), promise, said_at))
    opening = Opening(
        key=key,
        channel=Channel(origin.channel),
        language=origin.language,
        arrived_at=arrived_at,
        citizen=origin.citizen_id,
        citizen_name=origin.citizen_name,
        priority_minutes=put_off(promise, arrived_at, promised_at),
        taken_out_of=ContactId(str(origin.pk)),
    )
    opened = open_contact(organisation_id, opening, arrival)
    tell_later(organisation_id, opened.contact)
    new = Contact.objects.of(organisation_id).get(pk=opened.contact)
    taken = TakenOut(new, origin, [line.number for line in lines], promised_at)
    _copy(taken, lines)
    side.keep(taken)
    return input_id


def _lock(organisation_id: int, contact: UUID, agent: AgentId) -> Contact:
    """The contact, as it stands until the end of the transaction."""
    contacts = Contact.objects.of(organisation_id).select_for_update(of=("self",), no_key=True)
    origin = contacts.select_related("organisation", "reason").filter(pk=contact).first()
    if origin is None:
        raise NoSuchContactError
    if origin.agent_id != agent or origin.state not in IN_HAND:
        raise NotOwnerError
    if Channel(origin.channel) in LIVE:
        raise NotDeferredError
    if not _can_be_told(origin):
        raise FollowedByLinkError
    return origin


def _can_be_told(contact: Contact) -> bool:
    """A link given out once shows one contact: whoever has it alone would never see the other."""
    return (
        contact.channel != Channel.MESSAGE
        or ReplyAddress.objects.of(contact.organisation_id).filter(pk=contact.pk).exclude(email="").exists()
    )


def _list_lines(origin: Contact, numbers: Collection[int]) -> list[Message]:
    """Those messages of the citizen, each with the files that came with it."""
    said = Message.objects.of(origin.organisation_id).filter(contact=origin, author=Author.CITIZEN).exclude(kind=MessageKind.NOTE)
    chosen, is_chosen = [], False
    for line in said.order_by("number"):
        is_chosen = line.number in numbers or (is_chosen and line.kind == MessageKind.FILE)
        if is_chosen:
            chosen.append(line)
    if not chosen or not set(numbers) <= {line.number for line in chosen}:
        raise NothingToTakeOutError
    return chosen


def _keep_reply_address(taken: TakenOut) -> None:
    known = ReplyAddress.objects.of(taken.origin.organisation_id).get(pk=taken.origin.pk)
    known.pk, known.contact, known.promised_at, known.told_number = taken.contact.pk, taken.contact, taken.promised_at, 0
    known.save(force_insert=True)


OWN_SIDES = {Channel.MESSAGE: Side(_keep_reply_address)}


def _copy(taken: TakenOut, lines: Sequence[Message]) -> None:
    """The lines as they were said, when they were said."""
    organisation_id, contact, origin = taken.contact.organisation_id, taken.contact, taken.origin
    numbered = list(enumerate(lines, 1))
    Message.objects.bulk_create(
        Message(
            organisation_id=organisation_id,
            contact=contact,
            number=number,
            key=line.key,
            author=line.author,
            kind=line.kind,
            text=line.text,
            created_at=line.created_at,
        )
        for number, line in numbered
    )
    TakenLine.objects.bulk_create(
        TakenLine(organisation_id=organisation_id, taken=contact, taken_number=number, origin=origin, number=line.number)
        for number, line in numbered
    )
    Contact.objects.of(organisation_id).filter(pk=contact.pk).update(last_number=len(lines))
    for file in File.objects.of(organisation_id).filter(contact=origin, key__in=[line.key for line in lines]):
        _copy_file(file, contact)
    with translation.override(origin.organisation.default_language):
        add_context(contact, uuid5(contact.key, "note"), _explain(origin))


def _copy_file(file: File, contact: Contact) -> None:
    """In the database: nobody's memory holds it."""
    asked: dict[str, Any] = {"organisation_id": file.organisation_id, "file": file.pk, "copy": uuid4()}
    file.pk, file.contact = asked["copy"], contact
    file.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(COPY_PARTS, asked)


def _explain(origin: Contact) -> str:
    day = formats.date_format(timezone.localtime(origin.arrived_at, ZoneInfo(origin.organisation.time_zone)), "DATE_FORMAT")
    return _(
        "Taken out of the exchange that began on %(day)s: it asks something else. What was written there besides is answered there."
    ) % {"day": day}


def check_can_return(organisation_id: int, contact: UUID, taken: UUID) -> None:
    """Whether what was taken out may be put back. Only a person who has it in hand, or had it, stands in the way.

    :raises NotTakenOutError: it was taken out of another contact, or is back already. :raises TakenUpError: somebody has worked on it.
    """
    if not TakenLine.objects.of(organisation_id).filter(taken=taken, origin=contact).exists():
        raise NotTakenOutError
    found = Contact.objects.of(organisation_id).get(pk=taken)
    if found.state == ContactState.MERGED:
        raise NotTakenOutError
    if found.state not in WAITS or found.first_answer_at is not None:
        raise TakenUpError


def find_place(organisation_id: int, contact: UUID, number: int) -> tuple[UUID, int]:
    """Where a line was first said: the contact to which it came, and its number there."""
    for _step in range(MOST_STEPS):
        place = TakenLine.objects.of(organisation_id).filter(taken=contact, taken_number=number).values_list("origin_id", "number").first()
        if place is None:
            break
        contact, number = place
    return contact, number


def find_answering(organisation_id: int, contact: UUID, number: int) -> UUID:
    """The contact in which what was said in a line of this one is answered now: this one, unless the line was taken out and others stayed.
    What answers a message that stands in both is nobody's more than the first one's."""
    for _step in range(MOST_STEPS):
        with connection.cursor() as cursor:
            cursor.execute(FIND_ANSWERING, {"organisation_id": organisation_id, "contact": contact, "number": number})
            row = cursor.fetchone()
        if row is None:
            break
        contact, number = row
    return contact
