"""One open wall display."""

import time

import msgspec

from guichet.doors.hub import Feed
from guichet.doors.machinery import Machinery
from guichet.doors.streams import Beat, write_event
from guichet.records.orders.errors import WallLinkOverError
from guichet.screens.live.board.reading import NEVER
from guichet.screens.live.board.streams import WatchingStream
from guichet.screens.live.board.watch import News, Watch
from guichet.screens.live.wall import words
from guichet.screens.live.wall.passes import WallPass, find_pass
from guichet.screens.live.wall.reading import write_wall

FRESH_SECONDS = 3.0
"""How often at least a display is told that what it shows is fresh, though nothing changed."""
walls: set["WallStream"] = set()


class WallStream(WatchingStream):
    """The same figures twice in a row are told once."""

    def __init__(self, machinery: Machinery, feed: Feed, opened: WallPass, word: str) -> None:
        super().__init__(machinery, feed)
        self.opened = opened
        self.word = word
        self.shown: words.Wall | None = None
        self.told_at = 0.0

    async def begin(self) -> bytes:
        machinery = self.machinery
        machinery.hub.hearers_of_orders.setdefault("walls", look_again)
        walls.add(self)
        return await super().begin()

    def leave(self) -> None:
        walls.discard(self)
        super().leave()

    def write_whole(self, watch: Watch) -> bytes:
        return self._write(write_wall(watch.told, self.opened))

    def hear(self, news: News) -> None:
        wall = write_wall(news.told, self.opened)
        if without_age(wall) != without_age(self.shown) or time.monotonic() - self.told_at >= FRESH_SECONDS:
            self.take(self._write(wall))

    def _write(self, wall: words.Wall) -> bytes:
        self.shown, self.told_at = wall, time.monotonic()
        return write_event(words.WallShown(wall=wall))

    async def may_stay(self) -> bool:
        """:raises UnavailableError: the database is away."""
        try:
            self.opened = await find_pass(self.pool, self.word)
        except WallLinkOverError:
            return False
        return True


def without_age(wall: words.Wall | None) -> words.Wall | None:
    return None if wall is None else msgspec.structs.replace(wall, at=NEVER, cursor="")


def look_again(organisation: int) -> None:
    """A link was revoked: each display of the organisation looks at once whether its own still opens."""
    for wall in walls:
        if wall.feed.organisation == organisation:
            wall.take(Beat())
