"""A citizen on the line and the contact that he is: who is rung for him, who speaks with him, and what becomes of him when that ends.

The router decides who answers; this follows what it decided, the same way for who called and for who was called back.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from guichet.channels.voice import facts
from guichet.channels.voice.attending import Attending
from guichet.channels.voice.consulting import Consultation
from guichet.channels.voice.cutting import make_up
from guichet.channels.voice.frame import Frame, make_leg
from guichet.channels.voice.legs import SPOKEN_WITH, Leg, LegEvent
from guichet.channels.voice.media.errors import MediaAwayError, MediaError
from guichet.channels.voice.patience import RELAYED
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.steering import Steering
from guichet.channels.voice.taping import OBJECT, Tape
from guichet.channels.voice.waiting import wait_with_music
from guichet.channels.voice.words import (
    Happening,
    HoldPressed,
    HungUp,
    MessageWanted,
    MixerLost,
    PickedUp,
    RecordingRefused,
    TransferWanted,
    Unanswered,
)
from guichet.decisions.dialling.relays import Relay
from guichet.decisions.routing.decisions import (
    Assigned,
    Closed,
    Decision,
    Offered,
    OfferEnded,
    Queued,
    Rechannelled,
    Released,
    TurnedAway,
    Withdrawn,
    WrapUpStarted,
)
from guichet.decisions.routing.words import AgentId, Channel, ContactId
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.cut_off import CutOff
from guichet.records.calls.words import LegState, PostKind, Side, Sign

if TYPE_CHECKING:
    from guichet.channels.voice.exchange import Exchange

log = structlog.get_logger(__name__)
DECLINED = (486, 600, 603)
"""What his telephone refuses with when he does; by any other it cannot be reached."""
LEAVING_TRIES = 5
LEAVING_SECONDS = 1.0


class Conversation(Frame):
    """`caller_name`: what an agent's telephone shows beside the citizen's number. `relay`: the service whose interpreter speaks for him.
    `promised`: when he is called back, in the words that he hears; empty: when his turn comes."""

    def __init__(self, exchange: "Exchange", organisation: int, citizen: Leg, language: str, began_at: datetime, key: str = "") -> None:
        super().__init__(exchange, organisation, citizen, language, began_at, key)
        self.caller_name = ""
        self.relay: Relay | None = None
        self.has_let_go = False
        self.promised = ""
        self.waiting: asyncio.Task[None] | None = None
        self.consultation = Consultation(self)
        self.attending = Attending(self)
        self.steering = Steering(self)
        self.tape = Tape(self)

    def go_through(self, relay: Relay) -> None:
        """Not the citizen but an interpreter is on the line: what is asked by keys takes longer, and nothing is kept of what is said."""
        self.relay, self.citizen.relay, self.mouth.patience = relay, relay.key, RELAYED

    def hear_key(self, leg: LegKey, key: str) -> None:
        """Whoever waits or speaks objects to the recording by a key of its own."""
        if leg == self.citizen.key and key == OBJECT and self.contact and self.tape.may_be_refused:
            self.happen(RecordingRefused())
        else:
            super().hear_key(leg, key)

    async def look_at_quality(self) -> None:
        await super().look_at_quality()
        if self.guest is not None:
            self.exchange.begin(self.consultation.look_at_mixer())

    def hear_hold(self, leg: Leg, *, is_held: bool) -> None:
        if leg is self.agent and leg.is_holding is not is_held:
            leg.is_holding = is_held
            self.happen(HoldPressed(leg.key, is_held))

    async def follow(self, contact: ContactId) -> None:
        if self.relay is not None:
            await self.ask(facts.tell_of_relay, contact, self.relay.name)
        self.contact = contact
        self.exchange.attach(contact, self)
        self.note(self.citizen)
        while not await self.take(await self.happenings.get()):
            pass

    async def take(self, happening: Happening | Decision) -> bool:
        """Whether the call is over."""
        match happening:
            case Queued() if not (self._is_with_somebody or self._is_waiting):
                await self._wait(is_again=happening.cause != "arrived")
            case Offered(agent=agent):
                await self._announce(agent)
            case OfferEnded() if not self._is_with_somebody or (self.agent is not None and self.agent.agent == happening.agent):
                await self._drop_agent()
            case Assigned(agent=agent):
                await self._ring_owner(agent)
            case Released(agent=agent) if self.agent is not None and self.agent.agent == agent:
                await self._part()
            case Rechannelled(channel=Channel.CALLBACK):
                return await self._turn_into_callback()
            case TurnedAway(reason=reason):
                await self._stop_waiting()
                await self.say_no(is_full=reason == "queue-full")
                return True
            case MessageWanted():
                return await self.turn_into_message()
            case WrapUpStarted() | Closed() | Withdrawn():
                return not self._let_outsider_go_on()
            case HungUp(leg=leg) if self.outsider is not None and leg == self.outsider.key:
                return True
            case _:
                await self._meet(happening)
        return False

    async def _meet(self, happening: Happening | Decision) -> None:
        """What happens to the legs, and what is wanted of them."""
        match happening:
            case PickedUp(leg=leg, sdp=sdp):
                await self.answer(leg, sdp)
            case HungUp(leg=leg, code=code):
                await self.lose(leg, code)
            case Unanswered(leg=leg):
                await self.give_back(leg)
            case MixerLost():
                await self.consultation.outlive_mixer()
            case RecordingRefused():
                await self._refuse_recording()
            case TransferWanted():
                await self.steering.transfer(happening)
            case HoldPressed():
                await self.steering.hold(happening)
            case Sign():
                await self.steering.obey(happening)

    @property
    def _is_with_somebody(self) -> bool:
        return self.agent is not None and self.agent.state in SPOKEN_WITH

    @property
    def _is_waiting(self) -> bool:
        """He hears music, or is asked something: that somebody did not take him interrupts nothing."""
        return self.waiting is not None and not self.waiting.done()

    def _let_outsider_go_on(self) -> bool:
        """The citizen speaks with somebody outside: the contact is over, the call is not."""
        if self.outsider is None:
            return False
        self.let_go_of_contact()
        return True

    def let_go_of_contact(self) -> None:
        """It goes on, or is over, without this call: whoever hangs up now leaves nothing."""
        self.exchange.detach(self.contact)
        self.contact, self.has_let_go = ContactId(""), True

    async def tell_of_listening(self, line: int | None) -> None:
        """Before anybody may listen to him, the citizen hears that somebody may: while a campaign covers his line, and only then. Where an
        interpreter hears it in his place nobody may."""
        if self.relay is None and await self.ask(facts.must_tell, line):
            await self.mouth.say(self.sentences.listened)
            self.note(self.citizen, is_told=True)

    async def _refuse_recording(self) -> None:
        """Whoever waits hears that it is noted; whoever speaks hears it from his agent, whose desk says so."""
        await self.tape.refuse()
        if self.waiting is not None:
            await self._stop_waiting()
            await self.mouth.say(self.sentences.not_recorded)
            await self._wait(is_again=True)

    # The citizen waits.

    async def _wait(self, *, is_again: bool) -> None:
        await self._stop_waiting()
        self.waiting = asyncio.get_running_loop().create_task(wait_with_music(self, is_again=is_again))

    async def _stop_waiting(self) -> None:
        if self.waiting is not None:
            self.waiting.cancel()
            await asyncio.gather(self.waiting, return_exceptions=True)
            self.waiting = None

    async def _turn_into_callback(self) -> bool:
        self.let_go_of_contact()
        await self._stop_waiting()
        await self.mouth.say(self.promised or self.sentences.called_back)
        return True

    # Nobody answers.

    async def say_no(self, *, is_full: bool) -> None:
        """Why, and another way."""
        await self.mouth.say(self.sentences.full if is_full else self.sentences.closed)

    async def takes_messages(self) -> bool:
        """Whether the citizen may leave one instead."""
        return False

    async def turn_into_message(self) -> bool:
        """Whether the call is over: he left one."""
        return False

    # An agent is rung.

    async def _announce(self, agent: AgentId) -> None:
        """A telephone rings as soon as the contact is offered; a browser rings at the desk, as for every channel. Whoever speaks with the
        citizen already, because he was handed over, takes it."""
        if self._is_with_somebody:
            if self.agent is not None and self.agent.agent == agent:
                await self.tell(facts.accept, agent)
            return
        post = await self.ask(facts.find_agent_post, agent)
        if post is not None and post.kind is PostKind.TELEPHONE:
            await self._ring(agent, post, is_owner=False)

    async def _ring_owner(self, agent: AgentId) -> None:
        if self.agent is not None and self.agent.agent == agent:
            self.agent.is_owner = True
            if self.agent.timer is not None and self.agent.state in SPOKEN_WITH:
                self.agent.timer.cancel()
            if self.agent.state is LegState.TALKING:
                await self._connect(self.agent)
            return
        await self._drop_agent()
        post = await self.ask(facts.find_agent_post, agent)
        if post is not None:
            await self._ring(agent, post, is_owner=True)

    async def _ring(self, agent: AgentId, post: facts.PostCard, *, is_owner: bool) -> None:
        leg = self.agent = make_leg(Side.AGENT, agent=agent, kind=post.kind, is_owner=is_owner)
        await self.ring_post(leg, post, self.citizen.number or "anonymous", self.caller_name)

    async def answer(self, key: LegKey, sdp: str) -> None:
        """A description that is of no use is as good as no answer."""
        leg = self.find_leg(key)
        if leg is None or not leg.can(LegEvent.ANSWERED):
            return
        if leg is self.guest or leg is self.listener:
            await (self.consultation if leg is self.guest else self.attending).answer(leg, sdp)
            return
        try:
            await self.pick_up(leg, sdp)
        except MediaAwayError:
            raise
        except MediaError as error:
            log.warning("a leg could not be joined", reason=error.reason, leg=key)
            await self.give_back(key)
            return
        if leg.is_owner:
            await self._connect(leg)
        else:
            await self.tell(facts.accept, leg.agent)

    async def _connect(self, leg: Leg) -> None:
        """Both hear one another."""
        await self._stop_waiting()
        try:
            await self.settle()
        except MediaAwayError:
            raise
        except MediaError as error:
            log.warning("a leg could not be joined", reason=error.reason, leg=leg.key)
            await self._drop_agent("no-answer")
            await self.tell(facts.give_back, leg.agent)

    async def settle(self) -> None:
        """A supervisor goes with whom he listens to, and never stands in the way of those who speak."""
        await self.attending.look()
        try:
            await super().settle()
        except MediaError:
            if self.listener is None:
                raise
            await self.attending.end("mixer")
            await super().settle()
        await self.tape.settle()

    async def tell(self, what: Callable[[int, ContactId, AgentId], None], agent: AgentId | None) -> None:
        if agent is not None and self.contact:
            await self.ask(what, self.contact, agent)

    # He is there no more.

    async def _drop_agent(self, cause: str = "house") -> None:
        """Nobody is rung any more; whoever was, is hung up."""
        leg, self.agent = self.agent, None
        if leg is not None:
            await self.drop(leg, cause)
            await self.attending.look()

    async def _part(self) -> None:
        """The agent does not hold the contact any more: the caller hears music, not silence, until somebody does."""
        if self.agent is not None:
            await self._drop_agent()
            await self._stop_waiting()
            if self.guest is not None:
                await self.consultation.end(self.guest, "house")
            await self.settle()

    async def ring_again(self, leg: Leg) -> None:
        """The agent's page lost the sound of the call: he is rung once more, and the caller hears music meanwhile, or whoever was asked in
        and speaks with him already."""
        await self._drop_agent()
        await self._stop_waiting()
        await self.settle()
        if leg.agent is not None:
            await self._ring_owner(leg.agent)

    async def lose(self, key: LegKey, code: int) -> None:
        """A leg of an agent ended by itself. An agent whose telephone cannot be reached is unavailable, until he says that he is there."""
        if self.listener is not None and self.listener.key == key:
            await self.attending.end("listener")
            return
        if self.guest is not None and self.guest.key == key:
            await self.consultation.lose(self.guest)
            return
        leg = self.agent
        if leg is None or leg.key != key:
            return
        was = leg.state
        if leg.is_owner and self.guest is not None:
            leg.move(LegEvent.HUNG_UP)
            await self.consultation.outlive(leg, self.guest)
            return
        leg.move(LegEvent.HUNG_UP)
        await self._drop_agent("agent")
        if leg.is_owner and was in SPOKEN_WITH:
            await self.tell(facts.end_conversation, leg.agent)
        elif leg.is_owner:
            await self.tell(facts.give_back, leg.agent)
        elif was in SPOKEN_WITH:
            await self.tell(facts.decline, leg.agent)
            await self._wait(is_again=True)
        elif code in DECLINED:
            await self.tell(facts.decline, leg.agent)
        elif code:
            await self.tell(facts.give_back, leg.agent)

    async def give_back(self, key: LegKey) -> None:
        """He does not answer, or cannot."""
        leg = self.find_leg(key)
        if leg is not None and leg is self.listener:
            await self.attending.end("no-answer" if leg.state is LegState.RINGING else "campaign-over")
            return
        if leg is not None and leg is self.guest:
            await self.consultation.lose(leg)
            return
        if leg is None or leg is not self.agent:
            return
        if leg.state is not LegState.RINGING:
            await self._miss_hand_over(leg)
            return
        await self._drop_agent("no-answer")
        if self.guest is not None:
            await self.consultation.end(self.guest, "house")
        await self.tell(facts.give_back, leg.agent)

    async def _miss_hand_over(self, leg: Leg) -> None:
        """The router did not give the contact to whom it was handed over: it waits for him, or for whoever it is given to."""
        if not leg.is_owner:
            log.warning("a hand-over came to nothing: the citizen waits again", contact_id=self.contact)
            await self._drop_agent()
            await self._wait(is_again=True)

    @property
    def is_cut_off(self) -> bool:
        """An accident takes the line from a citizen who was spoken with."""
        return self.is_cut and not self.is_gone and self.citizen.state in SPOKEN_WITH

    def describe_cut(self) -> CutOff | None:
        """What is kept of a caller who is cut off; None: somebody outside has him, or he was told already what becomes of him."""
        if not self.contact:
            return None
        return CutOff(UUID(self.key), self.contact, self.citizen.number, "", self.language, self.began_at)

    # It is over.

    async def _close(self) -> None:
        await self._stop_waiting()
        await self.tape.end()
        if self.is_cut_off:
            await make_up(self)
        await super()._close()
        if self.contact:
            await self._leave(self.contact)

    async def _leave(self, contact: ContactId) -> None:
        """Tell the router that the citizen is gone, and again when it decided something else at the same moment."""
        for place in range(LEAVING_TRIES):
            try:
                await self.ask(facts.leave, contact, place)
            except UnavailableError:
                log.warning("that a caller left is told later: the database does not answer", contact_id=contact)
            await asyncio.sleep(LEAVING_SECONDS)
        self.exchange.detach(contact)
