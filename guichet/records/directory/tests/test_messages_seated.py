"""An organisation that is at work when messages come: its agents have a seat for them, and its router knows."""

from importlib import import_module
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection

from guichet.decisions.routing.inputs import AgentConfigured
from guichet.records.directory import models, queries
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Inbox
from guichet.records.journal.words import input_decoder
from guichet.records.separation import ROLE, set_organisation

pytestmark = pytest.mark.django_db
seat_messages = import_module("guichet.records.directory.migrations.0007_messages").seat_messages


def migrate(organisation: models.Organisation) -> None:
    """As the owner of the tables, who sees every organisation."""
    with connection.cursor() as cursor:
        cursor.execute("set local role none")
        seat_messages(None, SimpleNamespace(connection=connection))
        cursor.execute(f"set local role {ROLE}")
    set_organisation(organisation.pk)


def test_the_router_of_an_organisation_at_work_is_told_what_the_directory_says() -> None:
    organisation = factories.make_organisation()
    writes = factories.make_capacity(organisation, {"chat": (3, 2), "voice": (1, 3)})
    calls = factories.make_capacity(organisation, {"voice": (1, 1)})
    region = factories.make_territory(organisation)
    factories.make_territory(organisation, parent=region)
    skills = [factories.make_skill(organisation) for _ in range(3)]
    busy = factories.make_agent(organisation, capacity=writes, skills={skills[0]: 2, skills[1]: 1}, territories=[region])
    for skill, level in ((skills[0], 0), (skills[2], 4), (skills[2], 1)):
        models.SkillLoan.objects.create(organisation=organisation, agent=busy, skill=skill, level=level, order_id=uuid4())
    plain = factories.make_agent(organisation, capacity=writes)
    factories.make_agent(organisation, capacity=calls)
    migrate(organisation)
    told = [input_decoder.decode(row.body) for row in Inbox.objects.filter(organisation_id=organisation.pk).order_by("id")]
    wanted = [AgentConfigured(profile=profile) for profile in queries.list_profiles(organisation.pk, [busy.pk, plain.pk])]
    assert sorted(told, key=str) == sorted(wanted, key=str)
    assert "message" in str(wanted)


def test_what_an_administrator_decided_about_messages_stays() -> None:
    organisation = factories.make_organisation()
    profile = factories.make_capacity(organisation, {"chat": (3, 1), "message": (0, 1)})
    queue = factories.make_queue(organisation, channels=["chat", "message"])
    other = factories.make_queue(organisation, channels=["callback"])
    for _ in range(2):
        migrate(organisation)
    assert dict(profile.channels.values_list("channel", "most")) == {"chat": 3, "message": 0}
    assert models.Queue.objects.get(pk=queue.pk).channels == ["chat", "message"]
    assert models.Queue.objects.get(pk=other.pk).channels == ["callback"]
    assert not Inbox.objects.filter(organisation_id=organisation.pk).exists()
