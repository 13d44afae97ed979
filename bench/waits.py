"""How often the wait that people are told comes true, over simulated days: the real router and the real estimate, on a virtual clock.

Calls come along the curve of a real centre's day. Agents come in shifts, eat at noon and end their conversations after times as uneven as
real ones; people who lose patience leave. Whoever must wait is told a range at once and again after each minute, as the telephone tells it,
from what the house knows then: the place in the line and the latest answers. `announced_hit_ratio`: of the ranges told to people who were
answered in the end, how many held the wait that was left. `told_ratio`: of all who asked, how many got a range and not "we cannot say".
"""

import heapq
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from math import log
from random import Random
from typing import Any

from bench.routing import START
from guichet.decisions.routing.decisions import Assigned, Decision, Offered, Withdrawn
from guichet.decisions.routing.inputs import (
    AgentConfigured,
    ContactArrived,
    ContactWithdrawn,
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
)
from guichet.records.contacts.waiting import MINUTE_MS, Wait, estimate_wait
from guichet_player.curves import draw_gap, draw_patience, get_rate

QUEUE = QueueId(1)
CAPACITY = Capacity(units=1, channels=(ChannelCapacity(channel=Channel.VOICE, most=1, units=1),))
OPENS, CLOSES = timedelta(hours=8, minutes=30), timedelta(hours=17, minutes=30)
MEDIAN_TALK_MS, TALK_SPREAD = 240_000, 0.7
"""Of a conversation; the spread is that of its logarithm."""
WRAP_UP_MS = 30_000
PICK_UP_MS = (1_000, 8_000)
LUNCH_MS = 45 * MINUTE_MS
REMEMBERED = 20
"""Answers that the estimate is made from, as the house reads them."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--agents", type=int, default=7, help="of the day's whole team (default: %(default)s)")
    parser.add_argument("--days", type=int, default=20, help="weeks have their own Mondays (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)


def run(options: Namespace) -> dict[str, Any]:
    days = [Day(Random(options.seed * 1_000 + number), options.agents, number) for number in range(options.days)]  # noqa: S311 - a load, not a secret
    for day in days:
        day.play()
    told = [range_ for day in days for range_ in day.told]
    answered = [range_ for range_ in told if range_.waited_ms is not None]
    hits = sum(range_.holds for range_ in answered)
    by_day = sorted(sum(each.holds for each in day.answered) / len(day.answered) for day in days if day.answered)
    asked = len(told) + sum(day.untold for day in days)
    widths = sorted((each.wait.to_minutes or 0) - (each.wait.from_minutes or 0) for each in answered)
    return {
        "figures": {
            "announced_hit_ratio": round(hits / len(answered), 3),
            "worst_day_hit_ratio": round(by_day[0], 3),
            "told_ratio": round(len(told) / asked, 3),
            "range_p50_minutes": widths[len(widths) // 2],
        },
        "conditions": {
            "days": options.days,
            "agents": options.agents,
            "ranges": len(answered),
            "calls": sum(day.calls for day in days),
            "left": sum(day.left for day in days),
        },
    }


@dataclass(slots=True)
class Announced:
    """A range that somebody was told at an instant, and what his wait was from then on: None when he left."""

    wait: Wait
    at: Instant
    waited_ms: int | None = None

    @property
    def holds(self) -> bool:
        minutes = (self.waited_ms or 0) / MINUTE_MS
        return (self.wait.from_minutes or 0) <= minutes and (self.wait.to_minutes is None or minutes <= self.wait.to_minutes)


@dataclass(slots=True, order=True)
class Due:
    """What happens at an instant; the number keeps the order of those of one instant."""

    at: int
    number: int
    act: Any = field(compare=False)


class Day:
    """One working day of one queue."""

    def __init__(self, chance: Random, agents: int, number: int) -> None:
        self.chance = chance
        self.router = Router()
        midnight = datetime.fromtimestamp(START / 1000, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        self.date = midnight + timedelta(days=7 * (number // 5) - midnight.weekday() + number % 5)
        self.now = self._instant(OPENS)
        self.due: list[Due] = []
        self.numbers = count()
        self.line: list[ContactId] = []
        self.answers: list[Instant] = []
        self.open_ranges: dict[ContactId, list[Announced]] = {}
        self.told: list[Announced] = []
        self.untold = self.calls = self.left = 0
        self.hands: dict[AgentId, ContactId] = {}
        self.leaving: dict[AgentId, Presence] = {}
        self._open(agents)

    @property
    def answered(self) -> list[Announced]:
        return [each for each in self.told if each.waited_ms is not None]

    def play(self) -> None:
        """Until nobody waits and nobody speaks."""
        while True:
            timer = self.router.next_timer()
            if self.due and (timer is None or self.due[0].at <= timer):
                due = heapq.heappop(self.due)
                self.now = Instant(due.at)
                due.act()
            elif timer is not None and self.due:
                self.now = max(self.now, timer)
                self._take(self.router.handle_timer(self.now))
            else:
                return

    def _open(self, agents: int) -> None:
        self._tell(QueueConfigured(policy=QueuePolicy(queue=QUEUE, commitment_ms=180_000, offer_ms=20_000, wrap_up_ms=WRAP_UP_MS)))
        self._tell(QueueOpened(queue=QUEUE))
        for number in range(agents):
            agent = AgentId(number + 1)
            self._tell(AgentConfigured(profile=AgentProfile(agent=agent, capacity=CAPACITY)))
            late, early = number % 3 == 1, number % 3 == 2
            begins = OPENS + timedelta(minutes=60 if late else self.chance.randint(0, 10))
            ends = CLOSES + timedelta(minutes=-60 if early else 20)
            noon = timedelta(hours=11, minutes=45 + 25 * (number % 4))
            self._at(self._instant(begins), lambda agent=agent: self._be(agent, Presence.AVAILABLE))
            self._at(self._instant(noon), lambda agent=agent: self._be(agent, Presence.PAUSED))
            self._at(self._instant(noon) + LUNCH_MS, lambda agent=agent: self._be(agent, Presence.AVAILABLE))
            self._at(self._instant(ends), lambda agent=agent: self._be(agent, Presence.OFFLINE))
        self._at(self.now, self._call)

    def _call(self) -> None:
        """Somebody calls, if the hour has anybody, and the next one is drawn."""
        at = datetime.fromtimestamp(self.now / 1000, UTC)
        rate = get_rate(at)
        gap = draw_gap(rate, self.chance)
        if self.now >= self._instant(CLOSES):
            return
        self._at(self.now + int(gap * 1000), self._call)
        if rate <= 0 or gap >= 60:
            return
        contact = ContactId(f"{next(self.numbers):032x}")
        self.calls += 1
        self.line.append(contact)
        self._at(self.now + int(draw_patience(self.chance) * 1_000), lambda: self._lose_patience(contact))
        self._tell(ContactArrived(contact=contact, channel=Channel.VOICE, queue=QUEUE, requirements=(Requirement(),), arrived_at=self.now))
        self._announce(contact)

    def _announce(self, contact: ContactId) -> None:
        if contact not in self.line or contact in self.hands.values():
            return
        wait = estimate_wait(self.line.index(contact) + 1, self.answers[-REMEMBERED:], self.now)
        if wait.from_minutes is None:
            self.untold += 1
        else:
            announced = Announced(wait, self.now)
            self.told.append(announced)
            self.open_ranges.setdefault(contact, []).append(announced)
        self._at(self.now + MINUTE_MS, lambda: self._announce(contact))

    def _lose_patience(self, contact: ContactId) -> None:
        if contact in self.line:
            self._tell(ContactWithdrawn(contact=contact))

    def _be(self, agent: AgentId, presence: Presence) -> None:
        """Nobody leaves in the middle of a conversation."""
        if agent in self.hands and presence is not Presence.AVAILABLE:
            self.leaving[agent] = presence
        else:
            self._tell(PresenceChanged(agent=agent, presence=presence))

    def _tell(self, fact: Input) -> None:
        self._take(self.router.receive(fact, self.now))

    def _take(self, decisions: list[Decision]) -> None:
        for decision in decisions:
            match decision:
                case Offered(contact=contact, agent=agent):
                    accepted = OfferAccepted(contact=contact, agent=agent)
                    self._at(self.now + self.chance.randint(*PICK_UP_MS), lambda accepted=accepted: self._tell(accepted))
                case Assigned(contact=contact, agent=agent):
                    self._answer(contact, agent)
                case Withdrawn(contact=contact):
                    self.line.remove(contact)
                    self.open_ranges.pop(contact, None)
                    self.left += 1

    def _answer(self, contact: ContactId, agent: AgentId) -> None:
        self.line.remove(contact)
        self.hands[agent] = contact
        self.answers.append(self.now)
        for announced in self.open_ranges.pop(contact, []):
            announced.waited_ms = self.now - announced.at
        talk = int(self.chance.lognormvariate(log(MEDIAN_TALK_MS), TALK_SPREAD))
        self._at(self.now + talk, lambda: self._tell(ConversationEnded(contact=contact)))
        self._at(self.now + talk + self.chance.randint(0, WRAP_UP_MS), lambda: self._finish(contact, agent))

    def _finish(self, contact: ContactId, agent: AgentId) -> None:
        self.hands.pop(agent, None)
        self._tell(WrapUpDone(contact=contact, agent=agent))
        if presence := self.leaving.pop(agent, None):
            self._tell(PresenceChanged(agent=agent, presence=presence))

    def _at(self, instant: int, act: Any) -> None:
        heapq.heappush(self.due, Due(instant, next(self.numbers), act))

    def _instant(self, of_day: timedelta) -> Instant:
        return Instant(int((self.date + of_day).timestamp() * 1000))
