"""Every write about contacts, on Django's connection. The hot doors write the same statements on theirs (`doors/writer.py`).

Who holds a contact is never written here: a fact is posted, and the router decides (`projections.py`).
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

import msgspec
from django.core.signing import BadSignature, Signer
from django.db import connection, transaction
from django.utils import timezone

from guichet.decisions.routing.inputs import ContactArrived, ContactWithdrawn, ConversationEnded, WrapUpDone
from guichet.decisions.routing.tables import ENDED
from guichet.decisions.routing.words import SYNTHETIC, AgentId, Channel, ContactId, ContactState, Instant
from guichet.records.contacts import statements
from guichet.records.contacts.errors import ContactEndedError, LinkSpentError, NoSuchContactError, NotInWrapUpError, NotOwnerError
from guichet.records.contacts.identifiers import derive_input_id, make_contact_id
from guichet.records.contacts.models import Contact, Link
from guichet.records.contacts.queries import Arrival
from guichet.records.contacts.texts import check_storable, check_text
from guichet.records.contacts.words import Author, LinkPurpose, MessageKind
from guichet.records.directory.models import Agent
from guichet.records.journal.actions import post
from guichet.records.separation import set_organisation

LINK_LIFE = timedelta(hours=48)
FOLLOW_LIFE = timedelta(days=90)
LINK_SALT = "guichet.contacts.link"


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What a channel says of a contact that arrives. Without a text the channel has none: a call, a visit.

    `not_before`: a call is promised for then. `is_synthetic`: the house asks itself (`synthetic.py`). `taken_out_of`: the
    contact out of which an agent took it (`taking.py`).
    """

    key: UUID
    channel: Channel
    language: str
    arrived_at: Instant
    text: str | None = None
    citizen: int | None = None
    citizen_name: str = ""
    priority_minutes: int = 0
    not_before: Instant | None = None
    is_synthetic: bool = False
    taken_out_of: ContactId | None = None


class Opened(msgspec.Struct, frozen=True):
    """`is_new` is false when the same key had opened it before."""

    contact: ContactId
    is_new: bool


class Said(msgspec.Struct, frozen=True):
    number: int
    at: Instant
    is_new: bool


def prepare_opening(organisation_id: int, opening: Opening, arrival: Arrival) -> tuple[dict[str, Any], UUID, ContactArrived]:
    """The parameters of `OPEN_CONTACT` for a contact with a new id, and the fact to post with it under its input id.

    :raises RefusedError: its text or the name cannot be kept.
    """
    if opening.text is not None:
        check_text(opening.text)
    check_storable(opening.citizen_name)
    contact = make_contact_id(opening.arrived_at)
    parameters: dict[str, Any] = {
        "organisation_id": organisation_id,
        "contact": contact,
        "key": opening.key,
        "channel": opening.channel.value,
        "queue": arrival.queue,
        "reason": arrival.reason,
        "language": opening.language,
        "territory": arrival.territory,
        "citizen": opening.citizen,
        "citizen_name": opening.citizen_name,
        "arrived_at": datetime.fromtimestamp(opening.arrived_at / 1000, UTC),
        "priority_minutes": opening.priority_minutes,
        "numbered": 0 if opening.text is None else 1,
        "text": opening.text,
        "state": (ContactState.TURNED_AWAY if opening.is_synthetic else ContactState.WAITING).value,
        "why": msgspec.json.encode({"turned_away": SYNTHETIC} if opening.is_synthetic else {}).decode(),
    }
    fact = ContactArrived(
        contact=contact,
        channel=opening.channel,
        queue=arrival.queue,
        requirements=arrival.requirements,
        arrived_at=opening.arrived_at,
        priority_minutes=opening.priority_minutes,
        not_before=opening.not_before,
        is_synthetic=opening.is_synthetic,
        taken_out_of=opening.taken_out_of,
    )
    return parameters, derive_opening_id(organisation_id, opening.key), fact


def derive_opening_id(organisation_id: int, key: UUID) -> UUID:
    """The input id under which a contact of this key arrives."""
    return derive_input_id("opening", "open", str(organisation_id), key)


def open_contact(organisation_id: int, opening: Opening, arrival: Arrival) -> Opened:
    """Keep a contact with its first message, and post that it arrived: both or neither. The same key again changes nothing.

    :raises RefusedError: its text or the name cannot be kept.
    """
    parameters, input_id, fact = prepare_opening(organisation_id, opening, arrival)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements.OPEN_CONTACT, parameters)
        [(contact, is_new)] = cursor.fetchall()
        if is_new:
            post(organisation_id, fact, input_id)
    return Opened(ContactId(str(contact)), is_new)


def add_message(contact: Contact, key: UUID, author: Author, text: str, agent: Agent | None = None) -> Said:
    """Say something in a contact.

    :raises RefusedError: the text cannot be kept, the contact is over, or the agent does not own it.
    """
    return _add_line(contact, key, author, MessageKind.MESSAGE, text, agent)


def add_note(contact: Contact, key: UUID, agent: Agent, text: str) -> Said:
    """Keep something for agents only.

    :raises RefusedError: the text cannot be kept, or the agent does not own the contact.
    """
    return _add_line(contact, key, Author.AGENT, MessageKind.NOTE, text, agent)


