"""Group commit: one task per web process takes the requests of the same instant into one transaction per organisation.

Each request is answered after that commit, never before (R16). While one commit is under way the next group gathers, so that groups
grow with the load and a lone request waits for nothing. A commit costs nearly the same for one row as for sixty.

When a group fails because of one of its members, each is tried alone. When the database is away the group is tried again for
`PATIENCE` seconds: every write carries a key, so that repeating one whose commit was lost on the way back changes nothing.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncCursor, errors
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from guichet.decisions.routing.inputs import Input
from guichet.decisions.routing.words import AgentId, ContactId, Instant
from guichet.doors.exchange import Connection, exchange
from guichet.doors.refusals import UnavailableError
from guichet.records.contacts import statements
from guichet.records.contacts.words import Author, GivenAnswer, Message, MessageKind, Told, write_answer
from guichet.records.faults import reach
from guichet.records.journal.statements import NOTIFY_INBOX, POST_MANY
from guichet.records.journal.words import encode_input

Pool = AsyncConnectionPool[Connection]

PLANS = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off"
"""The doors reach rows by their keys: one plan for each statement is as good as a new one each time, and the making of it costs more than
the work. Statistics that lag behind a table that was empty a minute ago shall not choose another."""
PATIENCE = 3.0
"""Seconds during which a write is tried again while the database is away."""
PAUSE = 0.1
MOST_WAITING = 4_000
"""Writes that may wait for the next group; more are refused at once rather than late."""
AWAY = (errors.OperationalError, errors.InterfaceError, errors.ReadOnlySqlTransaction, PoolTimeout, OSError)


async def prepare_connection(connection: Connection) -> None:
    """Make a connection of the pool ready for the doors' statements."""
    await connection.execute(PLANS)


class Line(msgspec.Struct, frozen=True):
    """A message to number and store."""

    contact: ContactId
    key: UUID
    author: Author
    text: str
    kind: MessageKind = MessageKind.MESSAGE
    agent: AgentId | None = None
    answer: GivenAnswer | None = None


class Write(msgspec.Struct, frozen=True, kw_only=True):
    """What one request writes, all of it or nothing: rows by hand (statement and parameters), a line, a fact for the router."""

    organisation: int
    rows: tuple[tuple[str, dict[str, object]], ...] = ()
    line: Line | None = None
    fact: tuple[UUID, Input] | None = None


class Numbered(msgspec.Struct, frozen=True):
    """What became of a line. No number: it was refused, because of the contact's `state` or `agent` (None: no such contact)."""

    number: int | None
    at: Instant | None
    is_new: bool
    state: str | None
    agent: AgentId | None


class Written(msgspec.Struct, frozen=True):
    """`rows`: what each statement returned."""

    rows: tuple[list[Sequence[Any]], ...]
    line: Numbered | None


Waiting = tuple[Write, "asyncio.Future[Written]"]


