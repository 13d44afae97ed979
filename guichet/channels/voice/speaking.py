"""Sounds for sentences, as the records keep them: recorded, made at publication, or spoken at once. Without the database a caller is told
all the same, by the quick voice."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import structlog

from guichet.doors.office import Office
from guichet.doors.refusals import UnavailableError
from guichet.records.prompts import queries

CLERKS = 4
T = TypeVar("T")
log = structlog.get_logger(__name__)


class Speaker:
    """Several calls speak at once; what one of them waits for holds up no other but by chance."""

    def __init__(self) -> None:
        self.clerks = [Office(f"sounds-{number}") for number in range(CLERKS)]
        self.turn = 0

    async def ready(self, organisation_id: int, says: list[str], language: str) -> list[Path]:
        """The sounds of these sentences, in their order. What is missing is made now.

        :raises NoVoiceError: none of them can be said here.
        """
        return await self._ask(
            lambda: queries.ready(organisation_id, says, language), lambda: queries.speak_without(organisation_id, says, language)
        )

    async def music(self, organisation_id: int) -> Path:
        """:raises NoVoiceError: nothing can encode it here."""
        return await self._ask(lambda: queries.get_music(organisation_id), queries.get_our_music)

    async def signal(self) -> Path:
        """:raises NoVoiceError: nothing can encode it here."""
        return await asyncio.to_thread(queries.get_signal)

    def close(self) -> None:
        for clerk in self.clerks:
            clerk.close()

    async def _ask(self, wanted: Callable[[], T], otherwise: Callable[[], T]) -> T:
        self.turn += 1
        try:
            return await self.clerks[self.turn % CLERKS].ask(None, wanted)
        except UnavailableError:
            log.warning("callers hear the quick voice: the database does not answer")
            return await asyncio.to_thread(otherwise)
