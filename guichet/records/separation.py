"""How organisations are kept apart in the database: every table carries its organisation, row-level security filters it, and
foreign keys contain it, so that a row can never point into another organisation.

The product connects under `ROLE`, which owns no table. A transaction first says for whom it works, with `set_organisation`; until
then every separated table looks empty and refuses writes. Migrations run as the owner.
"""

from typing import Any

from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROLE = "guichet_app"
SETTING = "guichet.organisation"
CURRENT = f"nullif(current_setting('{SETTING}', true), '')::bigint"
"""In SQL: the organisation of the transaction, or null."""
SET_ORGANISATION = f"select set_config('{SETTING}', %s, true)"
"""For hand-written statements: the first of a transaction, with the organisation's id as text."""


def set_organisation(organisation_id: int) -> None:
    """Say for which organisation the current transaction works; forgotten at its end (safe under transaction pooling)."""
    with connection.cursor() as cursor:
        cursor.execute(SET_ORGANISATION, [str(organisation_id)])


def separate(table: str, rights: str = "select, insert, update, delete") -> migrations.RunSQL:
    """The migration operation that closes a table: rights for the product's role, and rows of the named organisation only."""
    return migrations.RunSQL(
        sql=f"""
        grant {rights} on {table} to {ROLE};
        alter table {table} enable row level security;
        create policy separation on {table} to {ROLE}
          using (organisation_id = {CURRENT}) with check (organisation_id = {CURRENT});
        """,
        reverse_sql=f"drop policy separation on {table}; alter table {table} disable row level security;",
    )


def contain(table: str, column: str, target: str) -> migrations.RunSQL:
    """The migration operation that adds a composite foreign key (organisation_id, column) -> target (organisation_id, id).

    `target` needs a unique constraint on (organisation_id, id); see `anchor`.
    """
    name = f"{table}_{column}_same_organisation"
    return migrations.RunSQL(
        sql=f"""alter table {table} add constraint {name} foreign key (organisation_id, {column})
                references {target} (organisation_id, id) deferrable initially deferred;""",
        reverse_sql=f"alter table {table} drop constraint {name};",
    )


def anchor(table: str) -> migrations.RunSQL:
    """The migration operation that lets other tables point at (organisation_id, id) of this one."""
    return migrations.RunSQL(
        sql=f"alter table {table} add constraint {table}_anchor unique (organisation_id, id);",
        reverse_sql=f"alter table {table} drop constraint {table}_anchor;",
    )


def create_role(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - Django's signature
    """Create the role under which the product works, once per server. Each room's first migration runs it: any may come first.

    An owner who is no superuser may create it, but works under it only as its member (PostgreSQL 16 and newer).
    """
    editor.execute(
        f"""
        do $$ begin create role {ROLE} nologin; exception when duplicate_object or unique_violation then null; end $$;
        do $$ begin
          if not (select rolsuper from pg_roles where rolname = current_user) then grant {ROLE} to current_user; end if;
        end $$;
        grant usage on schema public to {ROLE};
        alter default privileges in schema public grant usage, select on sequences to {ROLE};
        """  # noqa: S608 - a constant of ours
    )
