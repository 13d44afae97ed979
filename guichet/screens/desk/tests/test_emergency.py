"""A desk knows from where its agent can call for help, so that it says what is missing."""

import pytest
from django.utils import timezone

from guichet.records.calls.models import Line
from guichet.records.calls.rules import choose_emergency_line
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.screens.desk.views import find_emergency


@pytest.mark.django_db
def test_a_desk_knows_from_where_emergency_numbers_can_be_called() -> None:
    organisation = factories.make_organisation()
    agent, account = factories.make_agent(organisation), factories.make_account(organisation, Role.ADMINISTRATOR)
    reason = factories.make_reason(organisation)
    line = Line.objects.create(organisation=organisation, number="+33199001234", label="Accueil", reason=reason, trunk="sip:127.0.0.1:5070")
    places = ("", "browser", "telephone")
    assert [find_emergency(agent, place) for place in places] == ["", "none", "none"]
    choose_emergency_line(organisation.pk, line, account, timezone.now())
    assert [find_emergency(agent, place) for place in places] == ["", "call", "telephone"]
    Line.objects.update(trunk="")
    assert [find_emergency(agent, place) for place in places] == ["", "none", "none"]
