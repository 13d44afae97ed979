"""What changed on the boards of one organisation, found once for all of them.

A watch remembers what its boards were last told. When something happens it reads who was touched, at most every `GATHER_SECONDS`, and
the figures at most every `FIGURES_SECONDS`; it compares, and tells the rows that differ, written once per language. Every `SLOW_SECONDS`
it looks at everything, because names, teams and the clock change without an entry of the journal; boards then also learn that what they
show is fresh.
"""

import asyncio
import time
from typing import Protocol

import structlog

from guichet.doors.hub import EVERYTHING, Feed, Sign
from guichet.doors.machinery import Machinery
from guichet.doors.refusals import UnavailableError
from guichet.doors.streams import write_event
from guichet.records.contacts.words import Told
from guichet.records.journal.words import Entry
from guichet.screens.live.board.reading import SECTIONS, Reading, Touched, read_board, read_touched, write_change

GATHER_SECONDS = 0.1
SLOW_SECONDS = 5.0
FIGURES_SECONDS = 1.0
"""Counting all who wait costs more than reading one of them. Also how soon to look again while the figures follow the journal."""
log = structlog.get_logger(__name__)


class News:
    """What changed, and everything as it stands now; written once for each language."""

    def __init__(self, change: Reading, gone: list[str], told: Reading) -> None:
        self.change = change
        self.gone = gone
        self.told = told
        self.written: dict[str, bytes] = {}

    def write(self, language: str) -> bytes:
        """The event of what changed."""
        if language not in self.written:
            self.written[language] = write_event(write_change(self.change, self.gone, language))
        return self.written[language]


class Listener(Protocol):
    """A board, or a display on a wall, as its watch sees it."""

    def hear(self, news: News) -> None: ...
    def drop(self) -> None: ...


class Watch:
    """A subscriber of the hub, for all boards of an organisation in this process."""

    def __init__(self, machinery: Machinery, feed: Feed) -> None:
        self.machinery = machinery
        self.feed = feed
        self.boards: set[Listener] = set()
        self.told = Reading()
        """What every board shows, once it has taken what it was given."""
        self.touched = Touched()
        self.owes_figures = False
        """Something happened since the figures were read."""
        self.is_stirred = asyncio.Event()
        self.is_ready = asyncio.Event()
        self.running: asyncio.Task[None] | None = None

    def take_entry(self, entry: Entry) -> None:
        for decision in entry.step.decisions:
            contact, agent = getattr(decision, "contact", None), getattr(decision, "agent", None)
            if contact is not None:
                self.touched.contacts.add(contact)
            if agent is not None:
                self.touched.agents.add(agent)
        self.is_stirred.set()

    def take_told(self, told: Told) -> None:
        """What is said changes no board."""

    def take_sign(self, sign: Sign) -> None:
        """Nor who types."""

    def take_interruption(self) -> None:
        """Nor messages that were missed."""

    def hurry(self) -> None:
        """Something changed that the journal does not tell of."""
        self.is_stirred.set()

    async def join(self, board: Listener) -> None:
        """Return once what the boards show is known; what changes from now on is given to this one too.

        :raises UnavailableError: the database is away.
        """
        self.boards.add(board)
        self.feed.follow(self, EVERYTHING)
        if self.running is None:
            self.running = asyncio.create_task(self._run())
        ready = asyncio.create_task(self.is_ready.wait())
        await asyncio.wait([ready, self.running], return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if not self.is_ready.is_set():
            raise UnavailableError

    def leave(self, board: Listener) -> None:
        self.boards.discard(board)
        if not self.boards:
            self._end()

    def _end(self) -> None:
        self.feed.leave(self, EVERYTHING)
        watches.pop(self.feed, None)
        if self.running is not None:
            self.running.cancel()

    def write_whole(self, language: str) -> bytes:
        """Everything, for a board that begins."""
        return write_event(write_change(self.told, (), language, is_whole=True))

    async def _run(self) -> None:
        """Read, compare and tell, until nobody watches or the database is away: then every board comes back later."""
        slow_at = figures_at = 0.0
        try:
            while True:
                began = time.monotonic()
                self.is_stirred.clear()
                if began >= figures_at:
                    is_slow = began >= slow_at
                    slow_at = began + SLOW_SECONDS if is_slow else slow_at
                    figures_at = began + FIGURES_SECONDS
                    await self._look_at_everything(everybody=is_slow)
                else:
                    await self._look_at_touched()
                self.is_ready.set()
                await asyncio.sleep(max(0.0, began + GATHER_SECONDS - time.monotonic()))
                await self._wait_for_news(figures_at if self.owes_figures or self.told.is_behind else slow_at)
        except UnavailableError:
            log.warning("the boards are let go: the database is away", organisation=self.feed.organisation)
        except Exception:
            log.exception("a watch failed", organisation=self.feed.organisation)
        for board in tuple(self.boards):
            board.drop()
        watches.pop(self.feed, None)
        self.feed.leave(self, EVERYTHING)

    def _take_touched(self) -> Touched:
        touched, self.touched = self.touched, Touched()
        return touched

    async def _wait_for_news(self, until: float) -> None:
        try:
            async with asyncio.timeout(max(0.0, until - time.monotonic())):
                await self.is_stirred.wait()
        except TimeoutError:
            return

    async def _look_at_everything(self, *, everybody: bool) -> None:
        """Read figures and rows; of the agents those who were touched, or everybody."""
        touched = self._take_touched()
        fresh = await read_board(self.machinery.pool, self.feed.organisation, None if everybody else touched)
        if not everybody:
            fresh.agents = self.told.agents | fresh.agents
        self.owes_figures = False
        self._tell(fresh)

    async def _look_at_touched(self) -> None:
        """Read who was touched; the figures follow."""
        self.owes_figures = True
        self._tell(await read_touched(self.machinery.pool, self.feed.organisation, self.told, self._take_touched()))

    def _tell(self, fresh: Reading) -> None:
        """Tell what differs from what was told."""
        news = News(*compare(self.told, fresh), fresh)
        self.told = fresh
        for board in tuple(self.boards):
            board.hear(news)


def compare(before: Reading, after: Reading) -> tuple[Reading, list[str]]:
    """The rows that are new or differ, and the names of those that are gone."""
    change = Reading(head=after.head, counted=after.counted, at=after.at)
    change.course = () if after.course == before.course else after.course
    gone: list[str] = []
    for section in SECTIONS:
        old, new = getattr(before, section), getattr(after, section)
        setattr(change, section, {key: row for key, row in new.items() if old.get(key) != row})
        gone += (f"{section}:{name(key)}" for key in old.keys() - new.keys())
    return change, sorted(gone)


def name(key: object) -> str:
    return ":".join(map(str, key)) if isinstance(key, tuple) else str(key)


watches: dict[Feed, Watch] = {}


def get_watch(machinery: Machinery, feed: Feed) -> Watch:
    """The one watch of an organisation in this process, made for its first board."""
    machinery.hub.hearers_of_orders.setdefault("boards", lambda organisation: hurry(machinery, organisation))
    if feed not in watches:
        watches[feed] = Watch(machinery, feed)
    return watches[feed]


def hurry(machinery: Machinery, organisation: int) -> None:
    """Have the boards of an organisation look at once, if there are any here."""
    feed = machinery.hub.feeds.get(organisation)
    if feed is not None and feed in watches:
        watches[feed].hurry()
