"""Who is free, with room for what, and who among them has been idle the longest.

Everything here follows from the agents' own fields; `update` is called after every change of one of them. He is placed when somebody
asks: most changes of an agent are followed by another at once. The order is by value
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
        self._changed: dict[AgentId, Agent] = {}
        """Whose place in what follows is not what it is to be."""
        self._rooms = [0] * len(CHANNELS)
        """For each channel, who is free with room for one more contact of it."""
        self._order: list[IdleKey] = []
        self._wholly_free = 0

    def update(self, agent: Agent) -> None:
        """Something about him changed. He is placed when somebody asks, unless it has changed back by then."""
        agent.rooms = agent.find_rooms()
        if agent.rooms or agent.placed_rooms:
            self._changed[agent.id] = agent
        else:  # he stands nowhere and stays nowhere
            self._changed.pop(agent.id, None)

    def settle(self) -> None:
        """Bring every set in line with those who changed."""
        for agent in self._changed.values():
            self._place(agent)
        self._changed.clear()

    def forget(self, agent: Agent) -> None:
        """Take a removed agent out of every set."""
        self._changed.pop(agent.id, None)
        agent.rooms = 0
        self._place(agent)

    def with_room(self, able: int, channel: int) -> int:
        """Who of these is free with room for one more contact of the channel, which is given by its number.

        Nearly always somebody has just become free and nobody else is: he is not even placed, as what he is offered takes him away.
        """
        if len(self._changed) == 1:
            (agent,) = self._changed.values()
            others = able & self._rooms[channel]
            if not others or others == agent.bit:
                return able & agent.bit if agent.rooms >> channel & 1 else 0
        self.settle()
        return able & self._rooms[channel]

    @property
    def wholly_free(self) -> int:
        """Who is free and holds nothing."""
        self.settle()
        return self._wholly_free

    def longest_idle(self, mask: int) -> Agent:
        """The first of these agents, whom `with_room` found. A few are compared; many are met soon by walking the order of all the free."""
        some = self._pools.slots[mask.bit_length() - 1]
        assert some is not None  # noqa: S101 - a bit of a mask is an enrolled agent
        if mask == some.bit:
            return some
        count = mask.bit_count()
        if count <= FEW or count * count <= len(self._order):
            return min(self._pools.agents(mask), key=lambda agent: (agent.idle_since, agent.id))
        return next(agent for key in self._order if mask >> (agent := self._agents[key[1]]).slot & 1)

    def _place(self, agent: Agent) -> None:
        for number in CHANNELS_IN[agent.rooms ^ agent.placed_rooms]:
            self._rooms[number] ^= agent.bit
        agent.placed_rooms = agent.rooms
        key = (agent.idle_since, agent.id) if agent.rooms else None
        if key != agent.idle_key:
            self._move(agent, key)
        if agent.counted_free != (agent.rooms != 0 and not agent.hand):
            agent.counted_free = not agent.counted_free
            self._wholly_free ^= agent.bit

    def _move(self, agent: Agent, key: IdleKey | None) -> None:
        """In the order of the free, out of his old place and into the new one."""
        if agent.idle_key is not None:
            del self._order[bisect_left(self._order, agent.idle_key)]
        agent.idle_key = key
        if key is not None:
            insort(self._order, key)
