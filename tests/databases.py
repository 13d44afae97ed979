"""Databases for tests: a template migrated once per state of the migrations, one copy per run and worker, and the sweeping of what
dead runs left behind."""

import hashlib
import os
import platform
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

PREFIX = "guichet_test_"
TEMPLATE = "guichet_template_"
ONE_AT_A_TIME = 7_301_947_118
"""The advisory lock under which templates are made and leftovers dropped."""


def make_test_database(worker: str) -> str:
    """Copy the template under a name of this process's own and point Django at it; returns the name."""
    settings = connection.settings_dict
    settings["OPTIONS"].pop("pool", None)
    name = f"{PREFIX}{platform.node()[:20]}_{os.getpid()}_{worker}".lower().replace("-", "_")
    role = settings["OPTIONS"].pop("options", "")
    with _maintenance() as server:
        server.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        _drop_leftovers(server)
        template = _ensure_template(server)
        server.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(sql.Identifier(name), sql.Identifier(template))
        )
    _point_at(name)
    settings["OPTIONS"]["options"] = role
    return name


def remove_test_database(name: str) -> None:
    """Drop the copy, whoever is still connected to it."""
    connections.close_all()
    with _maintenance() as server:
        _drop(server, name)


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


def _maintenance() -> psycopg.Connection[tuple[object, ...]]:
    """A connection of the owner to the server's own database."""
    parameters = {key: value for key, value in connection.get_connection_params().items() if isinstance(value, str)}
    return psycopg.connect("", **{**parameters, "dbname": "postgres", "options": ""}, autocommit=True)


def _ensure_template(server: psycopg.Connection[tuple[object, ...]]) -> str:
    name = TEMPLATE + _state_of_migrations()
    known = [str(row[0]) for row in server.execute("select datname from pg_database where datname like %s", [f"{TEMPLATE}%"])]
    if name not in known:
        for old in known:
            _drop(server, old)
        unfinished = f"{PREFIX}template"
        _drop(server, unfinished)
        server.execute(sql.SQL("create database {} encoding 'UTF8' template template0").format(sql.Identifier(unfinished)))
        _point_at(unfinished)
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
        server.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name


def _state_of_migrations() -> str:
    """A digest of everything that shapes the tables: our migrations, and the versions of those of others."""
    digest = hashlib.sha256()
    for package in ("django", "procrastinate"):
        digest.update(f"{package} {version(package)}\n".encode())
    root = Path(__file__).parents[1] / "guichet"
    ours = [file for config in apps.get_app_configs() for file in Path(config.path).glob("migrations/*.py")]
    for file in sorted({*ours, root / "records" / "separation.py"}):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def _drop_leftovers(server: psycopg.Connection[tuple[object, ...]]) -> None:
    """Drop the databases of runs on this machine whose process is gone."""
    mine = f"{PREFIX}{platform.node()[:20]}_".lower().replace("-", "_")
    for row in server.execute("select datname from pg_database where datname like %s", [f"{PREFIX}%"]).fetchall():
        name = str(row[0])
        pid = name.removeprefix(mine).partition("_")[0]
        if name.startswith(mine) and pid.isdigit() and not Path(f"/proc/{pid}").exists():
            _drop(server, name)


def _drop(server: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _point_at(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name
