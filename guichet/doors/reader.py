"""Reading on the hot doors' pool: several statements of one organisation on one snapshot and in one round trip."""

from collections.abc import Sequence
from typing import Any

from guichet.doors.exchange import BEGIN_ON_ONE_SNAPSHOT, exchange
from guichet.doors.refusals import UnavailableError
from guichet.doors.writer import AWAY, Pool

Rows = list[Sequence[Any]]


async def read_together(pool: Pool, organisation: int, *queries: tuple[str, dict[str, object]]) -> list[Rows]:
    """Return the rows of each query, all as they stood at one instant. `organisation_id` is filled in.

    :raises UnavailableError: the database is away.
    """
    try:
        async with pool.connection() as connection:
            async with exchange(connection, organisation, BEGIN_ON_ONE_SNAPSHOT):
                cursors = [
                    await connection.execute(statement, {"organisation_id": organisation, **parameters}, prepare=True)
                    for statement, parameters in queries
                ]
            return [await cursor.fetchall() for cursor in cursors]
    except AWAY as error:
        raise UnavailableError from error


async def read(pool: Pool, organisation: int, statement: str, **parameters: object) -> Rows:
    """Return the rows of one query of one organisation.

    :raises UnavailableError: the database is away.
    """
    return (await read_together(pool, organisation, (statement, parameters)))[0]
