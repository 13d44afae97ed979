"""The journal is only ever added to, by months, and a month goes whole when nothing needs it any more."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import psycopg
import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection

from guichet.decisions.routing.decisions import Refused
from guichet.records.journal.models import Entry, Key, Leader, Snapshot
from guichet.records.journal.queries import get_head, list_entries
from guichet.records.journal.tests.conftest import Connect
from guichet.records.journal.words import Seq, Step, encoder
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
AsOwner = Callable[[], AbstractContextManager[None]]
BODY = encoder.encode(Step(decisions=(Refused(reason="test"),))).decode()


def write(seq: int) -> None:
    Entry.objects.create(organisation_id=1, seq=seq, at_ms=seq * 1000, kind="TimerFired", body=BODY)


def run(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def get_today() -> date:
    """The day in UTC, which the months of the journal follow: at the turn of a month it is not yet that of Paris."""
    return datetime.now(UTC).date()


def make_old_month(name: str, months: int) -> str:
    """A partition of that many months ago, made by the owner."""
    first = get_today().replace(day=1) - relativedelta(months=months)
    table = f"{name}_{first:%Y_%m}"
    with connection.cursor() as cursor:
        bounds = f"from ('{first} 00:00+00') to ('{first + relativedelta(months=1)} 00:00+00')"
        cursor.execute(f"create table {table} partition of {name} for values {bounds}")
    return table


def test_entries_are_listed_in_order_after_a_number() -> None:
    set_organisation(1)
    for seq in (2, 1, 3):
        write(seq)
    assert [(entry.seq, entry.at, entry.step.decisions[0]) for entry in list_entries(1, Seq(1), 10)] == [
        (2, 2000, Refused(reason="test")),
        (3, 3000, Refused(reason="test")),
    ]


def test_the_head_is_the_last_number() -> None:
    set_organisation(1)
    assert get_head(1) == 0
    Leader.objects.create(organisation_id=1, epoch=1, seq=41)
    assert get_head(1) == 41


@pytest.mark.parametrize("statement", ["update journal_entry set body = ''", "delete from journal_entry", "truncate journal_entry"])
def test_the_product_can_neither_change_nor_remove_an_entry(connect: Connect, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connect(1).execute(statement)


def test_the_product_cannot_reach_past_the_journal_into_a_month(connect: Connect) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connect(1).execute(f"select * from journal_entry_{get_today():%Y_%m}")  # noqa: S608 - today's month is there


def test_months_ahead_are_made_once() -> None:
    assert run("select journal_make_months(3)") == [(0,)]
    assert run("select journal_make_months(5)") == [(4,)]


def test_a_month_of_the_journal_stays_until_a_snapshot_replaces_it(as_owner: AsOwner) -> None:
    with as_owner():
        table = make_old_month("journal_entry", 6)
        run(f"insert into {table} select 1, 7, 7000, (now() - interval '6 months'), null, 'TimerFired', '' returning 1")
    assert run("select journal_drop_months(3)") == []
    set_organisation(1)
    Snapshot.objects.create(organisation_id=1, seq=7, state=b"")
    assert run("select journal_drop_months(3)") == [(table,)]


def test_a_month_within_retention_stays_whatever_is_asked(as_owner: AsOwner) -> None:
    with as_owner():
        make_old_month("journal_entry", 1)
    assert run("select journal_drop_months(0)") == []


def test_a_month_of_the_inbox_goes_only_when_it_is_empty(as_owner: AsOwner) -> None:
    with as_owner():
        empty, used = make_old_month("journal_inbox", 4), make_old_month("journal_inbox", 5)
        run(
            f"insert into {used} (organisation_id, input_id, kind, body, posted_at)"
            " select 1, gen_random_uuid(), 'k', '{}', now() - interval '5 months' returning 1"
        )
    assert run("select journal_drop_months(3)") == [(empty,)]


def test_keys_are_forgotten_after_their_time_and_not_before() -> None:
    set_organisation(1)
    with connection.cursor() as cursor:
        for days in (1, 8, 40):
            cursor.execute("insert into journal_key values (1, gen_random_uuid(), %s, now() - make_interval(days => %s))", [days, days])
    assert run("select journal_forget_keys(0)") == [(2,)]
    assert list(Key.objects.values_list("inbox_id", flat=True)) == [1]
