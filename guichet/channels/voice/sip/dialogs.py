"""What is kept of a SIP dialog so that another process can end it properly: RFC 3261, 12. Pure."""

import msgspec

MAX_FORWARDS = 70


class Dialog(msgspec.Struct, frozen=True, kw_only=True):
    """`local` and `remote` are addresses with their tags; requests go to `target` by way of `routes`. `sequence`: of the next one."""

    call_id: str
    local: str
    remote: str
    target: str
    routes: tuple[str, ...] = ()
    sequence: int = 1


def write_bye(dialog: Dialog, address: tuple[str, int], branch: str) -> str:
    """The request that ends it, sent from `address`."""
    host, port = address
    lines = [
        f"BYE {dialog.target} SIP/2.0",
        f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{branch};rport",
        f"Max-Forwards: {MAX_FORWARDS}",
        *(f"Route: {route}" for route in dialog.routes),
        f"From: {dialog.local}",
        f"To: {dialog.remote}",
        f"Call-ID: {dialog.call_id}",
        f"CSeq: {dialog.sequence} BYE",
        f"Contact: <sip:{host}:{port}>",
        "User-Agent: Guichet",
        "Content-Length: 0",
        "",
        "",
    ]
    return "\r\n".join(lines)
