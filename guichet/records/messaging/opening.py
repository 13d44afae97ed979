"""Opening a contact that is held at an account outside: with its promise, its talk, and what it goes on from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guichet.decisions.routing.words import Channel, Instant
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.claims import Given, give_claims
from guichet.records.contacts.models import Contact
from guichet.records.contacts.promises import promise_answer, put_off
from guichet.records.contacts.queries import Arrival, get_arrival
from guichet.records.contacts.replies import get_promise
from guichet.records.directory.models import Queue
from guichet.records.directory.queries import get_calendar
from guichet.records.messaging.models import Account, Talk
from guichet.records.people.words import TELEPHONE, ContactPointKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What is known of a contact that begins. `key` makes opening idempotent; `earlier` is the contact it goes on from. `arrival` and
    `language`: where another way than that of its account was found already. `proved`: an address that its writer proved."""

    key: UUID
    handle: str
    text: str
    at: datetime
    name: str = ""
    is_public: bool = False
    reference: str = ""
    window_until: datetime | None = None
    earlier: Contact | None = None
    arrival: Arrival | None = None
    language: str = ""
    proved: Given | None = None


def open_talk(account: Account, beginning: Beginning) -> Contact:
    """:raises UnknownReasonError: nobody answers what comes to this account. :raises RefusedError: the text cannot be kept."""
    organisation_id = account.organisation_id
    known = Contact.objects.of(organisation_id).select_related("organisation", "talk__account").filter(key=beginning.key).first()
    if known is not None:
        return known
    language = beginning.language or account.language
    arrival = beginning.arrival or get_arrival(organisation_id, account.reason_id, language, None)
    queue = Queue.objects.of(organisation_id).select_related("commitment", "calendar").get(pk=arrival.queue)
    promise, arrived_at = get_promise(queue), Instant(int(beginning.at.timestamp() * 1000))
    promised_at = promise_answer(get_calendar(queue.calendar), promise, beginning.at)
    opening = Opening(
        key=beginning.key,
        channel=Channel(account.channel),
        language=language,
        arrived_at=arrived_at,
        text=beginning.text,
        citizen_name=beginning.name,
        priority_minutes=put_off(promise, arrived_at, promised_at),
    )
    opened = open_contact(organisation_id, opening, arrival)
    Talk.objects.get_or_create(
        organisation_id=organisation_id,
        contact_id=UUID(opened.contact),
        defaults={
            "account": account,
            "handle": beginning.handle,
            "is_public": beginning.is_public,
            "reference": beginning.reference,
            "window_until": beginning.window_until,
            "promised_at": promised_at,
            "continues": beginning.earlier,
        },
    )
    contact = Contact.objects.of(organisation_id).select_related("organisation", "talk__account").get(pk=opened.contact)
    proved = beginning.proved
    given = [*([proved] if proved else []), name_handle(account, beginning.handle)]
    give_claims(contact, given, beginning.at, text=beginning.text, is_verified=proved is not None)
    return contact


def name_handle(account: Account, handle: str) -> Given:
    """From where somebody writes, as an address of his: numbers can be borrowed, and names of networks too. None of them is proved."""
    if TELEPHONE.fullmatch(handle) or account.channel == Channel.SMS:
        return ContactPointKind.TELEPHONE, handle
    return ContactPointKind.NETWORK, f"{account.kind}:{handle}" if handle else ""
