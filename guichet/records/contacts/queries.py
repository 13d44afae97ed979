"""Reading contacts: for Django's pages by model, for the hot doors from the rows of `statements.py`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import QuerySet

from guichet.decisions.routing.words import AgentId, ContactId, Instant, QueueId, Requirement
from guichet.records.contacts.errors import NoSuchContactError, UnknownOutcomeError, UnknownReasonError
from guichet.records.contacts.history import GET_ANSWERED_BY
from guichet.records.contacts.identifiers import make_first_id
from guichet.records.contacts.models import Contact
from guichet.records.contacts.statements import COUNT_WAITING, LIST_ANSWERS, LIST_LINE
from guichet.records.contacts.waiting import LATELY_MS, Wait, estimate_wait
from guichet.records.contacts.words import Attachment, Author, GivenAnswer, Message, MessageKind, Told
from guichet.records.directory.models import Account, Agent, Organisation, Reason, Territory, WrapUpOutcome
from guichet.records.directory.queries import get_queue, get_requirements


class Arrival(msgspec.Struct, frozen=True):
    """Where a contact with some reason goes: its queue, and what whoever answers must have."""

    queue: QueueId
    reason: int
    territory: int | None
    requirements: tuple[Requirement, ...]


def get_arrival(organisation_id: int, reason_id: int, language: str, territory_id: int | None) -> Arrival:
    """Resolve a reason, a language and a territory.

    :raises UnknownReasonError: the organisation has no such reason now, nobody answers it, or it has no such territory.
    """
    reason = Reason.objects.of(organisation_id).current().filter(pk=reason_id).first()
    territories = Territory.objects.of(organisation_id).current()
    territory = None if territory_id is None else territories.filter(pk=territory_id).first()
    queue = get_queue(reason) if reason else None
    if reason is None or queue is None or (territory is None and territory_id is not None):
        raise UnknownReasonError
    requirements = get_requirements(reason, language, territory)
    return Arrival(QueueId(queue.pk), reason.pk, territory_id, requirements)


def check_outcome(organisation_id: int, reason_id: int, outcome: str) -> None:
    """:raises UnknownReasonError: no such reason now. :raises UnknownOutcomeError: no such outcome now."""
    if not Reason.objects.of(organisation_id).current().filter(pk=reason_id).exists():
        raise UnknownReasonError
    if not WrapUpOutcome.objects.of(organisation_id).current().filter(key=outcome).exists():
        raise UnknownOutcomeError


def has_agent(organisation_id: int, agent_id: int) -> bool:
    return Agent.objects.of(organisation_id).current().filter(pk=agent_id).exists()


def find_organisation(slug: str) -> int | None:
    """The organisation that pages name by this slug. Readable by anybody: a door must find it first."""
    return Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()


def get_contact_for(agent: Agent, contact: ContactId) -> Contact:
    """Return a contact that the agent owns or that rings at him.

    :raises NoSuchContactError: there is none, or it is somebody else's.
    """
    found = list_contacts_for(agent).filter(pk=contact).first()
    if found is None:
        raise NoSuchContactError
    return found


def list_contacts_for(agent: Agent) -> QuerySet[Contact]:
    """What the agent has in hand, then what rings at him."""
    everything = Contact.objects.of(agent.organisation_id).filter(closed_at__isnull=True)
    return (everything.filter(agent=agent) | everything.filter(offered_to=agent)).order_by("arrived_at")


def list_open_contacts_for(account: Account) -> QuerySet[Contact]:
    """Every contact still going on, for those who steer; nothing for others."""
    return Contact.objects.for_user(account).filter(closed_at__isnull=True).order_by("rank_at")


def count_waiting(organisation_id: int) -> int:
    return Contact.objects.of(organisation_id).filter(closed_at__isnull=True, state__in=("waiting", "offered")).count()


def list_recent_answers(organisation_id: int, queue: int, since: Instant) -> tuple[Instant, ...]:
    """The latest first answers of a queue, for `estimate_wait`."""
    asked: dict[str, Any] = {"organisation_id": organisation_id, "queue": queue, "since": make_first_id(since)}
    with connection.cursor() as cursor:
        cursor.execute(LIST_ANSWERS, asked)
        return tuple(Instant(at) for (at,) in cursor.fetchall())


def estimate_new_wait(organisation_id: int, queue: int, now: Instant) -> Wait:
    """What somebody who would come to a queue now would wait."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_WAITING, {"organisation_id": organisation_id, "queue": queue})
        [(waiting,)] = cursor.fetchall()
    answers = list_recent_answers(organisation_id, queue, Instant(now - 2 * LATELY_MS))
    return estimate_wait(waiting + 1, answers, now)


def estimate_own_wait(contact: Contact, now: Instant) -> Wait:
    """What a contact that waits will still wait."""
    line = list_line(contact.organisation_id, contact.queue_id)
    answers = list_recent_answers(contact.organisation_id, contact.queue_id, Instant(now - 2 * LATELY_MS))
    return estimate_wait(get_position(line, ContactId(str(contact.pk))), answers, now)


def list_line(organisation_id: int, queue: int) -> Mapping[ContactId, int]:
    """Those who wait in a queue for somebody live, each with how many go before."""
    with connection.cursor() as cursor:
        cursor.execute(LIST_LINE, {"organisation_id": organisation_id, "queue": queue})
        return {ContactId(contact): before for before, (contact,) in enumerate(cursor.fetchall())}


def get_position(line: Mapping[ContactId, int], contact: ContactId) -> int:
    """From 1 on. Whoever came after the line was looked at stands behind it."""
    return line.get(contact, len(line)) + 1


def read_why(why: str) -> dict[str, Any]:
    """The router's last explanation, as `projections.py` keeps it: a `Why`, or what became of the contact by its name."""
    return msgspec.json.decode(why, type=dict[str, Any])


def get_owner(organisation_id: int, contact: UUID) -> int | None:
    """Who owns or last owned a contact, or what it joined."""
    with connection.cursor() as cursor:
        cursor.execute(GET_ANSWERED_BY, {"organisation_id": organisation_id, "contact": contact})
        row = cursor.fetchone()
    return None if row is None else row[0]


def read_messages(rows: Iterable[Sequence[Any]]) -> list[Told]:
    """Parse the rows of `LIST_MESSAGES` and `LIST_MESSAGES_SINCE`."""
    return [
        Told(
            contact=ContactId(str(contact)),
            message=Message(
                number=number,
                author=Author(author),
                kind=MessageKind(kind),
                text=text,
                at=Instant(at),
                agent=None if agent is None else AgentId(agent),
                key=key,
                attachment=None if attachment is None else msgspec.json.decode(attachment, type=Attachment),
                answer=None if given is None else msgspec.json.decode(given, type=GivenAnswer),
            ),
        )
        for contact, number, author, kind, text, at, agent, key, attachment, given in rows
    ]
