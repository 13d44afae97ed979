"""How many decisions the engine makes durable per second: inbox, real router, journal, projections, jobs and commit.

Agents hold as many chats as they can and others wait. Then 100,000 facts wait in the inbox: every held chat ends and is wrapped up,
which frees its agent for the one who waited longest; citizens arrive, some leave. Every fact fits whatever the router decides
meanwhile. The clock runs from the reading of the inbox to the last commit.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import count
from typing import Any
from unittest.mock import patch

from bench.ground import Ground, connect_owner, lay, list_opening_facts, now, open_contacts, post_all
from bench.ground.processes import list_servers, sum_cpu
from guichet.decisions.routing.inputs import ContactWithdrawn, ConversationEnded, Input, OfferAccepted, WrapUpDone
from guichet.decisions.routing.words import AgentId, ContactId
from guichet.engine.batches import Batch, route
from guichet.engine.chores import Chores
from guichet.engine.connections import Connection, connect
from guichet.engine.inbox import decode, read_inbox
from guichet.engine.leader import BATCH, Leader
from guichet.engine.leadership import claim, try_lead
from guichet.engine.process import tune
from guichet.engine.replica import Replica
from guichet.engine.writer import Writer

OFFERED = "select id::text, offered_to from contacts_contact where organisation_id = %s and state = 'offered'"
HELD = "select id::text, agent_id from contacts_contact where organisation_id = %s and state = 'assigned'"
DECISIONS = """
select coalesce(sum(json_array_length(body::json -> 'decisions')), 0), count(*) from journal_entry where organisation_id = %s and seq > %s
"""
SEED = 20261124


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--inputs", type=int, default=100_000, help="facts that wait in the inbox (default: %(default)s)")
    parser.add_argument("--agents", type=int, default=4_000, help="agents, each with five chats at most (default: %(default)s)")
    parser.add_argument("--queues", type=int, default=50)
    parser.add_argument("--skills", type=int, default=30)


def run(options: argparse.Namespace) -> dict[str, Any]:
    tune()
    with connect_owner() as owner:
        ground = lay(owner, agents=options.agents, queues=options.queues, skills=options.skills, offer_seconds=3600, wrap_up_seconds=3600)
        with connect("bench", ground.organisation_id) as connection:
            leader = lead(connection, ground)
            fill(owner, leader, ground)
            facts = list_facts(owner, connection, ground, options.inputs)
            post_all(connection, ground, facts)
            owner.execute("vacuum analyze")
            before = leader.replica.seq
            free, clocked, parts = drain_measured(leader)
            [(decisions, entries)] = connection.execute(DECISIONS, [ground.organisation_id, before]).fetchall()
    each = int(str(decisions)) / len(facts)
    figures = {
        "decisions_per_second": round(free.entries * each / free.seconds),
        "inputs_per_second": round(free.entries / free.seconds),
        **{f"{part}_us_per_input": round(spent / max(clocked.entries, 1) * 1e6, 2) for part, spent in parts.items()},
        "total_us_per_input": round(free.seconds / free.entries * 1e6, 2),
        "engine_cpu_us_per_input": round(free.own / free.entries * 1e6, 2),
        "postgres_cpu_us_per_input": round(free.server / free.entries * 1e6, 2),
    }
    return {
        "figures": figures,
        "conditions": {
            "inputs": len(facts),
            "entries": entries,
            "decisions": int(str(decisions)),
            "agents": options.agents,
            "queues": options.queues,
            "skills": options.skills,
            "kinds": dict(Counter(type(fact).__name__ for fact in facts)),
            "batch": BATCH,
        },
    }


def lead(connection: Connection, ground: Ground) -> Leader:
    """Lead the organisation as the engine does, without its chores."""
    if not try_lead(connection, ground.organisation_id):
        raise AssertionError("nobody else leads a new organisation")
    epoch, _ = claim(connection, ground.organisation_id)
    replica = Replica(ground.organisation_id)
    replica.catch_up(connection)
    return Leader(connection, replica, epoch, Chores(ground.organisation_id))


def drain(leader: Leader) -> None:
    while leader.drain():
        pass


def drain_measured(leader: Leader) -> tuple["Stretch", "Stretch", dict[str, float]]:
    """Take all that waits, a reading at a time. Every fourth has clocks on its parts, which cost time: the rate is that of the others."""
    free, clocked, parts = Stretch(), Stretch(), defaultdict[str, float](float)
    servers = list_servers()
    for reading in count():
        stretch, clock = (clocked, clock_of_parts(parts)) if reading % 4 == 1 else (free, nullcontext())
        before, began, own, server = leader.replica.seq, time.perf_counter(), time.process_time(), sum_cpu(servers)
        with clock:
            if not leader.drain():
                return free, clocked, parts
        stretch.seconds += time.perf_counter() - began
        stretch.own += time.process_time() - own
        stretch.server += sum_cpu(servers) - server
        stretch.entries += leader.replica.seq - before
    raise AssertionError("count never ends")


@dataclass(slots=True)
class Stretch:
    """Entries written, the time that passed, and what it cost in CPU: the engine's own, and that of its PostgreSQL server."""

    entries: int = 0
    seconds: float = 0
    own: float = 0
    server: float = 0


