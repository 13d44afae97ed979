"""Serving one organisation: inbox to router to journal, and the timers, for as long as the lock is held.

A batch that fails is never half written. Then the router is rebuilt from the journal, because its memory ran ahead, and the facts are
taken one at a time: the one on which the product fails is set aside with its reason and reported, the others go through.
"""

import threading
from collections.abc import Sequence
from typing import Any

import psycopg
import structlog

from guichet.decisions.routing.words import Instant
from guichet.engine.batches import Batch, TimerFailedError, route
from guichet.engine.chores import Chores
from guichet.engine.connections import Connection
from guichet.engine.inbox import Spoiled, decode, read_inbox
from guichet.engine.replica import Replica
from guichet.engine.writer import Writer
from guichet.records.faults import reach
from guichet.records.journal.errors import LeadershipLostError
from guichet.records.journal.words import INBOX_CHANNEL

BATCH = 1024
"""Entries per commit, at most, when more wait. More would make the first wait for the last, and overflow the socket (`SEND_BYTES`)."""
READ_AHEAD = 16 * BATCH
"""Rows read at once; they are routed while PostgreSQL writes the batch before."""
LONGEST_WAIT = 0.2
"""Seconds without news after which the inbox is read all the same: a notification can be lost with a connection, a row cannot."""
TIMERS_REST_MS = 5_000
"""How long timers are left alone after one on which the router failed."""

log = structlog.get_logger(__name__)


class Leader:
    """The writer of one organisation's journal, during one epoch."""

    def __init__(self, connection: Connection, replica: Replica, epoch: int, chores: Chores) -> None:
        self.connection = connection
        self.replica = replica
        self.organisation_id = replica.organisation_id
        self.writer = Writer(connection, replica.organisation_id, epoch)
        self.chores = chores
        self.timers_from = Instant(0)

    def serve(self, stop: threading.Event) -> None:
        """Take what comes until told to stop.

        :raises LeadershipLostError: somebody else leads.
        :raises psycopg.OperationalError: the connection, and with it the lock, is lost.
        """
        self.connection.execute(f"listen {INBOX_CHANNEL}")
        while not stop.is_set():
            self.chores.run(self.connection, self.replica.at)
            if not self.drain():
                self._wait_for_news()

    def drain(self) -> bool:
        """Take what waits now, and the timers that are due; false when there was nothing."""
        now, rows = read_inbox(self.connection, self.organisation_id, READ_AHEAD)
        at = self.replica.at = max(now, self.replica.at)
        reach("engine:after-read")
        try:
            return self._take(rows, at)
        except (LeadershipLostError, psycopg.OperationalError):
            raise
        except TimerFailedError:
            log.exception("a timer failed: timers rest", organisation_id=self.organisation_id)
            self.timers_from = Instant(at + TIMERS_REST_MS)
            self._rebuild()
        except Exception:
            log.exception("a batch failed: its facts are taken one at a time", organisation_id=self.organisation_id)
            self._rebuild()
            self._take_singly(at)
        return True

    def _take(self, rows: Sequence[Sequence[Any]], at: Instant) -> bool:
        """Take all rows, a batch at a time, and fire what is due; routing a batch while the one before is written."""
        is_drained = len(rows) < READ_AHEAD
        for start in range(0, max(len(rows), 1), BATCH):
            facts, spoiled = decode(rows[start : start + BATCH])
            is_last = is_drained and start + BATCH >= len(rows)
            until = at if is_last or not facts else min(facts[-1].posted_at, at)
            batch = Batch(self.replica.seq, at, spoiled=spoiled)
            route(self.replica.router, facts, batch, until if at >= self.timers_from else Instant(0))
            if batch.steps or spoiled:
                self._send(batch)
        self.writer.wait()
        return bool(rows)

    def _take_singly(self, at: Instant) -> None:
        """Take the oldest rows one by one, each in its own commit, and set aside those that fail. Timers wait meanwhile."""
        _, rows = read_inbox(self.connection, self.organisation_id, BATCH)
        for row in rows:
            facts, spoiled = decode([row])
            try:
                batch = Batch(self.replica.seq, at, spoiled=spoiled)
                route(self.replica.router, facts, batch, Instant(0))
                self._send(batch)
                self.writer.wait()
            except (LeadershipLostError, psycopg.OperationalError):
                raise
            except Exception as error:
                log.exception("a fact failed: it is set aside", organisation_id=self.organisation_id, inbox_id=row[0], kind=row[2])
                self._rebuild()
                self.writer.write(Batch(self.replica.seq, at, spoiled=[Spoiled(row[0], f"failed: {type(error).__name__}")]))

    def _send(self, batch: Batch) -> None:
        self.replica.seq = batch.last
        self.writer.send(batch)
        reach("engine:sent")

    def _rebuild(self) -> None:
        self.replica.forget()
        self.replica.catch_up(self.connection)

    def _wait_for_news(self) -> None:
        """Return when a fact of this organisation is posted, when the next timer is due, or after a while."""
        due = self.replica.router.next_timer()
        seconds = LONGEST_WAIT
        if due is not None:
            seconds = min(seconds, max(due - self.replica.at, self.timers_from - self.replica.at, 0) / 1000)
        own = str(self.organisation_id)
        for news in self.connection.notifies(timeout=seconds):
            if news.payload == own:
                return
