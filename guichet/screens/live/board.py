"""The supervisor's board: what waits, since when and why, and what the agents do.

Changes are gathered and told at most four times a second, read once for all boards of an organisation in this process. A board replaces
rows by their id, so that what it shows after any changes is what it would fetch.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import Any

from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Presence, QueueId
from guichet.doors.answers import answer
from guichet.doors.hub import EVERYTHING, Feed, Sign
from guichet.doors.limits import Turnstile
from guichet.doors.machinery import Machinery, get_machinery, open_stream, read_clock
from guichet.doors.reader import Rows, read, read_together
from guichet.doors.refusals import MalformedError, NotSignedOnError, UnavailableError
from guichet.doors.seats import Seat
from guichet.doors.streams import Stream, get_cursor, write_cursor, write_event
from guichet.records.contacts import statements
from guichet.records.contacts.queries import read_why
from guichet.records.contacts.words import Told
from guichet.records.directory.words import STEERING
from guichet.records.journal.queries import read_entries
from guichet.records.journal.statements import GET_HEAD, LIST_ENTRIES
from guichet.records.journal.words import Entry
from guichet.screens.live import words
from guichet.screens.live.cards import get_label

GATHER_SECONDS = 0.25
MOST_SHOWN = 500
"""Waiting contacts listed one by one; figures count them all."""
MOST_MISSED = 2_000
BOARDS_OF_A_SESSION = 4
boards = Turnstile(BOARDS_OF_A_SESSION)


class Touched:
    """Contacts and agents whose rows are to be read again."""

    def __init__(self) -> None:
        self.contacts: set[ContactId] = set()
        self.agents: set[AgentId] = set()

    def add(self, entry: Entry) -> None:
        for decision in entry.step.decisions:
            contact, agent = getattr(decision, "contact", None), getattr(decision, "agent", None)
            if contact is not None:
                self.contacts.add(contact)
            if agent is not None:
                self.agents.add(agent)


class Reading:
    """The rows of one instant, to be worded in any language."""

    def __init__(self, head: int, figures: Sequence[Rows], agents: Rows, waiting: Rows, touched: Touched | None = None) -> None:
        self.head = head
        self.queues, [[self.in_hand]], [self.presences] = figures
        self.agents = agents
        self.waiting = waiting
        self.touched = touched or Touched()
        self.at = read_clock()

    def write_board(self, language: str) -> words.Board:
        return words.Board(
            at=self.at,
            figures=self.write_figures(),
            queues=self.write_queues(language),
            agents=tuple(read_agent(row) for row in self.agents),
            contacts=tuple(read_waiting(row, language) for row in self.waiting),
            cursor=str(self.head),
        )

    def write_change(self, language: str) -> words.BoardChanged:
        contacts = tuple(read_waiting(row, language) for row in self.waiting)
        return words.BoardChanged(
            at=self.at,
            figures=self.write_figures(),
            queues=self.write_queues(language),
            agents=tuple(read_agent(row) for row in self.agents),
            contacts=contacts,
            gone=tuple(sorted(self.touched.contacts - {contact.contact for contact in contacts})),
        )

    def write_queues(self, language: str) -> tuple[words.QueueFigures, ...]:
        return tuple(
            words.QueueFigures(
                queue=QueueId(queue), name=get_label(labels, key, language), is_open=is_open, waiting=waiting, longest_since=since
            )
            for queue, key, labels, is_open, waiting, since in self.queues
        )

    def write_figures(self) -> words.BoardFigures:
        available, paused, offline = self.presences
        return words.BoardFigures(
            waiting=sum(row[4] for row in self.queues),
            longest_since=min((row[5] for row in self.queues if row[5] is not None), default=None),
            in_hand=self.in_hand,
            available=available,
            paused=paused,
            offline=offline,
        )


def read_agent(row: Sequence[Any]) -> words.AgentFigures:
    agent, name, presence, reason, since, contacts = row
    return words.AgentFigures(agent=AgentId(agent), name=name, presence=Presence(presence), reason=reason, since=since, contacts=contacts)


def read_waiting(row: Sequence[Any], language: str) -> words.WaitingContact:
    contact, channel, state, queue, reason, reason_key, reason_labels, arrived_at, step, offered_to, why = row
    return words.WaitingContact(
        contact=ContactId(str(contact)),
        channel=Channel(channel),
        state=ContactState(state),
        queue=QueueId(queue),
        reason=reason,
        reason_name=get_label(reason_labels, reason_key, language),
        arrived_at=arrived_at,
        step=step,
        offered_to=offered_to,
        waiting_for=explain_waiting(ContactState(state), read_why(why)),
    )


def explain_waiting(state: ContactState, why: dict[str, Any]) -> str:
    """Why it waits still, as a code: it rings; a hold by its reason; else nobody able is free, since it arrived or came back."""
    if state == ContactState.OFFERED:
        return "ringing"
    if "held" in why:
        return f"held:{why['held']}"
    return str(why.get("cause", "arrived"))


FIGURES: tuple[tuple[str, dict[str, object]], ...] = (
    (statements.COUNT_BY_QUEUE, {}),
    (statements.COUNT_IN_HAND, {}),
    (statements.COUNT_PRESENCES, {}),
)


async def read_everything(machinery: Machinery, organisation: int) -> Reading:
    """Read the whole board as it stands at one instant."""
    [[head]], *figures, agents, waiting = await read_together(
        machinery.pool,
        organisation,
        (GET_HEAD, {}),
        *FIGURES,
        (statements.LIST_AGENTS, {}),
        (statements.LIST_WAITING, {"limit": MOST_SHOWN}),
    )
    return Reading(head, figures, agents, waiting)


async def read_touched(machinery: Machinery, organisation: int, touched: Touched) -> Reading:
    """Read the figures, and the rows that were touched."""
    contacts = sorted(touched.contacts)
    [[head]], *figures, agents, waiting = await read_together(
        machinery.pool,
        organisation,
        (GET_HEAD, {}),
        *FIGURES,
        (statements.LIST_AGENTS_AMONG, {"agents": sorted(touched.agents), "contacts": contacts}),
        (statements.LIST_WAITING_AMONG, {"contacts": contacts}),
    )
    return Reading(head, figures, agents, waiting, touched)


class BoardStream(Stream):
    """One open board. What changed reaches it from its organisation's watch, written already."""

    def __init__(self, machinery: Machinery, feed: Feed, seat: Seat, seq: int) -> None:
        super().__init__(machinery.pool, feed)
        self.machinery = machinery
        self.seat = seat
        self.session = seat.session
        self.seq = seq
        self.watch: Watch | None = None

    async def begin(self) -> bytes:
        """:raises UnavailableError: the database is away."""
        self.watch = join_watch(self)
        missed = self.feed.seq - self.seq
        if missed > MOST_MISSED:
            return write_event(words.Reset()) + self.write_cursor()
        touched = Touched()
        if missed > 0:
            rows = await read(self.pool, self.feed.organisation, LIST_ENTRIES, since=self.seq, limit=missed)
            for entry in read_entries(rows):
                touched.add(entry)
        reading = await read_touched(self.machinery, self.feed.organisation, touched)
        self.seq = reading.head
        return write_event(reading.write_change(self.seat.language)) + self.write_cursor()

    def leave(self) -> None:
        if self.watch:
            self.watch.leave(self)

    async def may_stay(self) -> bool:
        try:
            return not STEERING.isdisjoint((await self.machinery.seats.find(self.seat.session)).roles)
        except NotSignedOnError:
            return False

    async def tell_entry(self, entry: Entry) -> bytes:  # noqa: ARG002 - its watch takes the entries
        return b""

    def tell_message(self, told: Told) -> bytes:  # noqa: ARG002 - a board shows nothing of what is said
        return b""

    def tell_sign(self, sign: Sign) -> bytes:  # noqa: ARG002 - nor who types
        return b""

    def write_cursor(self) -> bytes:
        return write_cursor(str(self.seq))


