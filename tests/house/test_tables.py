"""An empty database filled at once is the one that all migrations make, down to rights, functions and rows."""

import os
import subprocess

import psycopg
import pytest
from psycopg import sql

from guichet.wiring.postgres import throw_away_database
from tests.house.running import GUICHET

CATALOGUE = {
    "columns": """
        select c.oid::regclass::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
               a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid), coalesce(l.collname, '')
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum left join pg_collation l on l.oid = a.attcollation
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')""",
    "tables": """
        select oid::regclass::text, relkind::text, relpersistence::text, relrowsecurity, relforcerowsecurity, reloptions::text,
               relacl::text, pg_get_userbyid(relowner)
        from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S')""",
    "constraints": "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
    " where connamespace = 'public'::regnamespace",
    "indexes": "select tablename, indexdef from pg_indexes where schemaname = 'public'",
    "policies": "select tablename, policyname, permissive, roles::text, cmd, qual, with_check from pg_policies",
    "functions": "select pg_get_functiondef(oid), proacl::text from pg_proc where pronamespace = 'public'::regnamespace and prokind <> 'a'",
    "triggers": "select tgrelid::regclass::text, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
    "types": "select t.typname, e.enumlabel from pg_type t join pg_enum e on e.enumtypid = t.oid",
    "statistics": "select stxname, pg_get_statisticsobjdef(oid) from pg_statistic_ext",
    "configurations": "select cfgname from pg_ts_config where cfgnamespace = 'public'::regnamespace",
    "extensions": "select extname from pg_extension",
    "migrations": "select app, name from django_migrations",
    "kinds": "select app_label, model from django_content_type",
    "permissions": "select codename from auth_permission",
}
TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition"


@pytest.mark.django_db
def test_what_is_recorded_is_what_the_migrations_make(database_url: str) -> None:
    """When this fails: `make tables`."""
    with throw_away_database(database_url, "tables") as address:
        subprocess.run([*GUICHET, "migrate", "--quiet"], env={**os.environ, "DATABASE_URL": address}, check=True, timeout=100)
        with psycopg.connect(database_url) as one, psycopg.connect(address) as other:
            for what, query in CATALOGUE.items():
                assert read(other, query) == read(one, query), f"{what}: `make tables` records the migrations again"
            for (table,) in read(one, TABLES):
                count = sql.SQL("select count(*) from {}").format(sql.Identifier(str(table))).as_string()
                assert read(other, count) == read(one, count), f"rows of {table}"


def read(connection: psycopg.Connection[tuple[object, ...]], query: str) -> list[tuple[object, ...]]:
    return sorted(connection.execute(query.encode()).fetchall(), key=repr)


@pytest.mark.django_db
def test_the_record_is_of_todays_migrations() -> None:
    from guichet.wiring.tables import HEADING, RECORD, get_state

    assert RECORD.read_text().startswith(HEADING.format(state=get_state())), "`make tables` records the migrations again"
