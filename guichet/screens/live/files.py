"""Files at the doors of signed-in people: sent by whoever owns the contact, fetched by him and by those who steer."""

import time
from datetime import UTC, datetime

from starlette.types import Receive, Scope, Send

from guichet.doors.answers import answer
from guichet.doors.endpoints import get_contact_id
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat, get_agent
from guichet.doors.trail import record_refused
from guichet.doors.uploads import Stranger, get_file_id, hand_out, take_file
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.errors import NoSuchContactError, NoSuchFileError
from guichet.records.contacts.words import Author
from guichet.records.directory.words import STEERING
from guichet.screens.live.words import FileSent

FILES_OF_A_SEAT = Allowance(burst=20, per_second=1)
file_buckets = Buckets(FILES_OF_A_SEAT)


async def send_file(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/files"""
    contact, agent = get_contact_id(scope), get_agent(seat)
    file_buckets.take(seat.account, time.monotonic())
    try:
        kept = await take_file(scope, receive, Stranger(seat.organisation, contact, Author.AGENT, agent))
    except NoSuchContactError:
        await record_refused(get_machinery(scope), seat.organisation, contact, seat.asker, seat.account)
        raise
    await answer(send, 201 if kept.is_new else 200, FileSent(number=kept.number, at=kept.at, attachment=kept.attachment))


async def get_file(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/files/{file}. Whoever steers may see those of others, and leaves a trace."""
    contact, file = get_contact_id(scope), get_file_id(scope)
    machinery = get_machinery(scope)
    is_steering = not seat.roles.isdisjoint(STEERING)
    try:
        await hand_out(scope, send, seat.organisation, contact, None if is_steering else get_agent(seat))
    except NoSuchFileError:
        await record_refused(machinery, seat.organisation, contact, seat.asker, seat.account)
        raise
    if is_steering:
        act = Act("file-read", "file", str(file), seat.account)
        await machinery.office.ask(seat.organisation, record, seat.organisation, act, datetime.now(UTC))
