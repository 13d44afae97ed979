"""Doors and the engine write the same contacts at once, from many connections: nobody ever waits for another in a circle."""

import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from bench.ground import Ground, connect_owner, open_contacts, post_all
from guichet.decisions.routing.inputs import ContactWithdrawn, ConversationEnded, Input, OfferAccepted, WrapUpDone
from guichet.decisions.routing.words import AgentId, ContactId, Instant
from guichet.engine.connections import Connection
from guichet.records.connections import get_conninfo
from guichet.records.contacts.statements import ADD_MESSAGES, LOCK_CONTACTS
from guichet.records.separation import SET_ORGANISATION
from tests.faults.crowd import Crowd
from tests.faults.processes import Engines
from tests.faults.proofs import Kept, prove_journal, prove_messages

SECONDS = min(30, int(os.environ.get("FAULT_SECONDS", "30")))
CONTACTS = 12
"""Few, so that everybody meets everybody; those that end are replaced."""
WRITERS = 4
LINES = 8
PAUSE = 0.03
"""Enough to meet all the time, and to leave the machine to the engine."""
pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
LIVE = """
select id::text, state, coalesce(agent_id, offered_to) from contacts_contact where organisation_id = %s and closed_at is null
"""
DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()"
"""Counted for the whole database, the engine's included: it would quietly begin again."""


@dataclass
class Race:
    """Everybody at once. `live`: the contacts that are open now, with their state and whose they are."""

    ground: Ground
    live: list[tuple[ContactId, str, int | None]] = field(default_factory=list)
    kept: Kept = field(default_factory=Kept)
    failures: list[BaseException] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, act: Callable[[Connection], None]) -> None:
        """Do something again and again, on a connection like a door's."""
        try:
            with psycopg.connect(get_conninfo(), autocommit=True) as connection:
                while not self.stop.is_set():
                    act(connection)
        except BaseException as error:
            self.failures.append(error)

    def watch(self, _connection: Connection) -> None:
        """Know what is open, and see to it that always enough is."""
        with connect_owner() as owner:
            rows = owner.execute(LIVE, [self.ground.organisation_id]).fetchall()
            self.live = [(ContactId(str(contact)), str(state), agent) for contact, state, agent in rows]  # type: ignore[misc]
            if (missing := CONTACTS - len(rows)) > 0:
                contacts = open_contacts(owner, self.ground, missing)
                at = Instant(int(time.time() * 1000))
                self.post(owner, [self.ground.get_arrival(number, contact, at) for number, contact in enumerate(contacts)])
        time.sleep(PAUSE)

    def speak(self, connection: Connection) -> None:
        """A group of lines in any order, some of them of one contact, as a web process commits them."""
        lines = [(contact, uuid4(), f"line {uuid4()}") for contact, _, _ in random.choices(self.live, k=LINES)] if self.live else []
        names: dict[str, Any] = {
            "organisation_id": self.ground.organisation_id,
            "contacts": [contact for contact, _, _ in lines],
            "keys": [key for _, key, _ in lines],
            "authors": ["citizen"] * len(lines),
            "agents": [None] * len(lines),
            "kinds": ["message"] * len(lines),
            "texts": [text for _, _, text in lines],
            "answers": [None] * len(lines),
        }
        with connection.transaction():
            connection.execute(SET_ORGANISATION, [str(self.ground.organisation_id)])
            connection.execute(LOCK_CONTACTS, names)
            rows = connection.execute(ADD_MESSAGES, names).fetchall()
        for (contact, key, text), (_, number, *_) in zip(lines, rows, strict=True):
            if number is not None:
                self.kept.messages[contact, key] = (int(str(number)), text)
        time.sleep(PAUSE)

    def decide(self, connection: Connection) -> None:
        """Accept, end, wrap up and leave, whether it still fits or not."""
        with connection.transaction():
            connection.execute(SET_ORGANISATION, [str(self.ground.organisation_id)])
            self.post(connection, [self.choose(*contact) for contact in random.sample(self.live, k=min(3, len(self.live)))])
        time.sleep(PAUSE)

    def choose(self, contact: ContactId, state: str, agent: int | None) -> Input:
        holder = AgentId(agent or self.ground.agents[0])
        if random.random() < 0.05:
            return ContactWithdrawn(contact=contact)
        if state == "assigned":
            return ConversationEnded(contact=contact)
        if state == "wrapping_up":
            return WrapUpDone(contact=contact, agent=holder, outcome="resolved")
        return OfferAccepted(contact=contact, agent=holder)

    def post(self, connection: Connection, facts: list[Input]) -> None:
        input_ids = [uuid4() for _ in facts]
        post_all(connection, self.ground, facts, input_ids)
        self.kept.facts.update(input_ids)


def test_doors_and_the_engine_never_lock_each_other_out(engines: Engines, ground: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    engines.start()
    Crowd(ground).open_house()
    engines.wait_for_leader()
    race = Race(ground)
    acts = [race.watch, *[race.speak] * WRITERS, *[race.decide] * WRITERS]
    threads = [threading.Thread(target=race.run, args=[act]) for act in acts]
    with connect_owner() as owner:
        before = owner.execute(DEADLOCKS).fetchone()
    for thread in threads:
        thread.start()
    race.stop.wait(SECONDS)
    race.stop.set()
    for thread in threads:
        thread.join()
    assert not race.failures, race.failures
    prove_messages(ground.organisation_id, race.kept)
    prove_journal(ground.organisation_id, race.kept.facts)
    with connect_owner() as owner:
        assert owner.execute(DEADLOCKS).fetchone() == before, "somebody waited in a circle"
    with capsys.disabled():
        print(f"\n{len(race.kept.messages)} messages and {len(race.kept.facts)} facts on {CONTACTS} contacts in {SECONDS} s, no deadlock")
