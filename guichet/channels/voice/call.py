"""A call that comes in: it is picked up, finds its way to a contact, and becomes that contact's conversation.

It ends when the caller hangs up, wherever it stands.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from guichet.channels.voice import facts
from guichet.channels.voice.conversation import Conversation
from guichet.channels.voice.frame import now
from guichet.channels.voice.legs import Leg, LegEvent
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.voicemail import say_no, settle_message, take_message, takes_messages
from guichet.channels.voice.way import Way
from guichet.decisions.dialling.relays import Relay, find_relay
from guichet.decisions.routing.words import AgentId, ContactId
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.cut_off import CutOff
from guichet.records.calls.lines import OpenLine
from guichet.records.calls.words import LegState, Side

if TYPE_CHECKING:
    from guichet.channels.voice.exchange import Exchange

log = structlog.get_logger(__name__)


class Call(Conversation):
    """:param leg: the caller's. :param sdp: how his media is reached. :param key: of a call that is taken up again.

    A number of a relay service is nobody's whom we know: it is left out of everything that is made of the caller's.
    """

    def __init__(self, exchange: "Exchange", leg: LegKey, line: OpenLine, number: str, sdp: str, came_at: datetime, key: str = "") -> None:
        citizen = Leg(leg, Side.CITIZEN, sdp=sdp)
        super().__init__(exchange, line.organisation, citizen, line.languages[0], came_at, key)
        self.line = line
        self.caller_name = line.label
        relay = find_relay(number, line.relays)
        if relay is not None:
            self.go_through(relay)
        self.typed_number = number if relay is None else ""
        self.reason = line.reason
        self.is_leaving_message = False

    @property
    def number(self) -> str:
        return self.citizen.number

    @property
    def came_at(self) -> datetime:
        return self.began_at

    def go_through(self, relay: Relay) -> None:
        super().go_through(relay)
        self.caller_name = f"{relay.name} - {self.line.label}"

    async def run(self) -> None:
        await self.live(self._begin())

    async def resume(self, contact: ContactId, owner: AgentId | None, offered_to: AgentId | None) -> None:
        """Go on with a call that another process held, from where its contact stands."""
        await self.live(self._go_on(contact, owner, offered_to))

    async def _begin(self) -> None:
        await self._take_up()
        await self._walk()

    async def _take_up(self) -> None:
        self.citizen.number = facts.clean(self.typed_number) or ""
        self.exchange.agents.answer(self.citizen.key, await self.media.take(self.citizen.key, self.citizen.sdp))
        self.citizen.move(LegEvent.ANSWERED)
        self.note(self.citizen, number=self.number, line_id=self.line.pk, answered_at=now())

    async def _walk(self) -> None:
        opened = await Way(self).walk()
        if opened is not None:
            await self.follow(opened)

    async def _go_on(self, contact: ContactId, owner: AgentId | None, offered_to: AgentId | None) -> None:
        if not contact:
            await settle_message(self)
            await self._walk()
            return
        if self.listener is not None:
            await self.media.clear_room()
            await self.attending.leave("lost")
        if self.agent is None:
            self.contact = contact
            await self.settle()
            await self._wait(is_again=True)
            await self.tell(facts.give_back, owner)
            if offered_to is not None:
                await self._announce(offered_to)
        else:
            await self.consultation.resume()
        await self.follow(contact)

    async def follow(self, contact: ContactId) -> None:
        if self.number:
            await self.ask(facts.name_caller, contact, self.number)
        self.contact = contact
        await self.tape.begin(self.line)
        await super().follow(contact)

    async def say_no(self, *, is_full: bool) -> None:
        await say_no(self, is_full=is_full)

    async def takes_messages(self) -> bool:
        return await takes_messages(self)

    async def turn_into_message(self) -> bool:
        """He leaves the queue first: nobody is rung for somebody who speaks to a machine. Whoever is being answered already stays."""
        if self.agent is not None and self.agent.is_owner:
            return False
        await self._stop_waiting()
        await self._drop_agent()
        contact = self.contact
        self.let_go_of_contact()
        self.exchange.begin(self._leave(contact))
        await self.tape.end()
        await take_message(self)
        return True

    def refuse(self) -> None:
        if self.citizen.state is LegState.RINGING:
            self.exchange.agents.refuse(self.citizen.key, 488, "Not Acceptable Here")

    async def _close(self) -> None:
        if not self.contact and not self.has_let_go:
            self.contact = await self._find_contact()
        if self.is_leaving_message:
            await self._end_message()
        await super()._close()

    def describe_cut(self) -> CutOff | None:
        """Whoever was still in the menu too, and nobody whose message is kept."""
        if self.has_let_go or self.is_leaving_message:
            return None
        number = self.number if self.relay is None else ""
        return CutOff(UUID(self.key), self.contact, number, self.reason, self.language, self.began_at, self.line.territory)

    async def _end_message(self) -> None:
        """What is not said here is found by whoever keeps messages."""
        try:
            await settle_message(self)
        except UnavailableError:
            log.warning("a message is kept later: the database does not answer")

    async def _find_contact(self) -> ContactId:
        """One that was being opened when the caller hung up: what this call asked before is done by now."""
        try:
            return await self.ask(facts.find_contact, UUID(self.key))
        except UnavailableError:
            log.warning("a contact may be left of a caller who is gone: the database does not answer")
            return ContactId("")
