"""What runs behind the journal, once a second in the process of the jobs: the figures, the alerts, and the end of temporary orders.

Several such processes may run: whoever comes second to an organisation leaves it to the first.
"""

import threading
import time
from datetime import UTC, datetime

import psycopg
import structlog
from django.db import connections, transaction

from guichet.decisions.routing.words import Instant
from guichet.engine.connections import Connection, connect
from guichet.engine.counting import catch_up, watch
from guichet.engine.process import list_organisations
from guichet.records.orders.actions import end_due
from guichet.records.separation import set_organisation

PERIOD = 1.0
WATCH_EVERY = 5
"""Rounds between two looks at the alerts."""
LOOK_EVERY = 30
"""Rounds between two looks at which organisations there are."""


log = structlog.get_logger(__name__)


class Follower:
    """Follows every organisation until told to stop."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.connections: dict[int, Connection] = {}
        self.rounds = 0

    def run(self) -> None:
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                self.follow()
            except psycopg.OperationalError as error:
                log.warning("the database does not answer", error=str(error).strip())
                self.close()
            self.rounds += 1
            self.stop.wait(max(0.0, PERIOD - (time.monotonic() - began)))
        self.close()

    def follow(self) -> None:
        """One round. What fails for one organisation is reported, and keeps no other from its turn."""
        if self.rounds % LOOK_EVERY == 0:
            for organisation_id in list_organisations() - self.connections.keys():
                self.connections[organisation_id] = connect("figures", organisation_id)
        for organisation_id, connection in self.connections.items():
            try:
                self._follow_one(connection, organisation_id)
            except psycopg.OperationalError:
                raise
            except Exception:
                log.exception("the figures do not follow", organisation_id=organisation_id)

    def _follow_one(self, connection: Connection, organisation_id: int) -> None:
        catch_up(connection, organisation_id)
        if self.rounds % WATCH_EVERY == 0:
            now = datetime.now(UTC)
            watch(connection, organisation_id, Instant(int(now.timestamp() * 1000)))
            end_orders(organisation_id, now)

    def close(self) -> None:
        for connection in self.connections.values():
            connection.close()
        self.connections.clear()
        connections.close_all()
        self.rounds = 0


def end_orders(organisation_id: int, now: datetime) -> None:
    """End what was ordered for a while, in a transaction of Django's."""
    with transaction.atomic():
        set_organisation(organisation_id)
        end_due(organisation_id, now)
