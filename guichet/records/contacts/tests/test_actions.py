"""Opening contacts, saying things in them, ending them, and one-time links."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.signing import Signer
from django.db import connection

from guichet.decisions.routing.words import Channel, ContactId, ContactState, Instant
from guichet.records.contacts.actions import (
    LINK_SALT,
    Opening,
    add_message,
    add_note,
    leave,
    make_link,
    open_contact,
    use_link,
    wrap_up,
)
from guichet.records.contacts.errors import (
    ContactEndedError,
    EmptyTextError,
    LinkSpentError,
    NoSuchContactError,
    NotInWrapUpError,
    NotOwnerError,
    TextTooLongError,
    UnknownReasonError,
    UnstorableTextError,
)
from guichet.records.contacts.identifiers import derive_input_id, make_contact_id
from guichet.records.contacts.models import Contact, Message, WrapUp
from guichet.records.contacts.passes import read_pass, sign_pass
from guichet.records.contacts.queries import get_arrival, get_contact_for
from guichet.records.contacts.words import LONGEST_TEXT, Author, LinkPurpose, MessageKind
from guichet.records.directory.models import Agent, Organisation
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Inbox
from guichet.records.separation import set_organisation

NOW = Instant(1_790_000_000_000)
pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


@pytest.fixture
def agent(organisation: Organisation) -> Agent:
    return factories.make_agent(organisation)


@pytest.fixture
def contact(organisation: Organisation) -> Contact:
    return open_one(organisation)


def open_one(organisation: Organisation, key: UUID | None = None, text: str | None = "Bonjour") -> Contact:
    queue = factories.make_queue(organisation)
    arrival = get_arrival(organisation.pk, factories.make_reason(organisation, queue).pk, "fr", None)
    opening = Opening(key=key or uuid4(), channel=Channel.CHAT, language="fr", arrived_at=NOW, text=text)
    return Contact.objects.get(pk=open_contact(organisation.pk, opening, arrival).contact)


def put(contact: Contact, state: ContactState, agent: Agent | None = None) -> None:
    """Put a contact where the router would: nothing else here writes it."""
    Contact.objects.filter(pk=contact.pk).update(state=state.value, agent=agent)
    contact.refresh_from_db()


def test_a_contact_keeps_its_first_message_and_its_arrival_is_posted(contact: Contact) -> None:
    assert [message.text for message in contact.messages.all()] == ["Bonjour"]
    assert [row.kind for row in Inbox.objects.all()] == ["ContactArrived"]
    assert str(contact.pk) in Inbox.objects.get().body


@pytest.mark.usefixtures("contact")
def test_what_the_citizen_typed_is_in_no_fact() -> None:
    assert "Bonjour" not in Inbox.objects.get().body


def test_the_same_key_opens_one_contact(organisation: Organisation) -> None:
    key = uuid4()
    assert open_one(organisation, key).pk == open_one(organisation, key, "Autre chose").pk
    assert Message.objects.count() == 1
    assert Inbox.objects.count() == 1


def test_a_reason_that_nobody_answers_is_refused(organisation: Organisation) -> None:
    reason = factories.make_reason(organisation)
    with pytest.raises(UnknownReasonError):
        get_arrival(organisation.pk, reason.pk, "fr", None)


def test_messages_are_numbered_without_a_gap(contact: Contact, agent: Agent) -> None:
    put(contact, ContactState.ASSIGNED, agent)
    numbers = [add_message(contact, uuid4(), Author.CITIZEN, "?").number, add_note(contact, uuid4(), agent, "!").number]
    assert [*numbers, add_message(contact, uuid4(), Author.AGENT, ".", agent).number] == [2, 3, 4]


def test_a_message_sent_twice_is_one_message(contact: Contact) -> None:
    key = uuid4()
    first, second = (add_message(contact, key, Author.CITIZEN, text) for text in ("once", "twice"))
    assert (first.number, first.is_new, second.number, second.is_new) == (2, True, 2, False)
    assert Message.objects.get(number=2).text == "once"


def test_only_the_owner_answers(contact: Contact, agent: Agent, organisation: Organisation) -> None:
    put(contact, ContactState.ASSIGNED, factories.make_agent(organisation))
    with pytest.raises(NotOwnerError):
        add_message(contact, uuid4(), Author.AGENT, "Bonjour", agent)


def test_an_accepted_message_may_be_repeated_after_the_contact_went_elsewhere(contact: Contact, agent: Agent) -> None:
    put(contact, ContactState.ASSIGNED, agent)
    key = uuid4()
    number = add_message(contact, key, Author.AGENT, "Bonjour", agent).number
    put(contact, ContactState.WAITING)
    assert add_message(contact, key, Author.AGENT, "Bonjour", agent).number == number


def test_nobody_writes_in_a_contact_that_is_over(contact: Contact, agent: Agent) -> None:
    put(contact, ContactState.CLOSED, agent)
    with pytest.raises(ContactEndedError):
        add_message(contact, uuid4(), Author.CITIZEN, "?")
    with pytest.raises(ContactEndedError):
        add_message(contact, uuid4(), Author.AGENT, ".", agent)


def test_a_note_may_be_added_in_wrap_up(contact: Contact, agent: Agent) -> None:
    put(contact, ContactState.WRAPPING_UP, agent)
    assert add_note(contact, uuid4(), agent, "Rappeler").is_new
    assert Message.objects.get(number=2).kind == MessageKind.NOTE


@pytest.mark.parametrize(
    ("text", "error"),
    [("", EmptyTextError), (" \n\t", EmptyTextError), ("a\0b", UnstorableTextError), ("\ud800", UnstorableTextError)],
)
def test_a_text_that_cannot_be_kept_is_refused(contact: Contact, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        add_message(contact, uuid4(), Author.CITIZEN, text)
    assert Message.objects.count() == 1


def test_the_longest_text_is_kept_whole_and_one_more_character_is_refused(contact: Contact) -> None:
    longest = "é" * LONGEST_TEXT
    add_message(contact, uuid4(), Author.CITIZEN, longest)
    assert Message.objects.get(number=2).text == longest
    with pytest.raises(TextTooLongError, match=r"20\s?001|20001"):
        add_message(contact, uuid4(), Author.CITIZEN, longest + "é")


@pytest.mark.parametrize(
    ("state", "kind"),
    [(ContactState.WAITING, "ContactWithdrawn"), (ContactState.OFFERED, "ContactWithdrawn"), (ContactState.ASSIGNED, "ConversationEnded")],
)
def test_leaving_is_posted_as_what_it_is(contact: Contact, agent: Agent, state: ContactState, kind: str) -> None:
    put(contact, state, agent if state == ContactState.ASSIGNED else None)
    leave(contact, uuid4())
    assert list(Inbox.objects.order_by("id").values_list("kind", flat=True)) == ["ContactArrived", kind]


def test_leaving_what_is_over_posts_nothing(contact: Contact) -> None:
    put(contact, ContactState.WITHDRAWN)
    leave(contact, uuid4())
    assert Inbox.objects.count() == 1


def test_a_wrap_up_is_kept_and_posted(contact: Contact, agent: Agent) -> None:
    put(contact, ContactState.WRAPPING_UP, agent)
    wrap_up(contact, agent, uuid4(), reason=contact.reason_id, outcome="resolved", note="Tout va bien")
    assert WrapUp.objects.get().note == "Tout va bien"
    fact = Inbox.objects.order_by("id").last()
    assert fact is not None
    assert fact.kind == "WrapUpDone"
    assert "Tout va bien" not in fact.body


def test_somebody_else_cannot_wrap_up(contact: Contact, agent: Agent, organisation: Organisation) -> None:
    put(contact, ContactState.WRAPPING_UP, agent)
    with pytest.raises(NotInWrapUpError):
        wrap_up(contact, factories.make_agent(organisation), uuid4(), reason=contact.reason_id, outcome="resolved")


def test_an_agent_finds_his_own_contacts_and_no_other(contact: Contact, agent: Agent) -> None:
    with pytest.raises(NoSuchContactError):
        get_contact_for(agent, ContactId(str(contact.pk)))
    put(contact, ContactState.ASSIGNED, agent)
    assert get_contact_for(agent, ContactId(str(contact.pk))) == contact


def test_a_link_opens_its_contact_once(contact: Contact, organisation: Organisation) -> None:
    token = make_link(contact, LinkPurpose.RESUME)
    assert use_link(token, LinkPurpose.RESUME) == (organisation.pk, str(contact.pk))
    with pytest.raises(LinkSpentError):
        use_link(token, LinkPurpose.RESUME)


def test_a_link_is_for_one_purpose(contact: Contact) -> None:
    with pytest.raises(LinkSpentError):
        use_link(make_link(contact, LinkPurpose.RESUME), LinkPurpose.READ)


def test_a_link_expires(contact: Contact) -> None:
    with pytest.raises(LinkSpentError):
        use_link(make_link(contact, LinkPurpose.RESUME, timedelta(seconds=-1)), LinkPurpose.RESUME)


def test_a_made_up_link_never_reaches_the_table(contact: Contact) -> None:
    token = make_link(contact, LinkPurpose.RESUME)
    for forged in ("", "x", token[:-1], Signer(salt="other").sign("1.secret"), f"99{token}"):
        with pytest.raises(LinkSpentError):
            use_link(forged, LinkPurpose.RESUME)


def test_a_link_of_one_organisation_opens_nothing_in_another(
    contact: Contact, as_owner: Callable[[], AbstractContextManager[None]]
) -> None:
    token = make_link(contact, LinkPurpose.RESUME)
    secret = Signer(salt=LINK_SALT, sep=".").unsign(token).partition(".")[2]
    other = factories.make_organisation()
    with pytest.raises(LinkSpentError):
        use_link(Signer(salt=LINK_SALT, sep=".").sign(f"{other.pk}.{secret}"), LinkPurpose.RESUME)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("select count(*) from contacts_link where used_at is not null")
        assert cursor.fetchone() == (0,)


def test_a_pass_reads_as_it_was_signed_and_a_forged_one_does_not() -> None:
    contact = make_contact_id(NOW)
    signed = sign_pass(7, contact)
    assert read_pass(signed) == (7, contact)
    for forged in ("", "7", signed[:-1] + "x", signed.replace("7:", "8:", 1)):
        assert read_pass(forged) is None


def test_contact_ids_are_version_seven_and_carry_their_instant() -> None:
    made = UUID(make_contact_id(NOW))
    assert (made.version, made.variant, made.int >> 80) == (7, UUID(int=0, version=4).variant, NOW)


def test_no_key_of_one_person_stands_in_the_way_of_another() -> None:
    key = uuid4()
    derived = {derive_input_id(asker, verb, "contact", key) for asker in ("a", "b") for verb in ("accept", "decline")}
    assert len(derived) == 4


def test_contacts_of_another_organisation_look_as_if_they_did_not_exist(contact: Contact, organisation: Organisation) -> None:
    factories.make_organisation()
    assert not Contact.objects.filter(pk=contact.pk).exists()
    set_organisation(organisation.pk)
    assert Contact.objects.filter(pk=contact.pk).exists()
