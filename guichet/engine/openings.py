"""Opening hours as facts: what the calendars say about each queue now, against what the router was last told.

A queue that a supervisor closed stays closed until a supervisor opens it: only hours open what hours closed.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection as django_connection
from django.db import transaction

from guichet.decisions.routing.inputs import Input, QueueClosed, QueueOpened
from guichet.decisions.routing.words import Instant, QueueId
from guichet.engine.connections import Connection
from guichet.records.directory.calendars import Calendar
from guichet.records.directory.queries import is_open, list_queue_calendars
from guichet.records.separation import set_organisation

TOLD = "select queue_id, is_open, reason from contacts_queue_state where organisation_id = %s"
BY_HOURS = frozenset({"closed-hours", "never-opened"})
"""Why a queue may be closed without a supervisor having closed it."""


def list_due_openings(connection: Connection, organisation_id: int, at: Instant) -> Iterable[tuple[str, Input]]:
    """Queues whose state is not what their calendar says. What the router refused (a queue it does not know yet) is told again."""
    told = {QueueId(int(str(row[0]))): (row[1], row[2]) for row in connection.execute(TOLD, [organisation_id]).fetchall()}
    now = datetime.fromtimestamp(at / 1000, UTC)
    for queue, calendar in load_calendars(organisation_id).items():
        was_open, reason = told.get(queue, (None, "never-opened"))
        should_be_open = is_open(calendar, now)
        if should_be_open == was_open or (should_be_open and reason not in BY_HOURS):
            continue
        fact = QueueOpened(queue=queue) if should_be_open else QueueClosed(queue=queue, reason="closed-hours")
        yield f"{type(fact).__name__} {queue} {now:%Y-%m-%dT%H:%M:%S}", fact


def load_calendars(organisation_id: int) -> dict[QueueId, Calendar]:
    """Read them on a connection of Django's that is closed afterwards: they are looked at rarely."""
    try:
        with transaction.atomic():
            set_organisation(organisation_id)
            return list_queue_calendars(organisation_id)
    finally:
        django_connection.close()
