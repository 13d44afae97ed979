"""One agent as the router holds him: what he can do, what he says of himself, what he holds."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guichet.decisions.routing.capacity import Load
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.words import AVAILABLE, AgentId, AgentProfile, ContactId, Instant, Presence

if TYPE_CHECKING:
    from guichet.decisions.routing.lanes import Reader

BEFORE_EVERYTHING = Instant(0)
IdleKey = tuple[Instant, AgentId]
"""The order of free agents: longest idle, then id."""


@dataclass(slots=True, eq=False)
class Agent:
    profile: AgentProfile
    presence: Presence = Presence.OFFLINE
    reason: str | None = None
    idle_since: Instant = BEFORE_EVERYTHING
    """When he last became available, took work or let go of it."""
    offer: Contact | None = None
    """He can answer one ring only, so he is offered one contact at a time."""
    hand: dict[ContactId, Contact] = field(default_factory=dict)
    asked: dict[ContactId, Contact] = field(default_factory=dict)
    """His contacts whose citizens he asked something: they take no room, and nobody is busy with them."""
    load: Load = field(default_factory=Load)

    id: AgentId = field(init=False)
    slot: int = field(init=False, default=-1)
    """His place in every bitmask over agents."""
    bit: int = field(init=False, default=0)
    rooms: int = field(init=False, default=0)
    """The channels of which he may be offered one more contact now: none while he is not free."""
    placed_rooms: int = field(init=False, default=0)
    """Those with which he stands in the sets of `Availability`."""
    idle_key: IdleKey | None = field(init=False, default=None)
    """His place there in the order of the free, if he has one."""
    counted_free: bool = field(init=False, default=False)
    """Whether he is there among the wholly free."""
    lanes: dict[int, list[int]] = field(init=False, default_factory=dict)
    """Those he can serve of the first `lanes_known` lanes: their numbers, by number of channel."""
    readers: "dict[int, Reader | None]" = field(init=False, default_factory=dict)
    """What reads those lanes, by the set of channels asked for."""
    lanes_known: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.id = self.profile.agent
        self.configure(self.profile)

    def configure(self, profile: AgentProfile) -> None:
        self.profile = profile
        self.load.configure(profile.capacity)
        self.forget_lanes()

    def forget_lanes(self) -> None:
        self.lanes, self.readers = {}, {}
        self.lanes_known = 0

    def find_rooms(self) -> int:
        """What `rooms` is to be: he is free when available, not ringing, with room for something."""
        return self.load.rooms() if self.presence is AVAILABLE and self.offer is None else 0
