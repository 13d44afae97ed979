"""What the router decides. The journal keeps these beside the input that caused them; projections and screens follow them alone."""

from guichet.decisions.routing.words import (
    AgentId,
    Channel,
    ContactId,
    Instant,
    Presence,
    QueueId,
    Requirement,
    Why,
    Word,
)


class Decided(Word, frozen=True, tag=True, tag_field="type"):
    """A decision of the router, named by its class in the journal."""


class Queued(Decided, frozen=True):
    """The contact waits (first arrival, return or transfer); `cause` says which: "arrived", "declined", "expired", "vanished", ..."""

    contact: ContactId
    queue: QueueId
    channel: Channel
    arrived_at: Instant
    rank_at: Instant
    requirement: Requirement
    step: int = 0
    cause: str = "arrived"


class TurnedAway(Decided, frozen=True):
    """Refused with a reason that is told at once, with another way offered (R17)."""

    contact: ContactId
    queue: QueueId
    reason: str  # "queue-closed" | "queue-full" | ...


class Relaxed(Decided, frozen=True):
    """The next requirement step holds; place and age are kept."""

    contact: ContactId
    step: int
    requirement: Requirement


class Held(Decided, frozen=True):
    """Somebody able is free and yet not offered this contact, for this recorded reason, at most until `until` (R3)."""

    contact: ContactId
    reason: str  # "preferred-agent" | "declined" | "transferred" | "reserve:<name>" | "hall"
    until: Instant


class Offered(Decided, frozen=True):
    contact: ContactId
    agent: AgentId
    until: Instant
    why: Why


class OfferEnded(Decided, frozen=True):
    """The offer is no more: "declined" | "expired" | "withdrawn" | "vanished" | "reassigned" | "channel-changed" | ..."""

    contact: ContactId
    agent: AgentId
    reason: str


class Assigned(Decided, frozen=True):
    """The agent owns the contact."""

    contact: ContactId
    agent: AgentId
    why: Why | None = None  # for a pull or an order; an accepted offer was explained when it was made


class Released(Decided, frozen=True):
    """The owner holds the contact no more: "transferred" | "vanished" | "reassigned" | "channel-changed" | ..."""

    contact: ContactId
    agent: AgentId
    reason: str


class Interrupted(Decided, frozen=True):
    """Deferred work set aside while live work goes on; its owner keeps it."""

    contact: ContactId
    agent: AgentId


class Resumed(Decided, frozen=True):
    contact: ContactId
    agent: AgentId


class Asked(Decided, frozen=True):
    """The citizen is waited for, for this reason, at most until `until`: his contact keeps its owner and takes no room."""

    contact: ContactId
    agent: AgentId
    reason: str
    until: Instant


class PutOff(Decided, frozen=True):
    """What was promised is due later, because the citizen was waited for: by `put_off_ms` in all since the contact arrived."""

    contact: ContactId
    put_off_ms: int
    rank_at: Instant


class Returned(Decided, frozen=True):
    """The citizen is waited for no more, and the owner has it in hand again: "answered" | "taken-up" | "expired"."""

    contact: ContactId
    agent: AgentId
    cause: str


class Merged(Decided, frozen=True):
    """The contact goes on in `into`, in the hands of `agent`; `into` now has this age and this rank. It is closed when `into` ends."""

    contact: ContactId
    into: ContactId
    agent: AgentId
    arrived_at: Instant
    rank_at: Instant


class Parted(Decided, frozen=True):
    """The contact is one of its own again, with the age and the rank it had; `out_of` has this age and this rank again."""

    contact: ContactId
    out_of: ContactId
    agent: AgentId
    arrived_at: Instant
    rank_at: Instant


class Rechannelled(Decided, frozen=True):
    contact: ContactId
    channel: Channel


class Reprioritised(Decided, frozen=True):
    contact: ContactId
    priority_minutes: int
    rank_at: Instant


class WrapUpStarted(Decided, frozen=True):
    """The exchange is over and its owner finishes his notes until `until`; said again with `extended` when he gets more time."""

    contact: ContactId
    agent: AgentId
    until: Instant
    extended: bool = False


class Closed(Decided, frozen=True):
    """Nothing more is expected of anybody. `cause`: "wrap-up-done" | "wrap-up-expired" | "merged" | ..."""

    contact: ContactId
    cause: str
    outcome: str | None = None


class Withdrawn(Decided, frozen=True):
    """The citizen left while waiting: an abandon, counted once. `answered`: somebody had answered before the contact waited again."""

    contact: ContactId
    reason: str
    waited_ms: int
    answered: bool = False


class PresenceSet(Decided, frozen=True):
    """`reason`: the pause's code, or "no-answer" when an offer expired unanswered."""

    agent: AgentId
    presence: Presence
    reason: str | None = None


class QueueSet(Decided, frozen=True):
    queue: QueueId
    open: bool
    reason: str | None = None


class Refused(Decided, frozen=True):
    """The input no longer fits what is; it changed nothing and is shown as such. `reason` is a stable kebab-case code."""

    reason: str
    contact: ContactId | None = None
    agent: AgentId | None = None


Decision = (
    Queued
    | TurnedAway
    | Relaxed
    | Held
    | Offered
    | OfferEnded
    | Assigned
    | Released
    | Interrupted
    | Resumed
    | Asked
    | PutOff
    | Returned
    | Merged
    | Parted
    | Rechannelled
    | Reprioritised
    | WrapUpStarted
    | Closed
    | Withdrawn
    | PresenceSet
    | QueueSet
    | Refused
)
