"""The router, rebuilt from the journal: from the last snapshot, then entry by entry, with the instants that were recorded.

A standby keeps its replica up to date while it waits for the lock, so that it serves a moment after it gets it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.snapshot import RouterState
from guichet.decisions.routing.words import Instant
from guichet.engine.batches import Routing
from guichet.engine.connections import Connection
from guichet.engine.snapshots import RouterMaker, Snapshottable, load_snapshot, make_router, store_snapshot
from guichet.records.journal.errors import JournalBrokenError
from guichet.records.journal.queries import read_entries
from guichet.records.journal.statements import LIST_ENTRIES
from guichet.records.journal.words import Entry, Seq

PAGE = 5000
WORTH_A_SNAPSHOT = 2000
"""Entries after the last snapshot from which a new one is made: fewer are lived again in a few hundredths of a second."""
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
        self.seq, self.at, self.built_from = Seq(0), Instant(0), Seq(0)
        self._is_built = False

    def catch_up(self, connection: Connection, *, is_strict: bool = False) -> None:
        """Live everything that was written since. A difference is reported; an engine that must serve goes on with what it has.

        :raises JournalBrokenError: a decision differs from the one that is written, when `is_strict`.
        """
        if not self._is_built:
            with without_collection():
                self._build(*load_snapshot(connection, self.organisation_id))
        for entry in list_entries(connection, self.organisation_id, self.seq):
            if tuple(repeat(self.router, entry)) != entry.step.decisions:
                if is_strict:
                    raise JournalBrokenError(seq=entry.seq)
                log.error("replay differs from the journal", organisation_id=self.organisation_id, seq=entry.seq)
            self.seq, self.at = entry.seq, entry.at

    def _build(self, seq: Seq, state: RouterState | None) -> None:
        self.router, self.seq, self.built_from, self._is_built = self._maker(state), seq, seq, True
        self.at = Instant(0) if state is None else state.now


@contextmanager
def without_collection() -> Iterator[None]:
    """Build something large and lasting: looking for garbage in it while it grows takes a third of the time, and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def make_snapshot(connection: Connection, organisation_id: int) -> bool:
    """Live the journal again from the last snapshot and keep the result, beside the engine, which never stands still for it.

    :returns: whether there was enough news for one.
    :raises JournalBrokenError: the journal gives other decisions than it holds; no snapshot is made.
    """
    replica = Replica(organisation_id)
    replica.catch_up(connection, is_strict=True)
    if replica.seq - replica.built_from < WORTH_A_SNAPSHOT:
        return False
    store_snapshot(connection, organisation_id, replica.seq, replica.router)
    return True
