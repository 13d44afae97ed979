"""Whoever is called back reads it just before: once for each try, in his language, and never where it would disturb."""

from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.utils import timezone

from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState
from guichet.records.calls.models import CallingRules, Line, RelayService
from guichet.records.calls.relays import call_through
from guichet.records.contacts.actions import Opening
from guichet.records.contacts.callbacks import Attempt, Wish, ask_callback, note_attempt, to_instant
from guichet.records.contacts.models import Callback, Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.words import AttemptReason
from guichet.records.directory.models import Reason
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Entry
from guichet.records.messaging.calling import announce, announce_calls
from guichet.records.messaging.models import Account, Outgoing
from guichet.records.messaging.sending import drain
from guichet.records.messaging.stops import stop
from guichet.records.messaging.tests.carriers import ListCarrier
from guichet.records.messaging.tests.houses import ZOE, Office
from guichet.records.messaging.words import OutgoingState

pytestmark = pytest.mark.django_db
FIXED, GERMAN = "+33145678901", "+4915112345678"
NUMBERS = count(1)


class Town:
    """An agent who has a callback in hand since a moment ago."""

    def __init__(self, office: Office, number: str = ZOE, language: str = "fr") -> None:
        self.office, self.now = office, timezone.now()
        self.pk = office.organisation.pk
        queue = factories.make_queue(office.organisation, channels=["callback"])
        self.reason: Reason = factories.make_reason(office.organisation, queue)
        opening = Opening(key=uuid4(), channel=Channel.CALLBACK, language=language, arrived_at=to_instant(self.now))
        arrival = get_arrival(self.pk, self.reason.pk, language, None)
        self.contact: ContactId = ask_callback(opening, arrival, queue, Wish(number), self.now).contact
        self.take()

    def take(self) -> None:
        """As the router does."""
        seq = next(NUMBERS)
        Entry.objects.create(organisation_id=self.pk, seq=seq, at_ms=to_instant(self.now), kind="TimerFired", body="{}")
        taken = {"agent": self.office.agent, "state": ContactState.ASSIGNED, "seq": seq}
        Contact.objects.filter(pk=self.contact).update(**taken)

    def give_line(self, **more: object) -> Line:
        values = {"number": "+33199001234", "label": "Mairie", "reason": self.reason, "trunk": "sip:127.0.0.1:5070", **more}
        return Line.objects.create(organisation=self.office.organisation, **values)

    def miss(self, reason: AttemptReason = AttemptReason.NO_ANSWER) -> datetime | None:
        """Returns when the next try is due."""
        note_attempt(Attempt(self.pk, AgentId(self.office.agent.pk), self.contact, reason), uuid4(), self.now)
        return Contact.objects.get(pk=self.contact).callback.wanted_from

    def tell(self) -> bool:
        """As the voice process."""
        return announce(self.pk, self.contact, Contact.objects.get(pk=self.contact).callback.attempts, self.now)

    def look(self) -> int:
        """As the job that finds whom nobody told."""
        return announce_calls(self.pk, self.now)

    @property
    def texts(self) -> list[str]:
        return list(Outgoing.objects.order_by("created_at").values_list("text", flat=True))


@pytest.fixture(autouse=True)
def telephone(settings: pytest.FixtureRequest) -> None:
    settings.TELEPHONE = "127.0.0.1:5060"  # type: ignore[attr-defined]  # pytest-django's


@pytest.fixture
def town(office: Office) -> Town:
    return Town(office)


def test_he_reads_from_which_number_before_it_rings(town: Town, network: ListCarrier) -> None:
    town.give_line(caller_id="+33199005678")
    assert town.tell()
    drain(town.pk, town.office.account.pk)
    (parcel,) = network.parcels
    assert parcel.handle == ZOE
    assert "Mairie de Ville" in parcel.text
    assert "01 99 00 56 78" in parcel.text


def test_a_line_shows_its_own_number_where_no_other_is_given(town: Town) -> None:
    town.give_line()
    town.tell()
    assert "01 99 00 12 34" in town.texts[0]


def test_a_call_made_by_hand_is_announced_without_a_number(town: Town) -> None:
    """Nobody knows which telephone his agent takes."""
    assert town.look() == 1
    assert not any(character.isdigit() for character in town.texts[0])


@pytest.mark.parametrize("change", ["extension", "no telephone here"])
def test_a_number_that_he_could_not_call_is_not_named(town: Town, settings: pytest.FixtureRequest, change: str) -> None:
    town.give_line(number="4500" if change == "extension" else "+33199001234")
    settings.TELEPHONE = "127.0.0.1:5060" if change == "extension" else ""  # type: ignore[attr-defined]
    assert town.tell()
    assert not any(character.isdigit() for character in town.texts[0])


