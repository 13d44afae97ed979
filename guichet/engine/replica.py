"""The router, rebuilt from the journal: from the last snapshot, then entry by entry, with the instants that were recorded.

A standby keeps its replica up to date while it waits for the lock, so that it serves a moment after it gets it.
"""

from collections.abc import Iterator

import structlog

from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.words import Instant
from guichet.engine.batches import Routing
from guichet.engine.connections import Connection
from guichet.engine.snapshots import RouterMaker, Snapshottable, load_snapshot, make_router
from guichet.records.journal.queries import read_entries
from guichet.records.journal.statements import LIST_ENTRIES
from guichet.records.journal.words import Entry, Seq

PAGE = 5000
log = structlog.get_logger(__name__)


def list_entries(connection: Connection, organisation_id: int, since: Seq) -> Iterator[Entry]:
    """Yield every entry after `since`, in order, a page at a time."""
    while True:
        names = {"organisation_id": organisation_id, "since": since, "limit": PAGE}
        entries = read_entries(connection.execute(LIST_ENTRIES, names, binary=True, prepare=True))
        yield from entries
        if len(entries) < PAGE:
            return
        since = entries[-1].seq


def repeat(router: Routing, entry: Entry) -> list[Decision]:
    """Let the router live an entry again."""
    if entry.step.input is None:
        return router.handle_timer(entry.at)
    return router.receive(entry.step.input, entry.at)


class Replica:
    """One organisation's router as it was after entry `seq`, at the instant `at`."""

    def __init__(self, organisation_id: int, maker: RouterMaker = make_router) -> None:
        self.organisation_id = organisation_id
        self._maker = maker
        self._is_built = False
        self.forget()

    def forget(self) -> None:
        """Begin again from the journal: what is in memory may have run ahead of what was written."""
        self.router: Snapshottable = self._maker(None)
        self.seq, self.at = Seq(0), Instant(0)
        self._is_built = False

    def catch_up(self, connection: Connection) -> None:
        """Live everything that was written since."""
        if not self._is_built:
            seq, state = load_snapshot(connection, self.organisation_id)
            self.router, self.seq, self._is_built = self._maker(state), seq, True
        for entry in list_entries(connection, self.organisation_id, self.seq):
            if tuple(repeat(self.router, entry)) != entry.step.decisions:
                log.error("replay differs from the journal", organisation_id=self.organisation_id, seq=entry.seq)
            self.seq, self.at = entry.seq, entry.at
