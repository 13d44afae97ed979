"""What a citizen who waits is told of his wait, asked for by his page now and then. Who stands in line and who answered lately is looked up
once for everybody: thousands may ask."""

import time

from starlette.types import Receive, Scope, Send

from guichet.channels.chat import settings as limits
from guichet.channels.chat.words import Waiting
from guichet.decisions.routing.words import LIVE, ContactState, Instant
from guichet.doors.answers import answer
from guichet.doors.limits import Buckets
from guichet.doors.machinery import get_machinery, read_clock
from guichet.doors.passes import find_own
from guichet.doors.reader import read
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.queries import get_position, list_line, list_recent_answers
from guichet.records.contacts.statements import GET_WAY
from guichet.records.contacts.waiting import LATELY_MS, MINUTE_MS, estimate_wait

wait_buckets = Buckets(limits.WAITS_OF_A_CONTACT)


async def show_wait(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /chat/contacts/{contact}/wait"""
    organisation, contact = await find_own(scope)
    wait_buckets.take(contact, time.monotonic())
    machinery = get_machinery(scope)
    rows = await read(machinery.pool, organisation, GET_WAY, contact=contact)
    if not rows:
        raise NoSuchContactError
    [(queue, state, channel)] = rows
    if state not in (ContactState.WAITING, ContactState.OFFERED) or channel not in LIVE:
        await answer(send, 200, Waiting(wait=None))
        return
    now = read_clock()
    since = Instant((now - 2 * LATELY_MS) // MINUTE_MS * MINUTE_MS)  # whole minutes, so that everybody asks for the same
    line = await machinery.office.recall(organisation, list_line, organisation, queue)
    answers = await machinery.office.recall(organisation, list_recent_answers, organisation, queue, since)
    await answer(send, 200, Waiting(wait=estimate_wait(get_position(line, contact), answers, now)))
