"""Files of a contact: kept with their line or not at all, within their bounds, erased with everything else."""

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from guichet.decisions.routing.words import AgentId, ContactId, ContactState
from guichet.records import privacy
from guichet.records.contacts import files
from guichet.records.contacts.errors import ContactEndedError, FileTooLargeError, NoSuchContactError, NotOwnerError, TooManyFilesError
from guichet.records.contacts.files import PART, Kept, Upload, add_file
from guichet.records.contacts.models import Contact, File, FilePart, Message
from guichet.records.contacts.queries import read_messages
from guichet.records.contacts.statements import LIST_MESSAGES
from guichet.records.contacts.tests.test_actions import open_one, put
from guichet.records.contacts.words import Author, MessageKind
from guichet.records.directory.models import Agent, Organisation
from guichet.records.directory.tests import factories

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n"


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


@pytest.fixture
def contact(organisation: Organisation) -> Contact:
    return open_one(organisation)


def send(contact: Contact, content: bytes = PDF, name: str = "Quittance.pdf", key: UUID | None = None, agent: Agent | None = None) -> Kept:
    author = Author.AGENT if agent else Author.CITIZEN
    upload = Upload(key=key or uuid4(), author=author, name=name, content=io.BytesIO(content), agent=AgentId(agent.pk) if agent else None)
    return add_file(contact.organisation_id, ContactId(str(contact.pk)), upload)


def read_back(file: UUID) -> bytes:
    return b"".join(bytes(part.content) for part in FilePart.objects.filter(file_id=file).order_by("place"))


def test_a_file_is_a_numbered_line_and_its_content_comes_back_whole(contact: Contact) -> None:
    content = PDF + bytes(range(256)) * (3 * PART // 256)
    kept = send(contact, content)
    assert (kept.number, kept.attachment.name, kept.attachment.type, kept.attachment.size) == (
        2,
        "Quittance.pdf",
        "application/pdf",
        len(content),
    )
    assert read_back(kept.attachment.id) == content
    assert FilePart.objects.count() == 4
    with connection.cursor() as cursor:
        cursor.execute(LIST_MESSAGES, {"organisation_id": contact.organisation_id, "contacts": [contact.pk]})
        [said, line] = [told.message for told in read_messages(cursor.fetchall())]
    assert (said.attachment, line.kind, line.text, line.attachment) == (None, MessageKind.FILE, "", kept.attachment)


def test_the_same_key_sends_a_file_once(contact: Contact) -> None:
    key = uuid4()
    first, again = send(contact, key=key), send(contact, b"%PDF-other", key=key)
    assert (again.number, again.attachment, again.is_new) == (first.number, first.attachment, False)
    assert (File.objects.count(), Message.objects.filter(kind="file").count()) == (1, 1)


def test_nothing_is_kept_of_a_file_whose_line_is_refused(organisation: Organisation, contact: Contact) -> None:
    agent = factories.make_agent(organisation)
    for state, error, sender in (
        (ContactState.CLOSED, ContactEndedError, None),
        (ContactState.WAITING, NotOwnerError, agent),
    ):
        put(contact, state)
        with pytest.raises(error):
            send(contact, agent=sender)
    with pytest.raises(NoSuchContactError):
        send(Contact(pk=uuid4(), organisation=organisation))
    assert (File.objects.count(), FilePart.objects.count(), Message.objects.count()) == (0, 0, 1)


def test_its_owner_sends_a_file(organisation: Organisation, contact: Contact) -> None:
    agent = factories.make_agent(organisation)
    put(contact, ContactState.ASSIGNED, agent)
    assert send(contact, agent=agent).number == 2


def test_a_file_is_no_larger_than_its_bound(contact: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 100)
    assert send(contact, PDF + b" " * 91).attachment.size == 100
    with pytest.raises(FileTooLargeError):
        send(contact, PDF + b" " * 92)


@pytest.mark.parametrize(("bound", "value"), [("MOST_FILES", 2), ("LARGEST_TOGETHER", 2 * len(PDF))])
def test_a_contact_holds_so_many_files_and_no_more(contact: Contact, monkeypatch: pytest.MonkeyPatch, bound: str, value: int) -> None:
    monkeypatch.setattr(files, bound, value)
    send(contact), send(contact)
    with pytest.raises(TooManyFilesError):
        send(contact)
    assert File.objects.count() == 2


def test_the_room_is_counted_again_under_the_lock(contact: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two at the same time both find room before they write."""
    monkeypatch.setattr(files, "MOST_FILES", 1)
    monkeypatch.setattr(files, "check_room", lambda *_: None)
    send(contact)
    with pytest.raises(TooManyFilesError):
        send(contact)
    assert File.objects.count() == 1


def test_a_file_is_erased_with_what_was_said(contact: Contact) -> None:
    kept = send(contact)
    closed = datetime(2026, 1, 1, tzinfo=UTC)
    Contact.objects.filter(pk=contact.pk).update(closed_at=closed)
    privacy.erase_expired(contact.organisation_id, closed + timedelta(days=731))
    assert (File.objects.count(), FilePart.objects.count()) == (0, 0)
    with connection.cursor() as cursor:
        cursor.execute(LIST_MESSAGES, {"organisation_id": contact.organisation_id, "contacts": [contact.pk]})
        line = read_messages(cursor.fetchall())[kept.number - 1].message
    assert (line.kind, line.attachment) == (MessageKind.FILE, None)
