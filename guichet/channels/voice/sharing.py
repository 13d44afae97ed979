"""An answer that was read aloud is offered by SMS, with the page where it stands: once for each answer in a call, by a key that nothing
else has there.

A question whose keys leave it free is asked with the offer, so that whoever knows his key need not wait. Where digits are typed, or a
choice has the key, the offer comes at the end of the script; whoever wants a person before is not kept from him.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec
from uuid import UUID

import structlog

from guichet.channels.voice import facts
from guichet.records.scripts.words import Part, Piece, SessionState, Talk

if TYPE_CHECKING:
    from guichet.channels.voice.call import Call

P = ParamSpec("P")
KEY, PERSON = "5", "0"
LAST_SECONDS = 4
"""After the offer at the end, for whoever looks for the key."""
log = structlog.get_logger(__name__)


class Sharing:
    """`article`: the answer that is to be offered; empty for none."""

    def __init__(self, call: "Call") -> None:
        self.call = call
        self.mouth = call.mouth
        self.article = ""
        self.known: set[str] = set()

    async def note(self, talk: Talk) -> None:
        """Of several answers that were read since the last offer, the last is offered."""
        for piece in talk.pieces:
            if piece.part is Part.ANSWER and piece.article not in self.known:
                self.known.add(piece.article)
                if await self._try(facts.may_send_answer, self.call.number, piece.article, self.call.language):
                    self.article = piece.article

    async def ask(self, talk: Talk) -> str | None:
        """A question of choices, with the offer where there is one. Returns the key for the question."""
        before, after = part_at_answer(talk)
        if not self.article or KEY in {choice.key for piece in talk.pieces for choice in piece.choices}:
            return await self.mouth.ask(*before, *after)
        article = self._take()
        key = await self.mouth.ask(*before, self.call.sentences.offer_answer, *after)
        return key if key != KEY else await self.mouth.ask(await self._send(article), *after)

    async def say_last(self, talk: Talk) -> str | None:
        """What the script says when it is over, with the offer where there is one. Returns the key that was pressed."""
        before, after = part_at_answer(talk)
        if not self.article:
            return await self.mouth.say(*before, *after)
        article = self._take()
        await self.mouth.say(*before)
        self.mouth.forget_keys()
        key = await self.mouth.say(self.call.sentences.offer_answer, can_interrupt=True) or await self.mouth.hear(LAST_SECONDS)
        told = await self._send(article) if key == KEY else ""
        if key != PERSON or talk.state is SessionState.HANDED_OVER:
            await self.mouth.say(told, *after)
        return key

    def drop(self) -> None:
        """Nothing is offered any more."""
        self.article = ""

    def _take(self) -> str:
        article, self.article = self.article, ""
        return article

    async def _send(self, article: str) -> str:
        """Returns what he is told of it."""
        sent = await self._try(facts.send_answer, UUID(self.call.key), self.call.number, article, self.call.language)
        return self.call.sentences.answer_sent if sent else self.call.sentences.answer_not_sent

    async def _try(self, function: Callable[Concatenate[int, P], bool], *args: P.args, **kwargs: P.kwargs) -> bool:
        """The call goes on without it: nobody waits for a database that is away, and no number is written down."""
        if not self.call.number:
            return False
        try:
            return await self.call.exchange.ask(self.call.key, self.call.organisation, function, *args, **kwargs)
        except Exception as error:
            log.warning("an answer could not be offered by SMS", error=type(error).__name__)
            return False


def part_at_answer(talk: Talk) -> tuple[list[str], list[str]]:
    """What is said up to the last answer, and what after it."""
    said: list[Piece] = [piece for piece in talk.pieces if piece.part is not Part.CITIZEN and piece.text]
    end = max((place for place, piece in enumerate(said, start=1) if piece.part is Part.ANSWER), default=0)
    return [piece.text for piece in said[:end]], [piece.text for piece in said[end:]]
