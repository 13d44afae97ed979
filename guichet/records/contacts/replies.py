"""Leaving a message: kept at any hour, promised an answer, and told of it.

A message is a contact of its own channel, whose work can wait; a conversation that nobody has answered yet can become one. Beside it
stands how its citizen hears of the answer (`ReplyAddress`); whatever he gave, his link shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from msgspec import structs

from guichet.decisions.routing.inputs import ChannelChanged
from guichet.decisions.routing.words import Channel, ContactId
from guichet.records.contacts.actions import Opened, Opening, open_contact
from guichet.records.contacts.callbacks import NOT_BEGUN, lock_contact
from guichet.records.contacts.claims import give_claims
from guichet.records.contacts.errors import NotWaitingError
from guichet.records.contacts.files import Upload, add_file
from guichet.records.contacts.identifiers import derive_input_id
from guichet.records.contacts.models import Contact, ReplyAddress
from guichet.records.contacts.promises import Promise, promise_answer, put_off
from guichet.records.contacts.queries import Arrival
from guichet.records.contacts.tongues import tell_later
from guichet.records.directory.models import Queue
from guichet.records.directory.queries import get_calendar
from guichet.records.directory.words import CommitmentClock
from guichet.records.errors import RefusedError
from guichet.records.journal.actions import post
from guichet.records.people.words import ContactPointKind

MOST_LEFT = 5
"""Files that come with a message."""
LARGEST_LEFT = 25_000_000
"""Bytes of them together."""


class NoMessagesError(RefusedError):
    code = "no-messages"
    message = _("No message can be left about this subject. Our page shows the other ways to reach us.")


@dataclass(frozen=True, slots=True)
class ReplyWay:
    """How to tell of the answer: each may be empty. `number` is in E.164; `site` is where links lead."""

    site: str
    email: str = ""
    number: str = ""


def takes_messages(queue: Queue | None) -> bool:
    return queue is not None and Channel.MESSAGE in queue.channels


def foresee_answer(queue: Queue, now: datetime) -> datetime | None:
    """Until when a message left now would be answered."""
    return promise_answer(get_calendar(queue.calendar), get_promise(queue), now)


@transaction.atomic
def leave_message(opening: Opening, arrival: Arrival, queue: Queue, way: ReplyWay, files: Sequence[Upload] = ()) -> Opened:
    """Keep a message with its files, and how to tell of the answer: all or nothing. The same key again changes nothing.

    :raises NoMessagesError: its queue takes none. :raises RefusedError: its text, its name or a file cannot be kept.
    """
    if not takes_messages(queue):
        raise NoMessagesError
    promise = get_promise(queue)
    arrived = datetime.fromtimestamp(opening.arrived_at / 1000, UTC)
    promised_at = promise_answer(get_calendar(queue.calendar), promise, arrived)
    put_off_by = put_off(promise, opening.arrived_at, promised_at)
    opened = open_contact(queue.organisation_id, structs.replace(opening, priority_minutes=put_off_by), arrival)
    if not opened.is_new:
        return opened
    _keep(queue.organisation_id, UUID(opened.contact), way, promised_at)
    _claim(Contact.objects.of(queue.organisation_id).get(pk=opened.contact), way, arrived, opening.text or "")
    for number, file in enumerate(files):
        add_file(queue.organisation_id, opened.contact, structs.replace(file, key=uuid5(opening.key, str(number))))
    tell_later(queue.organisation_id, opened.contact)
    return opened


@transaction.atomic
def turn_into_message(contact: Contact, key: UUID, way: ReplyWay, now: datetime) -> bool:
    """What was written in a conversation that nobody has answered yet stays as a message: same contact, same rank.

    Returns whether it became one now: the same wish again changes nothing.

    :raises NoMessagesError: its queue takes none. :raises ContactEndedError: it is over. :raises NotWaitingError: somebody answers already.
    """
    contact = lock_contact(contact)
    if ReplyAddress.objects.of(contact.organisation_id).filter(pk=contact.pk).exists():
        return False
    if contact.state not in NOT_BEGUN:
        raise NotWaitingError
    if not takes_messages(contact.queue):
        raise NoMessagesError
    _keep(contact.organisation_id, contact.pk, way, foresee_answer(contact.queue, now))
    _claim(contact, way, now)
    fact = ChannelChanged(contact=ContactId(str(contact.pk)), channel=Channel.MESSAGE)
    post(contact.organisation_id, fact, derive_input_id(f"citizen:{contact.pk}", "message", str(contact.pk), key))
    return True


def _keep(organisation_id: int, contact: UUID, way: ReplyWay, promised_at: datetime | None) -> None:
    values = {"email": way.email, "number": way.number, "site": way.site, "promised_at": promised_at}
    ReplyAddress.objects.create(organisation_id=organisation_id, contact_id=contact, **values)


def _claim(contact: Contact, way: ReplyWay, now: datetime, text: str = "") -> None:
    """Nobody proved these: whoever fills the form in types what he likes."""
    give_claims(contact, [(ContactPointKind.EMAIL, way.email), (ContactPointKind.TELEPHONE, way.number)], now, text=text)


def get_promise(queue: Queue) -> Promise:
    commitment = queue.commitment
    return Promise(timedelta(seconds=commitment.delay_seconds), commitment.clock == CommitmentClock.OPENING_HOURS)
