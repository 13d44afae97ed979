"""Databases for tests: a template migrated once per state of the migrations, one copy per run and worker, and the sweeping of what
dead runs left behind."""

import os
import platform
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from guichet.wiring.postgres import ensure_database, replace_database, start_embedded
from guichet.wiring.settings import database
from guichet.wiring.tables import get_state

Owner = psycopg.Connection[tuple[object, ...]]

PREFIX = "guichet_test_"
TEMPLATE = "guichet_template_"
KEPT_TEMPLATES = 6
"""Of the latest states of the migrations: branches with others are tested side by side."""
ONE_AT_A_TIME = 7_301_947_118
"""The advisory lock under which templates are made and leftovers dropped."""


def make_test_database(worker: str) -> str:
    """Copy the template under a name of this process's own and point Django at it, under the product's role.

    Returns the owner's address of the copy.
    """
    server = os.environ.get("DATABASE_URL") or _start_server()
    name = f"{PREFIX}{_this_machine()}_{os.getpid()}_{worker}"
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        _drop_leftovers(owner)
        template = _ensure_template(owner, server)
        owner.execute(sql.SQL("create database {} template {} strategy file_copy").format(sql.Identifier(name), sql.Identifier(template)))
    address = replace_database(server, name)
    point_at(address, owner=False)
    return address


def remove_test_database(address: str) -> None:
    """Drop the copy, whoever is still connected to it."""
    connections.close_all()
    with psycopg.connect(replace_database(address, "postgres"), autocommit=True) as owner:
        _drop(owner, urlsplit(address).path.lstrip("/"))


def truncate_all() -> None:
    """Empty every table that has rows, as the owner; what migrations made of structure stays."""
    with connection.cursor() as cursor:
        cursor.execute("set role none")
        cursor.execute(
            "select format('select %L where exists (select from %s)', oid::regclass, oid::regclass) from pg_class"
            " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition"
            " and relname not in ('django_migrations', 'django_content_type', 'auth_permission')"
        )
        cursor.execute(" union all ".join(row[0] for row in cursor.fetchall()))
        filled = ", ".join(row[0] for row in cursor.fetchall())
        if filled:
            cursor.execute(f"truncate {filled} restart identity cascade")
    connection.close()


def _start_server() -> str:
    folder = Path(tempfile.gettempdir()) / f"guichet-tests-{os.getuid()}" / "postgres"
    # Nothing here outlives the machine: fsync protects from a power cut, not from a killed process.
    return start_embedded(folder, options={"fsync": "off", "max_connections": "300"})


def _ensure_template(owner: Owner, server: str) -> str:
    name = f"{TEMPLATE}{get_state()}_{datetime.now(UTC):%y%m}"  # the journal's months are made from the present one on
    query = "select datname from pg_database where datname like %s order by oid"
    known = [str(row[0]) for row in owner.execute(query, [f"{TEMPLATE}%"])]
    if name not in known:
        for old in known[:-KEPT_TEMPLATES]:
            _drop(owner, old)
        unfinished = f"{PREFIX}template"
        _drop(owner, unfinished)
        point_at(ensure_database(server, unfinished), owner=True)
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
        owner.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name


def _drop_leftovers(owner: Owner) -> None:
    """Drop the databases of runs on this machine whose process is gone."""
    mine = f"{PREFIX}{_this_machine()}_"
    for row in owner.execute("select datname from pg_database where datname like %s", [f"{PREFIX}%"]).fetchall():
        name = str(row[0])
        pid = name.removeprefix(mine).partition("_")[0]
        if name.startswith(mine) and pid.isdigit() and not Path(f"/proc/{pid}").exists():
            _drop(owner, name)


def _drop(owner: Owner, name: str) -> None:
    owner.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def point_at(address: str, *, owner: bool) -> None:
    """Make Django's connection this one, whatever the environment said when the settings were read."""
    connections.close_all()
    described = connections.configure_settings({"default": database(address, owner=owner)})["default"]
    connection.settings_dict.update(described)


def _this_machine() -> str:
    return re.sub(r"[^a-z0-9]", "_", platform.node().lower())[:20]
