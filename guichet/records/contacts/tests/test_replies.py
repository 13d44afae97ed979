"""Leaving a message: at any hour, once, with its files or not at all, and promised an answer."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec
import pytest
from django.utils import timezone

from guichet.decisions.routing.inputs import ContactArrived
from guichet.decisions.routing.words import Channel, Instant
from guichet.records.contacts.actions import Opening
from guichet.records.contacts.errors import EmptyTextError, ExecutableError
from guichet.records.contacts.files import Upload
from guichet.records.contacts.models import Contact, File, ReplyAddress
from guichet.records.contacts.queries import Arrival, estimate_new_wait, get_arrival
from guichet.records.contacts.replies import NoMessagesError, ReplyWay, foresee_answer, leave_message
from guichet.records.contacts.words import Author
from guichet.records.directory.models import Organisation, Queue, Reason
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Inbox
from guichet.records.journal.words import input_decoder

pytestmark = pytest.mark.django_db
WAY = ReplyWay(site="http://guichet.test", email="zoe@example.org", number="+33612345678")
NOW = Instant(1_800_000_000_000)


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


@pytest.fixture
def queue(organisation: Organisation) -> Queue:
    return factories.make_queue(organisation, channels=["chat", "message"])


@pytest.fixture
def reason(organisation: Organisation, queue: Queue) -> Reason:
    return factories.make_reason(organisation, queue)


def arrive(reason: Reason) -> Arrival:
    return get_arrival(reason.organisation_id, reason.pk, "fr", None)


def write(text: str = "Où en est mon dossier ?") -> Opening:
    return Opening(key=uuid4(), channel=Channel.MESSAGE, language="fr", arrived_at=NOW, text=text)


def pdf(name: str = "Quittance.pdf", content: bytes = b"%PDF-1.7\n") -> Upload:
    return Upload(key=uuid4(), author=Author.CITIZEN, name=name, content=BytesIO(content))


def read_arrival() -> ContactArrived:
    fact = input_decoder.decode(Inbox.objects.get(kind="ContactArrived").body)
    assert isinstance(fact, ContactArrived)
    return fact


def test_a_message_is_kept_with_its_files_and_how_to_tell_of_the_answer(reason: Reason, queue: Queue) -> None:
    opened = leave_message(write(), arrive(reason), queue, WAY, [pdf(), pdf("Bail.pdf")])
    contact = Contact.objects.get(pk=opened.contact)
    assert (contact.channel, contact.last_number) == ("message", 3)
    assert sorted(File.objects.values_list("name", flat=True)) == ["Bail.pdf", "Quittance.pdf"]
    way = ReplyAddress.objects.get()
    assert (way.email, way.number, way.site) == ("zoe@example.org", "+33612345678", "http://guichet.test")
    assert read_arrival().channel is Channel.MESSAGE


def test_leaving_the_same_message_twice_keeps_one(reason: Reason, queue: Queue) -> None:
    said = write()
    first = leave_message(said, arrive(reason), queue, WAY, [pdf()])
    again = leave_message(said, arrive(reason), queue, replace(WAY, email="other@example.org"), [pdf()])
    assert (again.contact, again.is_new) == (first.contact, False)
    assert (File.objects.count(), ReplyAddress.objects.get().email) == (1, "zoe@example.org")
    assert Inbox.objects.filter(kind="ContactArrived").count() == 1


@pytest.mark.parametrize(
    ("said", "files", "error"), [(write("  "), (), EmptyTextError), (write(), (pdf(), pdf("virus.pdf", b"MZ\x90")), ExecutableError)]
)
def test_what_cannot_be_kept_keeps_nothing(
    reason: Reason, queue: Queue, said: Opening, files: tuple[Upload, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        leave_message(said, arrive(reason), queue, WAY, files)
    assert not Contact.objects.exists()
    assert not File.objects.exists()
    assert not Inbox.objects.exists()


def test_a_queue_that_takes_no_messages_says_so(organisation: Organisation) -> None:
    queue = factories.make_queue(organisation, channels=["chat"])
    with pytest.raises(NoMessagesError):
        leave_message(write(), arrive(factories.make_reason(organisation, queue)), queue, WAY)


def test_a_message_falls_due_when_its_answer_was_promised(reason: Reason, queue: Queue) -> None:
    leave_message(write(), arrive(reason), queue, WAY)
    promised_at = ReplyAddress.objects.get().promised_at
    assert promised_at == datetime.fromtimestamp(NOW / 1000, ZoneInfo("UTC")) + timedelta(hours=4)
    fact = read_arrival()
    due_ms = fact.arrived_at + queue.commitment.delay_seconds * 1000 - fact.priority_minutes * 60_000
    assert due_ms == int(promised_at.timestamp() * 1000)
    assert Contact.objects.get().priority_minutes == fact.priority_minutes


def test_hours_that_never_come_promise_nothing(organisation: Organisation) -> None:
    queue = factories.make_queue(organisation, channels=["message"], calendar=factories.make_calendar(organisation, hours=()))
    assert foresee_answer(queue, timezone.now()) is None
    leave_message(write(), arrive(factories.make_reason(organisation, queue)), queue, WAY)
    assert ReplyAddress.objects.get().promised_at is None


def test_messages_that_wait_make_no_live_wait_longer(reason: Reason, queue: Queue) -> None:
    for _ in range(3):
        leave_message(msgspec.structs.replace(write(), key=uuid4()), arrive(reason), queue, WAY)
    assert estimate_new_wait(queue.organisation_id, queue.pk, NOW).position == 1