def add_context(contact: Contact, key: UUID, text: str) -> Said:
    """Keep for agents what the product itself learned before they came. :raises RefusedError: the text cannot be kept."""
    return _add_line(contact, key, Author.SYSTEM, MessageKind.NOTE, text, None)


def add_announcement(contact: Contact, key: UUID, text: str) -> Said:
    """Say in the product's own name what both sides are to know. :raises RefusedError: the text cannot be kept."""
    return _add_line(contact, key, Author.SYSTEM, MessageKind.MESSAGE, text, None)


def _add_line(contact: Contact, key: UUID, author: Author, kind: MessageKind, text: str, agent: Agent | None) -> Said:
    check_text(text)
    parameters: dict[str, Any] = {
        "organisation_id": contact.organisation_id,
        "contacts": [contact.pk],
        "keys": [key],
        "authors": [author.value],
        "agents": [agent.pk if agent else None],
        "kinds": [kind.value],
        "texts": [text],
        "answers": [None],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements.LOCK_CONTACTS, parameters)
        cursor.execute(statements.ADD_MESSAGES, parameters)
        [(_, number, at, is_new, state, _owner)] = cursor.fetchall()
    if number is None:
        raise explain_refusal(state, author)
    return Said(number, Instant(at), is_new)


def explain_refusal(state: str | None, author: Author) -> NoSuchContactError | NotOwnerError | ContactEndedError:
    """Why a line was not kept, from the state of its contact (None: there is none)."""
    if state is None:
        return NoSuchContactError()
    is_over = state in ENDED or state == ContactState.WRAPPING_UP
    return ContactEndedError() if is_over or author != Author.AGENT else NotOwnerError()


def leave(contact: Contact, key: UUID) -> None:
    """The citizen leaves: withdrawn before an answer, ended after it. A contact that is over stays as it is."""
    fact = make_leaving(ContactId(str(contact.pk)), contact.state)
    if fact is not None:
        post(contact.organisation_id, fact, derive_input_id(f"citizen:{contact.pk}", "leave", str(contact.pk), key))


def make_leaving(contact: ContactId, state: str) -> ContactWithdrawn | ConversationEnded | None:
    """The fact of a citizen who leaves; None when the contact is over already."""
    if state in (ContactState.WAITING, ContactState.OFFERED):
        return ContactWithdrawn(contact=contact)
    if state in (ContactState.ASSIGNED, ContactState.INTERRUPTED, ContactState.ASKED):
        return ConversationEnded(contact=contact, by="citizen")
    return None


def wrap_up(contact: Contact, agent: Agent, key: UUID, *, reason: int, outcome: str, note: str = "") -> None:
    """Keep what the owner says at the end, and close.

    :raises NotInWrapUpError: the contact is not his to wrap up now. :raises UnstorableTextError: the note cannot be kept.
    """
    check_storable(note)
    parameters: dict[str, Any] = {
        "organisation_id": contact.organisation_id,
        "contact": contact.pk,
        "agent": agent.pk,
        "reason": reason,
        "outcome": outcome,
        "note": note,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements.KEEP_WRAP_UP, parameters)
        if not cursor.rowcount:
            raise NotInWrapUpError
        fact = WrapUpDone(contact=ContactId(str(contact.pk)), agent=AgentId(agent.pk), outcome=outcome)
        post(contact.organisation_id, fact, derive_input_id(f"agent:{agent.pk}", "wrap-up", str(contact.pk), key))


def make_link(contact: Contact, purpose: LinkPurpose, life: timedelta = LINK_LIFE) -> str:
    """Return the token of a new one-time link. Only its digest is kept: who reads the table cannot use it."""
    secret = token_urlsafe(32)
    now = timezone.now()
    Link.objects.create(
        organisation_id=contact.organisation_id,
        digest=sha256(secret.encode()).digest(),
        contact=contact,
        purpose=purpose.value,
        created_at=now,
        expires_at=now + life,
    )
    return Signer(salt=LINK_SALT, sep=".").sign(f"{contact.organisation_id}.{secret}")


@transaction.atomic
def use_link(token: str, purpose: LinkPurpose) -> tuple[int, ContactId]:
    """Spend a token and return the organisation and the contact it opens; of two at the same time, one gets in.

    :raises LinkSpentError: unknown, expired, used, or for another purpose.
    """
    link = find_link(token, purpose)
    if not Link.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now()):
        raise LinkSpentError
    return link.organisation_id, ContactId(str(link.contact_id))


def find_link(token: str, purpose: LinkPurpose) -> Link:
    """Return the link of a token that can still be spent.

    The signature is checked first: a made-up token never reaches the table. From here on the transaction works for its organisation.

    :raises LinkSpentError: unknown, expired, used, or for another purpose.
    """
    try:
        organisation, _, secret = Signer(salt=LINK_SALT, sep=".").unsign(token).partition(".")
    except BadSignature as error:
        raise LinkSpentError from error
    set_organisation(int(organisation))
    unused = Link.objects.filter(purpose=purpose.value, used_at__isnull=True, expires_at__gt=timezone.now())
    link = unused.filter(digest=sha256(secret.encode()).digest()).first()
    if link is None:
        raise LinkSpentError
    return link
