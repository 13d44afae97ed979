from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_organisation, make_reason
from guichet.records.knowledge import gaps
from guichet.records.knowledge.checking import list_problems
from guichet.records.knowledge.models import AskedSearch
from guichet.records.knowledge.queries import Wanted, get_answer
from guichet.records.knowledge.sentences import SENTENCES, explain
from guichet.records.knowledge.tests.contents import make_content
from guichet.records.knowledge.tests.test_searching import keep
from guichet.records.knowledge.words import Audience, Medium
from guichet.records.privacy import erase_expired

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


def ask(organisation: Organisation, text: str, opened: str | None = None) -> None:
    key = uuid4()
    for typed in (text[:3], text, text):  # typing goes on, and a request is repeated
        gaps.note_search(organisation, key, typed, Audience.PUBLIC, 1, NOW)
    if opened:
        gaps.note_opened(organisation, key, opened)


def test_gaps_come_the_most_costly_first(organisation: Organisation) -> None:
    keep(organisation, "rentree", "La rentrée", "Elle aide.")
    make_reason(organisation, key="childcare", labels={"fr": "La garde"})
    for _citizen in range(3):
        ask(organisation, "Chèque  énergie")
    ask(organisation, "rentrée", opened="rentree")
    answer = get_answer(organisation, Wanted(Medium.PAGE), NOW, article="rentree")
    assert answer is not None
    verdict = uuid4()
    for _again in range(2):
        gaps.note_verdict(organisation, verdict, answer, has_helped=False, now=NOW)
    found = gaps.list_gaps(organisation, {"childcare": 4}, NOW)
    assert [(gap.kind, gap.what, gap.count) for gap in found] == [
        ("reason", "La garde", 4),
        ("search", "chèque énergie", 3),
        ("answer", "rentree", 1),
    ]
    assert [gap.minutes for gap in found] == sorted((gap.minutes for gap in found), reverse=True)
    assert gaps.list_gaps(organisation, {}, NOW + timedelta(days=31))[0].minutes == 0


@pytest.mark.parametrize("text", ["", " \0 ", "\ud800", "x" * 10_000])
def test_any_search_can_be_noted(organisation: Organisation, text: str) -> None:
    gaps.note_search(organisation, uuid4(), text, Audience.PUBLIC, 10**9, NOW)
    assert all(len(each.text) <= 200 for each in AskedSearch.objects.all())


def test_what_was_typed_is_forgotten_after_ninety_days(organisation: Organisation) -> None:
    ask(organisation, "je suis madame dupont")
    erase_expired(organisation.pk, NOW + timedelta(days=89))
    assert AskedSearch.objects.exists()
    erase_expired(organisation.pk, NOW + timedelta(days=91))
    assert not AskedSearch.objects.exists()


def test_every_problem_can_be_told() -> None:
    for problem in list_problems(make_content(wordings={}, facts={}, title={}), Audience.PUBLIC, "fr"):
        assert explain(problem)
    assert {"literal-fact", "missing-fact", "sms-too-long"} <= set(SENTENCES)
