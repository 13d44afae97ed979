"""A third one in a conversation: a colleague or somebody outside whom the agent asks in, then joins to the citizen, or lets go.

While they speak the citizen hears music. Whatever ends, and whoever hangs up, he is with somebody again or hears music:

    the guest leaves, refuses or does not answer   the citizen is back with his agent
    the agent hangs up                             the citizen is with the guest, or waits again with his age while the guest only rang
    the citizen hangs up                           the call is over for all
"""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from guichet.channels.voice import facts
from guichet.channels.voice import settings as limits
from guichet.channels.voice.frame import make_leg
from guichet.channels.voice.legs import Leg, LegEvent
from guichet.channels.voice.media.errors import MediaAwayError, MediaError
from guichet.channels.voice.words import Unanswered
from guichet.decisions.routing.words import AgentId
from guichet.records.calls.words import LegState, Part, Side, Sign, Verb

if TYPE_CHECKING:
    from guichet.channels.voice.conversation import Conversation

REACHED, NOBODY = "200 OK", "480 Temporarily Unavailable"
log = structlog.get_logger(__name__)


class Consultation:
    """What becomes of `call.guest`. `referrer` asked to be replaced: the guest has the citizen as soon as he answers."""

    def __init__(self, call: "Conversation") -> None:
        self.call = call
        self.referrer: Leg | None = None

    async def obey(self, agent: Leg, sign: Sign) -> None:
        """What the agent wants; what does not fit any more is left undone."""
        guest = self.call.guest
        match sign.verb:
            case Verb.CONSULT | Verb.TRANSFER if guest is None and agent.is_owner and agent.state in {LegState.TALKING, LegState.HELD}:
                await (self._begin(agent, sign) if sign.verb == Verb.CONSULT else self.transfer(agent, sign.colleague, sign.number))
            case Verb.TAKE_BACK if guest is not None:
                await self.end(guest, "house")
            case Verb.CONFER if guest is not None and guest.state is LegState.TALKING:
                await self._confer()
            case Verb.HAND_OVER if guest is not None and guest.state is LegState.TALKING:
                await self.hand_over(agent, guest)

    async def transfer(self, agent: Leg, colleague: int | None, number: str) -> None:
        """The citizen hears music until somebody answers; when nobody does he is back with his agent, or waits again where that one is
        gone."""
        self.referrer = agent
        await self._begin(agent, Sign(organisation=self.call.organisation, leg=UUID(agent.key), colleague=colleague, number=number))
        if self.call.guest is None:
            self._report(NOBODY)

    def _report(self, status: str) -> Leg | None:
        """What became of a transfer, to the telephone that asked for it, if one did. One that holds since before goes on holding."""
        referrer, self.referrer = self.referrer, None
        if referrer is not None:
            self.call.exchange.agents.report(referrer.key, status)
            if referrer.is_holding and referrer.can(LegEvent.HELD):
                referrer.move(LegEvent.HELD)
        return referrer

    async def _begin(self, agent: Leg, sign: Sign) -> None:
        call = self.call
        if call.citizen.state is LegState.TALKING:
            call.citizen.move(LegEvent.HELD)
        if agent.can(LegEvent.RESUMED):
            agent.move(LegEvent.RESUMED)
        guest = call.guest = make_leg(Side.OUTSIDE if sign.number else Side.AGENT, part=Part.GUEST, relay=sign.relay)
        call.exchange.begin(self.look_at_mixer())
        await call.settle()
        call.note(call.citizen)
        call.note(agent)
        if not await self._ring(agent, guest, sign):
            call.guest = None
            await self._give_citizen_back()

    async def _ring(self, agent: Leg, guest: Leg, sign: Sign) -> bool:
        """Whether somebody is rung. Nothing outside what may be called is ever dialled: the number is checked once more, and what it may
        cost noted. An emergency number leaves by the line that carries them, and rings for longer."""
        call = self.call
        if sign.number:
            way = await call.take_way(guest, sign.number, agent)
            if way is not None:
                await call.ring_number(guest, way, limits.EMERGENCY_RING_SECONDS if way.is_emergency else limits.OUTSIDE_RING_SECONDS)
            return way is not None
        if sign.colleague is None:
            return False
        guest.agent = AgentId(sign.colleague)
        post = await call.ask(facts.find_agent_post, guest.agent)
        if post is not None:
            guest.kind = post.kind
            await call.ring_post(guest, post, call.citizen.number or "anonymous", call.caller_name)
        return post is not None

    async def answer(self, guest: Leg, sdp: str) -> None:
        try:
            await self.call.pick_up(guest, sdp)
            await self.call.settle()
        except MediaAwayError:
            raise
        except MediaError as error:
            log.warning("a guest could not be joined", reason=error.reason, leg=guest.key)
            await self.end(guest, "no-answer")
            return
        referrer = self._report(REACHED)
        if referrer is not None:
            await self.hand_over(referrer, guest)

    async def lose(self, guest: Leg) -> None:
        """By himself, or because he did not answer."""
        if guest.can(LegEvent.HUNG_UP):
            guest.move(LegEvent.HUNG_UP)
        await self.end(guest, "agent" if guest.side is Side.AGENT else "outside")

    async def end(self, guest: Leg, cause: str) -> None:
        """Whom he spoke with goes on without him."""
        self.call.guest = None
        await self.call.drop(guest, cause)
        referrer = self._report(NOBODY)
        await self._give_citizen_back()
        if referrer is not None and self.call.agent is None:
            await self.call.tell(facts.return_to_queue, referrer.agent)

    async def resume(self) -> None:
        """Another process held the call: a guest who only rang is gone, and three hear one another by a mixer of its own."""
        if self.call.guest is None:
            await self._give_citizen_back()
        else:
            await self.call.settle()

    async def _give_citizen_back(self) -> None:
        citizen = self.call.citizen
        if citizen.can(LegEvent.RESUMED):
            citizen.move(LegEvent.RESUMED)
        await self.call.settle()
        self.call.note(citizen)

    async def look_at_mixer(self) -> None:
        """Whether three could be joined, before anybody asks for it: the agent's desk says when they could not."""
        if self.call.guest is not None:
            self._note_mixer(is_there=await self.call.exchange.mixer.is_there())

    def _note_mixer(self, *, is_there: bool) -> None:
        agent = self.call.agent
        if agent is not None and agent.mixes is not is_there:
            agent.mixes = is_there
            self.call.note(agent, mixes=is_there)

    async def _confer(self) -> None:
        """All three hear one another; without a mixer everything stays as it is, and the agent's desk says so."""
        citizen = self.call.citizen
        if not citizen.can(LegEvent.RESUMED):
            return
        citizen.move(LegEvent.RESUMED)
        try:
            await self.call.settle()
        except MediaError as error:
            log.warning("three could not be joined", reason=error.reason)
            self._note_mixer(is_there=False)
            citizen.move(LegEvent.HELD)
            await self.call.settle()
        self.call.note(citizen)

    async def outlive_mixer(self) -> None:
        """Three heard one another, and hear nobody now: the citizen stays with his agent."""
        guest = self.call.guest
        if self.call.listener is not None:
            await self.call.attending.leave("mixer")
            if guest is None or self.call.citizen.state is not LegState.TALKING:
                guest = None
        if guest is not None:
            log.warning("a conference was cut: the mixer was lost")
            await self.end(guest, "mixer")
        else:
            await self.call.settle()

    async def hand_over(self, agent: Leg, guest: Leg, cause: str = "house") -> None:
        """The citizen is with the guest at once. A colleague becomes his agent by the router's rules; with somebody outside the contact
        ends."""
        call = self.call
        call.agent, call.guest = None, None
        if agent.key in call.exchange.legs:  # one who was replaced after he had hung up is not there any more
            await call.drop(agent, cause)
        if guest.side is Side.OUTSIDE:
            call.outsider = guest
            await self._give_citizen_back()
            await call.tell(facts.end_conversation, agent.agent)
            return
        guest.part, call.agent = Part.MAIN, guest
        guest.timer = asyncio.get_running_loop().call_later(limits.HAND_OVER_SECONDS, call.happen, Unanswered(guest.key))
        await self._give_citizen_back()
        call.note(guest)
        if agent.agent is not None and guest.agent is not None:
            await call.ask(facts.pass_on, call.contact, agent.agent, guest.agent)

    async def outlive(self, agent: Leg, guest: Leg) -> None:
        """The agent hung up in the middle of it, as one does on a telephone to put two others through."""
        if guest.state is LegState.TALKING:
            await self.hand_over(agent, guest, "agent")
            return
        call = self.call
        call.agent = None
        await call.drop(agent, "agent")
        if self.referrer is agent:
            return  # he is replaced as soon as the guest answers
        await self.end(guest, "house")
        await call.tell(facts.return_to_queue, agent.agent)
