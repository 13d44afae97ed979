"""The language in which a contact is written: looked at once it is kept, never before, and never in the way of a message.

What is found is shown to agents. Where the citizen chose another language, and the organisation has somebody who reads the one he writes,
he waits for those first; after a while for those who read the one he chose, as if nothing had been found. The text goes to an engine of
this machine and nothing of it stays there.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from uuid import NAMESPACE_URL, uuid5

import structlog
from django.conf import settings
from django.db import connection, transaction

from guichet.decisions.routing.inputs import ContactRequalified
from guichet.decisions.routing.words import LIVE, Channel, ContactId, Instant, Requirement
from guichet.language.choosing import Choice
from guichet.language.contracts import Job
from guichet.language.quick import QuickEngine
from guichet.records.contacts.callbacks import NOT_BEGUN
from guichet.records.contacts.identifiers import make_first_id
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.statements import SIGNS_CHANNEL
from guichet.records.contacts.words import Author
from guichet.records.directory.models import Skill
from guichet.records.directory.queries import get_requirements, has_language
from guichet.records.directory.requirements import prefer
from guichet.records.journal.actions import post
from guichet.records.separation import set_organisation

WRITTEN = (Channel.CHAT, Channel.MESSAGE, Channel.EMAIL)
OFTEN_WRITTEN = ("ar", "de", "en", "es", "fr", "it", "pt", "ro", "tr", "uk")
"""Looked for in any organisation, besides what its pages and its agents speak."""
DETECTION_SECONDS = 2.0
LEAST_CERTAIN = 0.85
SHORTEST = 12
"""Letters: a word or two are alike in too many languages."""
MOST_CHARACTERS = 2_000
PATIENCE_MS = {True: 2 * 60_000, False: 4 * 3_600_000}
"""How long who writes live, or what can wait, waits for somebody who reads the language before anybody else may answer."""
MOST_TOLD = 100
LOOKED_BACK_MS = 3_600_000
AT_ONCE = 50
NAMESPACE = uuid5(NAMESPACE_URL, "guichet:tongues")

log = structlog.get_logger(__name__)


@cache
def get_choice() -> Choice:
    return Choice(Job.DETECTION, settings.MODELS_FOLDER)


def recognise(organisation_id: int, contact: ContactId, engine: QuickEngine) -> str | None:
    """Find out in which language a contact is written, and keep it.

    Returns what was kept; None when there is too little to tell yet, or no answer in time: it may be asked again.
    """
    looked_at = _read(organisation_id, contact)
    if looked_at is None:
        return None
    text, among = looked_at
    found = engine.detect(text, among, DETECTION_SECONDS)
    if found is None or found.language not in among:
        return None
    return _keep(organisation_id, contact, found.language if found.certainty >= LEAST_CERTAIN else "")


@transaction.atomic
def _read(organisation_id: int, contact: ContactId) -> tuple[str, list[str]] | None:
    """What a citizen wrote so far, and the languages it may be in; none when it is too short or was looked at before."""
    set_organisation(organisation_id)
    if not Contact.objects.of(organisation_id).filter(pk=contact, written_in__isnull=True).exists():
        return None
    said = Message.objects.of(organisation_id).filter(contact_id=contact, author=Author.CITIZEN.value).order_by("number")
    text = "\n".join(said.values_list("text", flat=True)[:5])[:MOST_CHARACTERS]
    if sum(letter.isalpha() for letter in text) < SHORTEST:
        return None
    spoken = Skill.objects.of(organisation_id).current().exclude(language_code="").values_list("language_code", flat=True)
    shown = (code for code, _name in settings.LANGUAGES)
    return text, sorted({*OFTEN_WRITTEN, *shown, *spoken})


@transaction.atomic
def _keep(organisation_id: int, contact_id: ContactId, language: str) -> str | None:
    """Of two at the same time one keeps it."""
    set_organisation(organisation_id)
    contact = Contact.objects.of(organisation_id).select_for_update(of=("self",)).filter(pk=contact_id, written_in__isnull=True).first()
    if contact is None:
        return None
    contact.written_in = language
    contact.save(update_fields=["written_in"])
    if language not in ("", contact.language):
        _tell_found(organisation_id, contact_id, language)
    requirements = find_readers(contact)
    if requirements is not None:
        fact = ContactRequalified(contact=contact_id, requirements=requirements)
        post(organisation_id, fact, uuid5(NAMESPACE, f"{organisation_id} {contact_id}"))
    return language


def _tell_found(organisation_id: int, contact: ContactId, language: str) -> None:
    """Whoever has the contact before him sees it at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [SIGNS_CHANNEL, f"{organisation_id}:{contact}:{Author.SYSTEM.value}::{language}:"])


def find_readers(contact: Contact) -> tuple[Requirement, ...] | None:
    """Whom a contact that nobody has answered yet should wait for, now that its language is known; none where that changes nothing."""
    written_in = contact.written_in or ""
    is_open = contact.state in NOT_BEGUN and contact.first_answer_at is None
    if not is_open or written_in in ("", contact.language) or not has_language(contact.organisation_id, written_in):
        return None
    readers = get_requirements(contact.reason, written_in, contact.territory)
    chosen = get_requirements(contact.reason, contact.language, contact.territory)
    return None if readers == chosen else prefer(readers, chosen, PATIENCE_MS[Channel(contact.channel) in LIVE])


def list_unread(organisation_id: int, now: Instant) -> list[ContactId]:
    """Contacts of the last hour, the oldest first, whose language nobody has found yet."""
    first = make_first_id(Instant(now - LOOKED_BACK_MS))
    kinds = [channel.value for channel in WRITTEN]
    waiting = Contact.objects.of(organisation_id).filter(pk__gte=first, written_in__isnull=True, closed_at__isnull=True, channel__in=kinds)
    return [ContactId(str(key)) for key in waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]]


def recognise_some(organisation_id: int, now: Instant) -> int:
    """Look at what was missed: too short at first, told to a process that died, or too many at once. Returns how many are known now."""
    engine = get_choice().get()
    if engine is None:
        return 0
    with transaction.atomic():
        set_organisation(organisation_id)
        unread = list_unread(organisation_id, now)
    known = 0
    for contact in unread:
        known += recognise(organisation_id, contact, engine) is not None
        if engine.problem is not None:
            break
    return known


class Reader:
    """One thread that looks at contacts just kept, in order. Whoever tells it waits for nothing; what is too much is looked at by a job."""

    def __init__(self, most: int = MOST_TOLD) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="tongues")
        self._room = threading.Semaphore(most)

    def tell(self, organisation_id: int, contact: ContactId) -> bool:
        """Whether it will be looked at here."""
        if not self._room.acquire(blocking=False):
            return False
        try:
            self._thread.submit(self._look, organisation_id, contact).add_done_callback(lambda _done: self._room.release())
        except RuntimeError:  # the process ends
            self._room.release()
            return False
        return True

    def close(self) -> None:
        self._thread.submit(connection.close)
        self._thread.shutdown()

    def _look(self, organisation_id: int, contact: ContactId) -> None:
        engine = get_choice().get()
        if engine is None:
            return
        try:
            connection.close_if_unusable_or_obsolete()
            recognise(organisation_id, contact, engine)
        except Exception:
            log.exception("the language of a contact could not be found", organisation_id=organisation_id, contact=contact)


@cache
def get_reader() -> Reader:
    return Reader()


def tell_later(organisation_id: int, contact: ContactId) -> None:
    """Have the language of a contact looked at once the transaction at hand is kept."""
    transaction.on_commit(partial(get_reader().tell, organisation_id, contact))