def fill(owner: Connection, leader: Leader, ground: Ground) -> None:
    """Open the house, and give every agent as many chats as he holds, a ring at a time."""
    post_all(leader.connection, ground, list_opening_facts(ground))
    drain(leader)
    contacts = iter(open_contacts(owner, ground, len(ground.agents) * 6))
    arrivals = [ground.get_arrival(number, contact, now()) for number, contact in enumerate(contacts)]
    post_all(leader.connection, ground, arrivals)
    drain(leader)
    while offers := list_pairs(leader.connection, OFFERED, ground):
        post_all(leader.connection, ground, [OfferAccepted(contact=contact, agent=agent) for contact, agent in offers])
        drain(leader)


def list_pairs(connection: Connection, statement: str, ground: Ground) -> list[tuple[ContactId, AgentId]]:
    rows = connection.execute(statement, [ground.organisation_id]).fetchall()
    return [(ContactId(str(contact)), AgentId(int(str(agent)))) for contact, agent in rows]


def list_facts(owner: Connection, connection: Connection, ground: Ground, count: int) -> list[Input]:
    """Held chats end and are wrapped up (at most half of the facts); the rest arrive, and every third of them leaves."""
    chance = random.Random(SEED)  # noqa: S311 - the same measure each time
    held = list_pairs(connection, HELD, ground)[: count // 4]
    new = open_contacts(owner, ground, (count - 2 * len(held)) * 3 // 4)
    leaving = count - 2 * len(held) - len(new)
    stories: list[list[Input]] = []
    for contact, agent in held:
        stories.append([ConversationEnded(contact=contact), WrapUpDone(contact=contact, agent=agent, outcome="settled")])
    for number, contact in enumerate(new):
        arrival = ground.get_arrival(number, contact, now())
        stories.append([arrival, ContactWithdrawn(contact=contact)] if number < leaving else [arrival])
    turns = [story for story in stories for _ in story]
    chance.shuffle(turns)
    return [story.pop(0) for story in turns]


@contextmanager
def clock_of_parts(parts: dict[str, float]) -> Iterator[None]:
    """Where the time goes, on the engine's side. `write` prepares and sends, `commit` waits for what the server had not finished."""
    inner = [0.0]

    def timed(part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **names: Any) -> Any:
            began = time.perf_counter()
            inner.append(0.0)
            result = function(*arguments, **names)
            spent = time.perf_counter() - began
            parts[part] += spent - inner.pop()
            inner[-1] += spent
            return result

        return call

    with (
        patch("guichet.engine.leader.read_inbox", timed("read", read_inbox)),
        patch("guichet.engine.leader.decode", timed("decode", decode)),
        patch("guichet.engine.leader.route", timed("route", route)),
        patch.object(Batch, "add", timed("encode", Batch.add)),
        patch.object(Writer, "send", timed("write", Writer.send)),
        patch.object(Writer, "wait", timed("commit", Writer.wait)),
    ):
        yield
