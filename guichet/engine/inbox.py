"""Reading what waits. The order is the engine's own: a row that commits late is read late, and never skipped."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

import msgspec

from guichet.decisions.routing.inputs import Input
from guichet.decisions.routing.words import Instant
from guichet.engine.connections import Connection
from guichet.records.journal.words import input_decoder

READ = """
select id, input_id::text, kind, body, (date_part('epoch', posted_at) * 1000)::bigint from journal_inbox
where organisation_id = %s order by id limit %s
"""
NOW = "select (date_part('epoch', clock_timestamp()) * 1000)::bigint"


class Fact(msgspec.Struct, frozen=True, gc=False):
    """A row of the inbox, decoded."""

    inbox_id: int
    input_id: str
    posted_at: Instant
    input: Input


class Spoiled(msgspec.Struct, frozen=True, gc=False):
    """A row that cannot be taken, and why: it is set aside so that it blocks nobody."""

    inbox_id: int
    reason: str


def read_inbox(connection: Connection, organisation_id: int, limit: int) -> tuple[Instant, list[Sequence[Any]]]:
    """Return the database's time and the oldest waiting rows, in one exchange."""
    with connection.pipeline():
        clock = connection.execute(NOW, binary=True)
        waiting = connection.execute(READ, [organisation_id, limit], binary=True, prepare=True)
    row = clock.fetchone()
    if row is None:
        raise AssertionError("the clock always answers")
    return Instant(cast(int, row[0])), cast(list[Sequence[Any]], waiting.fetchall())


def decode(rows: Iterable[Sequence[Any]]) -> tuple[list[Fact], list[Spoiled]]:
    """Parse rows of the inbox; those that are no input of the router come back as spoiled."""
    facts, spoiled = [], []
    for inbox_id, input_id, _kind, body, posted_at in rows:
        try:
            facts.append(Fact(inbox_id, input_id, posted_at, input_decoder.decode(body)))
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            spoiled.append(Spoiled(inbox_id, f"unreadable: {error}"))
    return facts, spoiled
