from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests.factories import make_organisation, make_reason
from guichet.records.knowledge import gaps, noting
from guichet.records.knowledge.checking import list_problems
from guichet.records.knowledge.models import Article, ArticleReason, AskedSearch, Verdict
from guichet.records.knowledge.noting import Judged, Looked
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
        noting.note_search(organisation.pk, key, Looked(typed, Audience.PUBLIC, 1), NOW)
    if opened:
        noting.note_opened(organisation.pk, key, opened)


def test_gaps_come_the_most_costly_first(organisation: Organisation) -> None:
    keep(organisation, "rentree", "La rentrée", "Elle aide.")
    make_reason(organisation, key="childcare", labels={"fr": "La garde"})
    for _citizen in range(3):
        ask(organisation, "Chèque  énergie")
    ask(organisation, "rentrée", opened="rentree")
    verdict = uuid4()
    for has_helped in (False, False, True):  # the first counts
        assert noting.note_verdict(organisation.pk, verdict, Judged("rentree", 1, Medium.PAGE), has_helped=has_helped, now=NOW)
    assert noting.get_verdict(organisation.pk, verdict) is False
    found = gaps.list_gaps(organisation, {"childcare": 4}, NOW)
    assert [(gap.kind, gap.what, gap.count) for gap in found] == [
        ("reason", "La garde", 4),
        ("search", "chèque énergie", 3),
        ("answer", "La rentrée", 1),
    ]
    assert [gap.minutes for gap in found] == sorted((gap.minutes for gap in found), reverse=True)
    assert gaps.list_gaps(organisation, {}, NOW + timedelta(days=31))[0].minutes == 0


@pytest.mark.parametrize(("article", "version"), [("rentree", 2), ("autre", 1)])
def test_an_answer_that_never_was_is_not_judged(organisation: Organisation, article: str, version: int) -> None:
    keep(organisation, "rentree", "La rentrée", "Elle aide.")
    judged = Judged(article, version, Medium.PAGE)
    assert not noting.note_verdict(organisation.pk, uuid4(), judged, has_helped=False, now=NOW)
    assert not Verdict.objects.exists()


def test_a_reason_that_was_renamed_or_removed_asks_for_its_article_to_be_read_again(organisation: Organisation) -> None:
    keep(organisation, "rentree", "La rentrée", "Elle aide.")
    for key, label in (("school", "La rentrée"), ("camp", "La colonie")):
        reason = make_reason(organisation, key=key, labels={"fr": label})
        Reason.objects.filter(pk=reason.pk).update(created_at=NOW - timedelta(days=9))
        ArticleReason.objects.create(organisation=organisation, article=Article.objects.get(), reason_key=key)
    assert gaps.list_gaps(organisation, {}, NOW) == []
    Reason.objects.filter(key="camp").update(is_active=False)
    Reason.objects.filter(key="school").update(is_active=False)
    renamed = Reason.objects.create(organisation=organisation, key="school", version=2, labels={"fr": "La scolarité"})
    Reason.objects.filter(pk=renamed.pk).update(created_at=NOW + timedelta(days=1))
    found = gaps.list_gaps(organisation, {"school": 7}, NOW + timedelta(days=2))
    assert [(gap.kind, gap.what, gap.before, gap.article, gap.minutes) for gap in found] == [
        ("renamed", "La scolarité", "La rentrée", "rentree", 7),
        ("removed", "La colonie", "", "rentree", 0),
    ]


@pytest.mark.parametrize("text", ["", " \0 ", "\ud800", "x" * 10_000])
def test_any_search_can_be_noted(organisation: Organisation, text: str) -> None:
    noting.note_search(organisation.pk, uuid4(), Looked(text, Audience.PUBLIC, 10**9), NOW)
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
