"""From the inbox to the journal: everything once, in one order, and nothing that cannot be taken blocks the rest."""

import time
from collections.abc import Callable

import psycopg
import pytest

from guichet.decisions.routing.decisions import Assigned, Queued, Withdrawn
from guichet.decisions.routing.inputs import ContactTransferred, ContactWithdrawn, OfferAccepted, PriorityChanged
from guichet.decisions.routing.words import AgentId, ContactId, ContactState, Instant, QueueId
from guichet.engine import leader as leading
from guichet.engine.leadership import try_lead
from guichet.engine.replica import Replica
from guichet.engine.tests.conftest import Town, name_contact
from guichet.engine.tests.tiny import LONGEST_MS, TinyRouter
from guichet.records.contacts.projections import CHANGE_CONTACTS
from guichet.records.journal.errors import LeadershipLostError


def test_what_is_posted_becomes_entries_and_leaves_the_inbox(town: Town) -> None:
    town.open_contact(1)
    town.post(town.arrival(1), OfferAccepted(contact=name_contact(1), agent=town.agent_id))
    assert town.lead().drain()
    entries = town.list_entries()
    assert [(entry.seq, entry.kind) for entry in entries] == [(1, "ContactArrived"), (2, "OfferAccepted")]
    assert [type(entry.step.decisions[0]) for entry in entries] == [Queued, Assigned]
    assert town.count("journal_inbox") == 0


def test_contacts_show_what_was_decided_as_soon_as_it_is_written(town: Town) -> None:
    town.open_contact(1)
    town.post(town.arrival(1), OfferAccepted(contact=name_contact(1), agent=town.agent_id))
    town.lead().drain()
    contact = town.get_contact(1)
    assert (contact.state, contact.agent_id, contact.seq) == (ContactState.ASSIGNED, town.agent.pk, 2)


def test_each_contact_is_reached_by_its_key_before_the_planner_knows_how_many_there_are(town: Town) -> None:
    """Otherwise a fresh counter with a crowd goes through everybody for each who moves."""
    for number in range(200):
        town.open_contact(number)
    names = {"organisation_id": town.organisation.pk, "before": 0, "last": 200, "rows": "[]"}
    plan = town.connect().execute(f"explain {CHANGE_CONTACTS}", names).fetchall()
    steps = [str(step).strip() for (step,) in plan]
    assert not [step for step in steps if "Join Filter" in step]
    assert [step for step in steps if step.startswith("Index Cond: ((id = r.id)")], steps


def test_one_notification_tells_followers_the_last_number_of_a_batch(town: Town) -> None:
    listener = town.connect()
    listener.execute("listen guichet_journal")
    town.post(*(town.arrival(number) for number in range(50)))
    town.lead().drain()
    assert [news.payload for news in listener.notifies(timeout=0.5)] == [f"{town.organisation.pk}:50"]


def test_a_fact_that_commits_late_is_journalled_after_its_commit_and_never_skipped(town: Town) -> None:
    late = town.connect()
    late.execute("begin")
    town.post(town.arrival(1), connection=late)
    town.post(town.arrival(2), town.arrival(3))
    leader = town.lead()
    leader.drain()
    assert [entry.seq for entry in town.list_entries()] == [1, 2]
    late.execute("commit")
    leader.drain()
    assert [entry.step.input for entry in town.list_entries()] == [town.arrival(2), town.arrival(3), town.arrival(1)]
    assert town.count("journal_inbox") == 0


def test_facts_beyond_one_reading_are_all_taken_in_order(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "BATCH", 4)
    monkeypatch.setattr(leading, "READ_AHEAD", 10)
    town.post(*(town.arrival(number) for number in range(57)))
    leader = town.lead()
    while leader.drain():
        pass
    assert [entry.step.input for entry in town.list_entries()] == [town.arrival(number) for number in range(57)]
    assert [entry.seq for entry in town.list_entries()] == list(range(1, 58))


@pytest.mark.parametrize(
    "body",
    ["", "{", "null", "[]", '{"type":"Invented"}', '{"type":"ContactWithdrawn"}', '{"type":"ContactWithdrawn","contact":7}', "[" * 20_000],
)
def test_what_cannot_be_read_is_set_aside_with_its_reason(town: Town, body: str) -> None:
    town.post_raw(("Unknown", body))
    town.post(town.arrival(1))
    town.lead().drain()
    assert [entry.step.input for entry in town.list_entries()] == [town.arrival(1)]
    [(kept, reason)] = town.poster.execute("select body, reason from journal_aside").fetchall()
    assert kept == body
    assert str(reason).startswith("unreadable: ")
    assert town.count("journal_inbox") == 0


