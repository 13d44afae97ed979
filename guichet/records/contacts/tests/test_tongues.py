"""The language in which a contact is written: found after it is kept, used where somebody reads it, in nobody's way."""

import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from guichet.decisions.routing.inputs import ContactRequalified
from guichet.decisions.routing.words import Channel, ContactId, Instant
from guichet.language.contracts import Detected
from guichet.language.errors import EngineHungError
from guichet.records.contacts import tongues
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.replies import ReplyWay, leave_message
from guichet.records.directory.models import Organisation, Queue, Reason, Skill
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Inbox
from guichet.records.journal.words import input_decoder

pytestmark = pytest.mark.django_db
BOM_DIA = "Bom dia, perdi o meu cartão de saúde e preciso de outro."
NOW = Instant(1_800_000_000_000)


class Engine:
    """Of a `QuickEngine` as much as is used here. `texts`: what it was asked."""

    def __init__(self, found: Detected | None) -> None:
        self.found, self.texts, self.problem = found, list[str](), None

    def detect(self, text: str, _among: list[str], _seconds: float) -> Detected | None:
        self.texts.append(text)
        return self.found


PORTUGUESE = Detected("pt", 0.98)


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    for code in ("fr", "pt"):
        Skill.objects.create(organisation=organisation, key=f"language-{code}", language_code=code, labels={"fr": code})
    queue = factories.make_queue(organisation, channels=["chat", "message"])
    return factories.make_reason(organisation, queue)


def write(reason: Reason, text: str = BOM_DIA, language: str = "fr", channel: Channel = Channel.CHAT) -> Contact:
    arrival = get_arrival(reason.organisation_id, reason.pk, language, None)
    opening = Opening(key=uuid4(), channel=channel, language=language, arrived_at=NOW, text=text)
    opened = open_contact(reason.organisation_id, opening, arrival)
    Contact.objects.filter(pk=opened.contact).update(state="waiting")
    return Contact.objects.get(pk=opened.contact)


def look(contact: Contact, engine: Any) -> str | None:
    return tongues.recognise(contact.organisation_id, ContactId(str(contact.pk)), engine)


def list_requalified() -> Iterator[ContactRequalified]:
    for row in Inbox.objects.filter(kind="ContactRequalified"):
        fact = input_decoder.decode(row.body)
        assert isinstance(fact, ContactRequalified)
        yield fact


def test_who_writes_in_a_language_that_somebody_reads_waits_for_them_first_and_not_for_ever(reason: Reason) -> None:
    contact = write(reason)
    assert look(contact, Engine(PORTUGUESE)) == "pt"
    contact.refresh_from_db()
    assert (contact.written_in, contact.language) == ("pt", "fr")
    [fact] = list_requalified()
    [french, portuguese] = Skill.objects.order_by("language_code")
    assert [dict(step.skills).keys() for step in fact.requirements] == [{portuguese.pk}, {french.pk}]
    assert [step.after_ms for step in fact.requirements] == [0, tongues.PATIENCE_MS[True]]


def test_it_is_looked_at_once_whoever_looks(reason: Reason) -> None:
    contact, engine = write(reason), Engine(PORTUGUESE)
    assert [look(contact, engine) for _ in range(3)] == ["pt", None, None]
    assert len(engine.texts) == len(list(list_requalified())) == 1


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        (Detected("pt", 0.6), ""),
        (Detected("xx", 0.99), None),
        (None, None),
        (Detected("fr", 0.99), "fr"),
        (Detected("ar", 0.99), "ar"),
    ],
)
def test_nobody_waits_for_others_where_it_is_unsure_chosen_or_read_by_nobody(
    reason: Reason, found: Detected | None, kept: str | None
) -> None:
    contact = write(reason)
    assert look(contact, Engine(found)) == kept
    contact.refresh_from_db()
    assert contact.written_in == kept
    assert not list(list_requalified())


@pytest.mark.parametrize("text", ["Bonjour", "12345 67890 !!! 📎📎📎", "a b c"])
def test_too_little_is_not_asked_and_may_be_asked_again(reason: Reason, text: str) -> None:
    contact, engine = write(reason, text), Engine(PORTUGUESE)
    assert look(contact, engine) is None
    assert engine.texts == []
    assert tongues.list_unread(reason.organisation_id, NOW) == [ContactId(str(contact.pk))]


@pytest.mark.parametrize("state", ["assigned", "wrapping-up", "closed", "withdrawn"])
def test_who_is_answered_or_gone_is_moved_nowhere(reason: Reason, state: str) -> None:
    contact = write(reason)
    Contact.objects.filter(pk=contact.pk).update(state=state)
    assert look(contact, Engine(PORTUGUESE)) == "pt", "the agent sees it all the same"
    assert not list(list_requalified())


def test_the_job_takes_up_what_was_missed_and_stops_at_an_engine_that_hangs(reason: Reason, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(PORTUGUESE)
    monkeypatch.setattr(tongues, "get_choice", lambda: Chosen(engine))
    for _ in range(3):
        write(reason)
    assert tongues.recognise_some(reason.organisation_id, NOW) == 3
    assert tongues.recognise_some(reason.organisation_id, NOW) == 0
    for _ in range(3):
        write(reason)
    engine.found, engine.problem, engine.texts = None, EngineHungError("x", 1), []  # type: ignore[assignment]
    assert tongues.recognise_some(reason.organisation_id, NOW) == 0
    assert len(engine.texts) == 1
    assert tongues.recognise_some(reason.organisation_id, Instant(NOW + 2 * tongues.LOOKED_BACK_MS)) == 0


def test_another_organisations_contact_is_never_read(reason: Reason) -> None:
    contact = write(reason)
    stranger, engine = factories.make_organisation(), Engine(PORTUGUESE)
    assert tongues.recognise(stranger.pk, ContactId(str(contact.pk)), engine) is None  # type: ignore[arg-type]
    assert engine.texts == []


class Chosen:
    def __init__(self, engine: Any) -> None:
        self.engine = engine

    def get(self) -> Any:
        return self.engine


def test_whoever_tells_waits_for_nothing_however_long_an_engine_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read here: the thread stops at its choice of an engine."""
    gate = threading.Event()

    class Hanging:
        def get(self) -> None:
            gate.wait(10)

    monkeypatch.setattr(tongues, "get_choice", Hanging)
    reader = tongues.Reader(most=3)
    assert [reader.tell(1, ContactId(str(uuid4()))) for _ in range(5)] == [True, True, True, False, False]
    gate.set()
    reader.close()
    assert reader.tell(1, ContactId(str(uuid4()))) is False, "a process that ends takes nothing more"


def test_a_message_left_is_looked_at_once_it_is_kept(
    reason: Reason, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[str] = []
    monkeypatch.setattr(tongues, "get_reader", lambda: Told(told))
    queue = Queue.objects.get(organisation=reason.organisation)
    arrival = get_arrival(reason.organisation_id, reason.pk, "fr", None)
    opening = Opening(key=uuid4(), channel=Channel.MESSAGE, language="fr", arrived_at=NOW, text=BOM_DIA)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        first = leave_message(opening, arrival, queue, ReplyWay("http://guichet.test"))
        leave_message(opening, arrival, queue, ReplyWay("http://guichet.test"))
    assert told == []
    for callback in callbacks:
        callback()
    assert told == [first.contact], "the same again is not looked at again"


class Told:
    def __init__(self, told: list[str]) -> None:
        self.told = told

    def tell(self, _organisation: int, contact: ContactId) -> bool:
        self.told.append(contact)
        return True
