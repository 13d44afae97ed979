"""Callers whom an accident cuts off: whatever their contact had come to, they are called back once, or not promised that they are."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection

from guichet.decisions.routing.words import Channel, ContactId, ContactState
from guichet.records.calls.cut_off import CutOff, keep_cut_off
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import Wish, ask_callback, to_instant
from guichet.records.contacts.models import Callback, Contact, Message
from guichet.records.contacts.queries import get_arrival
from guichet.records.directory.models import Agent, Organisation, Reason
from guichet.records.directory.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
NUMBER = "+33612345678"


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation(default_language="fr")


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    return factories.make_reason(organisation, queue=factories.make_queue(organisation))


def open_call(reason: Reason, state: ContactState, agent: Agent | None = None, channel: Channel = Channel.VOICE) -> ContactId:
    opening = Opening(key=uuid4(), channel=channel, language="fr", arrived_at=to_instant(NOW))
    contact = open_contact(reason.organisation_id, opening, get_arrival(reason.organisation_id, reason.pk, "fr", None)).contact
    Contact.objects.of(reason.organisation_id).filter(pk=contact).update(state=state, agent=agent)
    return contact


def cut(organisation: Organisation, contact: str, *, number: str = NUMBER, call: UUID | None = None, reason: str = "") -> bool:
    return keep_cut_off(organisation.pk, CutOff(call or uuid4(), ContactId(contact), number, reason, "fr", NOW), NOW)


def list_facts(organisation: Organisation) -> list[str]:
    """After the arrivals."""
    with connection.cursor() as cursor:
        cursor.execute("select kind from journal_inbox where organisation_id = %s order by id", [organisation.pk])
        return [kind for (kind,) in cursor.fetchall() if kind != "ContactArrived"]


@pytest.mark.parametrize("state", [ContactState.WAITING, ContactState.OFFERED])
def test_who_waits_goes_on_at_his_rank(organisation: Organisation, reason: Reason, state: ContactState) -> None:
    contact = open_call(reason, state)
    assert cut(organisation, contact)
    assert list_facts(organisation) == ["ChannelChanged"]
    assert Callback.objects.of(organisation.pk).get(contact_id=UUID(contact)).number == NUMBER


def test_whoever_spoke_with_him_calls_him_first(organisation: Organisation, reason: Reason) -> None:
    contact = open_call(reason, ContactState.ASSIGNED, factories.make_agent(organisation))
    assert cut(organisation, contact)
    assert list_facts(organisation) == ["ContactTransferred", "ChannelChanged"]


def test_a_callback_that_is_cut_off_keeps_its_number(organisation: Organisation, reason: Reason) -> None:
    contact = open_call(reason, ContactState.ASSIGNED, factories.make_agent(organisation), Channel.CALLBACK)
    Callback.objects.create(contact_id=contact, organisation=organisation, number=NUMBER)
    assert cut(organisation, contact, number="")
    assert list_facts(organisation) == ["ContactTransferred"]
    assert Callback.objects.of(organisation.pk).get(contact_id=UUID(contact)).number == NUMBER


@pytest.mark.parametrize("state", [ContactState.WITHDRAWN, ContactState.CLOSED, ContactState.WRAPPING_UP, ContactState.MERGED])
def test_what_is_over_stays_over(organisation: Organisation, reason: Reason, state: ContactState) -> None:
    assert not cut(organisation, open_call(reason, state))
    assert list_facts(organisation) == []


def test_a_number_that_nobody_knows_is_called_by_nobody(organisation: Organisation, reason: Reason) -> None:
    assert not cut(organisation, open_call(reason, ContactState.WAITING), number="")
    assert not cut(organisation, "", number="", reason=reason.key)
    assert list_facts(organisation) == []


def test_the_same_accident_told_twice_changes_nothing(organisation: Organisation, reason: Reason) -> None:
    contact, call = open_call(reason, ContactState.ASSIGNED, factories.make_agent(organisation)), uuid4()
    assert cut(organisation, contact, call=call)
    assert cut(organisation, contact, call=call)
    assert list_facts(organisation) == ["ContactTransferred", "ChannelChanged"]
    assert Message.objects.of(organisation.pk).filter(contact_id=UUID(contact)).count() == 1


def test_who_waits_for_a_call_already_is_promised_no_other(organisation: Organisation, reason: Reason) -> None:
    opening = Opening(key=uuid4(), channel=Channel.CALLBACK, language="fr", arrived_at=to_instant(NOW))
    assert reason.queue is not None
    ask_callback(opening, get_arrival(organisation.pk, reason.pk, "fr", None), reason.queue, Wish(NUMBER), NOW)
    assert not cut(organisation, open_call(reason, ContactState.WAITING))
    assert list_facts(organisation) == []


def test_who_was_in_the_menu_is_called_about_what_he_chose(organisation: Organisation, reason: Reason) -> None:
    call = uuid4()
    assert cut(organisation, "", call=call, reason=reason.key)
    assert cut(organisation, "", call=call, reason=reason.key)
    [callback] = Callback.objects.of(organisation.pk)
    assert (callback.number, callback.contact.reason_id, callback.contact.arrived_at) == (NUMBER, reason.pk, NOW)
    assert not cut(organisation, "", reason="nothing-of-ours", number="+33612345679")
