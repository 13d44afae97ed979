"""Calls that a process left behind when it died: their media went on without it, and whoever comes after it takes them up where they stood.

Who waited hears music again at his rank, who spoke goes on speaking; what cannot be taken up is ended properly, with a trace.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import structlog

from guichet.channels.voice.call import Call
from guichet.channels.voice.emergency import Caller, EmergencyCall
from guichet.channels.voice.frame import Frame, is_hold
from guichet.channels.voice.legs import SPOKEN_WITH, Leg
from guichet.channels.voice.media.descriptions import Kind
from guichet.channels.voice.sip.dialogs import Dialog
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.taping import Tape
from guichet.decisions.dialling.emergency import read_emergency
from guichet.decisions.dialling.relays import Relay
from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState
from guichet.doors.office import Office
from guichet.records.calls import legs as kept
from guichet.records.calls.cut_off import CutOff, keep_cut_off
from guichet.records.calls.lines import OpenLine
from guichet.records.calls.models import Leg as LegRow
from guichet.records.calls.recordings import end_message
from guichet.records.calls.relays import describe_relay
from guichet.records.calls.trial_calls import end_left_trials
from guichet.records.calls.words import LegState, Manner, Part, PostKind, Side
from guichet.records.contacts.models import Contact

if TYPE_CHECKING:
    from guichet.channels.voice.exchange import Exchange

OVER = (ContactState.CLOSED, ContactState.WITHDRAWN, ContactState.TURNED_AWAY, ContactState.WRAPPING_UP)
LOST = "lost"
log = structlog.get_logger(__name__)


class LeftLeg(msgspec.Struct, frozen=True):
    key: str
    side: str
    state: str
    agent: int | None
    post: str
    part: str
    number: str
    dialog: Dialog | None
    sdp: str
    account: int | None = None
    campaign: str = ""
    manner: str = ""
    taping: str = ""
    relay: Relay | None = None
    mixes: bool = True


class LeftCall(msgspec.Struct, frozen=True):
    """`contact` is empty while the caller was still in the menu; `agent` has it in hand, or it is `offered_to` one."""

    key: str
    organisation: int
    line: int | None
    began_at: datetime
    legs: tuple[LeftLeg, ...]
    contact: str
    channel: str
    state: str
    agent: int | None
    offered_to: int | None


async def adopt(exchange: "Exchange") -> None:
    """Take up every call of this installation that is not over. A test call ends, whichever line it was by."""
    tried = await exchange.clerks[0].ask(None, end_left_trials, exchange.process, datetime.now(UTC))
    for organisation in tried | {line.organisation for line in exchange.lines.values()}:
        for left in await exchange.clerks[0].ask(organisation, list_left, organisation, exchange.process):
            if not _take_up(exchange, left):
                await _end(exchange, exchange.clerks[0], left)


def list_left(organisation_id: int, process: UUID) -> list[LeftCall]:
    calls: dict[UUID, list[LegRow]] = {}
    for leg in kept.list_open(organisation_id).filter(process=process).select_related("relay").order_by("began_at"):
        calls.setdefault(leg.call, []).append(leg)
    return [_describe(organisation_id, call, legs) for call, legs in calls.items()]


def _describe(organisation_id: int, call: UUID, legs: list[LegRow]) -> LeftCall:
    contacts = [leg.contact_id for leg in legs if leg.contact_id]
    row = Contact.objects.of(organisation_id).filter(pk__in=contacts).first()
    return LeftCall(
        key=str(call),
        organisation=organisation_id,
        line=next((leg.line_id for leg in legs if leg.line_id), None),
        began_at=legs[0].began_at,
        legs=tuple(_read(leg) for leg in legs),
        contact="" if row is None else str(row.pk),
        channel="" if row is None else row.channel,
        state="" if row is None else row.state,
        agent=row.agent_id if row is not None and row.state == ContactState.ASSIGNED else None,
        offered_to=row.offered_to_id if row is not None else None,
    )


def _read(leg: LegRow) -> LeftLeg:
    dialog = dict(leg.dialog)
    sdp = str(dialog.pop("sdp", ""))
    known = msgspec.convert(dialog, Dialog) if dialog else None
    known_as = (str(leg.pk), leg.side, leg.state, leg.agent_id, leg.post, leg.part, leg.number, known, sdp)
    relay = None if leg.relay is None else describe_relay(leg.relay)
    return LeftLeg(*known_as, leg.account_id, str(leg.campaign_id or ""), leg.manner, leg.taping, relay, leg.mixes)


def _take_up(exchange: "Exchange", left: LeftCall) -> bool:
    """Whether it goes on."""
    if is_emergency(left):
        _take_up_emergency(exchange, left)
        return True
    caller = next((leg for leg in left.legs if leg.side == Side.CITIZEN), None)
    line = next((each for each in exchange.lines.values() if each.pk == left.line), None)
    goes_on = left.channel in {"", Channel.VOICE} and left.state not in OVER
    if caller is None or caller.dialog is None or line is None or not goes_on:
        return False
    call = _restore(exchange, left, caller, line)
    call.agent, call.guest = (_restore_one(exchange, call, left, part) for part in (Part.MAIN, Part.GUEST))
    call.listener = _restore_listener(exchange, call, left)
    together = call.find_hearing().together
    if len(together) == 2 and call.listener is None:  # three sit in a room, which nobody knows any more
        call.media.restore_pair(*together)
    lost = [UUID(leg.key) for leg in left.legs if call.find_leg(LegKey(leg.key)) is None]
    exchange.begin(exchange.clerks[0].ask(left.organisation, _end_legs, left.organisation, lost))
    call.task = exchange.begin(call.resume(ContactId(left.contact), _name(left.agent), _name(left.offered_to)))
    log.info("a call is taken up", call=left.key)
    return True


def is_emergency(left: LeftCall) -> bool:
    """An agent's telephone and an emergency service that speak with one another."""
    speaking = {leg.side: leg for leg in left.legs if leg.state in SPOKEN_WITH and leg.dialog is not None}
    outside = speaking.get(Side.OUTSIDE)
    return speaking.keys() == {Side.AGENT, Side.OUTSIDE} and outside is not None and read_emergency(outside.number) is not None


