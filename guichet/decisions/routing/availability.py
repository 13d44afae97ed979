"""Who is free, with room for what, and who among them has been idle the longest.

Everything here follows from the agents' own fields; `update` is called after every change of one of them. The order is by value
(idle since, then id), so a router restored from a snapshot makes the same choices.
"""

from bisect import bisect_left, insort

from guichet.decisions.routing.agent import Agent, IdleKey
from guichet.decisions.routing.capacity import CHANNELS, CHANNELS_IN
from guichet.decisions.routing.pools import Pools
from guichet.decisions.routing.words import AgentId

FEW = 16


class Availability:
    def __init__(self, agents: dict[AgentId, Agent], pools: Pools) -> None:
        self._agents = agents
        self._pools = pools
        self._order: list[IdleKey] = []
        self.wholly_free = 0
        """Who is free and holds nothing."""
        self.rooms = [0] * len(CHANNELS)
        """For each channel, who is free with room for one more contact of it."""

    def update(self, agent: Agent) -> None:
        """Bring every set in line with the agent."""
        rooms = agent.find_rooms()
        if rooms != agent.rooms:
            self._set_rooms(agent, rooms)
        key = (agent.idle_since, agent.id) if rooms else None
        if key != agent.idle_key:
            self._place(agent, key)
        if agent.counted_free != (rooms != 0 and not agent.hand):
            agent.counted_free = not agent.counted_free
            self.wholly_free ^= agent.bit

    def forget(self, agent: Agent) -> None:
        """Take a removed agent out of every set."""
        self._set_rooms(agent, 0)
        self._place(agent, None)
        self.wholly_free &= ~agent.bit

    def longest_idle(self, mask: int) -> Agent:
        """The first of these free agents. A few are compared; many are met soon by walking the order of all the free."""
        some = self._pools.slots[mask.bit_length() - 1]
        assert some is not None  # noqa: S101 - a bit of a mask is an enrolled agent
        if mask == some.bit:
            return some
        count = mask.bit_count()
        if count <= FEW or count * count <= len(self._order):
            return min(self._pools.agents(mask), key=lambda agent: (agent.idle_since, agent.id))
        return next(agent for key in self._order if mask >> (agent := self._agents[key[1]]).slot & 1)

    def _set_rooms(self, agent: Agent, rooms: int) -> None:
        for number in CHANNELS_IN[rooms ^ agent.rooms]:
            self.rooms[number] ^= agent.bit
        agent.rooms = rooms

    def _place(self, agent: Agent, key: IdleKey | None) -> None:
        """Move him in the order of the free: out of his old place, into the new one."""
        if agent.idle_key is not None:
            del self._order[bisect_left(self._order, agent.idle_key)]
        agent.idle_key = key
        if key is not None:
            insort(self._order, key)
