"""The telephone exchange of one process: who calls, who is rung, and which happening belongs to which call."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid4

import structlog

from guichet.channels.voice import emergency, facts, trying
from guichet.channels.voice import settings as limits
from guichet.channels.voice.adopting import adopt
from guichet.channels.voice.call import Call
from guichet.channels.voice.conversation import Conversation
from guichet.channels.voice.edge import Place
from guichet.channels.voice.following import Follower
from guichet.channels.voice.frame import Frame, now
from guichet.channels.voice.media.engine import MediaEngine
from guichet.channels.voice.media.keys import KeyEar
from guichet.channels.voice.media.mixer import Mixer
from guichet.channels.voice.outgoing import OutgoingCall
from guichet.channels.voice.registering import Registrar
from guichet.channels.voice.sip.agents import UserAgents
from guichet.channels.voice.sip.words import Answered, Ended, Established, Invited, LegKey, Rang, Referred, Registered, Told, Updated
from guichet.channels.voice.speaking import Speaker
from guichet.channels.voice.turning import Refusals
from guichet.channels.voice.words import HungUp, MixerLost, PickedUp, TransferWanted
from guichet.decisions.dialling.relays import list_forms
from guichet.decisions.routing.decisions import Assigned, Decision, Refused
from guichet.decisions.routing.words import AgentId, ContactId
from guichet.doors.office import Office
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.legs import write_leg
from guichet.records.calls.lines import OpenLine, list_open_lines
from guichet.records.calls.trial_calls import look_for_wishes
from guichet.records.calls.ways import EmergencyPost, list_emergency_posts
from guichet.records.calls.words import Sign, TurnedAwayFor, Verb

P = ParamSpec("P")
T = TypeVar("T")
CLERKS = 4
POST_HEADER = "x-guichet-post"
"""Which telephone of ours calls, as our edge has proved it."""
SOURCE_HEADER = "x-guichet-source"
"""From which address a call comes, as our edge has seen it."""
log = structlog.get_logger(__name__)


class Exchange:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.process = find_name(place.folder)
        self.speaker = Speaker()
        self.mixer = Mixer(place.mixer, self.hear_mixer_lost)
        self.clerks = [Office(f"calls-{number}") for number in range(CLERKS)]
        self.follower = Follower(Office("calls-journal"), self.hear_decision, self.hear_sign)
        self.lines: dict[str, OpenLine] = {}
        self.posts: dict[str, EmergencyPost] = {}
        self.calls: dict[str, Frame] = {}
        self.legs: dict[LegKey, Frame] = {}
        self.contacts: dict[ContactId, Conversation] = {}
        self.refusals = Refusals()
        self.registrar = Registrar(self)
        self.strays: OrderedDict[ContactId, list[Decision]] = OrderedDict()
        self.tasks: set[asyncio.Task[None]] = set()
        self.agents: UserAgents
        self.media: MediaEngine

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until told to stop. Those who are on the line then are told that they are called back."""
        self.agents = UserAgents(self.place.voice, self.place.edge, self.hear_sip)
        self.media = await MediaEngine.reach(*self.place.control)
        loop = asyncio.get_running_loop()
        ear, _ = await loop.create_datagram_endpoint(lambda: KeyEar(self.hear_key), local_addr=self.place.keys)
        await self.refresh()
        await self.agents.start()
        await adopt(self)
        self.agents.open()
        works = (
            self.follower.run(),
            self._refresh_always(),
            self._look_at_quality_always(),
            self._look_for_lost_always(),
            self.registrar.run(),
        )
        chores = [loop.create_task(work) for work in works]
        try:
            await stop.wait()
        finally:
            for call in list(self.calls.values()):
                call.cut_off()
            await asyncio.gather(*self.tasks, return_exceptions=True)
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            await self.registrar.stop()
            await self.agents.stop()
            ear.close()
            self.media.close()
            self.mixer.close()
            self.speaker.close()
            for clerk in [*self.clerks, self.follower.office]:
                clerk.close()

    async def _refresh_always(self) -> None:
        while True:
            await asyncio.sleep(limits.LOOK_SECONDS)
            try:
                await self.refresh()
                await self._look_for_wishes()
            except UnavailableError:
                log.warning("lines are looked at later: the database does not answer")

    async def _look_at_quality_always(self) -> None:
        while True:
            await asyncio.sleep(limits.QUALITY_SECONDS)
            for call in list(self.calls.values()):
                await call.look_at_quality()

    async def _look_for_lost_always(self) -> None:
        """An rtpengine that died and was started anew: nobody is left in silence. The oldest call tells."""
        while True:
            await asyncio.sleep(limits.LOOK_SECONDS)
            oldest = next(iter(self.calls.values()), None)
            if oldest is not None and await oldest.media.is_lost():
                await self._cut_lost([call for call in list(self.calls.values()) if await call.media.is_lost()])

    async def _cut_lost(self, doubtful: list[Frame]) -> None:
        """A call that only begins is not known yet either: those that stay unknown are lost."""
        await asyncio.sleep(limits.DOUBT_SECONDS)
        for call in doubtful:
            if await call.media.is_lost():
                log.warning("a call has lost its media", call=call.key)
                call.cut_off()

    async def refresh(self) -> None:
        """Know the lines as they are now. Of two organisations that name the same number, the older one keeps its calls."""
        lines = await self.clerks[0].ask(None, list_open_lines)
        self.lines = {dialled: line for line in reversed(lines) for dialled in list_forms(line.number)}
        for organisation in {line.organisation for line in lines}:
            await self.follower.follow(organisation)
        self.posts = await self.clerks[0].ask(None, list_emergency_posts)

    async def _look_for_wishes(self) -> None:
        """Test calls that were asked for while nobody listened."""
        for organisation, trial in await self.clerks[0].ask(None, look_for_wishes, now()):
            self.begin(trying.take(self, organisation, trial))

    # What calls ask of it.

    async def ask(self, call: str, organisation: int, function: Callable[Concatenate[int, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function of records about an organisation, its first argument. What one call asks is done in order."""
        clerk = self.clerks[hash(call) % CLERKS]
        return await clerk.ask(organisation, function, organisation, *args, **kwargs)

    def keep(self, call: str, organisation: int, leg: LegKey, values: Mapping[str, object]) -> None:
        """Write a leg down, in its turn; nobody waits for it."""
        self.begin(self._keep(call, organisation, leg, {"process": self.process, **values}))

    async def _keep(self, call: str, organisation: int, leg: LegKey, values: Mapping[str, object]) -> None:
        try:
            await self.ask(call, organisation, write_leg, UUID(leg), values)
        except UnavailableError:
            log.warning("a leg was not written down: the database does not answer", leg=leg)

    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._finish)
        return task

    def _finish(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("something about a call failed", exc_info=task.exception())

    def add_leg(self, leg: LegKey, call: Frame) -> None:
        self.legs[leg] = call

    def drop_leg(self, leg: LegKey) -> None:
        self.legs.pop(leg, None)

    def attach(self, contact: ContactId, call: Conversation) -> None:
        """From now on the call hears what is decided about this contact, and what was decided meanwhile."""
        self.contacts[contact] = call
        for decision in self.strays.pop(contact, []):
            call.hear_decision(decision)

    def forget(self, call: Frame) -> None:
        self.calls.pop(call.key, None)
        for leg in [leg for leg, owner in self.legs.items() if owner is call]:
            del self.legs[leg]

    def detach(self, contact: ContactId) -> None:
        self.contacts.pop(contact, None)

    async def _call_back(self, organisation: int, contact: ContactId, agent: AgentId) -> None:
        """An agent has a contact that no call is known for: when it is a callback, it is made now."""
        card = await self.ask(contact, organisation, facts.take_callback, contact, agent, self.process)
        if card is not None:
            call = OutgoingCall(self, organisation, contact, agent, card)
            self.calls[call.key] = call
            self.contacts[contact] = call
            self.strays.pop(contact, None)
            call.task = self.begin(call.run())

    # What happens.

    def hear_sip(self, told: Told) -> None:
        match told:
            case Invited():
                self._take(told)
            case Rang(leg=leg) if leg in self.legs:
                self.legs[leg].hear_ringing(leg)
            case Answered(leg=leg, sdp=sdp) if leg in self.legs:
                self.legs[leg].happen(PickedUp(leg, sdp))
            case Established(leg=leg, dialog=dialog) if leg in self.legs:
                self.legs[leg].keep_dialog(leg, dialog)
            case Updated(leg=leg, sdp=sdp) if leg in self.legs:
                self.begin(self.legs[leg].renew(leg, sdp))
            case Referred(leg=leg, target=target) if leg in self.legs:
                self.legs[leg].happen(TransferWanted(leg, target))
            case Registered():
                self.registrar.hear(told)
            case Ended(leg=leg, code=code) if leg in self.legs:
                self.legs[leg].happen(HungUp(leg, code))

    def _take(self, told: Invited) -> None:
        """A telephone of ours comes this far with an emergency number alone, however many calls there are."""
        post = self.posts.get(told.headers.get(POST_HEADER, ""))
        if post is not None:
            self._lead_out(told, emergency.take(self, told, post))
            return
        line = self.lines.get(told.called)
        if line is None:
            self.refusals.note(TurnedAwayFor.NUMBER, told.called, told.headers.get(SOURCE_HEADER, ""), now())
            self.agents.refuse(told.leg, 404, "Not In Service")
            return
        if len(self.calls) >= limits.MOST_CALLS:
            self.agents.refuse(told.leg, 486, "All Lines Are Taken")
            return
        call = Call(self, told.leg, line, told.caller, told.sdp, datetime.now(UTC))
        self.calls[call.key] = call
        self.legs[told.leg] = call
        call.task = self.begin(call.run())

    def _lead_out(self, told: Invited, call: emergency.EmergencyCall) -> None:
        self.calls[call.key] = call
        self.legs[told.leg] = call
        call.task = self.begin(call.run())

    def hear_key(self, call: str, leg: str, key: str) -> None:
        known = self.calls.get(call)
        if known is not None:
            known.hear_key(LegKey(leg), key)

    def hear_mixer_lost(self) -> None:
        for call in self.calls.values():
            if call.media.forget_room():
                call.happen(MixerLost())

    def hear_sign(self, sign: Sign) -> None:
        if sign.verb == Verb.TRY:
            self.begin(trying.take(self, sign.organisation, sign.leg))
            return
        call = self.legs.get(LegKey(str(sign.leg)))
        if call is not None:
            call.happen(sign)

    def hear_decision(self, organisation: int, decision: Decision) -> None:
        contact = getattr(decision, "contact", None)
        if contact is None or isinstance(decision, Refused):
            return
        call = self.contacts.get(contact)
        if call is not None:
            call.hear_decision(decision)
            return
        if isinstance(decision, Assigned):
            self.begin(self._call_back(organisation, contact, decision.agent))
        self.strays.setdefault(contact, []).append(decision)
        while len(self.strays) > limits.STRAYS:
            self.strays.popitem(last=False)


def find_name(folder: Path) -> UUID:
    """The exchange of this installation by the same name after every start, so that it knows which calls were its own."""
    file = folder / "exchange"
    if not file.exists():
        file.write_text(str(uuid4()))
    return UUID(file.read_text().strip())
