"""Finding the threads that a mail names, for `threads.find_thread` to judge."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

from guichet.records.contacts.taking import find_answering
from guichet.records.correspondence.models import Exchange, IncomingMail
from guichet.records.correspondence.threads import Thread, Verdict, find_thread, fold_address, read_token, write_token
from guichet.records.correspondence.words import ReadMail
from guichet.records.notices.models import Mail

Place = tuple[str, UUID, int | None]
"""A Message-ID, the contact in which it was sent or came, and the line under which it came."""
LONGEST_LOCAL = 64
"""Letters before the @ (RFC 5321, 4.5.3.1.1)."""


def find_verdict(mail: IncomingMail, said: ReadMail) -> Verdict:
    """Whose thread it is: the latest contact of that thread."""
    token = find_token((mail.recipient, *said.recipients))
    places = list(_list_places_of(mail.organisation_id, said.references))
    known = {message_id: contact for message_id, contact, _number in places}
    threads = {thread.contact: thread for thread in _list_threads(mail.organisation_id, {*known.values(), *([token] if token else [])})}
    by_id = {message_id: threads[contact] for message_id, contact in known.items() if contact in threads}
    verdict = find_thread(said.sender, token, said.references, threads, by_id)
    if verdict.contact is None:
        return verdict
    contact = verdict.contact if verdict.contact == token else _find_answering(mail.organisation_id, verdict.contact, said, places)
    return Verdict(_follow(mail.organisation_id, contact))


def find_token(addresses: Iterable[str]) -> UUID | None:
    """The contact whose token stands behind the plus of one of these addresses."""
    keys = [key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    tags = (address.partition("@")[0].partition("+")[2] for address in addresses)
    return next((contact for tag in tags if tag and (contact := read_token(tag, keys))), None)


def write_tag(contact: UUID) -> str:
    return write_token(contact, settings.SECRET_KEY.encode())


def write_thread(exchange: Exchange) -> dict[str, str]:
    """Headers by which mail programs show a mail in its thread, and by which the answer finds back."""
    headers = {}
    if exchange.thread_ids:
        headers = {"In-Reply-To": exchange.thread_ids[0], "References": " ".join(reversed(exchange.thread_ids))}
    if exchange.mailbox.has_tags:
        user, _, domain = exchange.mailbox.address.rpartition("@")
        tag = write_tag(exchange.contact_id)
        if len(user) + 1 + len(tag) <= LONGEST_LOCAL:
            headers["Reply-To"] = f"{user}+{tag}@{domain}"
    return headers


def _list_places_of(organisation_id: int, ids: Iterable[str]) -> Iterable[Place]:
    """The contacts in which mails of these Message-IDs were sent or came, and those that came with their line."""
    wanted = list(ids)
    if not wanted:
        return
    sent = Mail.objects.of(organisation_id).filter(message_id__in=wanted, contact__isnull=False)
    came = IncomingMail.objects.of(organisation_id).filter(message_id__in=wanted, contact__isnull=False)
    yield from came.values_list("message_id", "contact_id", "number")
    for message_id, contact in sent.values_list("message_id", "contact_id"):
        yield message_id, contact, None


def _find_answering(organisation_id: int, contact: UUID, said: ReadMail, places: Iterable[Place]) -> UUID:
    """Where the mail that this one answers is answered: it may have been taken out of the thread to which it came."""
    numbers = {message_id: number for message_id, of, number in places if of == contact}
    number = next((numbers[reference] for reference in said.references if reference in numbers), None)
    return contact if number is None else find_answering(organisation_id, contact, number)


def _list_threads(organisation_id: int, contacts: set[UUID]) -> Iterable[Thread]:
    for contact, address in Exchange.objects.of(organisation_id).filter(pk__in=contacts).exclude(address="").values_list("pk", "address"):
        yield Thread(contact, frozenset({fold_address(address)}))


def _follow(organisation_id: int, contact: UUID) -> UUID:
    """Where a thread went on after its contact was closed."""
    for _step in range(50):
        later = Exchange.objects.of(organisation_id).filter(continues_id=contact).order_by("-contact__arrived_at").first()
        if later is None:
            break
        contact = later.pk
    return contact
