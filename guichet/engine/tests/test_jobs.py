"""What follows from decisions, and the upkeep of the journal."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from guichet.decisions.routing.inputs import ContactWithdrawn, WrapUpDone
from guichet.engine import effects, jobs
from guichet.engine.tests.conftest import Town, name_contact
from guichet.records.contacts.models import Link
from guichet.records.contacts.words import LinkPurpose
from guichet.records.journal.errors import LeadershipLostError
from guichet.records.separation import set_organisation

DEFERRED = "select task_name, args from procrastinate_jobs order by id"


def make_link(town: Town, number: int, purpose: LinkPurpose) -> None:
    with transaction.atomic():
        set_organisation(town.organisation.pk)
        now = timezone.now()
        Link.objects.create(
            organisation=town.organisation,
            digest=sha256(f"{number} {purpose}".encode()).digest(),
            contact_id=name_contact(number),
            purpose=purpose,
            created_at=now,
            expires_at=now + timedelta(days=7),
        )


def list_live_links(town: Town) -> set[tuple[str, str]]:
    rows = town.poster.execute("select contact_id::text, purpose from contacts_link where expires_at > now()").fetchall()
    return {(str(contact), str(purpose)) for contact, purpose in rows}


def test_a_commit_enqueues_one_job_with_every_contact_that_ended_in_it(town: Town) -> None:
    for number in range(3):
        town.open_contact(number)
        town.post(town.arrival(number))
    town.post(ContactWithdrawn(contact=name_contact(0)), WrapUpDone(contact=name_contact(1), agent=town.agent_id))
    town.lead().drain()
    assert town.poster.execute(DEFERRED).fetchall() == [
        (
            effects.END_LINKS,
            {
                "organisation_id": town.organisation.pk,
                "effects": [
                    {"contact_id": name_contact(0), "decision_id": "4.0"},
                    {"contact_id": name_contact(1), "decision_id": "5.0"},
                ],
            },
        )
    ]


def test_a_decision_that_is_not_written_enqueues_nothing(town: Town) -> None:
    old = town.claim(town.connect())
    town.claim(town.connect())
    town.post(WrapUpDone(contact=name_contact(1), agent=town.agent_id))
    with pytest.raises(LeadershipLostError):
        old.drain()
    assert town.count("procrastinate_jobs") == 0


def test_the_way_back_into_a_conversation_closes_with_it_and_the_trace_stays(town: Town) -> None:
    for number in (1, 2):
        town.open_contact(number)
        make_link(town, number, LinkPurpose.RESUME)
    make_link(town, 1, LinkPurpose.READ)
    ended = [{"contact_id": name_contact(1), "decision_id": "4.0"}]
    for _ in range(2):
        jobs.end_links(organisation_id=town.organisation.pk, effects=ended)
    assert list_live_links(town) == {(name_contact(2), "resume"), (name_contact(1), "read")}


def test_every_effect_has_its_task() -> None:
    assert effects.END_LINKS in app.tasks


def test_upkeep_can_be_done_at_any_time(town: Town) -> None:
    town.post(town.arrival(1))
    town.lead().drain()
    jobs.keep_journal(timestamp=0)
    jobs.make_snapshots(timestamp=0)
    assert len(town.list_entries()) == 1
