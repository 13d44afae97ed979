"""Agents grouped by ability: one pool for each level of a skill, each territory, and all.

A pool is a set of agents, kept as an integer with one bit per agent. Those who can do several things are the intersection of the
pools, so a new requirement costs a handful of `&`, however many agents there are.
"""

from collections.abc import Iterable

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.words import SkillId, TerritoryId

Skills = tuple[tuple[SkillId, int], ...]


class Pools:
    def __init__(self) -> None:
        self.slots: list[Agent | None] = []
        self._spare: list[int] = []
        self._all = 0
        self._everywhere = 0
        self._skills: dict[SkillId, dict[int, int]] = {}
        self._territories: dict[TerritoryId, int] = {}

    def enrol(self, agent: Agent) -> None:
        """Give him a slot if he has none yet, and put him in the pools of his profile."""
        if agent.slot < 0:
            agent.slot = self._spare.pop() if self._spare else len(self.slots)
            agent.bit = 1 << agent.slot
            if agent.slot == len(self.slots):
                self.slots.append(agent)
            self.slots[agent.slot] = agent
        self._all |= agent.bit
        for skill, level in agent.profile.skills:
            levels = self._skills.setdefault(skill, {})
            levels[level] = levels.get(level, 0) | agent.bit
        if agent.profile.territories is None:
            self._everywhere |= agent.bit
            return
        for territory in agent.profile.territories:
            self._territories[territory] = self._territories.get(territory, 0) | agent.bit

    def leave(self, agent: Agent) -> None:
        """Take him out of every pool of his profile; he keeps his slot."""
        self._all &= ~agent.bit
        self._everywhere &= ~agent.bit
        for skill, level in agent.profile.skills:
            self._skills[skill][level] &= ~agent.bit
        for territory in agent.profile.territories or ():
            self._territories[territory] &= ~agent.bit

    def dismiss(self, agent: Agent) -> None:
        self.leave(agent)
        self.slots[agent.slot] = None
        self._spare.append(agent.slot)

    def forget_lanes(self) -> None:
        """The lanes get other numbers: everybody looks for his own anew when he is next asked."""
        for agent in filter(None, self.slots):
            agent.forget_lanes()

    def able(self, skills: Skills, territory: TerritoryId | None) -> int:
        """Who has every skill at its level at least and covers the territory."""
        able = self._all
        for skill, least in skills:
            able &= self._at_least(skill, least)
        if territory is not None:
            able &= self._everywhere | self._territories.get(territory, 0)
        return able

    def agents(self, mask: int) -> Iterable[Agent]:
        """The agents of a set, in no meaningful order."""
        while mask:
            bit = mask & -mask
            mask ^= bit
            agent = self.slots[bit.bit_length() - 1]
            if agent is not None:
                yield agent

    def _at_least(self, skill: SkillId, least: int) -> int:
        pool = 0
        for level, agents in self._skills.get(skill, {}).items():
            if level >= least:
                pool |= agents
        return pool
