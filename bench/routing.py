"""What a routing decision costs: the real router, with all its checks and explanations, in a steady state under full load.

Every agent's hands are full and `--waiting` contacts wait. One round ends a conversation and its wrap-up, which offers the next
contact to the freed agent, who accepts; another of the same queue and channel arrives in its place, so that the load stays what it
was. Live and deferred work are mixed; the clock is virtual.

Each call of the router is timed by itself, on the clock and in processor time, which does not count what others did on a shared
machine meanwhile; making up the facts is not counted. The garbage collector is on, with the engine's own settings.
"""

import gc
import time
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from guichet.decisions.routing.decisions import Offered
from guichet.decisions.routing.inputs import (
    AgentConfigured,
    ContactArrived,
    ConversationEnded,
    Input,
    OfferAccepted,
    PresenceChanged,
    QueueConfigured,
    QueueOpened,
    WrapUpDone,
)
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.words import (
    AgentId,
    AgentProfile,
    Capacity,
    Channel,
    ChannelCapacity,
    ContactId,
    Instant,
    Presence,
    QueueId,
    QueuePolicy,
    Requirement,
    SkillId,
)

LIVE_CHANNELS = (Channel.VOICE, Channel.CHAT)
DEFERRED_CHANNELS = (Channel.EMAIL, Channel.LETTER)
CAPACITY = Capacity(
    units=6,
    channels=(
        ChannelCapacity(channel=Channel.VOICE, most=1, units=6),
        ChannelCapacity(channel=Channel.CHAT, most=3, units=2),
        ChannelCapacity(channel=Channel.EMAIL, most=2, units=2),
        ChannelCapacity(channel=Channel.LETTER, most=1, units=3),
    ),
)
START = Instant(1_800_000_000_000)
SMALL_AGENTS, SMALL_WAITING = 100, 1_000
SKILLS_PER_AGENT = 4
LIVE_SHARE = 0.7
COLLECTION = (50_000, 20, 100)
"""As `guichet.engine.process.tune` sets it, which needs Django; this does not."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--agents", type=int, default=10_000)
    parser.add_argument("--waiting", type=int, default=100_000)
    parser.add_argument("--skills", type=int, default=40)
    parser.add_argument("--queues", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=20_000, help="conversations ended in the measured part")
    parser.add_argument("--seed", type=int, default=1)


def run(options: Namespace) -> dict[str, Any]:
    gc.set_threshold(*COLLECTION)
    large = measure(options, options.agents, options.waiting)
    small = measure(options, min(SMALL_AGENTS, options.agents), min(SMALL_WAITING, options.waiting))
    figures = {
        "decisions_per_second": round(large.decisions / large.seconds),
        "decisions_per_cpu_second": round(large.decisions / large.cpu_seconds),
        "arrival_mean_us": mean_us(large.arrivals),
        "arrival_p99_us": percentile_us(large.arrivals, 99),
        "arrival_p99_cpu_us": percentile_cpu_us(large.arrivals, 99),
        "freed_mean_us": mean_us(large.freed),
        "freed_p99_us": percentile_us(large.freed, 99),
        "freed_p99_cpu_us": percentile_cpu_us(large.freed, 99),
        "freed_max_us": percentile_us(large.freed, 100),
        "naive_ratio": round(large.naive_ns / 1000 / mean_us(large.freed), 1),
        "growth_ratio": round((large.cpu_seconds / large.decisions) / (small.cpu_seconds / small.decisions), 2),
        "small_decisions_per_second": round(small.decisions / small.seconds),
    }
    conditions = {
        "agents": options.agents,
        "waiting": options.waiting,
        "skills": options.skills,
        "queues": options.queues,
        "rounds": options.rounds,
        "round": "a conversation ends, its wrap-up is done, the freed agent is offered the next contact and accepts, another arrives",
        "decisions": "what the router returned: WrapUpStarted, Closed, Offered, Assigned, Queued",
        "decisions_per_round": round(large.decisions / options.rounds, 2),
        "growth_from": f"{SMALL_AGENTS} agents x {SMALL_WAITING} waiting, same skills and queues",
        "naive": "one scan of everybody waiting for one freed agent, nothing else",
        "garbage_collector": "on, as the engine sets it; what was built before is frozen",
    }
    return {"figures": figures, "conditions": conditions}


class Timed(NamedTuple):
    """One call of the router, in nanoseconds: on the clock, and of the processor."""

    wall: int
    cpu: int


@dataclass
class Measured:
    arrivals: list[Timed] = field(default_factory=list)
    freed: list[Timed] = field(default_factory=list)
    others: list[Timed] = field(default_factory=list)
    decisions: int = 0
    naive_ns: float = 0.0

    @property
    def seconds(self) -> float:
        return sum(timed.wall for timed in self._all) / 1e9

    @property
    def cpu_seconds(self) -> float:
        return sum(timed.cpu for timed in self._all) / 1e9

    @property
    def _all(self) -> list[Timed]:
        return self.arrivals + self.freed + self.others


def measure(options: Namespace, agents: int, waiting: int) -> Measured:
    office = Office(Random(options.seed), agents, waiting, options.skills, options.queues)  # noqa: S311 - a load, not a secret
    office.settle()
    for _ in range(min(options.rounds, 2 * agents)):
        office.round(Measured())
    gc.collect()
    gc.freeze()
    measured = Measured()
    for _ in range(options.rounds):
        office.round(measured)
    measured.naive_ns = office.time_naive_scan()
    gc.unfreeze()
    return measured


class Office:
    """A router under load, and the conversations that go on in it."""

    def __init__(self, random: Random, agents: int, waiting: int, skills: int, queues: int) -> None:
        self.random = random
        self.router = Router()
        self.now = START
        self.waiting = waiting
        self.kinds: dict[ContactId, tuple[QueueId, Channel]] = {}
        self.taken: list[ContactId] = []
        self.requirements: dict[QueueId, Requirement] = {}
        self.profiles: dict[AgentId, AgentProfile] = {}
        self.talks: list[tuple[ContactId, AgentId]] = []
        self._configure(agents, skills, queues)

    def settle(self) -> None:
        """Contacts arrive, agents sign in and take what they can, until every hand is full; then the queue is filled up again."""
        for _ in range(self.waiting):
            self.tell(self.arrival(*self.draw_kind()))
        for agent in self.profiles:
            self._accept_all(self.tell(PresenceChanged(agent=agent, presence=Presence.AVAILABLE)))
        self._replace(Measured())

    def round(self, measured: Measured) -> None:
        """One conversation ends, its agent takes the next; one contact arrives."""
        contact, agent = self._pick_talk()
        ended = self._timed(ConversationEnded(contact=contact), measured.others)
        freed = self._timed(WrapUpDone(contact=contact, agent=agent), measured.freed)
        measured.decisions += len(ended) + len(freed)
        self._take(freed, measured)
        self._replace(measured)

    def draw_kind(self) -> tuple[QueueId, Channel]:
        queue = QueueId(self.random.randrange(len(self.requirements)))
        channels = LIVE_CHANNELS if self.random.random() < LIVE_SHARE else DEFERRED_CHANNELS
        return queue, channels[queue % 2]

    def arrival(self, queue: QueueId, channel: Channel) -> ContactArrived:
        contact = ContactId(f"{len(self.kinds):032x}")
        self.kinds[contact] = queue, channel
        return ContactArrived(
            contact=contact,
            channel=channel,
            queue=queue,
            requirements=(self.requirements[queue],),
            arrived_at=self.now,
            priority_minutes=self.random.choice((0, 0, 0, 5)),
        )

    def tell(self, fact: Input) -> list[Any]:
        self.now = Instant(self.now + 1)
        return list(self.router.receive(fact, self.now))

    def time_naive_scan(self, times: int = 20) -> float:
        """Nanoseconds to find the first contact for a freed agent by looking at every one that waits."""
        waiting = [record for record in self.router.snapshot().contacts if record.agent is None]
        profiles = self.random.choices(list(self.profiles.values()), k=times)
        start = time.perf_counter_ns()
        for profile in profiles:
            skills = dict(profile.skills)
            able = (
                record
                for record in waiting
                if all(skills.get(skill, 0) >= least for skill, least in record.requirements[record.step].skills)
            )
            min(able, key=lambda record: (record.rank_at, record.arrived_at, record.id), default=None)
        return (time.perf_counter_ns() - start) / times

    def _timed(self, fact: Input, times: list[Timed]) -> list[Any]:
        self.now = Instant(self.now + 1)
        cpu, start = time.thread_time_ns(), time.perf_counter_ns()
        decisions = self.router.receive(fact, self.now)
        wall = time.perf_counter_ns() - start
        times.append(Timed(wall, time.thread_time_ns() - cpu))
        return list(decisions)

    def _configure(self, agents: int, skills: int, queues: int) -> None:
        for number in range(agents):
            chosen = sorted(self.random.sample(range(skills), min(skills, SKILLS_PER_AGENT)))
            profile = AgentProfile(
                agent=AgentId(number),
                capacity=CAPACITY,
                skills=tuple((SkillId(skill), self.random.randint(2, 5)) for skill in chosen),
            )
            self.profiles[profile.agent] = profile
            self.tell(AgentConfigured(profile=profile))
        for number in range(queues):
            queue = QueueId(number)
            commitment_ms = self.random.choice((180_000, 300_000, 3_600_000))
            self.tell(QueueConfigured(policy=QueuePolicy(queue=queue, commitment_ms=commitment_ms)))
            self.tell(QueueOpened(queue=queue))
            self.requirements[queue] = self._requirement()

    def _requirement(self) -> Requirement:
        """One or two skills that at least one agent has: a queue nobody can serve would fill up the waiting ones."""
        able = self.profiles[AgentId(self.random.randrange(len(self.profiles)))]
        chosen = sorted(self.random.sample(able.skills, min(len(able.skills), self.random.choice((1, 1, 2)))))
        return Requirement(skills=tuple((skill, min(level, self.random.randint(1, 3))) for skill, level in chosen))

    def _accept_all(self, decisions: list[Any]) -> None:
        self._take(decisions, Measured())

    def _take(self, decisions: list[Any], measured: Measured) -> None:
        """Accept what is offered, and what is offered thereupon."""
        pending = list(decisions)
        while pending:
            decision = pending.pop()
            if isinstance(decision, Offered):
                accepted = self._timed(OfferAccepted(contact=decision.contact, agent=decision.agent), measured.others)
                measured.decisions += len(accepted)
                pending += accepted
                self.talks.append((decision.contact, decision.agent))
                self.taken.append(decision.contact)

    def _replace(self, measured: Measured) -> None:
        """One of the same kind arrives for each that was taken from those who wait."""
        while self.taken:
            arrived = self._timed(self.arrival(*self.kinds[self.taken.pop()]), measured.arrivals)
            measured.decisions += len(arrived)
            self._take(arrived, measured)

    def _pick_talk(self) -> tuple[ContactId, AgentId]:
        place = self.random.randrange(len(self.talks))
        self.talks[place], self.talks[-1] = self.talks[-1], self.talks[place]
        return self.talks.pop()


def mean_us(times: list[Timed]) -> float:
    return round(sum(timed.wall for timed in times) / len(times) / 1000, 1)


def percentile_us(times: list[Timed], percent: int) -> float:
    return percentile([timed.wall for timed in times], percent)


def percentile_cpu_us(times: list[Timed], percent: int) -> float:
    return percentile([timed.cpu for timed in times], percent)


def percentile(times_ns: list[int], percent: int) -> float:
    ordered = sorted(times_ns)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] / 1000, 1)