def _take_up_emergency(exchange: "Exchange", left: LeftCall) -> None:
    """Nobody who called for help is cut off."""
    sides = {leg.side: leg for leg in left.legs}
    agent = Leg(LegKey(sides[Side.AGENT].key), Side.AGENT)
    call = EmergencyCall(exchange, Caller(left.organisation, "fr", agent), None, left.key)
    exchange.calls[call.key] = call
    call.caller = call.agent = _restore_leg(exchange, call, sides[Side.AGENT])
    call.citizen = _restore_leg(exchange, call, sides[Side.OUTSIDE])
    call.media.restore_pair(call.citizen.key, call.caller.key)
    call.task = exchange.begin(call.resume())
    log.warning("a call is taken up", call=left.key, is_emergency=True)


def _restore(exchange: "Exchange", left: LeftCall, caller: LeftLeg, line: OpenLine) -> Call:
    call = Call(exchange, LegKey(caller.key), line, "", caller.sdp, left.began_at, left.key)  # his number comes with his leg
    exchange.calls[call.key] = call
    call.citizen = _restore_leg(exchange, call, caller)
    call.tape = Tape(call, caller.taping)
    if caller.relay is not None:
        call.go_through(caller.relay)
    return call


def _restore_one(exchange: "Exchange", call: Call, left: LeftCall, part: Part) -> Leg | None:
    """Whoever had answered, and can still be reached."""
    found = [leg for leg in left.legs if leg.part == part and leg.side in {Side.AGENT, Side.OUTSIDE} and leg.state in SPOKEN_WITH]
    return next((_restore_leg(exchange, call, leg) for leg in found if leg.dialog is not None or leg.post == PostKind.BROWSER), None)


def _restore_listener(exchange: "Exchange", call: Call, left: LeftCall) -> Leg | None:
    """Whoever listened is let go next: what he may is asked anew, by himself."""
    found = next((leg for leg in left.legs if leg.side == Side.LISTENER), None)
    return None if found is None else _restore_leg(exchange, call, found)


def _restore_leg(exchange: "Exchange", call: Frame, left: LeftLeg) -> Leg:
    kind = PostKind(left.post) if left.post else None
    leg = Leg(LegKey(left.key), Side(left.side), _name(left.agent), kind, LegState(left.state), sdp=left.sdp, number=left.number)
    if leg.side is Side.LISTENER:
        leg.account, leg.campaign, leg.manner = left.account, left.campaign, Manner(left.manner)
    leg.relay = None if left.relay is None else left.relay.key
    leg.mixes = left.mixes
    leg.part, leg.is_owner = Part(left.part), leg.agent is not None and left.part == Part.MAIN
    leg.is_holding = is_hold(left.sdp)
    call.media.restore(leg.key, Kind.BROWSER if kind is PostKind.BROWSER else Kind.TELEPHONE, left.sdp)
    exchange.add_leg(leg.key, call)
    if left.dialog is not None:
        exchange.agents.adopt(leg.key, left.dialog, left.sdp)
    return leg


async def _end(exchange: "Exchange", office: Office, left: LeftCall) -> None:
    """Nobody is left on a line, and whoever is cut off so is called back."""
    for leg in left.legs:
        if leg.dialog is not None:
            exchange.agents.adopt(LegKey(leg.key), leg.dialog, leg.sdp)
            exchange.agents.hang_up(LegKey(leg.key))
    await office.ask(left.organisation, _end_legs, left.organisation, [UUID(leg.key) for leg in left.legs])
    await office.ask(left.organisation, end_message, left.organisation, UUID(left.key), datetime.now(UTC))
    cut = _describe_cut(left)
    if cut is not None:
        await office.ask(left.organisation, keep_cut_off, left.organisation, cut, datetime.now(UTC))
    log.warning("a call could not be taken up, and was ended", call=left.key)


def _describe_cut(left: LeftCall) -> CutOff | None:
    """None: nobody was spoken with, his contact went on without the call, or it was still in the menu of a line that is gone."""
    citizen = next((leg for leg in left.legs if leg.side == Side.CITIZEN and leg.state in SPOKEN_WITH), None)
    if citizen is None or not left.contact or left.state in OVER or left.channel not in {Channel.VOICE, Channel.CALLBACK}:
        return None
    number = citizen.number if citizen.relay is None else ""
    return CutOff(UUID(left.key), ContactId(left.contact), number, "", "", left.began_at)


def _end_legs(organisation_id: int, legs: list[UUID]) -> None:
    for leg in kept.list_open(organisation_id).filter(pk__in=legs):
        kept.end_leg(leg, LOST, datetime.now(UTC))


def _name(agent: int | None) -> AgentId | None:
    return None if agent is None else AgentId(agent)
