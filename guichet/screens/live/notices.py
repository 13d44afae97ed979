"""Supervisors' messages on the desks of those they are for, until each has read them."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

import msgspec
import structlog
from django.utils import timezone
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import AgentId
from guichet.doors.answers import answer_nothing
from guichet.doors.bodies import parse, read_body
from guichet.doors.machinery import Machinery, get_machinery
from guichet.doors.reader import read
from guichet.doors.refusals import UnavailableError
from guichet.doors.seats import Seat, get_agent
from guichet.doors.streams import write_event
from guichet.doors.writer import Pool
from guichet.records.orders.giving import Giving
from guichet.records.orders.messages import mark_read
from guichet.records.orders.statements import LIST_UNREAD
from guichet.screens.live import cards, words
from guichet.screens.live.board.orders import get_order_id

decode_read = msgspec.json.Decoder(words.ReadNotice)
telling: set[asyncio.Task[None]] = set()
log = structlog.get_logger(__name__)


async def list_notices(pool: Pool, organisation: int, agents: Iterable[AgentId]) -> dict[AgentId, tuple[words.Notice, ...]]:
    """What each of these agents has not read yet.

    :raises UnavailableError: the database is away.
    """
    found: dict[AgentId, tuple[words.Notice, ...]] = defaultdict(tuple)
    for row in await read(pool, organisation, LIST_UNREAD, agents=sorted(set(agents))):
        found[AgentId(row[0])] += (cards.read_notice(row),)
    return found


async def write_notices(pool: Pool, organisation: int, agent: AgentId) -> bytes:
    """The event that sets the messages of one desk."""
    notices = await list_notices(pool, organisation, [agent])
    return write_event(words.NoticesSet(notices=notices[agent]))


def hear_of_orders(machinery: Machinery) -> None:
    """From now on desks of this process are told when messages change."""
    machinery.hub.hearers_of_orders.setdefault("desks", lambda organisation: _tell_soon(machinery, organisation))


def _tell_soon(machinery: Machinery, organisation: int) -> None:
    task = asyncio.create_task(_tell(machinery, organisation))
    telling.add(task)
    task.add_done_callback(telling.discard)


async def _tell(machinery: Machinery, organisation: int) -> None:
    desks = [(stream, agent) for stream, (other, agent) in machinery.desks.items() if other == organisation]
    try:
        notices = await list_notices(machinery.pool, organisation, [agent for _, agent in desks])
    except UnavailableError:
        log.warning("desks were not told of messages: the database is away", organisation=organisation)
        return
    for stream, agent in desks:
        stream.take(write_event(words.NoticesSet(notices=notices[agent])))


async def read_notice(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/notices/{order}/read"""
    agent, order_id = get_agent(seat), get_order_id(scope)
    parse(await read_body(scope, receive), decode_read)
    giving = Giving(seat.organisation, order_id, seat.account, timezone.now())
    await get_machinery(scope).office.ask(seat.organisation, mark_read, giving, agent)
    await answer_nothing(send)
