"""`replay --check` and `verify`: good on what the engine wrote, and each check sees what it is there to see."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from guichet.decisions.routing.inputs import (
    AgentVanished,
    ContactTransferred,
    ContactWithdrawn,
    ConversationEnded,
    Input,
    OfferAccepted,
    OfferDeclined,
    PresenceChanged,
    PriorityChanged,
    QueueOpened,
    WrapUpDone,
)
from guichet.decisions.routing.words import AgentId, Instant, Presence, QueueId, Requirement
from guichet.engine.leader import Leader
from guichet.engine.replay import replay
from guichet.engine.replica import make_snapshot
from guichet.engine.reports import Check
from guichet.engine.snapshots import make_router, store_snapshot
from guichet.engine.tests.conftest import Town, name_contact
from guichet.engine.verify import verify
from guichet.records.directory.queries import list_router_configuration
from guichet.records.directory.tests import factories
from guichet.records.separation import set_organisation

CONTACTS = 40


@pytest.fixture(autouse=True)
def _as_written() -> Iterator[None]:
    """Promises are named here in the language they are written in."""
    with translation.override("en"):
        yield


@pytest.fixture
def busy(town: Town) -> Town:
    """A town after an afternoon of everything, routed by the product's own router."""
    with transaction.atomic():
        set_organisation(town.organisation.pk)
        agents = [town.agent_id, *(AgentId(factories.make_agent(town.organisation).pk) for _ in range(3))]
        town.post(*list_router_configuration(town.organisation.pk))
    town.post(QueueOpened(queue=QueueId(town.queue.pk)))
    town.post(*(PresenceChanged(agent=agent, presence=Presence.AVAILABLE) for agent in agents))
    leader = town.lead(make_router)
    chance = random.Random(7)
    for number in range(CONTACTS):
        town.open_contact(number)
        town.post(town.arrival(number))
        for _ in range(3):
            town.post(something(town, chance, agents, number))
        if chance.random() < 0.3:
            leader.replica.at = Instant(leader.replica.at + 15_000)
        while leader.drain():
            pass
    leader.connection.close()
    return town


def something(town: Town, chance: random.Random, agents: list[AgentId], last: int) -> Input:
    """Any fact about somebody known, whether it fits or not."""
    contact, agent = name_contact(chance.randint(max(0, last - 8), last)), chance.choice(agents)
    holder = get_holder(town, contact) or agent
    queue = QueueId(town.queue.pk)
    facts: list[Input] = [
        *([OfferAccepted(contact=contact, agent=holder)] * 4),
        *([ConversationEnded(contact=contact)] * 3),
        *([WrapUpDone(contact=contact, agent=holder, outcome="settled")] * 3),
        OfferDeclined(contact=contact, agent=holder, reason="busy"),
        ContactWithdrawn(contact=contact),
        ContactTransferred(contact=contact, agent=holder, queue=queue, requirements=(Requirement(),)),
        PriorityChanged(contact=contact, priority_minutes=chance.randint(0, 5), by=agent),
        PresenceChanged(agent=agent, presence=chance.choice([*Presence, Presence.AVAILABLE]), reason="lunch"),
        AgentVanished(agent=agent),
    ]
    return chance.choice(facts)


def get_holder(town: Town, contact: str) -> AgentId | None:
    [(agent,)] = town.poster.execute("select coalesce(agent_id, offered_to) from contacts_contact where id = %s", [contact]).fetchall()
    return None if agent is None else AgentId(int(str(agent)))


def broken(checks: list[Check]) -> set[str]:
    return {check.promise for check in checks if not check.is_good}


def lead(town: Town) -> Leader:
    return town.lead(make_router)


def test_what_the_engine_wrote_keeps_every_rule(busy: Town) -> None:
    checks = verify(busy.organisation.pk)
    assert broken(checks) == set(), "\n".join(map(str, checks))
    assert {check.rule for check in checks} == {"R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R16"}
    assert all(check.looked_at for check in checks if check.rule != "R6"), "a check that looked at nothing proves nothing"


def test_the_journal_gives_the_same_decisions_bit_for_bit(busy: Town) -> None:
    checks = replay(busy.organisation.pk)
    assert broken(checks) == set()
    assert checks[1].looked_at == len(busy.list_entries()) > CONTACTS


