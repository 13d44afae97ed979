"""One open board. What changed reaches it from its organisation's watch, written already."""

from abc import abstractmethod

from guichet.doors.hub import Feed, Sign
from guichet.doors.machinery import Machinery
from guichet.doors.refusals import NotSignedOnError
from guichet.doors.seats import Seat
from guichet.doors.streams import Stream, write_cursor, write_event
from guichet.records.contacts.words import Told
from guichet.records.directory.words import STEERING
from guichet.records.journal.words import Entry
from guichet.screens.live.board import words
from guichet.screens.live.board.ongoing import list_attending
from guichet.screens.live.board.watch import News, Watch, get_watch, hurry

seated: "set[SeatedBoard]" = set()
"""The boards of those who are signed in, in this process."""


class WatchingStream(Stream):
    """Follows the watch of its organisation, and nothing of the journal or of what is said by itself."""

    def __init__(self, machinery: Machinery, feed: Feed) -> None:
        super().__init__(machinery.pool, feed)
        self.machinery = machinery
        self.watch: Watch | None = None

    @abstractmethod
    def hear(self, news: News) -> None:
        """Something changed."""

    @abstractmethod
    def write_whole(self, watch: Watch) -> bytes:
        """Everything, as an event."""

    async def begin(self) -> bytes:
        """Everything as its watch knows it; then only what changes.

        :raises UnavailableError: the database is away.
        """
        self.watch = get_watch(self.machinery, self.feed)
        await self.watch.join(self)
        return self.write_whole(self.watch) + self.write_cursor()

    def leave(self) -> None:
        if self.watch:
            self.watch.leave(self)

    async def tell_entry(self, entry: Entry) -> bytes:  # noqa: ARG002 - its watch takes the entries
        return b""

    def tell_message(self, told: Told) -> bytes:  # noqa: ARG002 - nothing is shown of what is said
        return b""

    def tell_sign(self, sign: Sign) -> bytes:  # noqa: ARG002 - nor who types
        return b""

    def write_cursor(self) -> bytes:
        return write_cursor(str(self.feed.seq))


class SeatedBoard(WatchingStream):
    """The board of somebody who is signed in."""

    def __init__(self, machinery: Machinery, feed: Feed, seat: Seat) -> None:
        super().__init__(machinery, feed)
        self.language = seat.language
        self.session = seat.session
        self.account = seat.account

    async def begin(self) -> bytes:
        """:raises UnavailableError: the database is away."""
        seated.add(self)
        hear_of_calls(self.machinery)
        return await super().begin() + await self.tell_attending()

    def leave(self) -> None:
        seated.discard(self)
        super().leave()

    async def tell_attending(self) -> bytes:
        """By which legs he listens, as it stands now."""
        own = await list_attending(self.machinery.pool, self.feed.organisation, self.account)
        return write_event(words.AttendingSet(attending=own))

    def hear(self, news: News) -> None:
        self.take(news.write(self.language))

    def write_whole(self, watch: Watch) -> bytes:
        return watch.write_whole(self.language)

    async def may_stay(self) -> bool:
        try:
            return not STEERING.isdisjoint((await self.machinery.seats.find(self.session)).roles)
        except NotSignedOnError:
            return False


def hear_of_calls(machinery: Machinery) -> None:
    """From now on boards of this process are told when a call or a campaign changes."""
    hub = machinery.hub
    hub.hearers_of_calls.setdefault("boards", lambda organisation, _, account: tell_boards(machinery, organisation, account))
    hub.hearers_of_campaigns.setdefault("boards", lambda organisation: hurry(machinery, organisation))


def tell_boards(machinery: Machinery, organisation: int, account: int | None) -> None:
    """A call changed: every board looks, and whoever listens by it learns of his own leg."""
    hurry(machinery, organisation)
    for board in tuple(seated):
        if account is not None and (board.feed.organisation, board.account) == (organisation, account):
            board.take(board.tell_attending)
