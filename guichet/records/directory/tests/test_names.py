"""Whoever looks for a name finds it where he looks."""

import pytest

from guichet.records.directory.models import Agent
from guichet.records.directory.names import BY_NAME
from guichet.records.directory.tests import factories

pytestmark = pytest.mark.django_db


def test_accents_and_capitals_stand_with_their_letters() -> None:
    office = factories.make_organisation()
    for name in ("Hugo", "Hélène", "émile", "Zoé", "Estelle", "Étienne"):
        factories.make_agent(office, name=name)
    found = list(Agent.objects.of(office.pk).order_by(BY_NAME).values_list("name", flat=True))
    assert found == ["émile", "Estelle", "Étienne", "Hélène", "Hugo", "Zoé"]
