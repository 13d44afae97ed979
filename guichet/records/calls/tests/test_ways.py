"""How calls leave: within rules and caps, of which two at once never pass the last place; emergency numbers whatever the rules."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from guichet.decisions.dialling.words import Money, Spent, Verdict, Zone
from guichet.records.audit.models import AuditEntry
from guichet.records.calls.destinations import read_destination
from guichet.records.calls.errors import NoEmergencyWayError, NoWayOutError
from guichet.records.calls.legs import write_leg
from guichet.records.calls.models import CallingRules, Line, Outlay, Post
from guichet.records.calls.rules import choose_emergency_line, save_rules
from guichet.records.calls.spending import begin_outlay, count_spent
from guichet.records.calls.ways import check_way, list_emergency_posts, take_way
from guichet.records.calls.words import LegState, PostKind, Side
from guichet.records.contacts.telephone import DearNumberError
from guichet.records.directory.models import Account, Agent, Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.errors import RefusedError
from guichet.records.separation import set_organisation

NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)
LANDLINE, MOBILE, ABROAD = "+33145678901", "+33612345678", "+4930123456"
CAPPED = {"landline_price": 100, "mobile_price": 500, "abroad_price": 1_000, "day_cap": 2_000, "month_cap": 5_000}


class Town:
    """An organisation with a line that leads outside, and an agent at a site."""

    def __init__(self) -> None:
        self.organisation: Organisation = factories.make_organisation()
        self.reason = factories.make_reason(self.organisation)
        self.account: Account = factories.make_account(self.organisation, Role.ADMINISTRATOR)
        self.site = factories.make_site(self.organisation, telephone="+33299001122")
        self.agent: Agent = factories.make_agent(self.organisation, site=self.site, account=self.account)
        self.line = self.add_line("+33199001234")

    def add_line(self, number: str, trunk: str = "sip:127.0.0.1:5070", **more: Any) -> Line:
        return Line.objects.create(organisation=self.organisation, number=number, label="Mairie", reason=self.reason, trunk=trunk, **more)

    def rule(self, **values: object) -> None:
        save_rules(self.organisation.pk, values, self.account, NOW)

    def carry_emergencies(self, line: Line | None = None) -> None:
        choose_emergency_line(self.organisation.pk, line or self.line, self.account, NOW)

    def take(self, number: str, now: datetime = NOW, leg: UUID | None = None) -> str:
        """What becomes of it: empty when it leaves."""
        try:
            take_way(self.organisation.pk, leg or uuid4(), number, self.agent.pk, now)
        except RefusedError as error:
            return error.code
        return ""

    def end(self, leg: UUID, answered_at: datetime | None, ended_at: datetime) -> None:
        always = {"call": uuid4(), "process": uuid4(), "began_at": NOW, "side": Side.OUTSIDE, "state": LegState.ENDED}
        write_leg(self.organisation.pk, leg, {**always, "answered_at": answered_at, "ended_at": ended_at})

    def spent(self, now: datetime = NOW) -> Spent:
        return count_spent(self.organisation.pk, now).spent


@pytest.fixture
def town(db: None) -> Town:  # noqa: ARG001 - pytest-django's
    return Town()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("01 45 67 89 01", Zone.FRANCE),
        ("0262 12 34 56", Zone.OVERSEAS),
        ("+49 30 123456", Zone.EUROPE),
        ("+1 202 555 0123", Zone.ELSEWHERE),
        ("+870 773 111 632", Zone.NOWHERE),
    ],
)
def test_a_number_is_known_to_ring_where_it_does(typed: str, zone: Zone) -> None:
    assert read_destination(typed).zone is zone


@pytest.mark.parametrize("typed", ["0899123456", "08 20 12 34 56"])
def test_what_costs_more_is_never_called(typed: str, town: Town) -> None:
    town.rule(prefixes=["+33"])
    with pytest.raises(DearNumberError):
        check_way(town.organisation.pk, typed, NOW)


def test_a_country_is_called_once_its_prefix_is_allowed_and_no_zone_once_it_is_not(town: Town) -> None:
    assert town.take("+12025550123") == "out-of-zone"
    town.rule(prefixes=["+1202"])
    assert town.take("+12025550123") == ""
    town.rule(zones=["france"])
    assert [town.take(number) for number in (LANDLINE, ABROAD)] == ["", "out-of-zone"]


def test_a_line_shows_only_what_the_operator_allows(town: Town) -> None:
    town.rule(callers=["+33199005678"])
    assert town.take(LANDLINE) == "strange-caller"
    Line.objects.update(caller_id="+33199005678")
    assert town.take(LANDLINE) == ""


def test_no_call_begins_beyond_the_cap_of_a_day_and_the_next_day_begins_anew(town: Town) -> None:
    town.rule(**CAPPED)
    assert [town.take(ABROAD) for _ in range(3)] == ["", "", "day-cap"]
    assert town.take(LANDLINE) == "day-cap"
    Outlay.objects.update(ended_at=NOW, cost=1_000)
    tomorrow = NOW + timedelta(hours=14)
    assert town.spent(tomorrow) == Spent(Money(0), Money(2_000))


def test_no_call_begins_beyond_the_cap_of_a_month(town: Town) -> None:
    town.rule(**{**CAPPED, "day_cap": None, "month_cap": 1_500})
    assert [town.take(ABROAD) for _ in range(2)] == ["", "month-cap"]
    assert town.take(MOBILE) == ""


def test_a_call_that_goes_on_is_counted_up_to_now_and_what_nobody_answered_is_free(town: Town) -> None:
    town.rule(**CAPPED)
    leg, other = uuid4(), uuid4()
    assert (town.take(MOBILE, leg=leg), town.take(MOBILE, leg=other)) == ("", "")
    assert town.spent(NOW + timedelta(seconds=61)).day == 2_000
    town.end(leg, NOW + timedelta(seconds=20), NOW + timedelta(seconds=70))
    town.end(other, None, NOW + timedelta(seconds=45))
    assert town.spent(NOW + timedelta(hours=1)).day == 500


def test_the_same_leg_is_counted_once(town: Town) -> None:
    town.rule(**CAPPED)
    leg = uuid4()
    assert [town.take(ABROAD, leg=leg) for _ in range(4)] == [""] * 4
    assert town.spent().day == 1_000


def test_a_question_notes_nothing(town: Town) -> None:
    town.rule(**CAPPED)
    for _ in range(3):
        check_way(town.organisation.pk, ABROAD, NOW)
    assert not Outlay.objects.exists()


def test_an_emergency_number_leaves_whatever_the_rules_by_the_line_chosen_for_it_showing_the_site(town: Town) -> None:
    other = town.add_line("+33199009999", "sip:127.0.0.1:5090", is_active=False)
    town.carry_emergencies(other)
    town.rule(zones=[], landline_price=1, mobile_price=1, abroad_price=1, day_cap=0, month_cap=0)
    leg = uuid4()
    way = take_way(town.organisation.pk, leg, "0 15", town.agent.pk, NOW)
    assert (way.number, way.trunk, way.caller, way.is_emergency) == ("15", "sip:127.0.0.1:5090", "+33299001122", True)
    assert not Outlay.objects.exists()
    entry = AuditEntry.objects.get(verb="emergency-called")
    assert (entry.subject_id, entry.actor_id) == (str(leg), town.account.pk)
    assert entry.details == {"agent": town.agent.pk, "line": other.pk}


def test_a_site_that_the_operator_does_not_let_us_show_does_not_cost_the_call(town: Town) -> None:
    town.carry_emergencies()
    town.rule(callers=["+33199000000"])
    assert take_way(town.organisation.pk, uuid4(), "112", town.agent.pk, NOW).caller == "+33199001234"


def test_without_a_line_for_them_emergency_numbers_are_refused_in_words_and_nothing_else_carries_them(town: Town) -> None:
    with pytest.raises(NoEmergencyWayError):
        check_way(town.organisation.pk, "112", NOW)
    town.carry_emergencies()
    assert check_way(town.organisation.pk, "112", NOW) == "112"
    Line.objects.update(trunk="")
    with pytest.raises(NoEmergencyWayError):
        take_way(town.organisation.pk, uuid4(), "112", town.agent.pk, NOW)
    with pytest.raises(NoWayOutError):
        check_way(town.organisation.pk, LANDLINE, NOW)


def test_the_voice_process_knows_every_telephone_and_its_way_before_anybody_calls(town: Town) -> None:
    Post.objects.create(organisation=town.organisation, agent=town.agent, kind=PostKind.TELEPHONE, username="p1", digest="d" * 32)
    [post] = list_emergency_posts().values()
    assert (post.username, post.agent, post.way) == ("p1", town.agent.pk, None)
    set_organisation(town.organisation.pk)
    town.carry_emergencies()
    way = list_emergency_posts()["p1"].way
    assert way is not None
    assert (way.trunk, way.caller) == ("sip:127.0.0.1:5070", "+33299001122")


@pytest.mark.django_db(transaction=True)
def test_of_two_calls_at_the_same_moment_one_takes_the_last_place_below_the_cap() -> None:
    with transaction.atomic():
        town = Town()
        town.rule(**{**CAPPED, "day_cap": 1_000})
    verdicts: list[Verdict] = []
    barrier = threading.Barrier(4)

    def call(destination: Any) -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                set_organisation(town.organisation.pk)
                verdicts.append(begin_outlay(town.organisation.pk, uuid4(), destination, "", NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=call, args=[read_destination(ABROAD)]) for _ in range(4)]
    run_all(threads)
    assert sorted(verdicts) == [Verdict.ALLOWED, Verdict.DAY_CAP, Verdict.DAY_CAP, Verdict.DAY_CAP]


def run_all(threads: list[threading.Thread]) -> None:
    steps: list[Callable[[threading.Thread], None]] = [threading.Thread.start, threading.Thread.join]
    for step in steps:
        for thread in threads:
            step(thread)


def test_a_cap_that_is_changed_is_told_anew(town: Town) -> None:
    town.rule(**CAPPED)
    CallingRules.objects.update(day_told_on=NOW.date(), month_told_on=NOW.date())
    town.rule(**{**CAPPED, "day_cap": 9_000})
    row = CallingRules.objects.get()
    assert (row.day_told_on, row.month_told_on) == (None, NOW.date())
