"""The whole mail behind a line, for whoever owns the contact and for those who steer."""

from datetime import UTC, datetime
from uuid import UUID

from starlette.types import Receive, Scope, Send

from guichet.doors.endpoints import get_contact_id
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat, get_agent
from guichet.doors.trail import record_refused
from guichet.doors.uploads import HEADERS
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.correspondence.showing import POLICY, show_original
from guichet.records.directory.words import STEERING

ALONE = [
    (b"content-type", b"text/html; charset=utf-8"),
    *((name, value) for name, value in HEADERS if name != b"content-security-policy"),
    (b"content-security-policy", POLICY.encode()),
]


async def show_mail(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/mails/{number}. Whoever steers may see those of others, and leaves a trace."""
    contact, number = get_contact_id(scope), str(scope["path_params"].get("number", ""))
    machinery = get_machinery(scope)
    is_steering = not seat.roles.isdisjoint(STEERING)
    owner = None if is_steering else get_agent(seat)
    page = None
    if number.isascii() and number.isdecimal() and len(number) < 7:
        archive = machinery.archive
        page = await archive.ask(seat.organisation, show_original, seat.organisation, UUID(contact), int(number), owner, seat.language)
    if page is None:
        await record_refused(machinery, seat.organisation, contact, seat.asker, seat.account)
        raise NoSuchContactError
    if is_steering:
        act = Act("mail-read", "contact", str(contact), seat.account)
        await machinery.office.ask(seat.organisation, record, seat.organisation, act, datetime.now(UTC))
    headers = [*ALONE, (b"content-length", str(len(page)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": page})
