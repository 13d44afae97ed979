"""What every call has, whoever began it: legs in their states, their media, what happens to it, and what it asks of records.

It lives in one task; however that ends, what is left is tidied in one place (`_close`): nobody stays on a line, nothing rings on.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid4

import msgspec
import structlog

from guichet.channels.voice import settings as limits
from guichet.channels.voice.facts import PostCard, take_way
from guichet.channels.voice.hearing import Hearing, find_hearing
from guichet.channels.voice.legs import SPOKEN_WITH, Leg, LegEvent
from guichet.channels.voice.media.calls import CallMedia
from guichet.channels.voice.media.descriptions import Kind
from guichet.channels.voice.media.errors import MediaError
from guichet.channels.voice.media.quality import list_silent, read_quality
from guichet.channels.voice.sip.dialogs import Dialog
from guichet.channels.voice.sip.words import Dialling, LegKey, is_encrypted
from guichet.channels.voice.voice import Mouth
from guichet.channels.voice.words import Happening, HungUp, PickedUp, Unanswered
from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.words import ContactId
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.ways import WayOut
from guichet.records.calls.words import LegState, PostKind, Side, Sounding
from guichet.records.prompts.sentences import Sentences, get_sentences, tell_refusal

if TYPE_CHECKING:
    from guichet.channels.voice.exchange import Exchange

P = ParamSpec("P")
T = TypeVar("T")
NOT_ENCRYPTED = (415, 488, 606)
"""What is answered by whoever does not encrypt his sound; our edge says so for a telephone that is not reached by TLS."""
UNAVAILABLE = 480
HOLD = re.compile(r"^(a=(sendonly|inactive)|c=IN IP4 0\.0\.0\.0)\s*$", re.MULTILINE)
log = structlog.get_logger(__name__)


class Frame:
    """:param citizen: his leg; he is spoken to by the house. :param key: of a call that is taken up again.

    `guest` was asked in by the agent; `outsider` is somebody outside to whom the citizen was handed over; `listener` a supervisor.
    `is_gone`: the citizen hung up. `is_cut`: an accident ends it.
    """

    def __init__(self, exchange: "Exchange", organisation: int, citizen: Leg, language: str, began_at: datetime, key: str = "") -> None:
        self.exchange = exchange
        self.organisation = organisation
        self.language = language
        self.began_at = began_at
        self.key = key or str(uuid4())
        self.contact = ContactId("")
        self.citizen = citizen
        self.agent: Leg | None = None
        self.guest: Leg | None = None
        self.outsider: Leg | None = None
        self.listener: Leg | None = None
        self.media = CallMedia(exchange.media, self.key, mixer=exchange.mixer)
        self.mouth = Mouth(self, citizen.key)
        self.happenings: asyncio.Queue[Happening | Decision] = asyncio.Queue()
        self.task: asyncio.Task[None] | None = None
        self.is_gone = self.is_cut = self.is_closing = False

    @property
    def sentences(self) -> Sentences:
        return get_sentences(self.language)

    # What others tell it.

    def hear_key(self, leg: LegKey, key: str) -> None:
        """What anybody else presses goes to whoever hears him."""
        if leg == self.citizen.key:
            self.mouth.keys.put_nowait(key)

    def hear_decision(self, decision: Decision) -> None:
        self.happenings.put_nowait(decision)

    def happen(self, happening: Happening) -> None:
        if isinstance(happening, HungUp):
            if self._dials_again(happening):
                return
            if happening.leg == self.citizen.key and self.citizen.state is not LegState.RINGING:
                self.is_gone = True
                self.hang_up()
                return
        if isinstance(happening, PickedUp) and (leg := self.find_leg(happening.leg)) is not None:
            leg.sdp = self.media.clean(leg.key, happening.sdp)
            happening = replace(happening, sdp=leg.sdp)
        self.happenings.put_nowait(happening)

    def hear_ringing(self, leg: LegKey) -> None:
        """The telephone of a leg says that it rings."""

    def keep_dialog(self, key: LegKey, dialog: Dialog) -> None:
        """So that another process can take the call up."""
        leg = self.find_leg(key)
        if leg is not None:
            self.note(leg, dialog={**msgspec.to_builtins(dialog), "sdp": leg.sdp})

    def hang_up(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def cut_off(self) -> None:
        """Nobody wants it to end, but it does."""
        if not self.is_closing:
            self.is_cut = True
            self.hang_up()

    async def renew(self, key: LegKey, sdp: str) -> None:
        """The other side describes its media anew, as telephones do to hold or to refresh a session."""
        leg = self.find_leg(key)
        try:
            self.exchange.agents.answer(key, await self.media.renew(key, sdp))
            if leg is not None:
                leg.sdp = self.media.clean(key, sdp)
                self.hear_hold(leg, is_held=is_hold(sdp))
        except MediaError:
            self.exchange.agents.decline(key)

    def hear_hold(self, leg: Leg, *, is_held: bool) -> None:
        """A telephone's own key."""

    async def look_at_quality(self) -> None:
        """How everybody sounds now; what stays as it was is not written down again."""
        try:
            answer = await self.media.look()
        except MediaError:
            return  # the call ends
        found, silent = read_quality(answer), list_silent(answer, now().timestamp())
        for leg in self.list_legs():
            self._look_for(leg, is_silent=leg.key in silent)
            quality = None if leg.key in silent else found.get(leg.key)
            unknown = Sounding.SILENT if leg.key in silent else "" if leg.sounding == Sounding.SILENT else leg.sounding
            sounding = unknown if quality is None else quality.sounding
            if leg.state is LegState.TALKING and leg.sounding != sounding:
                leg.sounding = sounding
                numbers = {} if quality is None else {"loss": quality.loss, "jitter": quality.jitter}
                self.note(leg, quality={"sounding": sounding, **numbers})

    def _look_for(self, leg: Leg, *, is_silent: bool) -> None:
        """Silence is no end of a call, but whoever sends nothing is asked whether he is still there: he may have lost his power."""
        leg.silent_looks = leg.silent_looks + 1 if is_silent and leg.state in SPOKEN_WITH and leg.kind is not PostKind.BROWSER else 0
        if leg.silent_looks and leg.silent_looks % limits.SILENT_LOOKS == 0:
            self.exchange.agents.look_for(leg.key)

    # What it asks and writes down.

    async def ask(self, function: Callable[Concatenate[int, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function of records about this call's organisation, in its turn. A database that is away is waited for: the caller stays.

        :raises UnavailableError: it stayed away.
        """
        for _ in range(limits.DATABASE_SECONDS):
            try:
                return await self.exchange.ask(self.key, self.organisation, function, *args, **kwargs)
            except UnavailableError:
                await asyncio.sleep(1)
        raise UnavailableError

    def note(self, leg: Leg, **values: object) -> None:
        known: dict[str, object] = {"call": UUID(self.key), "began_at": self.began_at}
        known |= {"side": leg.side, "state": leg.state, "part": leg.part}
        if leg.side is Side.LISTENER:
            known |= {"account_id": leg.account, "manner": leg.manner, "campaign_id": UUID(leg.campaign) if leg.campaign else None}
        if leg.relay is not None:
            known["relay_id"] = leg.relay
        if self.contact:
            known["contact_id"] = UUID(self.contact)
        self.exchange.keep(self.key, self.organisation, leg.key, {**known, **values})

    # Its legs.

    def list_legs(self) -> list[Leg]:
        return [leg for leg in (self.citizen, self.agent, self.guest, self.outsider, self.listener) if leg is not None]

    def find_hearing(self) -> Hearing:
        return find_hearing(self.citizen, self.agent, self.guest, self.outsider, listener=self.listener, host=self.agent)

    def find_leg(self, key: LegKey) -> Leg | None:
        return next((leg for leg in self.list_legs() if leg.key == key), None)

    async def ring_post(self, leg: Leg, post: PostCard, caller: str, caller_name: str) -> None:
        """A browser is rung at the desk, which reads the offer; a telephone by our edge, which says whether it is reached by TLS."""
        is_browser, is_private = post.kind is PostKind.BROWSER, self.exchange.place.certificate is not None
        kind = Kind.BROWSER if is_browser else Kind.PRIVATE if is_private else Kind.TELEPHONE
        offer = await self._place(leg, kind, limits.AGENT_RING_SECONDS)
        self.note(leg, agent_id=leg.agent, post=post.kind, offer=offer if is_browser else "", began_at=now())
        if not is_browser:
            self._dial(leg, kind, Dialling(leg=leg.key, user=post.username, caller=caller, caller_name=caller_name, sdp=offer))

    async def ring_number(self, leg: Leg, way: WayOut, seconds: float = limits.OUTSIDE_RING_SECONDS) -> None:
        """Somebody outside, by the trunk of a line of ours."""
        kind = Kind.PRIVATE if is_encrypted(way.trunk) else Kind.TELEPHONE
        offer = await self._place(leg, kind, seconds)
        leg.number = way.number
        self.note(leg, number=way.number, line_id=way.line, began_at=now())
        dialling = Dialling(
            leg=leg.key, user=way.number, caller=way.caller, sdp=offer, trunk=way.trunk, username=way.username, password=way.password
        )
        self._dial(leg, kind, dialling)

    def _dial(self, leg: Leg, kind: Kind, dialling: Dialling) -> None:
        leg.otherwise = dialling if kind is Kind.PRIVATE else None
        self.exchange.agents.dial(dialling)

    def _dials_again(self, refused: HungUp) -> bool:
        """Whoever does not encrypt what is said is rung once more, with a description that leaves it; his time to answer goes on."""
        leg = self.find_leg(refused.leg)
        if leg is None or leg.otherwise is None or leg.state is not LegState.RINGING or refused.code not in NOT_ENCRYPTED:
            return False
        dialling, leg.otherwise = leg.otherwise, None
        self.exchange.begin(self._dial_again(leg, dialling))
        return True

    async def _dial_again(self, leg: Leg, dialling: Dialling) -> None:
        try:
            offer = await self.media.place(leg.key, Kind.TELEPHONE)
        except MediaError:
            self.happen(HungUp(leg.key, UNAVAILABLE))
            return
        if leg.state is LegState.RINGING and leg.key in self.exchange.legs:
            self.exchange.agents.dial(replace(dialling, sdp=offer))

    async def take_way(self, leg: Leg, number: str, agent: Leg) -> WayOut | None:
        """How this leg leaves now; None: it may not, and the agent has heard why."""
        assert agent.agent is not None  # noqa: S101 - an agent's leg
        way = await self.ask(take_way, UUID(leg.key), number, agent.agent)
        if isinstance(way, WayOut):
            self.exchange.add_leg(leg.key, self)  # from now on its end is noted, and what it cost, whatever happens
            return way
        log.info("a call may not leave", code=way, organisation_id=self.organisation)
        await Mouth(self, agent.key).say(tell_refusal(self.sentences, way))
        return None

    async def _place(self, leg: Leg, kind: Kind, seconds: float) -> str:
        self.exchange.add_leg(leg.key, self)
        offer = await self.media.place(leg.key, kind)
        leg.timer = asyncio.get_running_loop().call_later(seconds, self.happen, Unanswered(leg.key))
        return offer

    async def pick_up(self, leg: Leg, sdp: str) -> None:
        """A leg that rang was answered. :raises MediaError: its description is of no use."""
        await self.media.placed(leg.key, sdp)
        leg.sdp = sdp
        leg.move(LegEvent.ANSWERED)
        reached = {"dialog": {"sdp": sdp}} if leg.kind is PostKind.BROWSER else {}
        self.note(leg, answered_at=now(), offer="", answer="", **reached)

    async def settle(self) -> None:
        """All hear whom they shall hear now, as the states of their legs say; the citizen never hears silence."""
        hearing = self.find_hearing()
        await self.media.connect(hearing.together, hearing.attendance)
        if hearing.has_music:
            await self.mouth.play_music()

    async def drop(self, leg: Leg, cause: str = "house") -> None:
        """The leg is over; whoever is still there is hung up."""
        self._let_go(leg, cause)
        await self.media.part(leg.key)

    def _let_go(self, leg: Leg, cause: str) -> None:
        if leg.can(LegEvent.LET_GO):
            leg.move(LegEvent.LET_GO)
        self.exchange.drop_leg(leg.key)
        if leg.kind is not PostKind.BROWSER:
            self.exchange.agents.hang_up(leg.key)
        self.note(leg, ended_at=now(), offer="", answer="", dialog={}, cause=cause)

    # Its life.

    async def live(self, life: Coroutine[None, None, None]) -> None:
        try:
            async with asyncio.timeout(limits.LONGEST_CALL_SECONDS):
                await life
        except MediaError as error:
            log.warning("a call had to be ended: its media failed", reason=error.reason)
            self.is_cut = True
            self.refuse()
        except UnavailableError:
            log.warning("a call had to be ended: the database stayed away")
            self.is_cut = True
        except TimeoutError:
            log.warning("a call had to be ended: it lasted too long")
        except asyncio.CancelledError:
            pass  # the citizen hung up, or the house stops: what is left is tidied all the same
        except Exception:
            self.is_cut = True
            raise
        finally:
            self.is_closing = True
            await asyncio.shield(self._close())

    def refuse(self) -> None:
        """Whoever calls and was not answered yet is told so."""

    async def _close(self) -> None:
        for leg in self.list_legs():
            if leg.key in self.exchange.legs:
                self._let_go(leg, "caller" if self.is_gone and leg is self.citizen else "cut" if self.is_cut else "house")
        try:
            await self.media.end()
        except MediaError as error:
            log.warning("the media of a call were not freed", reason=error.reason)
        self.exchange.forget(self)


def is_hold(sdp: str) -> bool:
    """Whether whoever describes his media so listens no more (RFC 3264, 8.4)."""
    return HOLD.search(sdp) is not None


def make_leg(side: Side, **values: object) -> Leg:
    return Leg(LegKey(str(uuid4())), side, **values)  # type: ignore[arg-type]  # as its fields say


def now() -> datetime:
    return datetime.now(UTC)
