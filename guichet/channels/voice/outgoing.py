"""A call that an agent makes for a callback: his own post rings first, then the citizen's telephone, so that nobody is called for nothing.

Where it goes is decided by records: the number was checked when it was given, and once more, with what may be spent, when it is dialled;
the line says by which trunk we leave. Through a relay service its number rings instead, and the agent gives its interpreter the citizen's.
What is refused is said to the agent, who keeps the contact. An SMS announces the call, where there is SMS. Once the citizen answers, it is
a conversation like any other.
"""

from typing import TYPE_CHECKING

import structlog

from guichet.channels.voice import facts
from guichet.channels.voice.conversation import Conversation
from guichet.channels.voice.frame import make_leg, now
from guichet.channels.voice.legs import Leg, LegEvent
from guichet.channels.voice.media.errors import MediaAwayError, MediaError
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.voice import Mouth
from guichet.channels.voice.words import Happening, HungUp, PickedUp, Unanswered
from guichet.decisions.routing.decisions import Closed, Decision, Released, WrapUpStarted
from guichet.decisions.routing.words import AgentId, ContactId
from guichet.records.calls.words import LegState, Side, Sign, Verb
from guichet.records.contacts.words import AttemptReason

if TYPE_CHECKING:
    from guichet.channels.voice.exchange import Exchange

REASONS = dict.fromkeys((486, 600), AttemptReason.BUSY) | dict.fromkeys((404, 410, 484, 604), AttemptReason.WRONG_NUMBER)
"""What a refusal of SIP means; any other is no answer."""
NOT_ANSWERED, OF_NO_USE = 408, 488
log = structlog.get_logger(__name__)


class OutgoingCall(Conversation):
    """:param card: whom to call, and how; whoever wrote down the leg of the agent first makes the call.

    `rejoining`: the agent's page lost the sound while the citizen's telephone rang; he is rung anew once the citizen is there.
    """

    def __init__(self, exchange: "Exchange", organisation: int, contact: ContactId, agent: AgentId, card: facts.CallbackCard) -> None:
        super().__init__(exchange, organisation, make_leg(Side.CITIZEN), card.language, now())
        self.contact = contact
        self.card = card
        self.caller_name = card.way.label
        if card.relay is not None:
            self.go_through(card.relay)
        self.agent = Leg(LegKey(str(card.leg)), Side.AGENT, agent, card.post.kind, is_owner=True)
        self.rejoining: Sign | None = None

    async def run(self) -> None:
        await self.live(self._begin())

    async def _begin(self) -> None:
        assert self.agent is not None  # noqa: S101 - the call begins with him
        self.exchange.begin(self._forewarn())
        await self.ring_post(self.agent, self.card.post, self.card.way.shown, self.caller_name)
        while not await self._prepare(await self.happenings.get()):
            pass
        if self.citizen.state is LegState.TALKING:
            await self.follow(self.contact)

    async def _forewarn(self) -> None:
        """An SMS before it rings. The call waits for nothing of it, and that it fails is written down without a number."""
        asked = f"announcement of {self.contact}"
        try:
            await self.exchange.ask(asked, self.organisation, facts.announce_call, self.contact, self.card.attempts)
        except Exception as error:
            log.warning("a call was not announced by SMS", error=type(error).__name__, contact_id=self.contact)

    async def _prepare(self, happening: Happening | Decision) -> bool:
        """Whether the citizen is there, or the call is over."""
        agent = self.agent
        if agent is None:
            return True
        match happening:
            case PickedUp(leg=agent.key, sdp=sdp):
                return await self._ring_citizen(agent, sdp)
            case PickedUp(leg=self.citizen.key, sdp=sdp):
                return await self._greet(agent, sdp)
            case HungUp(leg=agent.key) | Unanswered(leg=agent.key):
                return await self._lose_agent(agent)
            case HungUp(leg=self.citizen.key, code=code):
                return await self._miss(agent, code)
            case Unanswered(leg=self.citizen.key):
                return await self._miss(agent, NOT_ANSWERED)
            case WrapUpStarted() | Closed() | Released():
                return True
            case Sign(verb=Verb.ANSWERED) if str(happening.leg) == agent.key:
                return await self._ring_citizen(agent, await self.ask(facts.read_answer, happening.leg))
            case Sign(verb=Verb.REJOIN) if str(happening.leg) == agent.key:
                self.rejoining = happening
            case Sign(verb=Verb.HANG_UP | Verb.GIVE_BACK) if str(happening.leg) == agent.key:
                return await self._lose_agent(agent)
        return False

    async def _ring_citizen(self, agent: Leg, sdp: str) -> bool:
        if agent.can(LegEvent.ANSWERED):
            if not await self._joins(agent, sdp):
                return await self._lose_agent(agent)
            way = await self.take_way(self.citizen, self.card.way.number, agent)
            if way is None:
                return True
            await Mouth(self, agent.key).say(self.sentences.calling)
            await self.ring_number(self.citizen, way)
        return False

    async def _joins(self, leg: Leg, sdp: str) -> bool:
        """Whether he can be heard: a description that is of no use is as good as no answer."""
        try:
            await self.pick_up(leg, sdp)
        except MediaAwayError:
            raise
        except MediaError as error:
            log.warning("a leg could not be joined", reason=error.reason, leg=leg.key)
            return False
        return True

    async def _greet(self, agent: Leg, sdp: str) -> bool:
        if not await self._joins(self.citizen, sdp):
            return await self._miss(agent, OF_NO_USE)
        await self.tell_of_listening(None)
        await self.settle()
        if self.rejoining is not None:
            self.happen(self.rejoining)
        return True

    async def take(self, happening: Happening | Decision) -> bool:
        """A machine answered, or somebody else, and the agent says so: nobody is left to whom music would be played."""
        if isinstance(happening, Released) and happening.reason in set(AttemptReason):
            return True
        return await super().take(happening)

    async def _lose_agent(self, agent: Leg) -> bool:
        """Before the citizen was there: the callback goes to somebody else when he never answered himself."""
        if agent.state is LegState.RINGING:
            await self.tell(facts.give_back, agent.agent)
        return True

    async def _miss(self, agent: Leg, code: int) -> bool:
        """The citizen was not reached: the next call comes by rule."""
        reason = REASONS.get(code, AttemptReason.NO_ANSWER)
        if self.relay is not None and reason is AttemptReason.WRONG_NUMBER:
            reason = AttemptReason.NO_ANSWER  # it was not the citizen's number
        if agent.agent is not None:
            await self.ask(facts.note_attempt, self.contact, agent.agent, reason)
        sentence = self.sentences.was_busy if reason is AttemptReason.BUSY else self.sentences.did_not_answer
        await Mouth(self, agent.key).say(sentence)
        return True

    async def _close(self) -> None:
        """Unless the citizen hung up, or was cut off, the contact stays with its agent."""
        if not self.is_gone and not self.is_cut_off:
            self.let_go_of_contact()
        await super()._close()
