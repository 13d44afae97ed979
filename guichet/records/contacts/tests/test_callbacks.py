"""Callbacks: one call for one number, no window promised twice, and a call in vain tried twice more."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import (
    CALLS_OF_AN_AGENT,
    Attempt,
    CallbackUnderWayError,
    SlotTakenError,
    Wish,
    ask_callback,
    list_free_slots,
    move_callback,
    note_attempt,
    to_instant,
    turn_into_callback,
)
from guichet.records.contacts.errors import NotOwnerError, NotWaitingError
from guichet.records.contacts.models import Callback, Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.words import AttemptReason
from guichet.records.directory.models import Agent, Reason
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Inbox
from guichet.records.people.models import ContactPoint

NOW = datetime(2026, 11, 24, 10, 10, tzinfo=ZoneInfo("Europe/Paris"))
NUMBER = "+33612345678"
pytestmark = pytest.mark.django_db


@pytest.fixture
def reason() -> Reason:
    organisation = factories.make_organisation()
    hours = [(weekday, 540, 1020) for weekday in range(1, 6)]
    queue = factories.make_queue(organisation, channels=["chat", "callback"], calendar=factories.make_calendar(organisation, hours))
    return factories.make_reason(organisation, queue)


@pytest.fixture
def agent(reason: Reason) -> Agent:
    capacity = factories.make_capacity(reason.organisation, {"callback": (1, 1)})
    return factories.make_agent(reason.organisation, capacity=capacity)


def ask(reason: Reason, wish: Wish, key: UUID | None = None) -> Contact:
    opening = Opening(key=key or uuid4(), channel=Channel.CALLBACK, language="fr", arrived_at=to_instant(NOW))
    assert reason.queue is not None
    opened = ask_callback(opening, get_arrival(reason.organisation_id, reason.pk, "fr", None), reason.queue, wish, NOW)
    return Contact.objects.get(pk=opened.contact)


def list_posted() -> list[str]:
    return [row.kind for row in Inbox.objects.order_by("pk")]


def test_a_callback_keeps_its_number_apart_and_posts_none(reason: Reason) -> None:
    contact = ask(reason, Wish(NUMBER))
    assert contact.callback.number == NUMBER
    assert list_posted() == ["ContactArrived"]
    assert NUMBER not in Inbox.objects.get().body


def test_the_same_key_asks_once_and_another_for_the_same_number_is_refused(reason: Reason) -> None:
    key = uuid4()
    assert ask(reason, Wish(NUMBER), key).pk == ask(reason, Wish(NUMBER), key).pk
    with pytest.raises(CallbackUnderWayError, match="78"):
        ask(reason, Wish(NUMBER))
    Contact.objects.update(state=ContactState.WITHDRAWN)
    ask(reason, Wish(NUMBER))


def test_a_number_that_called_before_is_known_and_nobody_becomes_somebody_by_it(reason: Reason) -> None:
    before = ask(reason, Wish(NUMBER))
    Contact.objects.filter(pk=before.pk).update(state=ContactState.CLOSED, closed_at=NOW)
    again = ask(reason, Wish(NUMBER))
    points = ContactPoint.objects.filter(value=NUMBER)
    assert before.citizen_id != again.citizen_id
    assert {point.citizen_id: point.verified_at for point in points} == {before.citizen_id: None, again.citizen_id: None}


@pytest.mark.usefixtures("agent")
def test_a_window_holds_as_many_calls_as_its_agents_can_promise(reason: Reason) -> None:
    assert reason.queue is not None
    first = list_free_slots(reason.queue, NOW)[0]
    for index in range(CALLS_OF_AN_AGENT):
        ask(reason, Wish(f"+3361234567{index}", first))
    assert list_free_slots(reason.queue, NOW)[0].start > first.start
    with pytest.raises(SlotTakenError):
        ask(reason, Wish(NUMBER, first))


def test_without_anybody_who_calls_no_window_is_promised(reason: Reason) -> None:
    assert reason.queue is not None
    assert list_free_slots(reason.queue, NOW) == []


@pytest.mark.usefixtures("agent")
def test_a_call_is_moved_until_it_begins(reason: Reason) -> None:
    assert reason.queue is not None
    contact = ask(reason, Wish(NUMBER))
    slot = list_free_slots(reason.queue, NOW)[1]
    move_callback(contact, uuid4(), slot, NOW)
    contact.callback.refresh_from_db()
    assert contact.callback.wanted_from == slot.start
    assert list_posted()[-1] == "CallbackMoved"
    Contact.objects.update(state=ContactState.ASSIGNED)
    with pytest.raises(NotWaitingError):
        move_callback(contact, uuid4(), None, NOW)


def test_a_conversation_that_waits_becomes_a_callback_at_its_rank(reason: Reason) -> None:
    opening = Opening(key=uuid4(), channel=Channel.CHAT, language="fr", arrived_at=to_instant(NOW), text="Bonjour")
    opened = open_contact(reason.organisation_id, opening, get_arrival(reason.organisation_id, reason.pk, "fr", None))
    contact = Contact.objects.get(pk=opened.contact)
    turn_into_callback(contact, uuid4(), Wish(NUMBER), NOW)
    assert list_posted() == ["ContactArrived", "ChannelChanged"]
    Contact.objects.update(state=ContactState.ASSIGNED)
    with pytest.raises(NotWaitingError):
        turn_into_callback(contact, uuid4(), Wish(NUMBER), NOW)


def test_a_call_in_vain_is_noted_once_by_whoever_holds_it(reason: Reason, agent: Agent) -> None:
    contact, key, me = ask(reason, Wish(NUMBER)), uuid4(), AgentId(agent.pk)
    name = ContactId(str(contact.pk))
    with pytest.raises(NotOwnerError):
        note_attempt(Attempt(reason.organisation_id, me, name, AttemptReason.BUSY), key, NOW)
    Contact.objects.update(state=ContactState.ASSIGNED, agent=agent)
    for _ in range(2):
        note_attempt(Attempt(reason.organisation_id, me, name, AttemptReason.BUSY), key, NOW)
    callback = Callback.objects.get()
    assert (callback.attempts, callback.wanted_from) == (1, NOW + timedelta(minutes=30))
    assert list_posted() == ["ContactArrived", "AttemptFailed"]


def test_a_wrong_number_is_not_tried_again(reason: Reason, agent: Agent) -> None:
    contact = ask(reason, Wish(NUMBER))
    Contact.objects.update(state=ContactState.ASSIGNED, agent=agent)
    wrong = Attempt(reason.organisation_id, AgentId(agent.pk), ContactId(str(contact.pk)), AttemptReason.WRONG_NUMBER)
    note_attempt(wrong, uuid4(), NOW)
    assert Callback.objects.get().wanted_from is None
    assert "retry_at" not in Inbox.objects.get(kind="AttemptFailed").body
