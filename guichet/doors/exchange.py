"""A transaction in one exchange with the server: all of it is sent at once, and all answers come back together.

psycopg's pipeline does not wait between statements, but hands each to the kernel as it comes: a transaction of six would be six calls
here and six awakenings there, which cost more than the work.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from psycopg import AsyncConnection, AsyncPipeline
from psycopg.abc import PQGen

from guichet.records.separation import SETTING

Connection = AsyncConnection[Any]

BEGIN = "begin"
BEGIN_ON_ONE_SNAPSHOT = "begin isolation level repeatable read, read only"


class Exchange(AsyncPipeline):
    """A pipeline that sends nothing before its end."""

    is_ending = False

    def add(self, command: str) -> None:
        """A command of our own that returns no rows: it needs no cursor and is not worth preparing."""
        self.command_queue.append(partial(self.pgconn.send_query_params, command.encode(), None))
        self.result_queue.append(None)

    def _communicate_gen(self) -> PQGen[None]:
        """psycopg calls it after each statement, and once more at the end."""
        if self.is_ending:
            yield from super()._communicate_gen()

    def _exit_gen(self) -> PQGen[None]:
        self.is_ending = True
        yield from super()._exit_gen()


@asynccontextmanager
async def exchange(connection: Connection, organisation: int, begin: str = BEGIN) -> AsyncIterator[None]:
    """A transaction that works for one organisation. What is executed in the block is sent, and its rows are there, after the block.

    When anything fails the transaction stays open: whoever gives a connection back to the pool rolls it back.
    """
    connection._pipeline = pipeline = Exchange(connection)
    try:
        async with pipeline:
            pipeline.add(begin)
            pipeline.add(f"set local {SETTING} = '{organisation:d}'")
            yield
            pipeline.add("commit")
    finally:
        connection._pipeline = None
