from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from guichet.records.audit.actions import expire, record
from guichet.records.audit.models import AuditChain, AuditEntry
from guichet.records.audit.queries import list_entries, verify_chain
from guichet.records.audit.words import Act, Broken
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
AsOwner = Callable[[], AbstractContextManager[None]]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
READ = Act("contact-read", "contact", "0193", actor_id=7, details={"from": "board", "count": 3})


@pytest.fixture(autouse=True)
def _organisation() -> None:
    set_organisation(1)


def record_many(count: int, since: datetime = NOW) -> None:
    for number in range(count):
        record(1, READ, since + timedelta(minutes=number))


def test_what_was_recorded_is_read_back_and_the_chain_holds() -> None:
    record_many(3)
    assert [entry.number for entry in list_entries(1, "contact", "0193")] == [1, 2, 3]
    assert verify_chain(1) is None


def test_an_organisation_without_entries_has_a_whole_chain() -> None:
    assert verify_chain(1) is None


@pytest.mark.parametrize(
    "change",
    [
        {"actor_id": 8},
        {"verb": "contact-closed"},
        {"subject_id": "0194"},
        {"details": {"from": "board", "count": 4}},
        {"at": NOW},
        {"hash": bytes(32)},
    ],
)
def test_a_changed_entry_is_seen_where_it_stands(change: dict[str, object], as_owner: AsOwner) -> None:
    record_many(3)
    with as_owner():
        AuditEntry.objects.filter(number=2).update(**change)
        assert verify_chain(1) == Broken(number=2)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_missing_entry_is_seen_even_the_last(number: int, as_owner: AsOwner) -> None:
    record_many(3)
    with as_owner():
        AuditEntry.objects.filter(number=number).delete()
        assert verify_chain(1) == Broken(number=number)


def test_a_trail_whose_head_was_removed_is_broken(as_owner: AsOwner) -> None:
    record_many(2)
    with as_owner():
        AuditChain.objects.all().delete()
        assert verify_chain(1) == Broken(number=1)


@pytest.mark.parametrize("statement", ["update audit_entry set verb = 'x'", "delete from audit_entry", "delete from audit_chain"])
def test_the_product_itself_cannot_rewrite_its_trail(statement: str) -> None:
    record_many(1)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_expiry_cuts_the_oldest_end_and_the_chain_still_holds() -> None:
    record_many(3, since=datetime(2024, 1, 1, tzinfo=UTC))
    record_many(2)
    assert expire(1, datetime(2025, 1, 1, tzinfo=UTC)) == 3
    assert [entry.number for entry in AuditEntry.objects.order_by("number")] == [4, 5]
    assert verify_chain(1) is None
    assert expire(1, datetime(2025, 1, 1, tzinfo=UTC)) == 0


def test_nobody_can_cut_young_entries_or_those_of_another_organisation() -> None:
    record_many(1)
    for organisation_id, before in ((1, datetime.now(UTC) - timedelta(days=179)), (2, datetime(2025, 1, 1, tzinfo=UTC))):
        with pytest.raises(ProgrammingError, match="another organisation, or younger"), transaction.atomic():
            expire(organisation_id, before)


def test_each_organisation_has_its_own_numbers() -> None:
    record_many(2)
    set_organisation(2)
    assert record(2, READ, NOW).number == 1
    assert AuditEntry.objects.count() == 1
