"""One organisation's engine: it stands by until it gets the lock, leads until it loses it, and begins again."""

import threading

import psycopg
import structlog

from guichet.engine.chores import Chores
from guichet.engine.connections import Connection, connect
from guichet.engine.leader import Leader
from guichet.engine.leadership import claim, resign, try_lead
from guichet.engine.replica import Replica
from guichet.engine.snapshots import RouterMaker, make_router, store_snapshot
from guichet.records.faults import reach
from guichet.records.journal.errors import JournalBrokenError, LeadershipLostError

POLL = 0.1
"""Seconds between two tries of a standby to get the lock."""
PAUSE = 1.0
"""Seconds before beginning again after a failure that is our own."""

log = structlog.get_logger(__name__)


class Engine:
    """Serves one organisation for as long as `stop` is not set, whatever happens to the database meanwhile."""

    def __init__(self, organisation_id: int, stop: threading.Event, maker: RouterMaker = make_router) -> None:
        self.organisation_id = organisation_id
        self.stop = stop
        self.replica = Replica(organisation_id, maker)

    def run(self) -> None:
        """Stand by, lead, begin again. What is in memory counts for nothing once a commit failed or its outcome is unknown."""
        while not self.stop.is_set():
            try:
                with connect("engine", self.organisation_id) as connection:
                    if self._stand_by(connection):
                        self._lead(connection)
            except (LeadershipLostError, psycopg.OperationalError) as error:
                log.warning("the lead is lost", organisation_id=self.organisation_id, error=str(error).strip())
                self.stop.wait(POLL)
            except Exception:
                log.exception("the engine failed", organisation_id=self.organisation_id)
                self.stop.wait(PAUSE)
            self.replica.forget()

    def _stand_by(self, connection: Connection) -> bool:
        """Follow the journal until the lock is ours; false when told to stop."""
        while not self.stop.is_set():
            self.replica.catch_up(connection)
            if try_lead(connection, self.organisation_id):
                reach("engine:after-lock")
                return True
            self.stop.wait(POLL)
        return False

    def _lead(self, connection: Connection) -> None:
        epoch, head = claim(connection, self.organisation_id)
        self.replica.catch_up(connection)
        if self.replica.seq != head:
            raise JournalBrokenError(seq=self.replica.seq)
        log.info("leading", organisation_id=self.organisation_id, epoch=epoch, seq=head)
        leader = Leader(connection, self.replica, epoch, Chores(self.organisation_id))
        leader.serve(self.stop)
        if self.replica.seq > head:
            store_snapshot(connection, self.organisation_id, self.replica.seq, self.replica.router)
        resign(connection, self.organisation_id)