def test_a_fact_on_which_the_router_fails_is_set_aside_and_the_others_go_through(town: Town) -> None:
    poison = PriorityChanged(contact=name_contact(2), priority_minutes=5, by=town.agent_id)
    town.post(town.arrival(1), town.arrival(2), poison, town.arrival(3), ContactWithdrawn(contact=name_contact(2)))
    leader = town.lead()
    while leader.drain():
        pass
    assert [entry.kind for entry in town.list_entries()] == ["ContactArrived"] * 3 + ["ContactWithdrawn"]
    assert isinstance(town.list_entries()[3].step.decisions[0], Withdrawn), "what the router half did before it failed is undone"
    assert town.poster.execute("select kind, reason from journal_aside").fetchall() == [("PriorityChanged", "failed: ZeroDivisionError")]


def test_a_fact_that_the_database_refuses_is_set_aside_and_the_others_go_through(town: Town) -> None:
    town.open_contact(1)
    nobody = ContactTransferred(contact=name_contact(1), agent=AgentId(404), queue=QueueId(town.queue.pk), requirements=())
    no_uuid = ContactTransferred(contact=ContactId("nothing"), agent=town.agent_id, queue=QueueId(town.queue.pk), requirements=())
    town.post(town.arrival(1), nobody, no_uuid, OfferAccepted(contact=name_contact(1), agent=town.agent_id))
    leader = town.lead()
    while leader.drain():
        pass
    assert [entry.kind for entry in town.list_entries()] == ["ContactArrived", "OfferAccepted"]
    assert town.count("journal_aside") == 2
    assert town.get_contact(1).state == ContactState.ASSIGNED


def test_a_timer_that_is_due_fires_without_any_fact(town: Town) -> None:
    town.open_contact(1)
    town.post(town.arrival(1))
    leader = town.lead()
    leader.drain()
    assert not leader.drain()
    leader.replica.at = Instant(leader.replica.at + LONGEST_MS)
    leader.drain()
    assert [entry.kind for entry in town.list_entries()] == ["ContactArrived", "TimerFired"]
    assert town.get_contact(1).state == ContactState.WITHDRAWN


def test_what_was_posted_in_time_counts_even_if_it_is_read_after_the_timer_was_due(town: Town) -> None:
    town.open_contact(1)
    town.post(town.arrival(1))
    leader = town.lead()
    leader.drain()
    town.post(OfferAccepted(contact=name_contact(1), agent=town.agent_id))
    leader.replica.at = Instant(leader.replica.at + 2 * LONGEST_MS)
    leader.drain()
    assert [entry.kind for entry in town.list_entries()] == ["ContactArrived", "OfferAccepted"]


def test_a_timer_on_which_the_router_fails_rests_and_facts_go_on(town: Town) -> None:
    town.post(town.arrival(1, priority_minutes=99))
    leader = town.lead()
    leader.drain()
    town.post(town.arrival(2))
    for _ in range(3):
        leader.drain()
    assert [entry.step.input for entry in town.list_entries()] == [town.arrival(1, priority_minutes=99), town.arrival(2)]


def test_time_never_goes_back_in_the_journal(town: Town) -> None:
    leader = town.lead()
    leader.replica.at = Instant(2_000_000_000_000)
    town.post(town.arrival(1))
    leader.drain()
    assert town.list_entries()[0].at == 2_000_000_000_000


def test_only_one_leads(town: Town) -> None:
    leader = town.lead()
    standby = town.connect()
    assert not try_lead(standby, town.organisation.pk)
    leader.connection.close()
    deadline = time.monotonic() + 10
    while not try_lead(standby, town.organisation.pk):
        assert time.monotonic() < deadline, "the server lets the lock go once it has seen the end of the connection"
        time.sleep(0.01)


def test_a_leader_that_comes_back_after_a_takeover_can_commit_nothing(town: Town) -> None:
    old = town.claim(town.connect())
    town.post(town.arrival(1))
    new = town.claim(town.connect())
    with pytest.raises(LeadershipLostError):
        old.drain()
    assert town.list_entries() == []
    new.drain()
    assert [entry.seq for entry in town.list_entries()] == [1]


def test_a_lost_connection_ends_the_lead(town: Town) -> None:
    leader = town.lead()
    town.poster.execute("set role none")
    town.poster.execute("select pg_terminate_backend(%s)", [leader.connection.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        leader.drain()


def test_two_organisations_do_not_see_each_other(build: Callable[[], Town]) -> None:
    one, other = build(), build()
    one.post(one.arrival(1))
    other.post(other.arrival(2))
    one.lead().drain()
    assert [entry.step.input for entry in one.list_entries()] == [one.arrival(1)]
    assert other.list_entries() == []
    other.lead().drain()
    assert [entry.seq for entry in other.list_entries()] == [1]


def test_a_rebuilt_router_is_the_one_that_was(town: Town) -> None:
    leader = town.lead()
    for number in range(5):
        town.post(town.arrival(number))
        leader.drain()
    town.post(ContactWithdrawn(contact=name_contact(2)))
    leader.drain()
    replica = Replica(town.organisation.pk, TinyRouter.make)
    replica.catch_up(town.connect())
    assert (replica.seq, replica.router.snapshot()) == (6, leader.replica.router.snapshot())
