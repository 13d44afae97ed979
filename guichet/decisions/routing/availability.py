"""Who is free, with room for what, and who among them has been idle the longest.

Everything here follows from the agents' own fields; `update` is called after every change of one of them. The order is by value
(idle since, then id), so a router restored from a snapshot makes the same choices.
"""

from bisect import bisect_left, insort

from guichet.decisions.routing.agent import Agent, IdleKey
from guichet.decisions.routing.capacity import CHANNELS, CHANNELS_IN
from guichet.decisions.routing.pools import Pools

FEW = 16


class Availability:
    def __init__(self, pools: Pools) -> None:
        self._pools = pools
        self._order: list[IdleKey] = []
        self._by_order: dict[IdleKey, Agent] = {}
        self.free = 0
        """Who is available, not ringing, with room for something."""
        self.wholly_free = 0
        """Who is free and holds nothing."""
        self.rooms = [0] * len(CHANNELS)
        """For each channel, who has room for one more contact of it, free or not."""

    def update(self, agent: Agent) -> None:
        """Bring every set in line with the agent."""
        rooms = agent.load.rooms()
        if rooms != agent.rooms:
            for number in CHANNELS_IN[rooms ^ agent.rooms]:
                self.rooms[number] ^= agent.bit
            agent.rooms = rooms
        free = agent.free
        if free or agent.idle_key is not None:
            self._place(agent, (agent.idle_since, agent.id) if free else None)
        if agent.counted_free != (free and not agent.hand):
            agent.counted_free = not agent.counted_free
            self.wholly_free ^= agent.bit

    def forget(self, agent: Agent) -> None:
        """Take a removed agent out of every set."""
        self._place(agent, None)
        self.wholly_free &= ~agent.bit
        for number in CHANNELS_IN[agent.rooms]:
            self.rooms[number] &= ~agent.bit

    def longest_idle(self, mask: int) -> Agent:
        """The first of these free agents. A few are compared; many are met soon by walking the order of all the free."""
        count = mask.bit_count()
        if count == 1:
            return self._at(mask.bit_length() - 1)
        if count <= FEW or count * count <= len(self._order):
            return min(self._pools.agents(mask), key=lambda agent: (agent.idle_since, agent.id))
        return next(agent for agent in map(self._by_order.__getitem__, self._order) if mask >> agent.slot & 1)

    def _at(self, slot: int) -> Agent:
        agent = self._pools.slots[slot]
        assert agent is not None  # noqa: S101 - a bit of a mask is an enrolled agent
        return agent

    def _place(self, agent: Agent, key: IdleKey | None) -> None:
        """Move him in the order of the free: out of his old place, into the new one."""
        if key == agent.idle_key:
            return
        if agent.idle_key is not None:
            del self._order[bisect_left(self._order, agent.idle_key)]
            del self._by_order[agent.idle_key]
        if (agent.idle_key is None) != (key is None):
            self.free ^= agent.bit
        agent.idle_key = key
        if key is not None:
            insort(self._order, key)
            self._by_order[key] = agent
