"""The parts of sippy that we use, and what we add to them. Imported in the thread of its loop only: its dispatcher binds to that thread."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from sippy.CCEvents import CCEventConnect, CCEventDisconnect, CCEventFail, CCEventRing, CCEventTry, CCEventUpdate
from sippy.Core.EventDispatcher import ED2 as dispatcher  # noqa: N811 - it is no constant
from sippy.MsgBody import MsgBody
from sippy.SipAddress import SipAddress
from sippy.SipCallId import SipCallId
from sippy.SipConf import SipConf
from sippy.SipContact import SipContact
from sippy.SipContentType import SipContentType
from sippy.SipExpires import SipExpires
from sippy.SipFrom import SipFrom
from sippy.SipGenericHF import SipGenericHF
from sippy.SipHeader import SipHeader
from sippy.SipRequest import SipRequest
from sippy.SipRoute import SipRoute
from sippy.SipTo import SipTo
from sippy.SipTransactionManager import SipTransactionManager
from sippy.SipURL import SipURL
from sippy.Time.Timeout import Timeout
from sippy.UA import UA
from sippy.UacStateUpdating import UacStateUpdating
from sippy.UasStateUpdating import UasStateUpdating
from sippy.UaStateConnected import UaStateConnected
from sippy.Udp_server import Udp_server, Udp_server_opts

from guichet.channels.voice.sip.dialogs import SKIPPED, Dialog
from guichet.channels.voice.sip.timers import SHORT, Terms

__all__ = ["Timeout", "dispatcher"]
"""Of sippy, under names of ours."""

EVENTS: dict[str, Any] = {
    "Ring": CCEventRing,
    "Connect": CCEventConnect,
    "Fail": CCEventFail,
    "Update": CCEventUpdate,
    "Disconnect": CCEventDisconnect,
}
PREFIX = "CCEvent"
OK, NOT_OK = 200, 300
FRAGMENT = "message/sipfrag;version=2.0"


class Hearer(Protocol):
    """Who hears what sippy does not look at."""

    def hear_answer(self, agent: Any, headers: dict[str, list[str]]) -> None: ...
    def hear_renewal(self, agent: Any, request: Any) -> Any: ...
    def hear_update(self, agent: Any, request: Any) -> None: ...
    def hear_refer(self, agent: Any, request: Any) -> None: ...


class Agent(UA):  # type: ignore[misc]  # sippy has no types
    """:param hearer: of its requests and answers. `leg` is ours; `holds`: a request is answered later."""

    holds = False

    def __init__(self, leg: str, hearer: Hearer, *arguments: Any, **options: Any) -> None:
        self.leg, self.hearer = leg, hearer
        super().__init__(*arguments, **options)

    def recvRequest(self, req: Any, sip_t: Any) -> Any:  # noqa: N802 - sippy's name
        """What is not answered at once sippy forgets, but for an INVITE."""
        self.holds = False
        found = super().recvRequest(req, sip_t)
        return (None, None, None) if found is None and self.holds else found

    def recvResponse(self, resp: Any, tr: Any) -> None:  # noqa: N802 - sippy's name
        code, _ = resp.getSCode()
        _, method = resp.getHFBody("cseq").getCSeq()
        if method == "INVITE" and OK <= code < NOT_OK:
            self.hearer.hear_answer(self, list_headers(resp))
        super().recvResponse(resp, tr)

    @staticmethod
    def write_headers(values: Mapping[str, str]) -> tuple[Any, ...]:
        return tuple(_make_header(title, value) for title, value in values.items())


class SilentLogger:
    """Messages hold numbers of citizens: they are not logged."""

    def write(self, *_args: object, **_names: object) -> None:
        pass


class OneWorker(Udp_server_opts):  # type: ignore[misc]  # sippy has no types
    """With several workers messages overtake one another."""

    nworkers = 1


class Transactions(SipTransactionManager):  # type: ignore[misc]
    """With a look at every message before it is parsed. :param look: whether it is fit, and what to answer when it is not."""

    model_udp_server = (Udp_server, OneWorker)

    def __init__(self, config: dict[str, Any], receive: Callable[..., Any], look: Callable[..., tuple[bool, str | None]]) -> None:
        self.look = look
        super().__init__(config, receive)

    def handleIncoming(self, data: bytes, source: Any, server: Any, rtime: Any) -> None:  # noqa: N802 - sippy's name
        is_fit, answer = self.look(data, tuple(source.address))
        if answer is not None:
            server.send_to(answer.encode(), source.address)
        if is_fit:
            super().handleIncoming(data, source, server, rtime)


def describe_dialog(agent: Any, terms: Terms | None, *, may_refer: bool) -> Dialog:
    return Dialog(
        call_id=str(agent.cId),
        local=str(agent.lUri),
        remote=str(agent.rUri),
        target=str(agent.rTarget),
        routes=tuple(str(route) for route in agent.routes),
        sequence=int(agent.lCSeq),
        ours=str(agent.lSDP or ""),
        terms=terms,
        may_refer=may_refer,
    )


def revive(agent: Any, dialog: Dialog, theirs: str) -> None:
    """Go on with a dialog that began in another process, as if it had been connected here. `theirs`: their media, as described last."""
    agent.cId = SipCallId(dialog.call_id)
    agent.lUri, agent.rUri = _read_address(SipFrom, dialog.local), _read_address(SipTo, dialog.remote)
    agent.rTarget = SipURL(dialog.target)
    agent.routes = [_read_address(SipRoute, route) for route in dialog.routes]
    agent.lCSeq = dialog.sequence + SKIPPED
    agent.lSDP, agent.rSDP = make_body(dialog.ours) if dialog.ours else None, MsgBody(theirs)
    agent.global_config["_sip_tm"].regConsumer(agent, dialog.call_id)
    agent.changeState((UaStateConnected,))


def _read_address(kind: Any, text: str) -> Any:
    made = kind(text)
    made.parse()
    return made


def configure(address: tuple[str, int]) -> dict[str, Any]:
    SipConf.my_uaname = "Guichet"
    SipConf.my_address, SipConf.my_port = address
    UaStateConnected.recv_request_handlers = {**UaStateConnected.recv_request_handlers, **IN_DIALOG}
    for state in (UasStateUpdating, UacStateUpdating):
        state.recv_request_handlers = {**state.recv_request_handlers, **IN_RENEWAL}
    return {"_sip_address": address[0], "_sip_port": address[1], "_sip_logger": SilentLogger()}


def _renew(state: Any, request: Any) -> Any:
    return state.ua.hearer.hear_renewal(state.ua, request)


def _update(state: Any, request: Any) -> None:
    state.ua.hearer.hear_update(state.ua, request)


def _refer(state: Any, request: Any) -> None:
    state.ua.hearer.hear_refer(state.ua, request)


def _put_off(_state: Any, request: Any) -> None:
    request.sendResponse(491, "Request Pending")


def _confirm(_state: Any, request: Any) -> None:
    request.sendResponse(200, "OK")


def _refuse_method(_state: Any, request: Any) -> None:
    request.sendResponse(405, "Method Not Allowed")


renew_plainly = UaStateConnected.recv_request_handlers["INVITE"]
"""What sippy makes of a new INVITE in a call."""
OTHERS = {"OPTIONS": _confirm, "INFO": _confirm, "NOTIFY": _confirm, "MESSAGE": _refuse_method, "SUBSCRIBE": _refuse_method}
IN_DIALOG = {**OTHERS, "PUBLISH": _refuse_method, "INVITE": _renew, "REFER": _refer, "UPDATE": _update}
"""Without these sippy leaves such requests without an answer, hangs up at a REFER, and forgets that a call was refreshed."""
IN_RENEWAL = {**OTHERS, "REFER": _put_off, "UPDATE": _put_off}
"""While a new INVITE is not answered yet."""


def confirm_same(agent: Any, request: Any, headers: Mapping[str, str]) -> bool:
    """Whether the other side only says that it is there, with the description of before: it hears ours. So does whoever gives none, and
    describes his own media when he has heard ours (RFC 3261, 14.2)."""
    body = request.getBody()
    if body is not None and str(agent.rSDP) != str(body):
        return False
    agent.uasResp = request.genResponse(100, "Trying", server=agent.local_ua)
    agent.global_config["_sip_tm"].sendResponse(agent.uasResp)
    agent.sendUasResponse(OK, "OK", agent.lSDP, (agent.lContact,), extra_headers=agent.write_headers(headers), ack_wait=body is None)
    return True


def answer_update(agent: Any, request: Any, sdp: str | None, headers: Mapping[str, str]) -> None:
    body = None if sdp is None else make_body(sdp)
    if body is not None:
        agent.rSDP, agent.lSDP = request.getBody().getCopy(), body
    response = request.genResponse(OK, "OK", body)
    response.appendHeader(SipHeader(name="contact", body=agent.lContact))
    response.appendHeaders(agent.write_headers(headers))
    agent.global_config["_sip_tm"].sendResponse(response)


def notify(agent: Any, status: str, *, is_last: bool) -> None:
    """Tell whoever asked for a transfer how far it is (RFC 3515)."""
    body = MsgBody(f"SIP/2.0 {status}\r\n", SipContentType(FRAGMENT))
    body.mtype.parse()
    body.parse()
    state = "terminated;reason=noresource" if is_last else "active;expires=180"
    headers = agent.write_headers({"Event": "refer", "Subscription-State": state})
    agent.newTransaction(agent.genRequest("NOTIFY", body, extra_headers=headers))


def read_target(request: Any) -> str | None:
    """Whom a REFER names: the user part of its address; None: nobody that we understand."""
    try:
        user = request.getHFBody("refer-to").getUrl().username
    except Exception:
        return None
    return str(user) if user else None


def name_event(event: Any) -> str:
    return str(event.name).removeprefix(PREFIX)


def make_event(name: str, data: object) -> Any:
    return EVENTS[name](data)


def make_body(sdp: str) -> Any:
    body = MsgBody(sdp)
    body.parse()
    body.needs_update = False
    return body


def make_contact(address: tuple[str, int]) -> Any:
    return SipContact(address=SipAddress(url=SipURL(host=address[0], port=address[1])))


def make_call(caller: str, called: str, sdp: str, name: str, headers: Mapping[str, str]) -> Any:
    event = CCEventTry((None, caller, called, make_body(sdp), None, name or None))
    event.extra_headers = tuple(_make_header(title, value) for title, value in headers.items())
    return event


def make_registration(
    *, home: str, party: str, tag: str, call_id: str, sequence: int, contact: str, seconds: int, edge: tuple[str, int]
) -> Any:
    """A REGISTER. :param home: host and port of the registrar. :param party: who registers there."""
    return SipRequest(
        method="REGISTER",
        ruri=SipURL(f"sip:{home}"),
        fr0m=_read_address(SipFrom, f"{party};tag={tag}"),
        to=_read_address(SipTo, party),
        callid=SipCallId(call_id),
        cseq=sequence,
        contact=_read_address(SipContact, f"<{contact}>"),
        expires=SipExpires(number=seconds),
        target=(edge, "udp"),
    )


def prove(challenges: Iterable[Any], title: str, username: str, password: str, uri: str) -> Any:
    """The header that answers the first challenge that we understand; None: none of them."""
    for challenge in challenges:
        is_known, quality = challenge.supportedAlgorithm()
        if is_known:
            return _make_header(title, str(challenge.genAuthHF(username, password, "REGISTER", uri, qop=quality)))
    return None


def _make_header(title: str, value: str) -> Any:
    return SipHeader(name=title, body=SipGenericHF(value, name=title))


def list_headers(message: Any) -> dict[str, list[str]]:
    """All, by name in lower case, short names spelled out."""
    found: dict[str, list[str]] = {}
    for header in message.headers:
        name = str(header.name).lower()
        found.setdefault(SHORT.get(name, name), []).append(str(header.body).strip())
    return found


def read_headers(request: Any, prefix: str) -> dict[str, str]:
    """Those whose names begin so, by name in lower case."""
    return {header.name.lower(): str(header.body).strip() for header in request.headers if str(header.name).lower().startswith(prefix)}
