"""Snapshots of the router, so that a rebuild is short. They are made beside the engine, by living the journal again from the snapshot
before: the leader never stands still for one, and each one proves on its way that the journal gives the same decisions.
"""

from collections.abc import Callable
from typing import Protocol, cast

import msgspec

from guichet.decisions.routing.router import Router
from guichet.decisions.routing.snapshot import RouterState
from guichet.engine.batches import Routing
from guichet.engine.connections import Connection
from guichet.records.journal.words import Seq

LOAD = "select seq, state from journal_snapshot where organisation_id = %s order by seq desc limit 1"
STORE = "insert into journal_snapshot (organisation_id, seq, state) values (%s, %s, %s) on conflict do nothing"
PRUNE = """
delete from journal_snapshot where organisation_id = %s and seq < (
  select min(seq) from (select seq from journal_snapshot where organisation_id = %s order by seq desc limit %s) as kept)
"""
KEPT = 3
state_encoder = msgspec.msgpack.Encoder()
state_decoder = msgspec.msgpack.Decoder(RouterState)


class Snapshottable(Routing, Protocol):
    def snapshot(self) -> RouterState: ...


RouterMaker = Callable[[RouterState | None], Snapshottable]
"""Makes a router from a snapshot, or a new one."""


def make_router(state: RouterState | None) -> Snapshottable:
    """Return the product's router as it was, or a new one."""
    return Router() if state is None else Router.restore(state)


def load_snapshot(connection: Connection, organisation_id: int) -> tuple[Seq, RouterState | None]:
    """Return the last snapshot with the number of its entry; 0 and nothing before the first."""
    row = connection.execute(LOAD, [organisation_id], binary=True).fetchone()
    if row is None:
        return Seq(0), None
    seq, state = cast(tuple[Seq, bytes], row)
    return seq, state_decoder.decode(state)


def store_snapshot(connection: Connection, organisation_id: int, seq: Seq, router: Snapshottable) -> None:
    """Keep the router as it is after entry `seq`, and the few snapshots before."""
    connection.execute(STORE, [organisation_id, seq, state_encoder.encode(router.snapshot())])
    connection.execute(PRUNE, [organisation_id, organisation_id, KEPT])