def test_abroad_the_number_has_its_prefix(office: Office) -> None:
    town = Town(office, GERMAN)
    town.give_line()
    town.tell()
    assert "+33 1 99 00 12 34" in town.texts[0]


def test_it_is_said_once_whoever_says_it_and_however_often(town: Town) -> None:
    town.tell()
    town.tell()
    assert town.look() == 0
    assert len(town.texts) == 1


def test_another_agent_who_takes_the_same_try_says_nothing_more(town: Town) -> None:
    """The first one did not answer his own telephone."""
    town.tell()
    town.office.agent = factories.make_agent(town.office.organisation)
    town.take()
    town.tell()
    town.look()
    assert len(town.texts) == 1


def test_each_try_is_announced_and_none_before_its_time(town: Town) -> None:
    """Until the router has heard that a try failed, the contact stands in its agent's hands, as at the beginning of one."""
    for attempt in range(3):
        assert town.look() == 1
        due = town.miss()
        assert town.look() == 0, attempt
        if due is not None:
            assert due > town.now
            Callback.objects.update(wanted_from=town.now)
            town.take()
    assert due is None
    assert town.look() == 0
    assert len(town.texts) == 3


def test_after_a_wrong_number_nothing_is_said(town: Town) -> None:
    town.look()
    town.miss(AttemptReason.WRONG_NUMBER)
    assert town.look() == 0


def test_it_is_said_in_quiet_hours_too(town: Town) -> None:
    """He asked for the call, which comes anyway."""
    local = timezone.localtime(town.now)
    Account.objects.update(quiet_from=(local - timedelta(hours=1)).time(), quiet_until=(local + timedelta(hours=1)).time())
    town.tell()
    assert drain(town.pk, town.office.account.pk) == 1


def test_one_that_could_not_leave_in_time_is_not_sent_when_the_call_is_over(town: Town, network: ListCarrier) -> None:
    town.tell()
    Outgoing.objects.update(created_at=timezone.now() - timedelta(minutes=3))
    assert drain(town.pk, town.office.account.pk) == 0
    outgoing = Outgoing.objects.get()
    assert (network.parcels, outgoing.state, outgoing.text) == ([], OutgoingState.LEFT, "")


def test_whoever_said_stop_is_called_without_it_and_his_agent_reads_nothing_of_it(town: Town) -> None:
    stop(town.office.account, ZOE, town.now)
    town.tell()
    assert drain(town.pk, town.office.account.pk) == 0
    assert Outgoing.objects.get().state == OutgoingState.REFUSED
    assert town.office.list_notes(Contact.objects.get(pk=town.contact)) == []


def test_nothing_is_said_to_a_fixed_telephone(office: Office) -> None:
    town = Town(office, FIXED)
    assert not town.tell()
    assert town.look() == 0
    assert town.texts == []


def test_nothing_is_said_where_a_relay_service_is_called(town: Town) -> None:
    relay = RelayService.objects.create(
        organisation=town.office.organisation, name="Relais", kinds=["lsf"], address="https://relais.example", number=FIXED
    )
    call_through(town.pk, town.contact, relay.pk)
    assert not town.tell()
    assert town.look() == 0


def test_nothing_is_said_of_a_call_that_a_rule_holds_back(town: Town) -> None:
    town.give_line()
    CallingRules.objects.create(organisation=town.office.organisation, callers=["+33111111111"])
    assert not town.tell()
    assert town.texts == []


def test_nothing_is_said_without_sms_nor_when_it_comes_while_they_speak(town: Town) -> None:
    Account.objects.update(is_active=False)
    assert not town.tell()
    assert town.look() == 0
    Account.objects.update(is_active=True)
    town.now += timedelta(minutes=5)
    assert town.look() == 0


@pytest.mark.parametrize("state", [ContactState.WAITING, ContactState.OFFERED, ContactState.WRAPPING_UP, ContactState.CLOSED])
def test_only_a_callback_in_somebodys_hands_is_announced(town: Town, state: ContactState) -> None:
    Contact.objects.filter(pk=town.contact).update(state=state)
    assert town.look() == 0


def test_it_is_in_his_language(office: Office) -> None:
    french, english = Town(office), Town(office, "+33612345679", "en")
    french.tell()
    english.tell()
    assert office.organisation.name in french.texts[0]
    assert "we call you in a moment" in english.texts[1]


def test_another_organisation_sends_nothing(town: Town) -> None:
    other = factories.make_organisation()
    assert announce_calls(other.pk, town.now) == 0
    assert not announce(other.pk, town.contact, 0, town.now)