def test_a_router_restored_from_a_snapshot_goes_on_as_the_one_that_never_stopped(busy: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.engine.replica.WORTH_A_SNAPSHOT", 1)
    assert make_snapshot(busy.connect(), busy.organisation.pk)
    leader = lead(busy)
    assert leader.replica.built_from == len(busy.list_entries())
    for number in range(CONTACTS, CONTACTS + 10):
        busy.open_contact(number)
        busy.post(busy.arrival(number), OfferAccepted(contact=name_contact(number), agent=busy.agent_id))
        leader.drain()
    store_snapshot(leader.connection, busy.organisation.pk, leader.replica.seq, leader.replica.router)
    checks = replay(busy.organisation.pk)
    assert broken(checks) == set()
    assert checks[2].looked_at == 2


def test_too_little_news_makes_no_snapshot(busy: Town) -> None:
    assert not make_snapshot(busy.connect(), busy.organisation.pk)
    assert busy.count("journal_snapshot") == 0


TAMPERED = {
    "update journal_entry set body = replace(body, '\"Offered\"', '\"Assigned\"') where seq = (select max(seq) from journal_entry where body like '%\"Offered\"%')": "every decision",  # noqa: E501 - one statement
    "delete from journal_entry where seq = 10": "numbers follow",
    "update journal_entry set at_ms = 1 where seq = 10": "numbers follow",
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_replay_sees_a_journal_that_was_changed(busy: Town, statement: str) -> None:
    change(busy, statement)
    assert any(promise.startswith(TAMPERED[statement]) for promise in broken(replay(busy.organisation.pk)))


SPOILED = {
    "update contacts_contact set agent_id = offered_to, offered_to = null where id = (select id from contacts_contact where state = 'offered' limit 1)": "every row says",  # noqa: E501 - one statement
    "update contacts_contact set step = step + 1": "contacts rebuilt",
    "update contacts_presence set reason = 'forgotten'": "waiting, wrap-up, pauses",
    "update contacts_contact set state = 'closed', closed_at = now(), agent_id = null, offered_to = null where closed_at is null": "waiting, wrap-up",  # noqa: E501 - one statement
    "insert into journal_key values ({organisation}, gen_random_uuid(), 99999, now() - interval '1 minute')": "whatever was accepted",
    "insert into journal_entry select organisation_id, seq + 100000, at_ms, recorded_at, input_id, kind, body from journal_entry where seq = 10": "nothing is journalled twice",  # noqa: E501 - one statement
}


@pytest.mark.parametrize("statement", SPOILED)
def test_verify_sees_rows_that_do_not_follow(busy: Town, statement: str) -> None:
    change(busy, statement.format(organisation=busy.organisation.pk))
    assert any(promise.startswith(SPOILED[statement]) for promise in broken(verify(busy.organisation.pk)))


GIVEN_TWICE = """
update journal_entry
set body = jsonb_set(body::jsonb, '{decisions}', (body::jsonb -> 'decisions') || (body::jsonb -> 'decisions' -> -1))::text
where seq = (select min(seq) from journal_entry where body like '%"Offered"%')
"""
NO_CAPACITY = """update journal_entry set body = regexp_replace(body, '"most":[0-9]+', '"most":0', 'g') where kind = 'AgentConfigured'"""
NOBODY_AVAILABLE = """update journal_entry set body = replace(body, '"available"', '"paused"') where kind = 'PresenceChanged'"""
YOUNGER = """
update journal_entry set body = regexp_replace(body, '"rank_at":[0-9]+', '"rank_at":9999999999999')
where seq = (select min(seq) from journal_entry where body ~ '"cause":"(declined|expired|vanished)"')
"""
CALLBACK = """
update journal_entry set body = replace(body, '"channel":"chat"', '"channel":"callback"') where body like '%"Queued"%'
"""
ENDED_TWICE = """
update journal_entry
set body = jsonb_set(body::jsonb, '{decisions}', (body::jsonb -> 'decisions') || (body::jsonb -> 'decisions' -> -1))::text
where seq = (select min(seq) from journal_entry where body like '%"Withdrawn"%' or body like '%"Closed"%')
"""
RULES = {
    "R1": [GIVEN_TWICE],
    "R2": [NO_CAPACITY],
    "R4": [NOBODY_AVAILABLE],
    "R5": [YOUNGER],
    "R6": [CALLBACK, YOUNGER],
    "R7": [ENDED_TWICE],
}


@pytest.mark.parametrize("rule", RULES)
def test_verify_sees_each_rule_that_a_journal_breaks(busy: Town, rule: str) -> None:
    for statement in RULES[rule]:
        change(busy, statement)
    assert rule in {check.rule for check in verify(busy.organisation.pk) if not check.is_good}


def test_verify_sees_somebody_who_waits_while_somebody_able_is_free(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        set_organisation(town.organisation.pk)
        town.post(*list_router_configuration(town.organisation.pk))
    town.post(QueueOpened(queue=QueueId(town.queue.pk)), PresenceChanged(agent=town.agent_id, presence=Presence.AVAILABLE))
    town.open_contact(1)
    town.post(town.arrival(1))
    with monkeypatch.context() as idle:
        idle.setattr("guichet.decisions.routing.router.Router._match", staticmethod(lambda _floor: None))
        leader = lead(town)
        leader.drain()
    store_snapshot(leader.connection, town.organisation.pk, leader.replica.seq, leader.replica.router)
    assert [check.rule for check in verify(town.organisation.pk) if not check.is_good] == ["R3"]


def change(town: Town, statement: str) -> None:
    """Do as the owner what the product cannot do."""
    town.poster.execute("set role none")
    changed: Any = town.poster.execute(statement)
    assert changed.rowcount > 0
