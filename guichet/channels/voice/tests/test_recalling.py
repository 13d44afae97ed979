"""Being called back instead of waiting, on paper: whatever keys are pressed, one number and one time are promised, or none."""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice import facts
from guichet.channels.voice.conversation import Conversation
from guichet.channels.voice.recalling import offer_callback
from guichet.channels.voice.tests.test_way import CallOnPaper
from guichet.decisions.routing.words import Channel, ContactId
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.slots import Slot
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.orders.models import Order
from guichet.records.orders.words import OrderKind
from guichet.records.prompts.sentences import ENGLISH, FRENCH, tell_slot

PARIS = ZoneInfo("Europe/Paris")
MORNING = Slot(datetime(2026, 12, 2, 9, tzinfo=PARIS), datetime(2026, 12, 2, 10, tzinfo=PARIS))
AFTERNOON = Slot(datetime(2026, 12, 2, 13, 30, tzinfo=PARIS), datetime(2026, 12, 2, 14, 30, tzinfo=PARIS))
CALLER = "+33612345678"


def offer(keys: list[str | None], slots: list[Slot], number: str = CALLER) -> tuple[Any, list[tuple[str, Slot | None]]]:
    """The call afterwards, and what was promised."""
    call: Any = CallOnPaper(keys)
    call.contact, call.citizen.number = ContactId(str(uuid4())), number
    promised: list[tuple[str, Slot | None]] = []

    async def ask(function: Any, *values: Any) -> Any:
        if function is facts.list_windows:
            return slots
        assert function is facts.ask_back
        promised.append(values[1:])
        return ""

    call.ask = ask
    steps = offer_callback(cast(Conversation, call))
    try:
        while True:
            steps.send(None)
    except StopIteration:
        return call, promised


def test_a_window_is_chosen_by_its_key_and_said_again() -> None:
    call, promised = offer(["1", "2", "2"], [MORNING, AFTERNOON])
    assert promised == [(CALLER, AFTERNOON)]
    assert call.promised == "C’est noté : nous vous rappelons mercredi 2 décembre, entre 13 h 30 et 14 h 30. Au revoir."


@pytest.mark.parametrize("keys", [["1", "1"], ["1", None], ["1", "9"], ["1", "2", None, None, None], ["1", "2", "7", "8", "9"]])
def test_whoever_chooses_none_is_called_when_his_turn_comes(keys: list[str | None]) -> None:
    call, promised = offer(keys, [MORNING, AFTERNOON])
    assert promised == [(CALLER, None)]
    assert call.promised == ""


def test_where_no_window_is_left_none_is_offered() -> None:
    call, promised = offer(["1"], [])
    assert promised == [(CALLER, None)]
    assert FRENCH.choose_when not in call.mouth.said


@given(st.lists(st.sampled_from([None, "1", "2", "3", "9", "0", "#"]), max_size=25), st.sampled_from(["", CALLER]))
def test_any_keys_promise_one_call_or_none(keys: list[str | None], number: str) -> None:
    call, promised = offer(keys + [None] * 10, [MORNING, AFTERNOON], number)
    assert len(promised) <= 1
    assert bool(promised) is (FRENCH.back_to_queue not in call.mouth.said)
    if promised:
        assert (promised[0][1] is not None) is bool(call.promised)


def test_a_window_is_said_in_the_language_of_the_call() -> None:
    assert tell_slot(FRENCH, MORNING) == "mercredi 2 décembre, entre 9 h et 10 h"
    assert tell_slot(ENGLISH, AFTERNOON) == "Wednesday 2 December, between 13:30 and 14:30"


@pytest.mark.django_db
def test_a_chosen_window_is_kept_with_the_callback() -> None:
    organisation = factories.make_organisation()
    factories.make_agent(organisation, capacity=factories.make_capacity(organisation, {"callback": (1, 1)}))
    hours = [(weekday, 0, 1440) for weekday in range(1, 8)]
    queue = factories.make_queue(organisation, channels=["voice", "callback"], calendar=factories.make_calendar(organisation, hours))
    reason = factories.make_reason(organisation, queue)
    opening = Opening(key=uuid4(), channel=Channel.VOICE, language="fr", arrived_at=to_instant(timezone.now()))
    contact = open_contact(organisation.pk, opening, get_arrival(organisation.pk, reason.pk, "fr", None)).contact
    windows = facts.list_windows(organisation.pk, contact, 3)
    assert 0 < len(windows) <= 3
    assert facts.ask_back(organisation.pk, contact, CALLER, windows[-1]) == ""
    kept = Contact.objects.get(pk=UUID(contact)).callback
    assert (kept.number, kept.wanted_from, kept.wanted_until) == (CALLER, windows[-1].start, windows[-1].end)
    gone = Slot(windows[0].start - timedelta(days=9), windows[0].end - timedelta(days=9))
    other = open_contact(
        organisation.pk,
        Opening(key=uuid4(), channel=Channel.VOICE, language="fr", arrived_at=to_instant(timezone.now())),
        get_arrival(organisation.pk, reason.pk, "fr", None),
    ).contact
    assert facts.ask_back(organisation.pk, other, "+33711111111", gone) != ""


@pytest.mark.django_db
def test_callers_hear_why_a_supervisor_closed_their_queue_and_nobody_elses() -> None:
    organisation = factories.make_organisation()
    supervisor = factories.make_account(organisation, Role.SUPERVISOR)
    mine, other = (factories.make_queue(organisation, channels=["voice"]) for _ in range(2))
    reason, another = factories.make_reason(organisation, mine), factories.make_reason(organisation, other)
    always = {"organisation": organisation, "kind": OrderKind.CLOSE, "by": supervisor, "given_at": timezone.now(), "queue": mine}
    order = Order.objects.create(id=uuid4(), text="Nos bureaux sont évacués.", **always)
    assert facts.list_closings(organisation.pk, reason.key) == ["Nos bureaux sont évacués."]
    assert facts.list_closings(organisation.pk, another.key) == facts.list_closings(organisation.pk, "unknown") == []
    Order.objects.filter(pk=order.pk).update(ended_at=timezone.now())
    assert facts.list_closings(organisation.pk, reason.key) == []
