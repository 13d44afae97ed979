"""One contact as the router holds it, from its arrival to its end.

What orders waiting contacts never changes while they wait: `rank_at` = arrival + commitment of the queue - priority. Ageing and
commitments are both in it (the contact whose promise falls due first goes first), so a heap on it never needs to be sorted again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from guichet.decisions.routing.words import (
    LIVE,
    WAITING,
    AgentId,
    Channel,
    ContactId,
    ContactState,
    Hold,
    Instant,
    QueueId,
    QueuePolicy,
    Requirement,
    Rest,
)

if TYPE_CHECKING:
    from guichet.decisions.routing.lanes import Line

MINUTE_MS = 60_000

Key = tuple[Instant, Instant, ContactId]
"""The order of waiting contacts: rank, then arrival, then id."""
Age = tuple[Instant, ContactId]
"""The order of arrival."""
OwnAge = tuple[Instant, Instant]
"""An arrival and a rank."""
BY_KEY = attrgetter("key")


@dataclass(slots=True, eq=False)
class Contact:
    """What cannot be computed comes first, in the order of `snapshot.ContactRecord`."""

    id: ContactId
    channel: Channel
    queue: QueueId
    requirements: tuple[Requirement, ...]
    arrived_at: Instant
    rank_at: Instant
    steps_from: Instant
    """The steps of `requirements` count from here: its arrival, or the transfer that gave it new ones."""
    state: ContactState | None = None
    priority_minutes: int = 0
    override_after_ms: int = 0
    """So long after `rank_at` (often before it: negative) it ignores every reserve."""
    step: int = 0
    agent: AgentId | None = None
    """Who is offered it or owns it."""
    until: Instant | None = None
    """The end of the offer or of the wrap-up."""
    units: int = 0
    """What it takes now from the combined capacity of `agent`."""
    extended_ms: int = 0
    answered: bool = False
    rests: tuple[Rest, ...] = ()
    holds: tuple[Hold, ...] = ()
    not_before: Instant | None = None
    """A call is promised for then: until its timer wakes it, it stands in no line."""
    into: ContactId | None = None
    """What it joined, while it is merged."""
    held_by: AgentId | None = None
    """Who owned it when it joined."""
    own: OwnAge | None = None
    """Its own arrival and rank, while others that joined it may make it older."""
    taken_out_of: ContactId | None = None
    """The contact out of which an agent took it."""
    put_off_ms: int = 0
    """By how much its promise has moved, because its citizen was waited for."""
    put_off_more_ms: int = 0
    """By how much it moves still if he is waited for until the end; 0 while he is not."""

    live: bool = field(init=False)
    key: Key = field(init=False)
    age: Age = field(init=False)
    requirement: Requirement = field(init=False)
    """What its present step requires."""
    relaxes_at: Instant | None = field(init=False)
    """When the next step holds, if there is one."""
    line: "Line | None" = field(init=False, default=None)
    wake: Instant | None = field(init=False, default=None)
    """When time alone changes something for it."""
    timed: Instant | None = field(init=False, default=None)
    """Its place among the timers: at `wake` or before."""
    joined: "tuple[Contact, ...]" = field(init=False, default=())
    """Those that joined it."""

    def __post_init__(self) -> None:
        self.live = self.channel in LIVE
        self.age = (self.arrived_at, self.id)
        self.rank(self.rank_at)
        self.go_to_step(self.step)

    def set_channel(self, channel: Channel) -> None:
        self.channel = channel
        self.live = channel in LIVE

    def rank(self, rank_at: Instant) -> None:
        self.rank_at = rank_at
        self.key = (rank_at, self.arrived_at, self.id)

    def rank_alone(self, rank_at: Instant) -> None:
        """Its own rank is another; what joined it keeps its own."""
        if self.own is None:
            self.rank(rank_at)
        else:
            self.own = (self.own[0], rank_at)
            self.grow_old()

    @property
    def own_age(self) -> OwnAge:
        return self.own or (self.arrived_at, self.rank_at)

    def join(self, other: "Contact") -> None:
        """It joins the other, which is as old from then on as the older of them."""
        self.into = other.id
        other.own = other.own_age
        other.joined = (*other.joined, self)
        other.grow_old()

    def part(self, other: "Contact") -> None:
        """It leaves the other, which is no older any more than it is itself with those that stay."""
        self.into = None
        other.joined = tuple(each for each in other.joined if each is not self)
        other.grow_old()
        if not other.joined:
            other.own = None

    def grow_old(self) -> None:
        """As old as the oldest of those that joined it, and as urgent as the most urgent."""
        arrivals, ranks = zip(self.own_age, *((each.arrived_at, each.rank_at) for each in self.joined), strict=True)
        self.arrived_at = min(arrivals)
        self.age = (self.arrived_at, self.id)
        self.rank(min(ranks))

    def go_to_step(self, step: int) -> None:
        steps = self.requirements
        self.step = step
        self.requirement = steps[step]
        self.relaxes_at = Instant(self.steps_from + steps[step + 1].after_ms) if step + 1 < len(steps) else None

    @property
    def overrides_at(self) -> Instant:
        """From then on it ignores every reserve."""
        return Instant(self.rank_at + self.override_after_ms)

    def reach_step(self, now: Instant) -> bool:
        """Go to the last step reached by now; say whether it moved."""
        before = self.step
        while self.relaxes_at is not None and self.relaxes_at <= now:
            self.go_to_step(self.step + 1)
        return self.step != before

    @property
    def is_reserved(self) -> bool:
        """Whether it is recorded that a reserve keeps somebody from it; all of them let go at the same instant."""
        return any(hold.of_reserve for hold in self.holds)

    def is_promised_for_later(self, now: Instant) -> bool:
        return self.not_before is not None and self.not_before > now

    def next_wake(self) -> Instant | None:
        """The next instant at which time alone changes something for it."""
        if self.state is not WAITING:
            return self.until
        if not (self.rests or self.holds or self.not_before):
            return self.relaxes_at
        instants = [rest.until for rest in self.rests] + [hold.until for hold in self.holds]
        if self.not_before is not None:
            instants.append(self.not_before)
        if self.relaxes_at is not None:
            instants.append(self.relaxes_at)
        return min(instants, default=None)


def rank(policy: QueuePolicy, arrived_at: Instant, priority_minutes: int) -> Instant:
    return Instant(arrived_at + policy.commitment_ms - (policy.priority_minutes + priority_minutes) * MINUTE_MS)


def override_after(policy: QueuePolicy) -> int:
    return 0 if policy.reserve_override_ms is None else policy.reserve_override_ms - policy.commitment_ms


def in_order(contacts: Iterable[Contact]) -> list[Contact]:
    return sorted(contacts, key=BY_KEY)
