"""Asking a citizen something, and letting his contact rest until he answers.

The router decides what becomes of the contact (`decisions.routing.asking`). Here is what it does not know: what was asked, when the
promise is due and in which hours its clock runs, and that the citizen has said something since. That is looked for in what was said,
whichever door it came by, and also where it came while the question was on its way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import cast
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from guichet.decisions.promises.pausing import Hours, move_due
from guichet.decisions.routing.inputs import AskingEnded, CitizenAsked
from guichet.decisions.routing.words import AgentId, ContactId, ContactState
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.errors import NotOwnerError
from guichet.records.contacts.identifiers import derive_input_id
from guichet.records.contacts.models import Asking, Contact
from guichet.records.contacts.statements import FIND_PROMISE
from guichet.records.directory.calendars import list_open
from guichet.records.directory.models import AskingReason, Queue
from guichet.records.directory.queries import get_calendar
from guichet.records.directory.words import CommitmentClock
from guichet.records.errors import RefusedError
from guichet.records.journal.actions import post

IN_HAND = (ContactState.ASSIGNED, ContactState.INTERRUPTED)
MOST_ENDED = 200
"""Answers noted at once; the next round finds the others."""

ANSWERED = """
select asking.id, said.at from contacts_asking asking
cross join lateral (
  select min(created_at) as at from (
    select created_at from contacts_message
    where contact_id = asking.contact_id and number > asking.since_number and author = 'citizen'
    union all
    select message.created_at from contacts_contact lower join contacts_message message on message.contact_id = lower.id
    where lower.organisation_id = asking.organisation_id and lower.into_id = asking.contact_id and message.author = 'citizen'
      and message.created_at > asking.asked_at) as either) as said
where asking.organisation_id = %s and asking.ended_at is null and asking.until > %s and said.at is not null
order by said.at limit %s
"""
"""When somebody first said something since he was asked, here or in a contact that goes on in this one."""


class UnknownAskingError(RefusedError):
    code = "unknown-asking"
    message = _("That is no longer among what people are asked for. Choose another.")


class NotAskedError(RefusedError):
    code = "not-asked"
    message = _("Nobody is waited for here any more.")


@dataclass(frozen=True, slots=True)
class Question:
    """What an agent asks: by the key of its reason. `since_number`: the last line that he has read."""

    organisation: int
    contact: ContactId
    agent: AgentId
    reason: str
    since_number: int


@transaction.atomic
def ask_citizen(question: Question, key: UUID, now: datetime) -> UUID:
    """Let the contact rest until the citizen answers, or for as long as its reason says. Returns the input id; the same key again
    changes nothing.

    :raises NotOwnerError: it is not in his hands. :raises UnknownAskingError: nobody is asked for that.
    """
    input_id = derive_input_id(f"agent:{question.agent}", "ask", question.contact, key)
    if Asking.objects.of(question.organisation).filter(pk=input_id).exists():
        return input_id
    contact = _lock(question.organisation, question.contact)
    if contact is None or contact.agent_id != question.agent or contact.state not in IN_HAND:
        raise NotOwnerError
    reason = AskingReason.objects.of(question.organisation).current().filter(key=question.reason).first()
    if reason is None:
        raise UnknownAskingError
    until = find_end(contact.organisation.time_zone, reason.days, now)
    due_at = _find_promise(contact) if contact.queue.commitment.pauses_for_citizen else None
    asking = Asking.objects.create(
        organisation_id=question.organisation,
        id=input_id,
        contact=contact,
        agent_id=question.agent,
        reason=reason,
        since_number=question.since_number,
        asked_at=now,
        until=until,
        due_at=due_at,
    )
    fact = CitizenAsked(
        contact=question.contact,
        agent=question.agent,
        reason=reason.key,
        until=to_instant(until),
        put_off_ms=measure_put_off(asking, contact.queue, until),
    )
    post(question.organisation, fact, input_id)
    return input_id


@transaction.atomic
def take_up(organisation_id: int, contact_id: ContactId, agent: AgentId, key: UUID, now: datetime) -> UUID:
    """Its owner goes on with it, where he has room. Returns the input id; the same key again changes nothing.

    :raises NotOwnerError: it is not his. :raises NotAskedError: nobody is waited for there.
    """
    contact = _lock(organisation_id, contact_id)
    if contact is None or contact.agent_id != agent:
        raise NotOwnerError
    asking = contact.askings.filter(until__gt=now).order_by("-asked_at").first()
    if asking is None:
        raise NotAskedError
    input_id = derive_input_id(f"agent:{agent}", "take-up", contact_id, key)
    post(organisation_id, _make_end(asking, contact.queue, now, agent), input_id)
    return input_id


def note_answers(organisation_id: int, now: datetime) -> int:
    """Have the contacts come back whose citizens have said something since they were asked. Returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ANSWERED, [organisation_id, now, MOST_ENDED])
        answered = dict(cursor.fetchall())
        askings = Asking.objects.of(organisation_id).select_for_update(of=("self",)).filter(pk__in=answered, ended_at__isnull=True)
        for asking in askings.select_related("contact__queue__commitment", "contact__queue__calendar"):
            answered_at = max(asking.asked_at, answered[asking.pk])
            post(organisation_id, _make_end(asking, asking.contact.queue, answered_at), uuid5(asking.pk, "answered"))
            Asking.objects.of(organisation_id).filter(pk=asking.pk).update(ended_at=answered_at)
    return len(answered)


def find_asking(contact: Contact) -> Asking | None:
    """What its citizen is asked for now; None when he is waited for no more."""
    if contact.state != ContactState.ASKED:
        return None
    return contact.askings.select_related("reason").order_by("-asked_at").first()


def find_end(time_zone: str, days: int, now: datetime) -> datetime:
    """The end of the day until which somebody is waited for, on his own clock."""
    zone = ZoneInfo(time_zone)
    last = now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(last, time(23, 59), zone).astimezone(UTC)


def move_promise(contact: Contact, promised_at: datetime | None) -> datetime | None:
    """When a promise is due, moved by as much as its citizen was waited for."""
    return None if promised_at is None else promised_at + timedelta(milliseconds=contact.put_off_ms)


def measure_put_off(asking: Asking, queue: Queue, ended_at: datetime) -> int:
    """By how many milliseconds the promise moves when the asking ends at this instant: 0 where its clock did not stop."""
    if asking.due_at is None:
        return 0
    moved = move_due(_find_hours(queue), asking.due_at, asking.asked_at, min(ended_at, asking.until))
    return (moved - asking.due_at) // timedelta(milliseconds=1)


def _find_hours(queue: Queue) -> Hours | None:
    """Those in which the clock of a promise runs; None: always."""
    if queue.commitment.clock != CommitmentClock.OPENING_HOURS:
        return None
    calendar = get_calendar(queue.calendar)

    def hours(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        return list_open(calendar, since, until)

    return hours


def _make_end(asking: Asking, queue: Queue, at: datetime, agent: AgentId | None = None) -> AskingEnded:
    contact, until = ContactId(str(asking.contact_id)), to_instant(asking.until)
    return AskingEnded(contact=contact, until=until, put_off_ms=measure_put_off(asking, queue, at), agent=agent)


def _find_promise(contact: Contact) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(FIND_PROMISE, [contact.organisation_id, contact.pk])
        [(due_at,)] = cursor.fetchall()
    return cast(datetime | None, due_at)


def _lock(organisation_id: int, contact: ContactId) -> Contact | None:
    contacts = Contact.objects.of(organisation_id).select_for_update(of=("self",))
    return contacts.select_related("organisation", "queue__commitment", "queue__calendar").filter(pk=contact).first()