class Watch:
    """Gathers what changes in one organisation, for all its boards of this process. A subscriber of the hub."""

    def __init__(self, machinery: Machinery, feed: Feed) -> None:
        self.machinery = machinery
        self.feed = feed
        self.boards: set[BoardStream] = set()
        self.touched = Touched()
        self.told_at = 0.0
        self.telling: asyncio.Task[None] | None = None

    def take_entry(self, entry: Entry) -> None:
        self.touched.add(entry)
        if self.telling is None:
            self.telling = asyncio.create_task(self._tell_soon())

    def take_told(self, told: Told) -> None:
        """What is said changes no board."""

    def take_sign(self, sign: Sign) -> None:
        """Nor who types."""

    def take_interruption(self) -> None:
        """Nor messages that were missed."""

    def join(self, board: BoardStream) -> None:
        self.boards.add(board)
        self.feed.follow(self, EVERYTHING)

    def leave(self, board: BoardStream) -> None:
        self.boards.discard(board)
        if not self.boards:
            self.feed.leave(self, EVERYTHING)
            watches.pop(self.feed, None)

    async def _tell_soon(self) -> None:
        """Wait for the instant to speak, then tell everybody."""
        try:
            await asyncio.sleep(max(0.0, self.told_at + GATHER_SECONDS - time.monotonic()))
            touched, self.touched = self.touched, Touched()
            self.told_at = time.monotonic()
            tell(await read_touched(self.machinery, self.feed.organisation, touched), self.boards)
        except UnavailableError:
            for board in tuple(self.boards):
                board.drop()
        finally:
            self.telling = None
        if self.touched.contacts or self.touched.agents:
            self.telling = asyncio.create_task(self._tell_soon())


def tell(reading: Reading, listeners: Iterable[BoardStream]) -> None:
    """Give what changed to each board in its language, written once for each."""
    written: dict[str, bytes] = {}
    for board in tuple(listeners):
        language = board.seat.language
        if language not in written:
            written[language] = write_event(reading.write_change(language))
        board.seq = reading.head
        board.take(written[language])


watches: dict[Feed, Watch] = {}


def join_watch(board: BoardStream) -> Watch:
    """The one watch of an organisation in this process, made for its first board."""
    watch = watches.get(board.feed)
    if watch is None:
        watch = watches[board.feed] = Watch(board.machinery, board.feed)
    watch.join(board)
    return watch


async def show_board(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/board"""
    reading = await read_everything(get_machinery(scope), seat.organisation)
    await answer(send, 200, reading.write_board(seat.language))


async def follow_board(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """GET /live/board/events"""
    cursor = get_cursor(scope)
    if not cursor.isdecimal() or len(cursor) > 18:
        raise MalformedError(detail="the cursor is not one of ours")
    machinery = get_machinery(scope)
    with boards.enter(seat.session):
        feed = await machinery.hub.open_feed(seat.organisation)
        await open_stream(scope, receive, send, BoardStream(machinery, feed, seat, int(cursor)))