class Writer:
    """The one writer of a web process. `tell` is called after each commit with what was said in it."""

    def __init__(self, pool: Pool, tell: Callable[[int, list[Told]], None]) -> None:
        self.pool = pool
        self.tell = tell
        self.queue: asyncio.Queue[Waiting] = asyncio.Queue(MOST_WAITING)
        self.connections: dict[int, Connection] = {}

    def wrote_from(self, pid: int) -> bool:
        """Whether a NOTIFY from this server process tells of a commit of ours: who follows here has been or is being told."""
        connection = self.connections.get(pid)
        return connection is not None and not connection.closed

    async def write(self, write: Write) -> Written:
        """Return once it is committed.

        :raises UnavailableError: the database is away, or too much waits already.
        """
        future: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        try:
            self.queue.put_nowait((write, future))
        except asyncio.QueueFull as error:
            raise UnavailableError from error
        return await future

    async def run(self) -> None:
        """Write until cancelled; what still waits then is refused."""
        try:
            while True:
                for group in await self._gather():
                    await self._finish(group)
        finally:
            while not self.queue.empty():
                _fail([self.queue.get_nowait()], UnavailableError())

    async def _gather(self) -> list[list[Waiting]]:
        """Wait for a request, then take those that came meanwhile; one group for each organisation."""
        groups: dict[int, list[Waiting]] = {}
        waiting = await self.queue.get()
        groups[waiting[0].organisation] = [waiting]
        for _ in range(min(self.queue.qsize(), statements.MOST_MESSAGES - 1)):
            waiting = self.queue.get_nowait()
            groups.setdefault(waiting[0].organisation, []).append(waiting)
        return list(groups.values())

    async def _finish(self, group: list[Waiting]) -> None:
        """Write a group and answer its members, whatever happens."""
        try:
            await self._write_patiently(group)
        except AWAY:
            _fail(group, UnavailableError())
        except Exception as error:
            if len(group) == 1:
                _fail(group, error)
                return
            for member in group:
                await self._finish([member])

    async def _write_patiently(self, group: list[Waiting]) -> None:
        deadline = time.monotonic() + PATIENCE
        is_repeated = False
        while True:
            try:
                async with self.pool.connection(timeout=PATIENCE) as connection:
                    self._remember(connection)
                    written = await commit(connection, [write for write, _ in group])
                break
            except AWAY:
                is_repeated = True
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(PAUSE)
        self._answer(group, written, is_repeated)

    def _remember(self, connection: Connection) -> None:
        pid = connection.info.backend_pid
        if pid not in self.connections:
            self.connections = {known: other for known, other in self.connections.items() if not other.closed}
            self.connections[pid] = connection

    def _answer(self, group: list[Waiting], written: list[Written], is_repeated: bool) -> None:
        """Answer each request, and tell what was said. What a repeated group finds known may be its own first try: it is told too."""
        said = []
        for (write, future), result in zip(group, written, strict=True):
            if not future.done():
                future.set_result(result)
            if write.line and result.line and result.line.number and (result.line.is_new or is_repeated):
                said.append(_tell(write.line, result.line))
        if said:
            self.tell(group[0][0].organisation, said)


def _fail(group: list[Waiting], error: Exception) -> None:
    for _, future in group:
        if not future.done():
            future.set_exception(error)


def _tell(line: Line, numbered: Numbered) -> Told:
    message = Message(
        number=numbered.number or 0,
        author=line.author,
        kind=line.kind,
        text=line.text,
        at=numbered.at or Instant(0),
        agent=line.agent,
        key=line.key,
        answer=line.answer,
    )
    return Told(contact=line.contact, message=message)


async def commit(connection: Connection, writes: list[Write]) -> list[Written]:
    """Write all of one organisation in one transaction and one round trip."""
    organisation = writes[0].organisation
    lines = [write.line for write in writes if write.line]
    facts = [write.fact for write in writes if write.fact]
    async with exchange(connection, organisation):
        cursors = [[await connection.execute(*row, prepare=True) for row in write.rows] for write in writes]
        numbered = await _add_lines(connection, organisation, lines) if lines else None
        if facts:
            await _post_facts(connection, organisation, facts)
        reach("doors:before-commit")
    reach("doors:after-commit")
    results = iter([Numbered(*row[1:]) for row in await numbered.fetchall()] if numbered else [])
    return [
        Written(tuple([await _fetch(cursor) for cursor in row]), next(results) if write.line else None)
        for write, row in zip(writes, cursors, strict=True)
    ]


async def _fetch(cursor: AsyncCursor[Any]) -> list[Sequence[Any]]:
    return await cursor.fetchall() if cursor.description else []


async def _add_lines(connection: Connection, organisation: int, lines: list[Line]) -> AsyncCursor[Any]:
    contacts = [line.contact for line in lines]
    await connection.execute(statements.LOCK_CONTACTS, {"organisation_id": organisation, "contacts": contacts}, prepare=True)
    parameters = {
        "organisation_id": organisation,
        "contacts": contacts,
        "keys": [line.key for line in lines],
        "authors": [line.author.value for line in lines],
        "agents": [line.agent for line in lines],
        "kinds": [line.kind.value for line in lines],
        "texts": [line.text for line in lines],
        "answers": [line.answer and write_answer(line.answer) for line in lines],
    }
    return await connection.execute(statements.ADD_MESSAGES, parameters, prepare=True)


async def _post_facts(connection: Connection, organisation: int, facts: list[tuple[UUID, Input]]) -> None:
    parameters = {
        "organisation_id": organisation,
        "input_ids": [input_id for input_id, _ in facts],
        "kinds": [type(fact).__name__ for _, fact in facts],
        "bodies": [encode_input(fact) for _, fact in facts],
    }
    await connection.execute(POST_MANY, parameters, prepare=True)
    await connection.execute(NOTIFY_INBOX, {"organisation_id": organisation}, prepare=True)
