"""What has outlived its use is gone after the night's job, and nothing else is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from guichet.engine.forgetting import forget_sessions
from guichet.engine.jobs import forget
from guichet.records.directory.models import Session
from guichet.records.directory.tests.factories import make_organisation
from guichet.records.people.models import Citizen

AsOwner = Callable[[], AbstractContextManager[None]]


@pytest.mark.django_db(transaction=True)
def test_each_night_forgets_who_was_not_heard_of_for_years_and_keeps_the_others(as_owner: AsOwner) -> None:
    now = timezone.now()
    with as_owner():
        for organisation in (make_organisation(), make_organisation()):
            Citizen.objects.create(organisation=organisation, name="Ancienne", last_seen_at=now - timedelta(days=4 * 365))
            Citizen.objects.create(organisation=organisation, name="Récente", last_seen_at=now - timedelta(days=30))
    forget(timestamp=0)
    with as_owner():
        assert sorted(Citizen.objects.values_list("name", flat=True)) == ["", "", "Récente", "Récente"]


@pytest.mark.django_db
def test_a_session_that_ended_is_removed() -> None:
    now = timezone.now()
    for key, expires_at in (("old", now - timedelta(minutes=1)), ("new", now + timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=expires_at)
    forget_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
