"""What an agent wants of a call, from his desk or by the own keys of his telephone. What does not fit any more is left undone."""

from typing import TYPE_CHECKING

from guichet.channels.voice import facts
from guichet.channels.voice.legs import SPOKEN_WITH, Leg, LegEvent
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.words import HoldPressed, TransferWanted
from guichet.records.calls.words import Sign, Verb

if TYPE_CHECKING:
    from guichet.channels.voice.conversation import Conversation

DECLINED = "603 Decline"


class Steering:
    def __init__(self, call: "Conversation") -> None:
        self.call = call

    async def obey(self, sign: Sign) -> None:
        call = self.call
        if sign.verb == Verb.ATTEND:
            await call.attending.obey(sign)
            return
        leg = call.find_leg(LegKey(str(sign.leg)))
        if leg is None or leg is call.citizen:
            return
        if sign.verb == Verb.ANSWERED:
            await call.answer(leg.key, await call.ask(facts.read_answer, sign.leg))
        elif leg is call.agent:
            await self._steer(leg, sign)
        elif sign.verb in {Verb.HANG_UP, Verb.GIVE_BACK}:
            await call.lose(leg.key, 0)

    async def _steer(self, leg: Leg, sign: Sign) -> None:
        call = self.call
        match sign.verb:
            case Verb.CONSULT | Verb.TRANSFER | Verb.CONFER | Verb.HAND_OVER | Verb.TAKE_BACK:
                await call.consultation.obey(leg, sign)
            case Verb.HOLD if leg.can(LegEvent.HELD) and call.guest is None:
                await self._move(leg, LegEvent.HELD)
            case Verb.RESUME if leg.can(LegEvent.RESUMED):
                await self._move(leg, LegEvent.RESUMED)
            case Verb.PAUSE_RECORDING | Verb.GO_ON_RECORDING | Verb.ERASE_RECORDING:
                await call.tape.obey(sign.verb, leg.agent)
            case Verb.HANG_UP:
                await call.lose(leg.key, 0)
            case Verb.GIVE_BACK:
                await call.give_back(leg.key)
            case Verb.REJOIN if leg.state in SPOKEN_WITH:
                await call.ring_again(leg)

    async def hold(self, pressed: HoldPressed) -> None:
        """The citizen hears music, not the silence of a telephone."""
        leg, event = self.call.agent, LegEvent.HELD if pressed.is_held else LegEvent.RESUMED
        if leg is not None and leg.key == pressed.leg and self.call.guest is None and leg.can(event):
            await self._move(leg, event)

    async def transfer(self, wanted: TransferWanted) -> None:
        """By the same rules as from his desk; the telephone hears what became of it."""
        call, leg = self.call, self.call.agent
        if leg is None or leg.key != wanted.leg or not leg.is_owner or call.guest is not None or leg.agent is None:
            call.exchange.agents.report(wanted.leg, DECLINED)
            return
        whom = await call.ask(facts.find_transfer, leg.agent, wanted.target)
        if whom is None:
            call.exchange.agents.report(wanted.leg, DECLINED)
        else:
            await call.consultation.transfer(leg, *whom)

    async def _move(self, leg: Leg, event: LegEvent) -> None:
        leg.move(event)
        await self.call.settle()
        self.call.note(leg)
