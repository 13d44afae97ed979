"""Calls that reached no line: few distinct ones for a day, of each organisation its own, however many are made."""

from datetime import UTC, datetime, timedelta

import pytest

from guichet.records.calls.models import TurnedAway
from guichet.records.calls.turned_away import KEPT, MOST_KEPT, Refusal, keep_refusals, list_turned_away
from guichet.records.calls.words import TurnedAwayFor
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.privacy import erase_expired
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


def refuse(called: str, seconds: int = 0, times: int = 1) -> Refusal:
    return Refusal(TurnedAwayFor.NUMBER, called, "203.0.113.4", times, NOW + timedelta(seconds=seconds))


def test_the_same_once_more_is_counted_on(organisation: Organisation) -> None:
    keep_refusals(organisation.pk, [refuse("0199001234", times=3)])
    keep_refusals(organisation.pk, [refuse("0199001234", 9, times=2)])
    [row] = list_turned_away(organisation.pk, NOW)
    assert (row.called, row.times, row.last_at) == ("0199001234", 5, NOW + timedelta(seconds=9))


def test_only_the_latest_few_are_kept(organisation: Organisation) -> None:
    for first in range(0, 100, 50):
        keep_refusals(organisation.pk, [refuse(f"{number}", number) for number in range(first, first + 50)])
    assert TurnedAway.objects.count() == MOST_KEPT
    assert [row.called for row in list_turned_away(organisation.pk, NOW)][:2] == ["99", "98"]
    keep_refusals(organisation.pk, [])
    assert TurnedAway.objects.count() == MOST_KEPT


def test_what_is_older_than_a_day_is_neither_shown_nor_kept(organisation: Organisation) -> None:
    keep_refusals(organisation.pk, [refuse("1")])
    assert list_turned_away(organisation.pk, NOW + KEPT) == []
    keep_refusals(organisation.pk, [refuse("2", int(KEPT.total_seconds()) + 1)])
    assert [row.called for row in TurnedAway.objects.all()] == ["2"]
    erase_expired(organisation.pk, NOW + 3 * KEPT)
    assert not TurnedAway.objects.exists()


def test_another_organisation_sees_nothing(organisation: Organisation) -> None:
    keep_refusals(organisation.pk, [refuse("1")])
    other = factories.make_organisation()
    set_organisation(other.pk)
    assert list_turned_away(other.pk, NOW) == []
