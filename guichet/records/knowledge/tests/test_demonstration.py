"""The articles that ship are held to what any article is held to."""

from datetime import UTC, datetime

import pytest

from guichet.records.directory.demonstration import load as load_directory
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests.factories import make_organisation
from guichet.records.knowledge import demonstration
from guichet.records.knowledge.checking import NEEDED, list_problems
from guichet.records.knowledge.demonstration import Written, list_written
from guichet.records.knowledge.queries import Wanted, get_answer, list_reasons_without_article
from guichet.records.knowledge.searching import search
from guichet.records.knowledge.words import Audience, Medium
from guichet.records.separation import set_organisation

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.mark.parametrize("written", list_written(), ids=lambda written: written.key)
def test_nothing_is_wrong_with_an_article_that_ships(written: Written) -> None:
    assert [problem for problem in list_problems(written.get_content(), Audience.PUBLIC, "fr") if problem.blocks] == []


def test_each_is_worded_for_every_medium_and_page_and_chat_in_english() -> None:
    for written in list_written():
        worded = {(medium, language) for medium, language, _text in written.get_content().list_wordings()}
        assert worded >= {*((medium, "fr") for medium in NEEDED[Audience.PUBLIC]), (Medium.PAGE, "en"), (Medium.CHAT, "en")}, written.key


@pytest.fixture
def organisation(db: None, as_owner: object) -> Organisation:  # noqa: ARG001 - asks for the database
    with as_owner():  # type: ignore[operator]
        load_directory(NOW)
        organisation = Organisation.objects.get(slug="deux-rives")
    set_organisation(organisation.pk)
    demonstration.load(organisation, NOW)
    return organisation


def test_the_demonstration_answers_its_reasons_and_shows_some_gaps(organisation: Organisation) -> None:
    answered = {key for written in list_written() for key in written.reasons}
    for key in answered:
        for medium in NEEDED[Audience.PUBLIC]:
            answer = get_answer(organisation, Wanted(medium), NOW, reason=key)
            assert answer is not None
            assert answer.version == 1
    gaps = {reason.key for reason in list_reasons_without_article(organisation.pk)}
    assert gaps == {"childcare", "shared-custody", "appointment"}
    assert answered <= set(Reason.objects.of(organisation.pk).current().values_list("key", flat=True))


def test_its_golden_questions_find_their_article_among_the_first_two(organisation: Organisation) -> None:
    found = {
        question.question: [hit.article for hit in search(organisation, question.question, Audience.PUBLIC, 2, NOW)]
        for written in list_written()
        for question in written.questions
    }
    wrong = [each.question for written in list_written() for each in written.questions if written.key not in found[each.question]]
    assert wrong == []


def test_another_organisation_has_none_of_it(organisation: Organisation) -> None:
    other = make_organisation()
    assert not demonstration.is_loaded(other)
    set_organisation(organisation.pk)
    assert demonstration.is_loaded(organisation)
