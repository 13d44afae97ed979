"""Organisations are kept apart in every table there is: a new table is closed, or this file says why it is not."""

# ruff: noqa: S608 - names of tables come from the database itself

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import ForeignKey
from psycopg.errors import InsufficientPrivilege

from guichet.records.directory.models import Organisation, Session
from guichet.records.directory.tests.factories import make_organisation
from guichet.records.separation import ROLE, set_organisation
from tests.separation.tables import EXCEPTIONS, fill, list_separated, list_tables

pytestmark = pytest.mark.django_db
AsOwner = Callable[[], AbstractContextManager[None]]


def query(statement: str, *parameters: Any) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def test_every_table_is_closed_or_a_documented_exception() -> None:
    assert [table.name for table in list_tables() if not table.is_closed and table.name not in EXCEPTIONS] == []
    assert set(EXCEPTIONS) <= {table.name for table in list_tables()}


def test_a_table_that_somebody_forgot_to_close_is_seen(as_owner: AsOwner) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("create table forgotten (organisation_id bigint not null)")
    assert [table.name for table in list_tables() if not table.is_closed and table.name not in EXCEPTIONS] == ["forgotten"]


def test_the_product_owns_no_table_and_cannot_lift_the_separation() -> None:
    assert [table.name for table in list_tables() if table.owner == ROLE] == []
    assert query("select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = %s", ROLE) == [(False, False, False)]
    assert query("select current_user") == [(ROLE,)]


def test_every_separated_table_says_whose_each_row_is() -> None:
    known = query("select table_name from information_schema.columns where column_name = 'organisation_id' and is_nullable = 'NO'")
    assert sorted(set(list_separated()) - {str(row[0]) for row in known}) == []


def test_every_separated_table_has_one_policy_for_reads_and_writes() -> None:
    found = query("select tablename, cmd, qual, with_check from pg_policies where schemaname = 'public' and %s = any(roles)", ROLE)
    policies = {str(table): (cmd, qual == check and "guichet.organisation" in str(qual)) for table, cmd, qual, check in found}
    assert {table: policies.get(table) for table in list_separated() if policies.get(table) != ("ALL", True)} == {}


def test_no_foreign_key_leads_out_of_the_organisation() -> None:
    """Each constraint between separated tables includes the organisation."""
    constraints = query(
        "select conname, conrelid::regclass::text, confrelid::regclass::text, (select array_agg(attname::text) from pg_attribute"
        " where attrelid = conrelid and attnum = any(conkey)) from pg_constraint where contype = 'f' and conparentid = 0"
    )
    separated = set(list_separated())
    loose = [str(name) for name, table, target, columns in constraints if {table, target} <= separated and "organisation_id" not in columns]  # type: ignore[operator]
    assert loose == []


def test_every_relation_between_models_is_a_constraint_of_the_database() -> None:
    held = {
        (str(table), str(column))
        for table, columns in query(
            "select conrelid::regclass::text, (select array_agg(attname::text) from pg_attribute"
            " where attrelid = conrelid and attnum = any(conkey)) from pg_constraint where contype = 'f'"
        )
        for column in columns  # type: ignore[attr-defined]
    }
    models = [model for model in apps.get_models() if model.__module__.startswith("guichet.")]
    wanted = {
        (model._meta.db_table, str(field.column))
        for model in models
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
    }
    assert sorted(wanted - held) == []


@pytest.fixture
def organisations(as_owner: AsOwner) -> tuple[Organisation, Organisation]:
    """Two organisations with a row of each in every separated table."""
    ours, theirs = make_organisation("ours"), make_organisation("theirs")
    with as_owner():
        for number, table in enumerate(list_separated()):
            for organisation in (ours, theirs):
                fill(table, organisation.pk, 900_000 + 2 * number + organisation.pk % 2)
    return ours, theirs


def count_rows(table: str, organisation: Organisation) -> int:
    return int(str(query(f"select count(*) from {table} where organisation_id = %s", organisation.pk)[0][0]))


def attempt(statement: str, *parameters: Any) -> int | None:
    """How many rows a statement reached; None when the product may not do it or row-level security refuses the row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return int(cursor.rowcount)
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            return None
        raise


def test_no_row_of_another_organisation_is_read_changed_or_removed(organisations: tuple[Organisation, Organisation]) -> None:
    ours, theirs = organisations
    set_organisation(ours.pk)
    for table in list_separated():
        if attempt(f"select 1 from {table}") is None:
            continue  # not the product's to read at all
        assert count_rows(table, ours) == 1, table
        assert count_rows(table, theirs) == 0, table
        for statement in (
            f"update {table} set organisation_id = organisation_id where organisation_id = %s",
            f"delete from {table} where organisation_id = %s",
        ):
            assert not attempt(statement, theirs.pk), statement


def test_no_row_is_written_into_another_organisation(organisations: tuple[Organisation, Organisation], as_owner: AsOwner) -> None:
    ours, theirs = organisations
    set_organisation(ours.pk)
    for table in list_separated():
        assert attempt(f"update {table} set organisation_id = %s", theirs.pk) is None, table
        with as_owner():
            columns = ", ".join(
                str(row[0])
                for row in query(
                    "select column_name from information_schema.columns where table_name = %s and is_generated = 'NEVER'"
                    " and column_name <> 'organisation_id'",
                    table,
                )
            )
        copied = f"insert into {table} (organisation_id, {columns}) select %s, {columns} from {table}"
        assert attempt(copied, theirs.pk) is None, table


def test_without_an_organisation_every_table_is_empty(organisations: tuple[Organisation, Organisation]) -> None:
    del organisations
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', '', true)")
    for table in list_separated():
        assert attempt(f"select 1 from {table}") in (0, None), table


def test_an_organisation_changes_itself_alone(organisations: tuple[Organisation, Organisation]) -> None:
    ours, theirs = organisations
    set_organisation(ours.pk)
    assert attempt("update directory_organisation set name = 'x' where id = %s", ours.pk) == 1
    assert attempt("update directory_organisation set name = 'x' where id = %s", theirs.pk) == 0
    assert attempt("delete from directory_organisation") is None
    assert attempt("insert into directory_organisation (slug) values ('x')") is None


def test_sessions_of_others_are_out_of_sight_once_an_organisation_is_set() -> None:
    theirs, ours = make_organisation("theirs"), make_organisation("ours")
    later = datetime.now(UTC) + timedelta(hours=1)
    set_organisation(theirs.pk)
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=later, organisation=theirs)
    set_organisation(ours.pk)
    assert not Session.objects.exists()
