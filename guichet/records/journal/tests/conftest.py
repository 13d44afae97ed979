"""Connections of their own for tests in which several parties meet."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest

from guichet.records.connections import get_conninfo
from guichet.records.separation import SETTING

Connection = psycopg.Connection[tuple[object, ...]]
Connect = Callable[[int], Connection]


@pytest.fixture
def connect(transactional_db: None) -> Iterator[Connect]:  # noqa: ARG001 - tests see what others committed
    """`connect(organisation_id)` opens one more connection of the product, in autocommit."""
    with ExitStack() as stack:

        def make(organisation_id: int) -> Connection:
            connection = stack.enter_context(psycopg.connect(get_conninfo(), autocommit=True))
            connection.execute("select set_config(%s, %s, false)", [SETTING, str(organisation_id)])
            return connection

        yield make
