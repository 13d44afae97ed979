"""Relay services: each call comes through one at most, none of another organisation is asked in, and agents read who speaks."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from guichet.decisions.routing.words import Channel, ContactId
from guichet.records.audit.models import AuditEntry
from guichet.records.calls.errors import NoWayOutError
from guichet.records.calls.legs import consult_relay, write_leg
from guichet.records.calls.lines import list_lines_of
from guichet.records.calls.models import Leg, Line, RelayService
from guichet.records.calls.relays import (
    NoSuchRelayError,
    RelayNameTakenError,
    RelayNumberTakenError,
    find_asked_in,
    recall_relays,
    save_relay,
    tell_agents,
)
from guichet.records.calls.words import LegState, Part, Side
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.queries import get_arrival
from guichet.records.directory.models import Account, Agent, Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
FILLED = {
    "name": "Relais Signes",
    "kinds": ["lsf", "lpc"],
    "address": "https://relais.example",
    "calls_from": ["+33199005001"],
    "number": "+33145678901",
    "is_active": True,
}


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation(default_language="fr")


@pytest.fixture
def account(organisation: Organisation) -> Account:
    return factories.make_account(organisation, Role.ADMINISTRATOR)


def save(account: Account, row: RelayService | None = None, **changes: object) -> RelayService:
    return save_relay(row or RelayService(organisation=account.organisation), {**FILLED, **changes}, account, NOW)


def save_elsewhere(account: Account) -> RelayService:
    """In another organisation, then back."""
    row = save(factories.make_account(factories.make_organisation(), Role.ADMINISTRATOR), name="Ailleurs")
    set_organisation(account.organisation_id)
    return row


def test_lines_know_those_in_use_and_each_change_is_in_the_audit(organisation: Organisation, account: Account) -> None:
    Line.objects.create(organisation=organisation, number="+33199001234", label="Accueil", reason=factories.make_reason(organisation))
    row = save(account)
    [line] = list_lines_of(organisation)
    assert [(relay.key, relay.name, relay.calls_from) for relay in line.relays] == [(row.pk, "Relais Signes", ("+33199005001",))]
    save(account, row, is_active=False)
    [line] = list_lines_of(organisation)
    assert line.relays == ()
    assert list(AuditEntry.objects.order_by("number").values_list("verb", flat=True)) == ["relay-added", "relay-changed"]


def test_a_call_comes_through_one_of_them_at_most(account: Account) -> None:
    first = save(account)
    with pytest.raises(RelayNumberTakenError, match="Relais Signes"):
        save(account, name="Autre", calls_from=["+33199005009", "+33199005001"])
    save(account, first, is_active=False)
    second = save(account, name="Autre")
    with pytest.raises(RelayNumberTakenError, match="Autre"):
        save(account, first)
    save(account, second, name="Autre", calls_from=["+33199005009"])
    save(account, first)


def test_two_have_two_names(account: Account) -> None:
    save(account)
    with pytest.raises(RelayNameTakenError):
        save(account, calls_from=[])


def test_only_one_in_use_with_a_number_of_this_organisation_is_asked_in(account: Account) -> None:
    foreign = save_elsewhere(account)
    row = save(account)
    assert find_asked_in(account.organisation_id, row.pk) == row
    save(account, row, number="")
    for key in (row.pk, foreign.pk, 2**40):
        with pytest.raises(NoSuchRelayError):
            find_asked_in(account.organisation_id, key)


def test_without_a_line_that_leads_outside_none_is_asked_in(account: Account) -> None:
    row, agent = save(account), factories.make_agent(account.organisation)
    leg = write(account.organisation, agent)
    with pytest.raises(NoWayOutError):
        consult_relay(account.organisation_id, agent.pk, leg.pk, row.pk)


def write(organisation: Organisation, agent: Agent | None = None, **more: Any) -> Leg:
    key = uuid4()
    always = {"call": uuid4(), "process": uuid4(), "began_at": NOW, "side": Side.AGENT, "part": Part.MAIN, "state": LegState.TALKING}
    write_leg(organisation.pk, key, {**always, "agent_id": agent.pk if agent else None, **more})
    return Leg.objects.get(pk=key)


def test_no_leg_leads_to_a_relay_of_another_organisation(organisation: Organisation, account: Account) -> None:
    foreign, own = save_elsewhere(account), save(account)
    assert write(organisation, relay_id=own.pk).relay == own
    with pytest.raises(IntegrityError):
        write_surely(organisation, relay_id=foreign.pk)


@transaction.atomic
def write_surely(organisation: Organisation, **more: Any) -> None:
    write(organisation, **more)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_public_pages_know_what_was_saved_at_once(account: Account, django_capture_on_commit_callbacks: Any) -> None:
    assert recall_relays(account.organisation_id) == []
    with django_capture_on_commit_callbacks(execute=True):
        row = save(account)
    assert recall_relays(account.organisation_id) == [row]


def test_agents_read_once_that_an_interpreter_speaks_and_no_citizen_is_proposed(organisation: Organisation) -> None:
    set_organisation(organisation.pk)
    reason = factories.make_reason(organisation, factories.make_queue(organisation, channels=["voice"]))
    opening = Opening(key=uuid4(), channel=Channel.VOICE, language="fr", arrived_at=to_instant(NOW))
    contact = open_contact(organisation.pk, opening, get_arrival(organisation.pk, reason.pk, "fr", None)).contact
    for _ in range(2):
        tell_agents(organisation.pk, ContactId(contact), "Relais Signes")
    [note] = Message.objects.of(organisation.pk).filter(contact_id=contact)
    assert (note.author, note.kind) == ("system", "note")
    assert "Relais Signes" in note.text
    assert Contact.objects.of(organisation.pk).get(pk=contact).citizen is None
