"""A supervisor in a conversation: he listens, whispers to the agent or joins both, within a campaign, and never in secret.

He is there for one agent. When that agent is gone, when the campaign is over or the mixer is lost, he is let go, and those who speak go on:

    nobody hears him            listen: his seat is muted, and what he says is stopped at rtpengine too
    the agent alone hears him   whisper: the citizen hears the agent from beside the room
    everybody hears him         join
"""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from guichet.channels.voice import facts
from guichet.channels.voice.facts import PostCard
from guichet.channels.voice.frame import make_leg
from guichet.channels.voice.legs import SPOKEN_WITH, Leg, LegEvent
from guichet.channels.voice.media.errors import MediaError
from guichet.channels.voice.words import Unanswered
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.attending import ListenerCard
from guichet.records.calls.words import LegState, Manner, PostKind, Side, Sign

if TYPE_CHECKING:
    from guichet.channels.voice.conversation import Conversation

log = structlog.get_logger(__name__)


class Attending:
    """What becomes of `call.listener`. `host` is the leg of the agent for whom he came."""

    def __init__(self, call: "Conversation") -> None:
        self.call = call
        self.host: Leg | None = None

    async def obey(self, sign: Sign) -> None:
        """Come, or be there in another manner; what does not fit any more is left undone. The rule is asked once more."""
        manner, listener = Manner(sign.manner), self.call.listener
        if sign.account is None or (listener is not None and listener.account != sign.account):
            return
        card = await self._ask(sign.account)
        if card is None:
            await self.end("campaign-over")
        elif listener is None:
            await self._begin(card, manner)
        elif listener.state in SPOKEN_WITH and listener.manner is not manner:
            await self._change(listener, manner)

    async def _begin(self, card: ListenerCard, manner: Manner) -> None:
        call = self.call
        kind = PostKind.TELEPHONE if card.is_telephone else PostKind.BROWSER
        leg = make_leg(Side.LISTENER, kind=kind, account=card.account, manner=manner, campaign=card.campaign)
        call.listener, self.host = leg, call.agent
        await call.ring_post(leg, PostCard(kind, card.username, card.name), "anonymous", call.caller_name)

    async def _change(self, listener: Leg, manner: Manner) -> None:
        """It is written down, and shown to the agent, before anything is heard."""
        listener.manner = manner
        self.call.note(listener)
        if await self._ask(listener.account) is not None:
            await self.call.settle()
        else:
            await self.end("campaign-over")

    async def answer(self, leg: Leg, sdp: str) -> None:
        """His telephone or browser is there: he hears from now on, once that is written down and the rule still says yes."""
        try:
            await self.call.pick_up(leg, sdp)
        except MediaError as error:
            log.warning("somebody who listens could not be joined", reason=error.reason, leg=leg.key)
            await self.end("no-answer")
            return
        card = await self._ask(leg.account)
        if card is None or card.campaign != leg.campaign:
            await self.end("campaign-over")
            return
        seconds = card.until / 1000 - datetime.now(UTC).timestamp()
        leg.timer = asyncio.get_running_loop().call_later(max(0.0, seconds), self.call.happen, Unanswered(leg.key))
        await self.call.settle()

    async def _ask(self, account: int | None) -> ListenerCard | None:
        """Who may, now; nobody while the database is away: nothing is heard without a trace."""
        try:
            return await self.call.exchange.ask(
                self.call.key, self.call.organisation, facts.permit_listening, account or 0, UUID(self.call.key)
            )
        except UnavailableError:
            return None

    async def look(self) -> None:
        """Whoever listened to somebody who is gone goes too; and three are too many to whisper."""
        call, listener = self.call, self.call.listener
        if listener is None:
            return
        host = self.host
        if host is None or host is not call.agent or host.state not in SPOKEN_WITH:
            await self.leave("house")
        elif listener.manner is Manner.WHISPER and call.guest is not None and call.guest.state is LegState.TALKING:
            listener.manner = Manner.LISTEN
            call.note(listener)

    async def end(self, cause: str) -> None:
        """He is let go; those whom he listened to go on as they were."""
        if self.call.listener is not None:
            await self.leave(cause)
            await self.call.settle()

    async def leave(self, cause: str) -> None:
        listener, self.call.listener, self.host = self.call.listener, None, None
        if listener is None:
            return
        if listener.can(LegEvent.HUNG_UP):
            listener.move(LegEvent.HUNG_UP)
        await self.call.drop(listener, cause)
