"""Text beside a call: one way in, for one person, for a while, and only while somebody speaks there."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from guichet.decisions.routing.words import AgentId, Channel, ContactState
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact, RealTimeText
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.texting import (
    CODE_LIFE,
    NotInCallError,
    WrongCodeError,
    call_by_text,
    find_kind,
    lock_in_call,
    open_beside,
    use_code,
)
from guichet.records.contacts.words import RealTimeText as Kind
from guichet.records.directory.models import Agent, Reason
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Inbox

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def reason() -> Reason:
    organisation = factories.make_organisation()
    return factories.make_reason(organisation, factories.make_queue(organisation, channels=["voice", "chat"]))


@pytest.fixture
def agent(reason: Reason) -> Agent:
    return factories.make_agent(reason.organisation)


def write_opening(channel: Channel = Channel.VOICE, key: UUID | None = None) -> Opening:
    return Opening(key=key or uuid4(), channel=channel, language="fr", arrived_at=to_instant(NOW))


def call(reason: Reason, agent: Agent, channel: Channel = Channel.VOICE) -> Contact:
    """A call that an agent has."""
    opened = open_contact(reason.organisation_id, write_opening(channel), get_arrival(reason.organisation_id, reason.pk, "fr", None))
    Contact.objects.filter(pk=opened.contact).update(state=ContactState.ASSIGNED, agent=agent)
    return Contact.objects.get(pk=opened.contact)


def open_text(contact: Contact, agent: Agent) -> str:
    return open_beside(contact.organisation_id, contact.pk, AgentId(agent.pk), NOW)


def use(contact: Contact, code: str, later: timedelta = timedelta(0)) -> str:
    return use_code(contact.organisation_id, code, NOW + later)


def test_a_call_by_text_is_a_call_and_opened_once(reason: Reason) -> None:
    opening, arrival = write_opening(), get_arrival(reason.organisation_id, reason.pk, "fr", None)
    first = call_by_text(reason.organisation_id, opening, arrival, NOW)
    again = call_by_text(reason.organisation_id, opening, arrival, NOW)
    assert (first.contact, first.is_new, again.is_new) == (again.contact, True, False)
    contact = Contact.objects.get()
    assert (contact.channel, find_kind(contact)) == (Channel.VOICE, Kind.ALONE)
    assert "alone" not in Inbox.objects.get().body


def test_a_code_opens_its_call_once_however_it_is_typed(reason: Reason, agent: Agent) -> None:
    contact = call(reason, agent)
    code = open_text(contact, agent)
    assert len(code) == 8
    assert find_kind(contact) == Kind.BESIDE
    assert use(contact, f" {code[:4]} {code[4:]}. ") == str(contact.pk)
    with pytest.raises(WrongCodeError):
        use(contact, code)


def test_a_new_code_ends_the_one_before_and_time_ends_it_too(reason: Reason, agent: Agent) -> None:
    contact = call(reason, agent)
    first, second = open_text(contact, agent), open_text(contact, agent)
    with pytest.raises(WrongCodeError):
        use(contact, first)
    with pytest.raises(WrongCodeError):
        use(contact, second, CODE_LIFE)
    assert use(contact, second, CODE_LIFE - timedelta(seconds=1)) == str(contact.pk)


@pytest.mark.parametrize("typed", ["", "1", "00000000", "abcdefgh", "١٢٣٤٥٦٧٨", "9" * 500])
def test_anything_else_opens_nothing(reason: Reason, agent: Agent, typed: str) -> None:
    contact = call(reason, agent)
    open_text(contact, agent)
    with pytest.raises(WrongCodeError):
        use(contact, typed)


def test_a_code_of_a_call_that_is_over_opens_nothing(reason: Reason, agent: Agent) -> None:
    contact = call(reason, agent)
    code = open_text(contact, agent)
    Contact.objects.update(state=ContactState.CLOSED)
    with pytest.raises(WrongCodeError):
        use(contact, code)


def test_a_code_opens_nothing_in_another_organisation(reason: Reason, agent: Agent) -> None:
    code = open_text(call(reason, agent), agent)
    other = factories.make_organisation()
    with pytest.raises(WrongCodeError):
        use_code(other.pk, code, NOW)


def test_the_code_is_kept_nowhere(reason: Reason, agent: Agent) -> None:
    code = open_text(call(reason, agent), agent)
    assert code.encode() not in bytes(RealTimeText.objects.get().code or b"")


def test_only_its_agent_opens_text_and_only_beside_a_call(reason: Reason, agent: Agent) -> None:
    contact = call(reason, agent)
    with pytest.raises(NoSuchContactError):
        open_text(contact, factories.make_agent(reason.organisation))
    with pytest.raises(NotInCallError):
        open_text(call(reason, agent, Channel.CHAT), agent)
    with pytest.raises(NotInCallError):
        lock_in_call(contact.organisation_id, contact.pk, AgentId(agent.pk))
    Contact.objects.update(state=ContactState.WRAPPING_UP)
    with pytest.raises(NotInCallError):
        open_text(contact, agent)
