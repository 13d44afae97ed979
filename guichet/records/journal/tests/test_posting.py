"""Facts are posted once, together with what they are about, and carry no text."""

import threading
from typing import get_args
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest
from django.db import transaction

from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.inputs import ContactWithdrawn, Input, OfferDeclined
from guichet.decisions.routing.words import AgentId, ContactId
from guichet.records.journal.actions import post
from guichet.records.journal.errors import FreeTextError
from guichet.records.journal.models import Inbox, Key
from guichet.records.journal.statements import NOTIFY_INBOX, POST_MANY
from guichet.records.journal.tests.conftest import Connect, Connection
from guichet.records.journal.words import encode_input, input_decoder
from guichet.records.separation import set_organisation

CONTACT = ContactId("01930000-0000-7000-8000-000000000001")
LEFT = ContactWithdrawn(contact=CONTACT)
CONTACTS = {"contact", "into", "out_of", "taken_out_of"}
CODES = {"reason", "by", "outcome", "cause", "chosen", "overtook", "name"}
"""Texts of inputs and decisions that are no ids: codes of the directory or of the router, never typed by or about a citizen."""


def post_many(connection: Connection, *input_ids: UUID) -> list[tuple[object, ...]]:
    names = {
        "organisation_id": 1,
        "input_ids": list(input_ids),
        "kinds": ["ContactWithdrawn"] * len(input_ids),
        "bodies": [encode_input(LEFT)] * len(input_ids),
    }
    return connection.execute(POST_MANY, names).fetchall()


@pytest.mark.django_db
def test_a_posted_fact_is_read_back_as_it_was() -> None:
    set_organisation(1)
    posted = post(1, LEFT, uuid4())
    row = Inbox.objects.get(id=posted.id)
    assert (row.kind, input_decoder.decode(row.body), posted.is_new) == ("ContactWithdrawn", LEFT, True)


@pytest.mark.django_db
def test_posting_the_same_id_again_returns_the_first_row() -> None:
    set_organisation(1)
    input_id = uuid4()
    first = post(1, LEFT, input_id)
    again = post(1, LEFT, input_id)
    assert (again.id, again.is_new, Inbox.objects.count()) == (first.id, False, 1)


@pytest.mark.django_db
def test_the_key_outlives_the_inbox_row() -> None:
    set_organisation(1)
    input_id = uuid4()
    first = post(1, LEFT, input_id)
    Inbox.objects.filter(id=first.id).delete()
    assert post(1, LEFT, input_id) == msgspec.structs.replace(first, is_new=False)
    assert not Inbox.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_fact_of_a_transaction_that_fails_is_never_posted() -> None:
    with transaction.atomic():
        set_organisation(1)
        post(1, LEFT, uuid4())
        transaction.set_rollback(True)
    with transaction.atomic():
        set_organisation(1)
        assert not Inbox.objects.exists()
        assert not Key.objects.exists()


def test_the_same_fact_posted_by_eight_at_once_is_stored_once(connect: Connect) -> None:
    input_id, found, start = uuid4(), [], threading.Barrier(8)

    def attempt(connection: Connection) -> None:
        start.wait()
        found.extend(post_many(connection, input_id))

    posters = [threading.Thread(target=attempt, args=[connect(1)]) for _ in range(8)]
    for poster in posters:
        poster.start()
    for poster in posters:
        poster.join()
    assert len({row[1] for row in found}) == 1
    assert [row[2] for row in found].count(True) == 1


def test_a_repeat_waits_for_the_first_and_takes_its_place_when_it_fails(connect: Connect) -> None:
    first, second = connect(1), connect(1)
    input_id, found = uuid4(), []
    first.execute("begin")
    post_many(first, input_id)
    waiting = threading.Thread(target=lambda: found.extend(post_many(second, input_id)))
    waiting.start()
    first.execute("rollback")
    waiting.join()
    assert [row[2] for row in found] == [True]


def test_many_are_posted_in_order_and_the_same_twice_counts_once(connect: Connect) -> None:
    connection = connect(1)
    ids = [uuid4() for _ in range(20)]
    rows = {row[0]: row for row in post_many(connection, *ids, ids[3])}
    assert len(rows) == 20
    assert [rows[input_id][1] for input_id in ids] == sorted(int(str(row[1])) for row in rows.values())
    assert connection.execute("select count(*) from journal_inbox").fetchone() == (20,)


def test_one_notification_tells_of_a_whole_transaction(connect: Connect) -> None:
    listener, poster = connect(1), connect(1)
    listener.execute("listen guichet_inbox")
    with poster.transaction():
        for _ in range(3):
            post_many(poster, uuid4())
            poster.execute(NOTIFY_INBOX, {"organisation_id": 1})
    assert [news.payload for news in listener.notifies(timeout=0.5)] == ["1"]


def test_an_organisation_sees_and_posts_only_its_own(connect: Connect) -> None:
    post_many(connect(1), uuid4())
    other = connect(2)
    assert other.execute("select count(*) from journal_inbox").fetchone() == (0,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        post_many(other, uuid4())


def test_text_that_somebody_typed_is_refused() -> None:
    with pytest.raises(FreeTextError, match=r"OfferDeclined\.reason"):
        encode_input(OfferDeclined(contact=CONTACT, agent=AgentId(1), reason="Mme Durand crie, je ne peux pas"))


@pytest.mark.parametrize("kind", [*get_args(Input), *get_args(Decision)], ids=lambda kind: kind.__name__)
def test_no_word_of_the_journal_has_room_for_a_citizens_data(kind: type[msgspec.Struct]) -> None:
    for field in list_texts(kind):
        assert field in CODES | CONTACTS, f"{kind.__name__}.{field} is a text that nobody has placed"


def list_texts(kind: type[msgspec.Struct]) -> list[str]:
    """Names of all fields that hold a text, in the word or in the words within it."""
    texts: list[str] = []

    def walk(type_: msgspec.inspect.Type, name: str) -> None:
        match type_:
            case msgspec.inspect.StrType() | msgspec.inspect.AnyType():
                texts.append(name)
            case msgspec.inspect.StructType():
                for field in type_.fields:
                    walk(field.type, field.name)
            case msgspec.inspect.UnionType():
                for each in type_.types:
                    walk(each, name)
            case msgspec.inspect.VarTupleType():
                walk(type_.item_type, name)
            case msgspec.inspect.TupleType():
                for each in type_.item_types:
                    walk(each, name)

    walk(msgspec.inspect.type_info(kind), "")
    return texts
