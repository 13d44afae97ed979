"""What the leader looks after: silent desks, opening hours, and a chore that fails."""

from collections.abc import Iterable

import pytest
from django.db import transaction

from guichet.decisions.routing.decisions import QueueSet, Refused
from guichet.decisions.routing.inputs import AgentVanished, Input, PresenceChanged, QueueClosed, QueueOpened
from guichet.decisions.routing.words import Instant, Presence, QueueId
from guichet.engine import chores
from guichet.engine.chores import Chores, list_vanished
from guichet.engine.connections import Connection
from guichet.engine.leader import Leader
from guichet.engine.openings import list_due_openings
from guichet.engine.snapshots import make_router
from guichet.engine.tests.conftest import Town
from guichet.records.directory.queries import list_router_configuration
from guichet.records.directory.tests import factories
from guichet.records.separation import set_organisation

NOW = Instant(0)
BE_SILENT = "update contacts_presence set since = now() - interval '1 hour'"
SEEN = """
insert into contacts_desk (organisation_id, agent_id, seen_at) select organisation_id, agent_id, now() - make_interval(secs => %s)
from contacts_presence on conflict (agent_id) do update set seen_at = excluded.seen_at
"""


def available(town: Town) -> None:
    town.post(PresenceChanged(agent=town.agent_id, presence=Presence.AVAILABLE))
    leader = town.lead()
    leader.drain()
    leader.connection.close()


def list_facts(chore: chores.Chore, town: Town) -> list[Input]:
    return [fact for _, fact in chore(town.poster, town.organisation.pk, NOW)]


def test_an_agent_whose_screens_are_silent_has_vanished(town: Town) -> None:
    available(town)
    town.poster.execute(BE_SILENT)
    assert list_facts(list_vanished, town) == [AgentVanished(agent=town.agent_id)]
    town.poster.execute(SEEN, [chores.SILENCE_SECONDS + 5])
    assert list_facts(list_vanished, town) == [AgentVanished(agent=town.agent_id)]


def test_an_agent_who_has_just_come_or_was_just_seen_has_not_vanished(town: Town) -> None:
    available(town)
    assert list_facts(list_vanished, town) == []
    town.poster.execute(BE_SILENT)
    town.poster.execute(SEEN, [chores.SILENCE_SECONDS - 15])
    assert list_facts(list_vanished, town) == []


def test_an_agent_who_is_offline_cannot_vanish(town: Town) -> None:
    available(town)
    town.poster.execute(BE_SILENT)
    town.poster.execute("update contacts_presence set presence = 'offline'")
    assert list_facts(list_vanished, town) == []


def test_what_a_chore_sees_twice_is_posted_once(town: Town) -> None:
    available(town)
    town.poster.execute(BE_SILENT)
    for _ in range(3):
        looking = Chores(town.organisation.pk)
        looking._due = dict.fromkeys(looking._due, 0.0)
        looking.run(town.poster, NOW)
    kinds = [row[0] for row in town.poster.execute("select kind from journal_inbox order by 1").fetchall()]
    assert kinds == ["AgentVanished", "QueueOpened"]


def test_a_queue_whose_hours_have_begun_is_opened(town: Town) -> None:
    queue = QueueId(town.queue.pk)
    assert list_facts(list_due_openings, town) == [QueueOpened(queue=queue)]
    tell(town, is_open=True, reason=None)
    assert list_facts(list_due_openings, town) == []


def test_a_queue_whose_hours_are_over_is_closed(town: Town) -> None:
    with transaction.atomic():
        set_organisation(town.organisation.pk)
        town.queue.calendar.hours.all().delete()
    tell(town, is_open=True, reason=None)
    assert list_facts(list_due_openings, town) == [QueueClosed(queue=QueueId(town.queue.pk), reason="closed-hours")]


def test_a_queue_that_a_supervisor_closed_is_not_opened_by_its_hours(town: Town) -> None:
    tell(town, is_open=False, reason="closed-by-supervisor")
    assert list_facts(list_due_openings, town) == []
    tell(town, is_open=False, reason="closed-hours")
    assert list_facts(list_due_openings, town) == [QueueOpened(queue=QueueId(town.queue.pk))]


def test_the_hours_of_a_queue_reach_the_router(town: Town) -> None:
    with transaction.atomic():
        set_organisation(town.organisation.pk)
        factories.make_queue(town.organisation, calendar=town.queue.calendar)
    configure(town)
    look(town.lead(make_router), NOW)
    opened = [decision for entry in town.list_entries() for decision in entry.step.decisions if isinstance(decision, QueueSet)]
    assert [decision.open for decision in opened if decision.open] == [True, True]
    assert list_facts(list_due_openings, town) == []


def test_a_queue_that_was_never_opened_is_opened_by_its_hours(town: Town) -> None:
    configure(town)
    leader = town.lead(make_router)
    leader.drain()
    assert town.poster.execute("select is_open, reason from contacts_queue_state").fetchall() == [(False, "never-opened")]
    look(leader, NOW)
    assert town.poster.execute("select is_open, reason from contacts_queue_state").fetchall() == [(True, None)]
    assert list_facts(list_due_openings, town) == []


def test_a_queue_that_was_never_opened_stays_closed_outside_its_hours(town: Town) -> None:
    with transaction.atomic():
        set_organisation(town.organisation.pk)
        town.queue.calendar.hours.all().delete()
    configure(town)
    town.lead(make_router).drain()
    assert list_facts(list_due_openings, town) == []


def test_a_fact_that_the_router_refused_is_told_again_at_the_next_look(town: Town) -> None:
    leader = town.lead(make_router)
    look(leader, NOW)
    assert [type(decision) for entry in town.list_entries() for decision in entry.step.decisions] == [Refused]
    configure(town)
    leader.drain()
    look(leader, Instant(NOW + 5_000))
    assert town.poster.execute("select is_open from contacts_queue_state").fetchall() == [(True,)]


def test_a_chore_that_fails_does_not_stop_the_others(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: Connection, _organisation_id: int, _at: Instant) -> Iterable[tuple[str, Input]]:
        raise ZeroDivisionError

    monkeypatch.setattr(Chores, "PERIODS", ((fail, 0.0), *Chores.PERIODS))
    looking = Chores(town.organisation.pk)
    looking._due = dict.fromkeys(looking._due, 0.0)
    looking.run(town.poster, NOW)
    assert town.count("journal_inbox") == 1


def configure(town: Town) -> None:
    """Tell the router of the directory, as its actions do."""
    with transaction.atomic():
        set_organisation(town.organisation.pk)
        town.post(*list_router_configuration(town.organisation.pk))


def look(leader: Leader, at: Instant) -> None:
    """Do every chore now, and take what they posted."""
    leader.chores._due = dict.fromkeys(leader.chores._due, 0.0)
    leader.chores.run(leader.connection, at)
    leader.drain()


def tell(town: Town, *, is_open: bool, reason: str | None) -> None:
    """What the router was last told of the queue."""
    town.poster.execute(
        """insert into contacts_queue_state (organisation_id, queue_id, is_open, reason, seq) values (%s, %s, %s, %s, 1)
           on conflict (queue_id) do update set is_open = excluded.is_open, reason = excluded.reason""",
        [town.organisation.pk, town.queue.pk, is_open, reason],
    )
