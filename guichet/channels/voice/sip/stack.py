"""The parts of sippy that we use, and what we add to them. Imported in the thread of its loop only: its dispatcher binds to that thread."""

from collections.abc import Callable, Mapping
from typing import Any

from sippy.CCEvents import CCEventConnect, CCEventDisconnect, CCEventFail, CCEventRing, CCEventTry, CCEventUpdate
from sippy.Core.EventDispatcher import ED2 as dispatcher  # noqa: N811 - it is no constant
from sippy.MsgBody import MsgBody
from sippy.SipAddress import SipAddress
from sippy.SipConf import SipConf
from sippy.SipContact import SipContact
from sippy.SipGenericHF import SipGenericHF
from sippy.SipHeader import SipHeader
from sippy.SipTransactionManager import SipTransactionManager
from sippy.SipURL import SipURL
from sippy.UA import UA as Agent  # noqa: N811 - it is a class
from sippy.UaStateConnected import UaStateConnected
from sippy.Udp_server import Udp_server, Udp_server_opts

from guichet.channels.voice.sip.dialogs import Dialog

__all__ = ["Agent", "dispatcher"]
"""Of sippy, under names of ours."""

EVENTS: dict[str, Any] = {
    "Ring": CCEventRing,
    "Connect": CCEventConnect,
    "Fail": CCEventFail,
    "Update": CCEventUpdate,
    "Disconnect": CCEventDisconnect,
}
PREFIX = "CCEvent"


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

    def send_plainly(self, message: str, address: tuple[str, int]) -> None:
        """Outside every transaction: nobody waits for an answer."""
        self.l4r.getServer(address).send_to(message.encode(), address)


def describe_dialog(agent: Any) -> Dialog:
    return Dialog(
        call_id=str(agent.cId),
        local=str(agent.lUri),
        remote=str(agent.rUri),
        target=str(agent.rTarget),
        routes=tuple(str(route) for route in agent.routes),
        sequence=int(agent.lCSeq),
    )


def configure(address: tuple[str, int]) -> dict[str, Any]:
    SipConf.my_uaname = "Guichet"
    SipConf.my_address, SipConf.my_port = address
    UaStateConnected.recv_request_handlers = {**UaStateConnected.recv_request_handlers, **IN_DIALOG}
    return {"_sip_address": address[0], "_sip_port": address[1], "_sip_logger": SilentLogger()}


def _refuse_transfer(_state: Any, request: Any) -> None:
    """Transfers are made at the desk, where they keep the context: a telephone's own are declined, and the call stays as it is."""
    request.sendResponse(603, "Decline")


def _confirm(_state: Any, request: Any) -> None:
    request.sendResponse(200, "OK")


def _refuse_method(_state: Any, request: Any) -> None:
    request.sendResponse(405, "Method Not Allowed")


IN_DIALOG = {
    "REFER": _refuse_transfer,
    "NOTIFY": _confirm,
    "UPDATE": _confirm,
    "MESSAGE": _refuse_method,
    "SUBSCRIBE": _refuse_method,
    "PUBLISH": _refuse_method,
}
"""Without these sippy leaves such requests without an answer, and hangs up at a REFER."""


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


def _make_header(title: str, value: str) -> Any:
    return SipHeader(name=title, body=SipGenericHF(value, name=title))


def read_headers(request: Any, prefix: str) -> dict[str, str]:
    """Those whose names begin so, by name in lower case."""
    return {header.name.lower(): str(header.body).strip() for header in request.headers if str(header.name).lower().startswith(prefix)}
