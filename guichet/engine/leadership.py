"""Who writes an organisation's journal: whoever holds its session lock, and as long as the epoch is his.

The lock goes with the connection that commits: when a leader dies, its connection and its lock die together, and a standby that polls
gets it. Polling happens in autocommit: a session that blocks in `pg_advisory_lock` would hold back vacuum for as long as it waits. The
epoch is the second guard: each takeover counts it up, each commit names its own, so a leader that comes back late writes nothing.
"""

from guichet.engine.connections import Connection
from guichet.records.journal.words import Seq

NAMESPACE = 1_197_827_138
"""First half of the lock's key, so that other advisory locks in the same database do not meet ours."""
FENCED = "GU001"
"""The SQLSTATE that `journal_advance` raises when the epoch or the last number is not the one the writer believes in."""

CLAIM = """
insert into journal_leader as l (organisation_id, epoch, seq) values (%s, 1, 0)
on conflict (organisation_id) do update set epoch = l.epoch + 1, since = now() returning epoch, seq
"""


def try_lead(connection: Connection, organisation_id: int) -> bool:
    """Take the organisation's lock if it is free, without waiting."""
    row = connection.execute("select pg_try_advisory_lock(%s, %s)", [NAMESPACE, organisation_id]).fetchone()
    return row == (True,)


def claim(connection: Connection, organisation_id: int) -> tuple[int, Seq]:
    """Begin a new epoch, and return it with the number of the last entry. Whoever led before can commit no more."""
    row = connection.execute(CLAIM, [organisation_id]).fetchone()
    if row is None:
        raise AssertionError("an upsert returns its row")
    epoch, seq = row
    return int(str(epoch)), Seq(int(str(seq)))


def resign(connection: Connection, organisation_id: int) -> None:
    """Let a standby take over at once, instead of when the connection closes."""
    connection.execute("select pg_advisory_unlock(%s, %s)", [NAMESPACE, organisation_id])
