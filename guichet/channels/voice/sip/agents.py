"""User agents by sippy, in a thread of their own (its loop belongs to the thread that imports it); see ADR 15.

What they are told comes by `callFromThread`, what they tell goes to the asyncio loop; nothing of sippy's leaves this module. Each leg tells
`Ended` once, whatever sippy says of it afterwards.
"""

import asyncio
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog

from guichet.channels.voice.sip.dialogs import Dialog
from guichet.channels.voice.sip.enrolling import Enrolment
from guichet.channels.voice.sip.guard import look
from guichet.channels.voice.sip.timers import agree, read_terms, write_terms
from guichet.channels.voice.sip.watching import Watch
from guichet.channels.voice.sip.words import (
    Answered,
    Dialling,
    Ended,
    Established,
    Invited,
    LegKey,
    Rang,
    Referred,
    Registering,
    Told,
    Updated,
)

OUR_HEADERS = "x-guichet-"
TRYING, OK = 100, 200
RING_SECONDS = 120
"""A telephone that rings for ever is given up."""

log = structlog.get_logger(__name__)


class UserAgents:
    """:param edge: where our SIP proxy listens; everything goes through it, and comes from it.

    `updates`: requests that wait for our description. `referrers`: telephones of ours, which may ask to be replaced; whether they have.
    `is_open`: the dialogs of a process that died are known again; what comes before is not heard, and comes once more.
    """

    def __init__(self, address: tuple[str, int], edge: tuple[str, int], tell: Callable[[Told], None]) -> None:
        self.address = address
        self.edge = edge
        self.tell = tell
        self.loop = asyncio.get_running_loop()
        self.agents: dict[LegKey, Any] = {}
        self.watches: dict[LegKey, Watch] = {}
        self.updates: dict[LegKey, Any] = {}
        self.referrers: dict[LegKey, bool] = {}
        self.enrolment: Enrolment
        self.is_open = False
        self.sippy: Any = None
        self.config: dict[str, Any] = {}
        self.ready = threading.Event()
        self.failure: BaseException | None = None
        self.thread = threading.Thread(target=self._run, name="sip", daemon=True)

    async def start(self) -> None:
        """:raises OSError: nothing can listen there."""
        self.thread.start()
        await asyncio.to_thread(self.ready.wait)
        if self.failure is not None:
            raise self.failure

    async def stop(self) -> None:
        if self.thread.is_alive() and self.sippy is not None:
            self.sippy.dispatcher.callFromThread(self.sippy.dispatcher.breakLoop)
            await asyncio.to_thread(self.thread.join, 5)

    # What the house tells them.

    def ring(self, leg: LegKey) -> None:
        self._call(self._give, leg, "Ring", (180, "Ringing", None))

    def answer(self, leg: LegKey, sdp: str) -> None:
        """Pick up, or say yes to a new description."""
        self._call(self._give_with_body, leg, sdp)

    def refuse(self, leg: LegKey, code: int, reason: str) -> None:
        self._call(self._give, leg, "Fail", (code, reason))

    def decline(self, leg: LegKey) -> None:
        """Say no to a new description: the call stays as it is."""
        self._call(self._decline, leg)

    def report(self, leg: LegKey, status: str) -> None:
        """Tell a telephone what became of its transfer, as "200 OK"."""
        self._call(self._report, leg, status)

    def dial(self, dialling: Dialling) -> None:
        self._call(self._dial, dialling)

    def register(self, wish: Registering) -> None:
        """Register a line at its operator, or take that back."""
        self._call(self._register, wish)

    def hang_up(self, leg: LegKey) -> None:
        self._call(self._give, leg, "Disconnect", None)

    def look_for(self, leg: LegKey) -> None:
        """Ask whether somebody of whom nothing is heard is still there; whoever is not has ended."""
        self._call(self._look_for, leg)

    def adopt(self, leg: LegKey, dialog: Dialog, theirs: str) -> None:
        """Take over a leg of a process that died. `theirs`: how its media was described last."""
        self._call(self._adopt, leg, dialog, theirs)

    def open(self) -> None:
        """From now on others are heard."""
        self._call(self._open)

    def _call(self, function: Callable[..., None], *args: object) -> None:
        self.sippy.dispatcher.callFromThread(self._guarded, function, *args)

    # In the thread of sippy.

    def _guarded(self, function: Callable[..., None], *args: object) -> None:
        try:
            function(*args)
        except Exception:
            log.exception("a call could not be told something", what=function.__name__)

    def _run(self) -> None:
        try:
            from guichet.channels.voice.sip import stack

            self.sippy = stack
            self.config = stack.configure(self.address)
            self.config["_sip_tm"] = stack.Transactions(self.config, self._receive, self._look)
            self.enrolment = Enrolment(stack, self.config, self.edge, self._tell)
        except BaseException as error:
            self.failure = error
            self.ready.set()
            return
        self.ready.set()
        self.sippy.dispatcher.loop()
        self.config["_sip_tm"].shutdown()

    def _look(self, data: bytes, address: tuple[str, int]) -> tuple[bool, str | None]:
        """Only our edge is listened to."""
        if address != self.edge or not self.is_open:
            return False, None
        verdict = look(data)
        return verdict.is_fit, verdict.answer

    def _receive(self, request: Any, transaction: Any) -> Any:
        """A request outside every dialog that is known here."""
        if request.getHFBody("to").getTag() is not None:
            return (request.genResponse(481, "Call Does Not Exist"), None, None)
        match request.getMethod():
            case "INVITE":
                leg = LegKey(str(uuid4()))
                agent = self._make(leg, request)
                self.watches[leg].terms = agree(self.sippy.list_headers(request))
                return agent.recvRequest(request, transaction)
            case "OPTIONS" | "NOTIFY":
                return (request.genResponse(200, "OK"), None, None)
            case _:
                return (request.genResponse(405, "Method Not Allowed"), None, None)

    def _look_for(self, leg: LegKey) -> None:
        if leg in self.watches:
            self.watches[leg].ask()

    def _register(self, wish: Registering) -> None:
        self.enrolment.register(wish)

    def _open(self) -> None:
        self.is_open = True

    def _adopt(self, leg: LegKey, dialog: Dialog, theirs: str) -> None:
        agent = self._make(leg, nh_address=self.edge)
        if dialog.may_refer:
            self.referrers[leg] = False
        self.sippy.revive(agent, dialog, theirs)
        self.watches[leg].begin(dialog.terms)

    def _make(self, leg: LegKey, request: Any = None, **options: Any) -> Any:
        headers = self.sippy.read_headers(request, OUR_HEADERS) if request is not None else {}
        agent = self.sippy.Agent(
            leg,
            self,
            self.config,
            lambda event, ua: self._hear(leg, event, ua, headers),
            dead_cbs=(lambda ua: self._forget(leg, ua),),
            **options,
        )
        agent.lContact = self.sippy.make_contact(self.address)
        self.agents[leg] = agent
        self.watches[leg] = Watch(agent, self.sippy.Timeout, lambda: self._lose(leg))
        return agent

    def _lose(self, leg: LegKey) -> None:
        """Nobody said in time that he is still there."""
        log.info("a call ended: its other side was not heard of any more")
        self._guarded(self._give, leg, "Disconnect", None)

    # What our agents hear beside sippy.

    def hear_answer(self, agent: Any, headers: dict[str, list[str]]) -> None:
        """Whoever answers while he is hung up on is watched no more: sippy says goodbye to him."""
        if agent.leg in self.watches:
            self.watches[agent.leg].begin(read_terms(headers))

    def hear_renewal(self, agent: Any, request: Any) -> Any:
        """A new INVITE in a call: a new description, or a sign of life."""
        self._refresh(agent, request)
        if self.sippy.confirm_same(agent, request, self._write_terms(agent.leg)):
            return None
        return self.sippy.renew_plainly(agent.state, request)

    def hear_update(self, agent: Any, request: Any) -> None:
        """RFC 3311: a sign of life, or a new description, for which ours is fetched."""
        self._refresh(agent, request)
        if request.getBody() is None:
            self.sippy.answer_update(agent, request, None, self._write_terms(agent.leg))
        elif agent.leg in self.updates:
            request.sendResponse(491, "Request Pending")
        else:
            self.updates[agent.leg], agent.holds = request, True
            self._tell(Updated(agent.leg, str(request.getBody())))

    def hear_refer(self, agent: Any, request: Any) -> None:
        """Only telephones of ours may ask to be replaced, and for one at a time."""
        target = self.sippy.read_target(request)
        if self.referrers.get(agent.leg) is not False:
            request.sendResponse(603, "Decline")
        elif target is None:
            request.sendResponse(400, "Refer-To Does Not Fit")
        else:
            request.sendResponse(202, "Accepted")
            self.referrers[agent.leg] = True
            self.sippy.notify(agent, "100 Trying", is_last=False)
            self._tell(Referred(agent.leg, target))

    def _refresh(self, agent: Any, request: Any) -> None:
        watch, headers = self.watches[agent.leg], self.sippy.list_headers(request)
        watch.begin(agree(headers) if "session-expires" in headers else watch.terms)

    def _write_terms(self, leg: LegKey) -> dict[str, str]:
        return write_terms(self.watches[leg].terms, is_answer=True)

    def _hear(self, leg: LegKey, event: Any, ua: Any, headers: dict[str, str]) -> None:
        if leg not in self.agents or self.agents[leg] is not ua:
            return  # it ended before, or is rung anew
        data = event.getData()
        match self.sippy.name_event(event):
            case "Try":
                call_id, caller, called, body, _, _ = data
                if body is None:
                    ua.recvEvent(self.sippy.make_event("Fail", (488, "An Offer Is Needed")))
                    return
                self._tell(Invited(leg, caller or "", called or "", str(body), str(call_id), headers))
            case "Ring" if data[0] > TRYING:  # our own edge already says that it tries
                self._tell(Rang(leg))
            case "Connect":
                if data[2] is not None:
                    self._tell((Answered if data[0] == OK else Updated)(leg, str(data[2])))
                self._establish(leg, ua)
            case "Update" if data is not None:
                self._tell(Updated(leg, str(data)))
            case "Fail":
                self._end(leg, *data[:2])
            case "Redirect":
                self._end(leg, 302, "Moved")
            case "Disconnect":
                self._end(leg)

    def _end(self, leg: LegKey, code: int = 0, reason: str = "") -> None:
        watch = self.watches.pop(leg, None)
        if watch is not None:
            watch.stop()
        self.updates.pop(leg, None)
        self.referrers.pop(leg, None)
        if self.agents.pop(leg, None) is not None:
            self._tell(Ended(leg, code, reason))

    def _forget(self, leg: LegKey, agent: Any) -> None:
        if self.agents.get(leg) is agent:
            self._end(leg, 408, "Gone")

    def _establish(self, leg: LegKey, agent: Any) -> None:
        self._tell(Established(leg, self.sippy.describe_dialog(agent, self.watches[leg].terms, may_refer=leg in self.referrers)))

    def _tell(self, told: Told) -> None:
        self.loop.call_soon_threadsafe(self.tell, told)

    def _give(self, leg: LegKey, event: str, data: object) -> None:
        agent = self.agents.get(leg)
        if agent is None:
            return
        agent.recvEvent(self.sippy.make_event(event, data))
        if event in {"Disconnect", "Fail"}:
            self._end(leg)

    def _give_with_body(self, leg: LegKey, sdp: str) -> None:
        agent = self.agents.get(leg)
        if agent is None:
            return
        update = self.updates.pop(leg, None)
        if update is not None:
            self.sippy.answer_update(agent, update, sdp, self._write_terms(leg))
            self._establish(leg, agent)
            return
        event = self.sippy.make_event("Connect", (OK, "OK", self.sippy.make_body(sdp)))
        event.extra_headers = agent.write_headers(self._write_terms(leg))
        agent.recvEvent(event)
        if agent.isConnected():
            self.watches[leg].begin(self.watches[leg].terms)
            self._establish(leg, agent)

    def _decline(self, leg: LegKey) -> None:
        update, agent = self.updates.pop(leg, None), self.agents.get(leg)
        if update is not None:
            update.sendResponse(488, "Not Acceptable Here")
        elif agent is not None:
            agent.recvEvent(self.sippy.make_event("Fail", (488, "Not Acceptable Here")))

    def _report(self, leg: LegKey, status: str) -> None:
        agent = self.agents.get(leg)
        if agent is not None and agent.isConnected() and self.referrers.get(leg):
            self.referrers[leg] = False
            self.sippy.notify(agent, status, is_last=True)

    def _dial(self, dialling: Dialling) -> None:
        agent = self._make(
            dialling.leg,
            nh_address=self.edge,
            username=dialling.username or None,
            password=dialling.password or None,
            expire_time=RING_SECONDS,
        )
        if not dialling.trunk:
            self.referrers[dialling.leg] = False
        headers = write_terms(None, is_answer=False) | ({"X-Guichet-Trunk": dialling.trunk} if dialling.trunk else {})
        event = self.sippy.make_call(dialling.caller, dialling.user, dialling.sdp, dialling.caller_name, headers)
        agent.recvEvent(event)
