"""Which desks are alive. An open stream alone is no proof: the lid of a laptop closes without a word, and its connection stays open for a
quarter of an hour. A desk's page answers each heartbeat; one that did and does so no more is silent, whatever its streams say.

Its answers may reach another web process than its stream: each process counts whom it hears.
"""

from collections.abc import Mapping

from guichet.decisions.routing.words import AgentId
from guichet.doors.streams import Stream

SILENT_AFTER = 40.0
"""Seconds: more than two heartbeats."""

Desk = tuple[int, AgentId]
"""Organisation and agent."""


class Pulse:
    """The answers to heartbeats in one web process, by session: the tabs of one browser live and sleep together."""

    def __init__(self) -> None:
        self.answered: dict[str, float] = {}
        self.heard: set[Desk] = set()

    def answer(self, session: str, desk: Desk, now: float) -> None:
        """A page of this session has just answered."""
        self.answered[session] = now
        self.heard.add(desk)

    def list_alive(self, desks: Mapping[Stream, Desk], now: float) -> list[Desk]:
        """The desks that are open or were heard since the last time, without those that fell silent.

        A listener that never answered, such as a program, is alive as long as it listens.
        """
        sessions = {stream.session for stream in desks}
        self.answered = {session: at for session, at in self.answered.items() if session in sessions}
        alive = {desk for stream, desk in desks.items() if now - self.answered.get(stream.session, now) < SILENT_AFTER}
        heard, self.heard = self.heard, set()
        return sorted(alive | heard)
