"""Waiting contacts grouped by what they require: matching looks at the head of a lane, not at the contacts behind it.

A *lane* is one signature: channel, skills with levels, territory, and how a reserve yields to it. All its contacts can be taken by
the same agents, but for a named agent or one who declined. Those few stand in *lines* of their own inside the lane:

- the main line, for everybody able;
- one line per set of agents who are resting from its contacts (they declined or passed them on): everybody able but them;
- one line per named agent: he alone.

Inside a line the head comes first for whoever may take it, and whatever keeps the head waiting keeps the others waiting.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from operator import attrgetter, itemgetter
from typing import Any

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.capacity import BIT, CHANNELS_IN, NUMBER
from guichet.decisions.routing.contact import Age, Contact, Key
from guichet.decisions.routing.order import Order
from guichet.decisions.routing.pools import Pools, Skills
from guichet.decisions.routing.words import LIVE, AgentId, Channel, ContactId, Instant, SkillId, TerritoryId

MANY_LANES = 1024
NEVER = Instant(1 << 16384)
"""After every instant that can be written: JSON is read up to 4300 digits."""
NOBODY: Key = (NEVER, NEVER, ContactId(""))
"""In place of the first by rank, where nobody waits."""
NOBODY_AGED: Age = (NEVER, ContactId(""))

Reader = Callable[[list[Any]], tuple[Any, ...]]
"""Picks from a list by lane what stands there for some lanes, at once."""

BY_NUMBER = attrgetter("number")

Signature = tuple[Channel, Skills, TerritoryId | None, int]


class Line:
    """Who stands in it, by rank and by age: the first by arrival need not be the head."""

    __slots__ = ("ages", "lane", "named", "ranks", "resting")

    def __init__(self, lane: "Lane", named: AgentId | None = None, resting: tuple[AgentId, ...] = ()) -> None:
        self.lane = lane
        self.named = named
        self.resting = resting
        self.ranks = Order(NOBODY)
        self.ages = Order(NOBODY_AGED)

    def put_in_order(self, contacts: Iterable[Contact]) -> None:
        """They came all at once: which is faster than one by one."""
        self.ranks.fill(contact.key for contact in contacts)
        self.ages.fill(contact.age for contact in contacts)


class Lane:
    __slots__ = ("able", "bit", "channel_bit", "channel_number", "live", "main", "narrowed", "number", "signature", "unheld")

    def __init__(self, number: int, signature: Signature, able: int) -> None:
        self.number = number
        self.bit = 1 << number
        self.signature = signature
        self.channel_bit = BIT[signature[0]]
        self.channel_number = NUMBER[signature[0]]
        self.live = signature[0] in LIVE
        self.able = able
        """Who has the skills and covers the territory."""
        self.main = Line(self)
        self.narrowed: dict[AgentId | None, dict[tuple[AgentId, ...], Line]] = {}
        """By named agent (None: nobody is named), then by those who rest."""
        self.unheld: dict[ContactId, Contact] = {}
        """Contacts kept from some able agents of whom none was free yet: no hold is recorded for them."""

    def line_for(self, contact: Contact) -> Line:
        named = contact.requirement.agent
        if named is None and not contact.rests:
            return self.main
        resting = tuple(sorted(rest.agent for rest in contact.rests))
        lines = self.narrowed.setdefault(named, {})
        if resting not in lines:
            lines[resting] = Line(self, named, resting)
        return lines[resting]

    def drop(self, line: Line) -> None:
        """Forget a narrowed line in which nobody waits any more."""
        lines = self.narrowed[line.named]
        del lines[line.resting]
        if not lines:
            del self.narrowed[line.named]

    @property
    def occupied(self) -> bool:
        """Whether anybody waits in it."""
        return bool(self.main.ranks or self.narrowed)

    def lines(self) -> Iterable[Line]:
        yield self.main
        for lines in self.narrowed.values():
            yield from lines.values()


class Lanes:
    def __init__(self, pools: Pools) -> None:
        self._pools = pools
        self._by_signature: dict[Signature, Lane] = {}
        self._by_skill: dict[SkillId | None, list[Lane]] = {}
        """By the first skill required, in the order of their numbers: who does not have it need not look at them."""
        self._many = MANY_LANES
        self.numbered: list[Lane] = []
        self.keys: list[Key] = []
        """For each lane by number, the key of the head of its main line."""
        self.ages: list[Age] = []
        """For each lane by number, the age of the eldest of its main line."""
        self.rested: dict[Line, None] = {}
        """The lines from which somebody rests."""
        self.named: dict[AgentId, dict[Line, None]] = {}
        """The lines of each named agent."""
        self.unheld = 0
        """The lanes with contacts in `unheld`, as a bitmask over their numbers."""

    def add(self, contact: Contact) -> bool:
        """Put a waiting contact into its line; say whether it became the head."""
        lane = self._lane_of(contact)
        line = contact.line = lane.line_for(contact)
        line.ranks.add(contact.key)
        line.ages.add(contact.age)
        if line is lane.main:
            self._note(lane)
        else:
            self._index(line, contact)
        return line.ranks.first is contact.key

    def add_all(self, contacts: Iterable[Contact]) -> None:
        """The same for many, on a floor where nobody waits yet."""
        lines: dict[Line, list[Contact]] = {}
        for contact in contacts:
            lane = self._lane_of(contact)
            line = contact.line = lane.line_for(contact)
            lines.setdefault(line, []).append(contact)
            if line is not lane.main:
                self._index(line, contact)
        for line, members in lines.items():
            line.put_in_order(members)
            self._note(line.lane)

    def remove(self, contact: Contact) -> Line | None:
        """Take it out of its line, and return the line if the head changed."""
        line = contact.line
        assert line is not None  # noqa: S101 - every waiting contact stands in a line
        contact.line = None
        was_head = line.ranks.first is contact.key
        line.ranks.remove(contact.key)
        line.ages.remove(contact.age)
        lane = line.lane
        if line is lane.main:
            self._note(lane)
        else:
            self.cover(lane, contact)
            if not line.ranks:
                lane.drop(line)
                self._drop(line)
        return line if was_head else None

    def cover(self, lane: Lane, contact: Contact) -> None:
        """A hold is recorded for it, or it left."""
        lane.unheld.pop(contact.id, None)
        if not lane.unheld:
            self.unheld &= ~lane.bit

    def first(self, agent: Agent, rooms: int) -> Key:
        """The first by rank that the agent can serve, on these channels."""
        reader = self._reader(agent, rooms)
        first = min(reader(self.keys)) if reader is not None else NOBODY
        for line in self.narrowed_for(agent):
            if line.lane.channel_bit & rooms and line.ranks.first < first:
                first = line.ranks.first
        return first

    def eldest(self, agent: Agent, rooms: int) -> Age:
        """The first by arrival that the agent can serve, on these channels."""
        reader = self._reader(agent, rooms)
        first = min(reader(self.ages)) if reader is not None else NOBODY_AGED
        for line in self.narrowed_for(agent):
            if line.lane.channel_bit & rooms and line.ages.first < first:
                first = line.ages.first
        return first

    def _reader(self, agent: Agent, rooms: int) -> Reader | None:
        """What reads `keys` or `ages` of the lanes of these channels that he can serve; None when there are none."""
        if agent.lanes_known != len(self.numbered):
            self._learn(agent)
        if rooms not in agent.readers:
            numbers = [number for channel in CHANNELS_IN[rooms] for number in agent.lanes.get(channel, ())]
            # at least two, or it would give no tuple
            agent.readers[rooms] = itemgetter(*numbers, numbers[0]) if numbers else None
        return agent.readers[rooms]

    def _learn(self, agent: Agent) -> None:
        """The numbers of the lanes he can serve, by channel, lane by lane since he was last asked."""
        for skill in (None, *(skill for skill, _ in agent.profile.skills)):
            lanes = self._by_skill.get(skill, [])
            for lane in lanes[bisect_left(lanes, agent.lanes_known, key=BY_NUMBER) :]:
                if lane.able & agent.bit:
                    agent.lanes.setdefault(lane.channel_number, []).append(lane.number)
        agent.lanes_known = len(self.numbered)
        agent.readers = {}

    def lanes_for(self, agent: Agent) -> Iterable[Lane]:
        """The lanes he can serve where somebody waits."""
        self._learn(agent)
        numbers = (number for numbers in agent.lanes.values() for number in numbers)
        return (lane for lane in map(self.numbered.__getitem__, numbers) if lane.occupied)

    def narrowed_for(self, agent: Agent) -> Iterable[Line]:
        """The lines open to him that are not open to everybody able."""
        if not self.rested and agent.id not in self.named:
            return ()
        lines = (*self.rested, *self.named.get(agent.id, ()))
        return [line for line in lines if agent.id not in line.resting and line.lane.able & agent.bit]

    def relearn(self) -> None:
        """The pools changed: ask anew who can serve each lane."""
        for lane in self.numbered:
            lane.able = self._pools.able(lane.signature[1], lane.signature[2])

    def _lane_of(self, contact: Contact) -> Lane:
        requirement = contact.requirement
        override = 0 if contact.live else contact.override_after_ms
        signature = (contact.channel, requirement.skills, requirement.territory, override)
        lane = self._by_signature.get(signature)
        if lane is None:
            if len(self.numbered) >= self._many:
                self._keep_filled()
            lane = Lane(len(self.numbered), signature, self._pools.able(requirement.skills, requirement.territory))
            self._enter(lane)
        return lane

    def _note(self, lane: Lane) -> None:
        """Keep what the inner loops read in two flat lists: going to the lanes themselves would miss the cache at each."""
        self.keys[lane.number] = lane.main.ranks.first
        self.ages[lane.number] = lane.main.ages.first

    def _index(self, line: Line, contact: Contact) -> None:
        """Somebody stands in a narrowed line."""
        if line.named is not None:
            self.named.setdefault(line.named, {})[line] = None
        else:
            self.rested[line] = None
        if not _is_covered(contact):
            line.lane.unheld[contact.id] = contact
            self.unheld |= line.lane.bit

    def _drop(self, line: Line) -> None:
        if line.named is None:
            del self.rested[line]
            return
        del self.named[line.named][line]
        if not self.named[line.named]:
            del self.named[line.named]

    def _enter(self, lane: Lane) -> None:
        self.numbered.append(lane)
        self._by_signature[lane.signature] = lane
        skills = lane.signature[1]
        self._by_skill.setdefault(skills[0][0] if skills else None, []).append(lane)
        self.keys.append(NOBODY)
        self.ages.append(NOBODY_AGED)
        self._note(lane)

    def _keep_filled(self) -> None:
        """Forget the lanes nobody waits in and number the others again."""
        kept = [lane for lane in self.numbered if lane.occupied]
        self._pools.forget_lanes()
        self.numbered, self._by_signature, self._by_skill = [], {}, {}
        self.keys, self.ages = [], []
        self.unheld = 0
        for lane in kept:
            lane.number = len(self.numbered)
            lane.bit = 1 << lane.number
            self._enter(lane)
            if lane.unheld:
                self.unheld |= lane.bit
        self._many = MANY_LANES + 2 * len(kept)


def _is_covered(contact: Contact) -> bool:
    """A hold other than a reserve's is recorded for it: those end by themselves, at the latest at their instant."""
    return any(not hold.of_reserve for hold in contact.holds)
