"""The router's vocabulary: identifiers, the values a contact or an agent carries, and why something was decided.

Everything is an immutable value that msgspec reads and writes, because the journal keeps inputs and decisions as JSON and must give
back exactly what was decided. Instants are whole milliseconds since 1970-01-01 UTC: integers compare and replay without rounding.
"""

from enum import StrEnum
from typing import Final, NewType

import msgspec

Instant = NewType("Instant", int)
"""Milliseconds since the epoch, UTC."""
ContactId = NewType("ContactId", str)
"""A UUID (version 7 when we make it) in its canonical lower-case form."""
AgentId = NewType("AgentId", int)
QueueId = NewType("QueueId", int)
SkillId = NewType("SkillId", int)
"""A language is a skill too."""
TerritoryId = NewType("TerritoryId", int)


class Channel(StrEnum):
    VOICE = "voice"
    CALLBACK = "callback"
    VIDEO = "video"
    CHAT = "chat"
    VISIT = "visit"
    EMAIL = "email"
    SMS = "sms"
    SOCIAL = "social"
    LETTER = "letter"
    MESSAGE = "message"


LIVE = frozenset({Channel.VOICE, Channel.CALLBACK, Channel.VIDEO, Channel.CHAT, Channel.VISIT})
"""Channels whose work cannot wait in an agent's hands; the others are deferred."""


class Presence(StrEnum):
    """What an agent says of himself. Wrapping up is seen from his contacts: it holds capacity, not presence."""

    OFFLINE = "offline"
    AVAILABLE = "available"
    PAUSED = "paused"


AVAILABLE: Final = Presence.AVAILABLE


class ContactState(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    ASSIGNED = "assigned"
    INTERRUPTED = "interrupted"  # deferred work set aside while live work goes on; still owned
    ASKED = "asked"  # its owner asked the citizen something: nothing to do, and no seat taken, until he answers; still owned
    WRAPPING_UP = "wrapping_up"
    MERGED = "merged"  # it goes on in another contact, which ends it or parts from it
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # the citizen left before anybody answered
    TURNED_AWAY = "turned_away"  # closed hours or a full queue, said at once


SYNTHETIC: Final = "synthetic"
"""Why a contact is turned away that the house opened itself: nobody asks in it, so nobody is to answer."""

WAITING: Final = ContactState.WAITING
OFFERED: Final = ContactState.OFFERED
ASSIGNED: Final = ContactState.ASSIGNED
INTERRUPTED: Final = ContactState.INTERRUPTED
ASKED: Final = ContactState.ASKED
WRAPPING_UP: Final = ContactState.WRAPPING_UP
MERGED: Final = ContactState.MERGED
"""What the router asks for at every step, by names of their own: to read one from its class costs more than a call (Python 3.11)."""


class Word(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A value of the router: immutable, compared by content, written to JSON without its defaults.

    Made of values only, it cannot stand in a cycle: the garbage collector need not look at it.
    """


class Requirement(Word, frozen=True):
    """What an agent must have from `after_ms` of waiting on. Steps replace one another: the last one reached holds.

    `skills`: pairs (skill, least level 1 to 5), sorted by skill; the language is one of them. `territory`: the agent must cover it.
    `agent`: only this agent (a preferred agent for a bounded time, or a transfer to somebody).
    """

    after_ms: int = 0
    skills: tuple[tuple[SkillId, int], ...] = ()
    territory: TerritoryId | None = None
    agent: AgentId | None = None


class QueuePolicy(Word, frozen=True):
    """How contacts of one queue are served. `commitment_ms` is the promised delay before the first answer."""

    queue: QueueId
    commitment_ms: int
    offer_ms: int = 20_000
    wrap_up_ms: int = 60_000
    priority_minutes: int = 0
    most_waiting: int | None = None
    reserve_override_ms: int | None = None
    """After this much waiting a deferred contact ignores every reserve; by default its commitment."""


class Reserve(Word, frozen=True):
    """Keep `count` available agents able to do `skills` free of deferred work, for the live contacts that may come."""

    name: str
    count: int
    skills: tuple[tuple[SkillId, int], ...] = ()
    territory: TerritoryId | None = None


class ChannelCapacity(Word, frozen=True):
    """`most`: contacts of this channel at once. `units`: what one of them takes from the combined capacity."""

    channel: Channel
    most: int
    units: int


class Capacity(Word, frozen=True):
    """What an agent can hold: per channel, and together in units. A channel that is not listed is not offered."""

    units: int
    channels: tuple[ChannelCapacity, ...]


class AgentProfile(Word, frozen=True):
    """What an agent can do. `territories` is closed downward already (a region comes with its départements); None covers all."""

    agent: AgentId
    capacity: Capacity
    skills: tuple[tuple[SkillId, int], ...] = ()
    territories: tuple[TerritoryId, ...] | None = None


class Why(Word, frozen=True):
    """Why this agent got this contact at this instant: enough to answer the citizen, the agent and the judge.

    `rank_at`: the instant that orders waiting contacts: arrival + commitment - priority; the earliest goes first.
    `overtook`: the reason when an older contact that this agent could have taken still waits.
    `chosen`: "longest-idle" | "preferred" | "pulled" | "assigned-by-supervisor" | "parted" | "only-one-able".
    """

    waited_ms: int
    rank_at: Instant
    step: int = 0
    idle_ms: int | None = None
    chosen: str = "longest-idle"
    overtook: str | None = None


RESERVE = "reserve:"
"""A hold of a reserve is named by this and the name of the reserve."""


class Rest(Word, frozen=True):
    """Until then the contact is not offered to this agent, who "declined" it or "transferred" it."""

    agent: AgentId
    until: Instant
    reason: str


class Hold(Word, frozen=True):
    """A recorded reason why the contact waits while somebody able is free, and its end."""

    reason: str
    until: Instant

    @property
    def of_reserve(self) -> bool:
        return self.reason.startswith(RESERVE)
