"""An agent's telephone calls an emergency number: it leaves at once by the line that carries them, and nothing of ours stands in between.

No queue, no hours, no cap, and no database: who may call and by which trunk is known beforehand. That the call was made is written down
while it rings. A process that dies cuts nobody off who speaks: the next one takes the call up.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from guichet.channels.voice import settings as limits
from guichet.channels.voice.frame import Frame, make_leg, now
from guichet.channels.voice.legs import Leg, LegEvent
from guichet.channels.voice.sip.words import Invited
from guichet.channels.voice.voice import Mouth
from guichet.channels.voice.words import Happening, HungUp, PickedUp, Unanswered
from guichet.decisions.dialling.emergency import read_emergency
from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.words import AgentId
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.ways import EmergencyPost, WayOut, note_emergency
from guichet.records.calls.words import LegState, PostKind, Side, Sign, Verb

if TYPE_CHECKING:
    from guichet.channels.voice.exchange import Exchange

log = structlog.get_logger(__name__)
NO_ANSWER = 480


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose telephone calls, and the language in which he is spoken to."""

    organisation: int
    language: str
    leg: Leg


class EmergencyCall(Frame):
    """The agent's leg called us; `citizen` is the emergency service, which the frame keeps until it hangs up.

    :param way: with the number; None: nothing leads out. :param key: of a call that is taken up again.
    """

    def __init__(self, exchange: "Exchange", caller: Caller, way: WayOut | None, key: str = "") -> None:
        super().__init__(exchange, caller.organisation, make_leg(Side.OUTSIDE), caller.language, now(), key)
        self.caller = self.agent = caller.leg
        self.way = way

    async def run(self) -> None:
        await self.live(self._begin())

    async def resume(self) -> None:
        """Another process connected both."""
        await self.live(self._resume())

    async def _resume(self) -> None:
        await self.settle()
        await self._go_on()

    async def _begin(self) -> None:
        agent = self.caller
        self.note(agent, agent_id=agent.agent, post=PostKind.TELEPHONE, began_at=now())
        if self.way is None:
            await self._say_no(agent)
            return
        self.exchange.agents.ring(agent.key)
        await self.ring_number(self.citizen, self.way, limits.EMERGENCY_RING_SECONDS)
        self.exchange.begin(self._write_down(self.way))
        await self._go_on()

    async def _go_on(self) -> None:
        while not await self._take(await self.happenings.get()):
            pass

    async def _take(self, happening: Happening | Decision) -> bool:
        """Whether the call is over."""
        match happening:
            case PickedUp(leg=self.citizen.key, sdp=sdp):
                await self.pick_up(self.citizen, sdp)
                await self._pick_up_agent(self.caller)
                await self.settle()
            case HungUp(leg=self.caller.key):
                return True
            case HungUp(leg=self.citizen.key, code=code):
                self._refuse(code)
                return True
            case Unanswered(leg=self.citizen.key):
                self._refuse(NO_ANSWER)
                return True
            case Sign(verb=Verb.HANG_UP):
                return True
        return False

    async def _pick_up_agent(self, agent: Leg) -> None:
        self.exchange.agents.answer(agent.key, await self.media.take(agent.key, agent.sdp))
        agent.move(LegEvent.ANSWERED)
        self.note(agent, answered_at=now())

    def _refuse(self, code: int) -> None:
        """His telephone says what the other side said."""
        if self.caller.state is LegState.RINGING:
            self.exchange.agents.refuse(self.caller.key, code or NO_ANSWER, "Emergency Number Not Reached")

    async def _say_no(self, agent: Leg) -> None:
        """Nothing leads out: whoever dials hears at once to take another telephone."""
        log.warning("an emergency number was dialled, and no line carries them", organisation_id=self.organisation, agent=agent.agent)
        await self._pick_up_agent(agent)
        await Mouth(self, agent.key).say(self.sentences.no_emergency)

    async def _write_down(self, way: WayOut) -> None:
        try:
            await self.ask(note_emergency, UUID(self.citizen.key), self.caller.agent or 0, way.line, now())
        except UnavailableError:
            log.error("an emergency call is not in the audit: the database does not answer", organisation_id=self.organisation)

    def refuse(self) -> None:
        self._refuse(NO_ANSWER)


def take(exchange: "Exchange", told: Invited, post: EmergencyPost) -> EmergencyCall:
    leg = Leg(told.leg, Side.AGENT, AgentId(post.agent), PostKind.TELEPHONE, sdp=told.sdp)
    return EmergencyCall(exchange, Caller(post.organisation, post.language, leg), lead_to(post.way, told.called))


def lead_to(way: WayOut | None, called: str) -> WayOut | None:
    """The way with the number that was dialled; None: no line carries it, or it is none that our edge should have let through."""
    number = read_emergency(called)
    return None if way is None or number is None else replace(way, number=number)
