"""A cap that is reached is told once to each of those who steer, and anew when the day is another or the cap was changed."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from guichet.engine import jobs
from guichet.records.calls.models import CallingRules, Outlay
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.notices.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    made = factories.make_organisation()
    for role in Role:
        factories.make_account(made, role)
    factories.make_account(made, Role.SUPERVISOR, is_active=False)
    CallingRules.objects.create(organisation=made, landline_price=100, mobile_price=200, abroad_price=300, day_cap=1_000, month_cap=1_500)
    return made


def spend(organisation: Organisation, cost: int, began_at: datetime) -> None:
    Outlay.objects.create(
        pk=uuid4(), organisation=organisation, tariff="landline", price=100, began_at=began_at, ended_at=began_at, cost=cost
    )


def look(organisation: Organisation, day: int, monkeypatch: Any) -> int:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, day, 12, tzinfo=UTC))
    return jobs.tell_cap_of(organisation.pk)


def test_those_who_steer_are_told_once_a_day_then_once_for_the_month(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    spend(organisation, 900, datetime(2026, 11, 10, 9, tzinfo=UTC))
    assert look(organisation, 10, monkeypatch) == 0, "one more minute fits"
    spend(organisation, 100, datetime(2026, 11, 10, 10, tzinfo=UTC))
    assert [look(organisation, 10, monkeypatch) for _ in range(3)] == [2, 0, 0]
    mail = Mail.objects.first()
    assert mail is not None
    assert "0,10\u00a0€" in mail.text
    assert "plafond" in mail.subject
    spend(organisation, 450, datetime(2026, 11, 11, 9, tzinfo=UTC))
    assert [look(organisation, 11, monkeypatch) for _ in range(2)] == [2, 0]
    assert look(organisation, 12, monkeypatch) == 0, "the month was told already"
    assert Mail.objects.count() == 4


def test_without_a_price_no_cap_is_ever_reached(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    CallingRules.objects.update(landline_price=None, mobile_price=0, abroad_price=None)
    spend(organisation, 9_000, datetime(2026, 11, 10, 9, tzinfo=UTC))
    assert look(organisation, 10, monkeypatch) == 0
