"""Writing a batch: entries, projections, jobs, the inbox rows' end and the news of it, in one commit and one exchange.

A batch is sent first and waited for later: while PostgreSQL works on it the engine may already route the next one. Nothing is told to
anyone before the commit: the NOTIFY is part of it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

import psycopg

from guichet.engine.batches import Batch
from guichet.engine.connections import Connection
from guichet.engine.effects import DEFER
from guichet.engine.leadership import FENCED
from guichet.records.contacts.projections import list_statements
from guichet.records.faults import reach
from guichet.records.journal.errors import LeadershipLostError
from guichet.records.journal.words import JOURNAL_CHANNEL, TIMER_FIRED, encoder

ADVANCE = "select journal_advance(%(organisation_id)s, %(epoch)s, %(before)s, %(last)s)"
WRITE = """
insert into journal_entry (organisation_id, seq, at_ms, input_id, kind, body)
select %(organisation_id)s, %(before)s + n, %(at)s, input_id::uuid, kind, body
from unnest(string_to_array(%(input_ids)s, ',', ''), string_to_array(%(kinds)s, ','), string_to_array(%(bodies)s, chr(10)))
  with ordinality as entry(input_id, kind, body, n)
"""
"""Each column comes as one text: psycopg writes the elements of an array one by one. JSON escapes every line feed within."""
SET_ASIDE = """
insert into journal_aside (organisation_id, inbox_id, input_id, kind, body, posted_at, reason)
select i.organisation_id, i.id, i.input_id, i.kind, i.body, i.posted_at, s.reason
from json_to_recordset(%(rows)s::json) as s(inbox_id bigint, reason text)
join journal_inbox as i on i.organisation_id = %(organisation_id)s and i.id = s.inbox_id
"""
TAKE = "delete from journal_inbox where organisation_id = %(organisation_id)s and id = any(%(inbox_ids)b::bigint[])"
TELL = f"select pg_notify('{JOURNAL_CHANNEL}', %(organisation_id)s::bigint || ':' || %(last)s::bigint)"


class Writer:
    """The one writer of an organisation's journal, during one epoch, on the connection that holds the lock."""

    def __init__(self, connection: Connection, organisation_id: int, epoch: int) -> None:
        self.connection = connection
        self.organisation_id = organisation_id
        self.epoch = epoch
        self._sent: psycopg.Pipeline | None = None
        self._exits = ExitStack()

    def write(self, batch: Batch) -> None:
        """Send a batch and wait until it is durable.

        :raises LeadershipLostError: somebody else leads; nothing was written.
        """
        self.send(batch)
        self.wait()

    def send(self, batch: Batch) -> None:
        """Hand a batch to PostgreSQL, once the one sent before is durable."""
        self.wait()
        reach("engine:before-commit")
        with self._failing_whole():
            self._sent = self._exits.enter_context(self.connection.pipeline())
            self._send_statements(batch)

    def wait(self) -> None:
        """Return once what was sent is durable; at once when nothing is under way."""
        if self._sent is None:
            return
        with self._failing_whole():
            self._exits.close()
        self._sent = None
        reach("engine:after-commit")

    def _send_statements(self, batch: Batch) -> None:
        execute = partial(self.connection.execute, prepare=True)
        names = {"organisation_id": self.organisation_id, "epoch": self.epoch, "before": batch.before, "last": batch.last}
        execute("begin")
        execute(ADVANCE, names)
        if batch.steps:
            execute(WRITE, names | _list_columns(batch) | {"at": batch.at})
        for statement, rows in list_statements(batch.changes):
            execute(statement, names | {"rows": rows})
        if batch.effects:
            execute(DEFER, names | {"effects": encoder.encode(batch.effects).decode()})
        if batch.spoiled:
            execute(SET_ASIDE, names | {"rows": encoder.encode(batch.spoiled).decode()})
        if batch.taken or batch.spoiled:
            execute(TAKE, names | {"inbox_ids": [*batch.taken, *(row.inbox_id for row in batch.spoiled)]})
        execute(TELL, names)
        execute("commit")

    @contextmanager
    def _failing_whole(self) -> Iterator[None]:
        """Whatever fails, nothing of the batch stays, and the connection can be used again if it still lives."""
        try:
            yield
        except psycopg.Error as error:
            self._sent = None
            with suppress(psycopg.Error):
                self._exits.close()
            with suppress(psycopg.Error):
                self.connection.rollback()
            if error.sqlstate == FENCED:
                raise LeadershipLostError from error
            raise


def _list_columns(batch: Batch) -> dict[str, str]:
    return {
        "input_ids": ",".join(batch.input_ids),
        "kinds": ",".join([TIMER_FIRED if step.input is None else type(step.input).__name__ for step in batch.steps]),
        "bodies": encoder.encode_lines(batch.steps).decode().rstrip(),
    }
