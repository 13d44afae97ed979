"""How long until a standby serves, with 100,000 contacts waiting.

Two ways a lead passes. `seconds`: an engine that has nothing in memory loads the last snapshot, lives the entries after it again, takes
the lock and commits a fact that was waiting. `warm_seconds`: a standby that has followed the journal all along takes over from a leader
whose connection is cut; from the cut to its first commit.
"""

import argparse
import threading
import time
from collections.abc import Callable
from typing import Any

from bench.engine import drain, lead
from bench.ground import Ground, connect_owner, lay, list_opening_facts, now, open_contacts, post_all
from guichet.decisions.routing.inputs import Input, PriorityChanged
from guichet.decisions.routing.words import AgentId, ContactId
from guichet.engine.connections import Connection, connect
from guichet.engine.leadership import resign
from guichet.engine.organisation import Engine
from guichet.engine.process import tune
from guichet.engine.replica import WORTH_A_SNAPSHOT, make_snapshot

LONGEST = 60.0
STATE_BYTES = "select octet_length(state) from journal_snapshot where organisation_id = %s order by seq desc limit 1"
HEAD = "select seq from journal_leader where organisation_id = %s"
FOLLOWERS = "select pid from pg_stat_activity where application_name = 'guichet engine'"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--waiting", type=int, default=100_000, help="contacts that wait (default: %(default)s)")
    parser.add_argument("--agents", type=int, default=2_000)
    parser.add_argument("--queues", type=int, default=50)
    parser.add_argument("--skills", type=int, default=30)
    parser.add_argument("--tail", type=int, default=WORTH_A_SNAPSHOT, help="entries after the snapshot (default: %(default)s)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    tune()
    with connect_owner() as owner:
        ground = lay(owner, agents=options.agents, queues=options.queues, skills=options.skills)
        with connect("bench", ground.organisation_id) as connection:
            contacts = fill(owner, connection, ground, options.waiting, options.tail)
            [(state_bytes,)] = connection.execute(STATE_BYTES, [ground.organisation_id]).fetchall()
            probe = Probe(owner, connection, ground, contacts[0])
            cold, leader, stop = probe.measure_cold()
            warm = probe.measure_warm(leader, stop)
    return {
        "figures": {"seconds": round(cold, 3), "warm_seconds": round(warm, 3)},
        "conditions": {
            "waiting": options.waiting,
            "entries_after_snapshot": options.tail,
            "snapshot_bytes": state_bytes,
            "agents": options.agents,
            "queues": options.queues,
            "skills": options.skills,
        },
    }


def fill(owner: Connection, connection: Connection, ground: Ground, waiting: int, tail: int) -> list[ContactId]:
    """Let everybody wait: nobody is available. The snapshot is made before the last `tail` entries, as the background job makes it."""
    leader = lead(connection, ground)
    nobody = [fact for fact in list_opening_facts(ground) if type(fact).__name__ != "PresenceChanged"]
    contacts = open_contacts(owner, ground, waiting)
    arrivals: list[Input] = [ground.get_arrival(number, contact, now()) for number, contact in enumerate(contacts)]
    before = max(len(arrivals) - tail, 0)
    post_all(connection, ground, [*nobody, *arrivals[:before]])
    drain(leader)
    make_snapshot(connection, ground.organisation_id)
    post_all(connection, ground, arrivals[before:])
    drain(leader)
    connection.execute("unlisten *")
    resign(connection, ground.organisation_id)
    owner.execute("vacuum analyze")
    return contacts


class Probe:
    """Posts a fact and waits until somebody has committed it."""

    def __init__(self, owner: Connection, connection: Connection, ground: Ground, contact: ContactId) -> None:
        self.owner, self.connection, self.ground, self.contact = owner, connection, ground, contact

    def measure_cold(self) -> tuple[float, threading.Thread, threading.Event]:
        return self._measure(self._start)

    def measure_warm(self, leader: threading.Thread, stop: threading.Event) -> float:
        """Cut the leader off once a standby follows, and see to it that he does not come back."""
        standby, stop_standby = self._start()
        while len(self.owner.execute(FOLLOWERS).fetchall()) < 2:
            time.sleep(0.05)
        time.sleep(3)  # the standby loads what the leader has
        stop.set()
        first = self.owner.execute("select pid from pg_locks where locktype = 'advisory' and granted limit 1").fetchone()

        def cut() -> tuple[threading.Thread, threading.Event]:
            self.owner.execute("select pg_terminate_backend(%s)", first)
            return standby, stop_standby

        seconds, _, _ = self._measure(cut)
        stop_standby.set()
        standby.join()
        leader.join()
        return seconds

    def _measure(self, begin: Callable[[], tuple[threading.Thread, threading.Event]]) -> tuple[float, threading.Thread, threading.Event]:
        head = self._get_head()
        began = time.perf_counter()
        thread, stop = begin()
        post_all(self.connection, self.ground, [PriorityChanged(contact=self.contact, priority_minutes=1, by=AgentId(1))])
        while self._get_head() == head:
            if time.perf_counter() - began > LONGEST:
                raise TimeoutError(f"nobody served within {LONGEST} seconds")
            time.sleep(0.001)
        return time.perf_counter() - began, thread, stop

    def _start(self) -> tuple[threading.Thread, threading.Event]:
        stop = threading.Event()
        thread = threading.Thread(target=Engine(self.ground.organisation_id, stop).run)
        thread.start()
        return thread, stop

    def _get_head(self) -> object:
        return self.owner.execute(HEAD, [self.ground.organisation_id]).fetchone()
