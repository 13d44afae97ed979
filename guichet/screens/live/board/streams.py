"""One open board. What changed reaches it from its organisation's watch, written already."""

from abc import abstractmethod

from guichet.doors.hub import Feed, Sign
from guichet.doors.machinery import Machinery
from guichet.doors.refusals import NotSignedOnError
from guichet.doors.seats import Seat
from guichet.doors.streams import Stream, write_cursor
from guichet.records.contacts.words import Told
from guichet.records.directory.words import STEERING
from guichet.records.journal.words import Entry
from guichet.screens.live.board.watch import News, Watch, get_watch


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

    def hear(self, news: News) -> None:
        self.take(news.write(self.language))

    def write_whole(self, watch: Watch) -> bytes:
        return watch.write_whole(self.language)

    async def may_stay(self) -> bool:
        try:
            return not STEERING.isdisjoint((await self.machinery.seats.find(self.session)).roles)
        except NotSignedOnError:
            return False
