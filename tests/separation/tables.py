"""What the database itself says of its tables, and a row of any table for any organisation."""

# ruff: noqa: S608 - names of tables come from the database itself

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import connection

EXCEPTIONS = {
    "auth_group": "Django's, unused: roles stand on the account",
    "auth_group_permissions": "Django's, unused",
    "auth_permission": "Django's, unused",
    "directory_organisation": "public of itself (name, language); a door must find it first; changed by its own only",
    "directory_session": "found by its key before the organisation is known; afterwards only the organisation's own",
    "django_content_type": "Django's, of models",
    "django_migrations": "Django's, of the schema",
    "sign_on_failure": "counted before anybody is known, under a keyed digest",
}
"""Tables that are not closed like the others, and why. `procrastinate_*` hold jobs of the house: ids and codes only."""

NOW = datetime.now(UTC)
"""The journal's months are made from the present one on: a row of last month has no place in a template of this one."""
VALUES = {
    "integer": 1,
    "smallint": 1,
    "double precision": 1.0,
    "boolean": True,
    "jsonb": "{}",
    "date": NOW.date().isoformat(),
    "timestamp with time zone": NOW.isoformat(),
    "ARRAY": "{}",
    "tsvector": "",
    "USER-DEFINED": "[1]",
}
"""A value of each type: of an instant this one, for which partitions stand (vectors are the only ones of an extension). `fill` makes text
and identifiers itself."""


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    is_closed: bool
    owner: str


def list_tables() -> list[Table]:
    """Every table of the product, partitions included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity, pg_get_userbyid(relowner) from pg_class"
            " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname !~ '^procrastinate_' order by relname"
        )
        return [Table(*row) for row in cursor.fetchall()]


def list_separated() -> list[str]:
    """The tables to which rows are written, without partitions and exceptions."""
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relispartition")
        partitions = {row[0] for row in cursor.fetchall()}
    return [table.name for table in list_tables() if table.name not in EXCEPTIONS and table.name not in partitions]


def fill(table: str, organisation_id: int, number: int) -> None:
    """Write a row as the owner, with foreign keys unchecked: any row does, as long as it is the organisation's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name, data_type from information_schema.columns where table_schema = 'public' and table_name = %s"
            " and is_generated = 'NEVER'",
            [table],
        )
        values: dict[str, Any] = {}
        for column, kind in cursor.fetchall():
            values[column] = str(uuid4()) if kind == "uuid" else VALUES.get(kind)
            if kind in ("text", "character varying", "bytea"):
                values[column] = str(number) if kind != "bytea" else str(number).encode()
            elif kind == "bigint":
                values[column] = number
        values |= {"organisation_id": organisation_id} | ({"to_minute": 2} if "to_minute" in values else {})
        columns = ", ".join(f'"{column}"' for column in values)
        places = ", ".join(["%s"] * len(values))
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(f"insert into {table} ({columns}) overriding system value values ({places})", list(values.values()))
        cursor.execute("set local session_replication_role = origin")
