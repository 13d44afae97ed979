"""Test calls: one at a time, few in an hour, never outside the rules of calls that leave; a number is forgotten with the call."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from guichet.decisions.dialling.trial import RING_SECONDS, TAKEN_SECONDS, TALK_SECONDS, Finding, Trouble
from guichet.records.audit.models import AuditEntry
from guichet.records.calls.errors import NoTrunkError, TooManyTrialsError, TrialGoingOnError
from guichet.records.calls.legs import write_leg
from guichet.records.calls.models import Line, Outlay, TrialCall
from guichet.records.calls.tests.test_ways import ABROAD, CAPPED, MOBILE, NOW, Town, run_all
from guichet.records.calls.trial_calls import (
    MOST_AN_HOUR,
    Ending,
    TrialCard,
    ask_trial,
    end_left_trials,
    end_trial,
    find_latest,
    judge_trial,
    look_for_wishes,
    note_step,
    take_trial,
)
from guichet.records.calls.words import LegState, Side
from guichet.records.errors import RefusedError
from guichet.records.privacy import erase_expired
from guichet.records.separation import set_organisation

LATE = NOW + timedelta(seconds=TAKEN_SECONDS + RING_SECONDS + TALK_SECONDS + 60)


@pytest.fixture
def town(db: None) -> Town:  # noqa: ARG001 - pytest-django's
    return Town()


def ask(town: Town, typed: str = "06 12 34 56 78", now: Any = NOW) -> TrialCall:
    return ask_trial(town.line, typed, town.account, now)


def take(town: Town, trial: TrialCall, now: Any = NOW) -> TrialCard | None:
    return take_trial(town.organisation.pk, trial.pk, uuid4(), now)


def end(town: Town, trial: TrialCall, **more: Any) -> None:
    given = {"ended_at": NOW + timedelta(seconds=50), "code": 0, "trouble": Trouble.NONE, "is_heard": False, "has_key": False}
    end_trial(town.organisation.pk, trial.pk, Ending(**{**given, **more}))


def find(town: Town, now: Any = NOW) -> Finding:
    trial = find_latest(town.line)
    assert trial is not None
    return judge_trial(trial, now)


def test_a_wish_is_taken_once_and_leaves_by_the_line_that_is_tried(town: Town) -> None:
    other = town.add_line("+33199005678", "sip:127.0.0.1:5090", caller_id="+33199009999", languages=["en"], is_active=False)
    trial = ask_trial(other, "06 12 34 56 78", town.account, NOW)
    card = take(town, trial)
    assert card is not None
    assert (card.way.trunk, card.way.caller, card.way.number) == ("sip:127.0.0.1:5090", "+33199009999", MOBILE)
    assert (card.trial, card.language) == (trial.pk, "en")
    assert take(town, trial) is None


def test_what_was_done_is_in_the_audit_without_the_number(town: Town) -> None:
    ask(town)
    entry = AuditEntry.objects.get(verb="test-call-asked")
    assert (entry.actor_id, entry.subject_kind, entry.subject_id, entry.details) == (town.account.pk, "line", str(town.line.pk), {})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("112", "emergency-tried"),
        ("0 15", "emergency-tried"),
        ("116 117", "emergency-tried"),
        ("0899123456", "dear-number"),
        ("+1 202 555 0123", "out-of-zone"),
        ("+870 773 111 632", "dear-number"),
        ("4512", "not-a-number"),
        ("3949", "not-a-number"),
        ("sip:a@b", "not-a-number"),
        ("0612345678;transport=udp", "not-a-number"),
        ("0612345678\r\nX-Guichet-Trunk: sip:x", "not-a-number"),
        ("é" * 40, "not-a-number"),
        ("\x00", "not-a-number"),
    ],
)
def test_what_may_not_be_called_is_refused_before_anything_is_written(typed: str, code: str, town: Town) -> None:
    with pytest.raises(RefusedError) as refused:
        ask(town, typed)
    assert refused.value.code == code
    assert not TrialCall.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_line_without_a_server_calls_nobody(town: Town) -> None:
    town.line.trunk = ""
    with pytest.raises(NoTrunkError):
        ask(town)


@pytest.mark.parametrize(
    ("own", "typed", "is_inside"),
    [
        ("4500", "45 12", True),
        ("4500", "4500", True),
        ("4500", "2512", False),
        ("4500", "45123", False),
        ("4500", "٤٥١٢", False),
        ("3900", "3949", False),
        ("1500", "1512", True),
        ("112", "115", False),
        ("5", "5", False),
        ("45000000", "45120000", True),
        ("+33199001234", "4512", False),
    ],
)
def test_a_number_within_the_exchange_is_one_that_looks_like_ours_and_is_no_public_one(
    own: str, typed: str, is_inside: bool, town: Town
) -> None:
    Line.objects.update(number=own)
    town.line.refresh_from_db()
    if not is_inside:
        with pytest.raises(RefusedError):
            ask(town, typed)
        return
    card = take(town, ask(town, typed))
    assert card is not None
    assert card.way.number == typed.replace(" ", "")
    assert not Outlay.objects.exists()


def test_rules_that_change_between_the_wish_and_the_call_hold_it_back(town: Town) -> None:
    trial = ask(town, ABROAD)
    town.rule(zones=["france"])
    assert take(town, trial) is None
    trial.refresh_from_db()
    assert (trial.refusal, trial.number, find(town)) == ("out-of-zone", "", Finding.REFUSED)
    ask(town)


def test_a_cap_holds_for_a_test_call_too_and_what_it_cost_is_counted(town: Town) -> None:
    town.rule(**{**CAPPED, "day_cap": 500})
    trial = ask(town)
    assert take(town, trial) is not None
    always = {"call": uuid4(), "process": uuid4(), "began_at": NOW, "side": Side.OUTSIDE, "state": LegState.ENDED}
    write_leg(town.organisation.pk, trial.pk, {**always, "answered_at": NOW, "ended_at": NOW + timedelta(seconds=9)})
    end(town, trial)
    assert town.spent().day == 500
    with pytest.raises(RefusedError) as refused:
        ask(town)
    assert refused.value.code == "day-cap"


def test_there_is_one_at_a_time(town: Town) -> None:
    trial = ask(town)
    other = town.add_line("+33199005678")
    for line in (town.line, other):
        with pytest.raises(TrialGoingOnError):
            ask_trial(line, MOBILE, town.account, NOW)
    end(town, trial)
    ask(town)


def test_there_are_few_in_an_hour(town: Town) -> None:
    for _ in range(MOST_AN_HOUR):
        end(town, ask(town))
    with pytest.raises(TooManyTrialsError, match=str(MOST_AN_HOUR)):
        ask(town)
    ask(town, now=NOW + timedelta(hours=1, seconds=1))


def test_a_number_is_forgotten_as_soon_as_the_call_is_over_and_what_is_over_stays_so(town: Town) -> None:
    trial = ask(town)
    take(town, trial)
    note_step(town.organisation.pk, trial.pk, {"rang_at": NOW, "answered_at": NOW})
    end(town, trial, has_key=True, is_heard=True)
    end(town, trial, trouble=Trouble.LOST, code=503)
    note_step(town.organisation.pk, trial.pk, {"is_heard": False})
    trial.refresh_from_db()
    assert (trial.number, trial.code, trial.trouble, trial.is_heard) == ("", 0, "", True)
    assert find(town) is Finding.WELL


def test_a_wish_that_nobody_takes_is_called_by_nobody_later(town: Town) -> None:
    trial = ask(town)
    late = NOW + timedelta(seconds=TAKEN_SECONDS)
    assert find(town) is Finding.ASKED
    assert find(town, late) is Finding.NOBODY_CALLS
    assert take(town, trial, late) is None
    assert look_for_wishes(late) == []
    trial.refresh_from_db()
    assert trial.number == ""
    assert find(town, late) is Finding.NOBODY_CALLS


def test_a_wish_that_was_not_heard_of_is_found(town: Town) -> None:
    trial = ask(town)
    assert look_for_wishes(NOW) == [(town.organisation.pk, trial.pk)]
    set_organisation(town.organisation.pk)
    take(town, trial)
    assert look_for_wishes(NOW) == []


def test_a_process_that_died_leaves_an_ended_call_and_the_next_may_begin(town: Town) -> None:
    process = uuid4()
    trial = ask(town)
    assert take_trial(town.organisation.pk, trial.pk, process, NOW) is not None
    assert end_left_trials(uuid4(), NOW) == set()
    assert end_left_trials(process, NOW) == {town.organisation.pk}
    set_organisation(town.organisation.pk)
    assert find(town) is Finding.LOST
    ask(town)


@pytest.mark.parametrize("has_key", [False, True])
def test_a_process_that_never_comes_back_holds_up_nobody(has_key: bool, town: Town) -> None:
    trial = ask(town)
    take(town, trial)
    note_step(town.organisation.pk, trial.pk, {"answered_at": NOW, "has_key": has_key})
    assert find(town, LATE) is (Finding.WELL if has_key else Finding.LOST)
    ask(town, now=LATE)
    trial.refresh_from_db()
    assert trial.number == ""
    assert judge_trial(trial, LATE) is (Finding.WELL if has_key else Finding.LOST)


def test_a_number_that_nobody_ended_expires(town: Town) -> None:
    trial = ask(town)
    erase_expired(town.organisation.pk, NOW + timedelta(hours=2))
    trial.refresh_from_db()
    assert trial.number == ""


@pytest.mark.django_db(transaction=True)
def test_of_several_who_press_at_once_one_calls() -> None:
    with transaction.atomic():
        town = Town()
    told: list[str] = []
    barrier = threading.Barrier(4)

    def press() -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                set_organisation(town.organisation.pk)
                ask(town)
                told.append("asked")
        except TrialGoingOnError as error:
            told.append(error.code)
        finally:
            connection.close()

    run_all([threading.Thread(target=press) for _ in range(4)])
    assert sorted(told) == ["asked", *["trial-going-on"] * 3]


@pytest.mark.django_db(transaction=True)
def test_of_several_processes_one_makes_the_call() -> None:
    with transaction.atomic():
        town = Town()
        trial = ask(town)
    cards: list[TrialCard | None] = []
    barrier = threading.Barrier(4)

    def grasp() -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                set_organisation(town.organisation.pk)
                cards.append(take(town, trial))
        finally:
            connection.close()

    run_all([threading.Thread(target=grasp) for _ in range(4)])
    assert sum(card is not None for card in cards) == 1
