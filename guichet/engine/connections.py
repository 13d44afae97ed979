"""The engine's own connections: direct ones, because a session lock and LISTEN belong to a session."""

import os
import socket

import psycopg
from psycopg import sql

from guichet.records.connections import get_conninfo
from guichet.records.separation import SETTING

Connection = psycopg.Connection[tuple[object, ...]]
PLANS = "set enable_hashjoin = off; set enable_mergejoin = off; set enable_seqscan = off"
"""The engine reaches every row by its key, in the order of what it was given. Other plans come from statistics that lag behind a table
that was empty a minute ago, and are a hundred times slower."""
PATIENCE = "10s"
"""A statement of the engine that takes longer meets a lock that somebody holds too long: give up, say so, begin again."""

SEND_BYTES = 400_000
"""What the system keeps of what PostgreSQL has not read yet, as far as it allows: a batch that does not fit stays here, and PostgreSQL
waits for the rest while the engine routes the next one."""


def connect(name: str, organisation_id: int | None = None) -> Connection:
    """Open a connection in autocommit, for one organisation during its whole session, under a name that `pg_stat_activity` shows.

    A peer that disappears without a word is noticed within seconds, on both sides.
    """
    connection = psycopg.connect(
        get_conninfo(),
        autocommit=True,
        application_name=f"guichet {name}",
        connect_timeout=5,
        keepalives_idle=3,
        keepalives_interval=1,
        keepalives_count=3,
        tcp_user_timeout=5000,
    )
    try:
        with socket.socket(fileno=os.dup(connection.fileno())) as channel:
            channel.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)
        connection.execute(PLANS)
        connection.execute(sql.SQL("set statement_timeout = {}").format(PATIENCE))
        if organisation_id is not None:
            connection.execute("select set_config(%s, %s, false)", [SETTING, str(organisation_id)])
    except BaseException:
        connection.close()
        raise
    return connection
