from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_organisation
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions
from guichet.records.knowledge.actions import Details
from guichet.records.knowledge.indexing import renew_entry
from guichet.records.knowledge.models import Article, SearchTerm
from guichet.records.knowledge.searching import fuse, search
from guichet.records.knowledge.tests.contents import make_content, reword
from guichet.records.knowledge.words import Audience, Medium
from guichet.records.separation import set_organisation

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ARTICLES = {
    "rentree": ("L’allocation de rentrée scolaire", "Elle aide à payer les fournitures des élèves."),
    "demenagement": ("Je déménage", "Donnez votre nouvelle adresse dès votre déménagement : vos aides au logement changent."),
    "separation": ("Déclarer une séparation", "Déclarez la séparation ; la pension alimentaire peut être versée par nous."),
    "handicap": ("L’allocation aux adultes handicapés", "Le dossier se dépose à la maison du handicap."),
    "logement": ("Demander une aide au logement", "La demande se fait en ligne, avec le bail et le montant du loyer."),
}


def keep(organisation: Organisation, key: str, title: str, text: str, audience: Audience = Audience.PUBLIC) -> Article:
    content = reword(make_content(title={"fr": title}), Medium.PAGE, text + " {montant}")
    editing = Editing(None, NOW)
    version = actions.create_article(organisation.pk, key, content, Details(audience=audience), editing)
    actions.publish(actions.approve(actions.submit(version, editing), editing), editing)
    return version.article


@pytest.fixture
def organisation(db: None) -> Organisation:  # noqa: ARG001 - asks for the database
    organisation = make_organisation()
    for key, (title, text) in ARTICLES.items():
        keep(organisation, key, title, text)
    return organisation


def find(organisation: Organisation, text: str, *, completes: bool = False, audience: Audience = Audience.PUBLIC) -> list[str]:
    return [hit.article for hit in search(organisation, text, audience, 5, NOW, completes=completes)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("allocation de rentrée", "rentree"),
        ("allocation rentree", "rentree"),
        ("RENTRÉES SCOLAIRES", "rentree"),
        ("j’ai demenagé, que faire ?", "demenagement"),
        ("separasion", "separation"),
        ("pention alimentaire", "separation"),
        ("adulte handicappé", "handicap"),
        ("je voudrais une aide pour le logement svp", "logement"),
        ("logment", "logement"),
        ("loyers", "logement"),
    ],
)
def test_an_article_is_found_whatever_the_accents_the_endings_and_the_typing(organisation: Organisation, text: str, key: str) -> None:
    assert find(organisation, text)[0] == key


def test_what_is_still_typed_is_completed(organisation: Organisation) -> None:
    assert find(organisation, "décl", completes=True)[0] == "separation"
    assert find(organisation, "aide au lo", completes=True)[0] == "logement"


@pytest.mark.parametrize("text", ["", "   ", "et de la", "xyzzyx", "' | ! & :* \\", "a\0b", "()<->", "%_", "🙂" * 500, "mot " * 5000])
def test_any_text_is_answered_if_only_with_nothing(organisation: Organisation, text: str) -> None:
    for completes in (False, True):
        assert isinstance(find(organisation, text, completes=completes), list)


def test_a_hit_carries_article_version_title_and_passage(organisation: Organisation) -> None:
    [hit] = search(organisation, "pension alimentaire", Audience.PUBLIC, 1, NOW)
    assert (hit.article, hit.version, hit.title, hit.is_outdated) == ("separation", 1, "Déclarer une séparation", False)
    assert hit.passage.startswith("Déclarez la séparation")


def test_what_is_for_agents_is_found_by_agents_alone(organisation: Organisation) -> None:
    keep(organisation, "fraude", "Repérer une fraude", "Ne rien dire à l’usager.", Audience.AGENTS)
    assert find(organisation, "fraude") == []
    assert find(organisation, "fraude", audience=Audience.AGENTS) == ["fraude"]


def test_no_article_of_another_organisation_is_found(organisation: Organisation) -> None:
    other = make_organisation()
    assert find(other, "logement") == []
    set_organisation(organisation.pk)
    assert find(organisation, "logement")[:2] == ["logement", "demenagement"]


def test_a_draft_is_not_found_until_it_is_published(organisation: Organisation) -> None:
    article = Article.objects.get(key="rentree")
    actions.add_draft(article, make_content(title={"fr": "Chocolatine"}), Editing(None, NOW))
    assert find(organisation, "chocolatine") == []


def test_words_are_counted_right_however_often_an_article_is_published(organisation: Organisation) -> None:
    article = Article.objects.get(key="logement")
    before = dict(SearchTerm.objects.values_list("word", "articles"))
    for _again in range(3):
        renew_entry(article, NOW)
    assert dict(SearchTerm.objects.values_list("word", "articles")) == before
    article.is_active = False
    article.save()
    renew_entry(article, NOW)
    assert find(organisation, "bail") == []
    assert not SearchTerm.objects.filter(word="bail").exists()


@given(st.lists(st.lists(st.integers(1, 30), unique=True), max_size=4))
def test_whoever_leads_every_ranking_is_first(rankings: list[list[int]]) -> None:
    led = [[0, *ranking] for ranking in rankings] or [[0]]
    assert fuse(led)[0][0] == 0
    assert {article for article, _score in fuse(rankings)} == {article for ranking in rankings for article in ranking}


def test_a_passage_is_one_line_without_the_marks_of_lists(organisation: Organisation) -> None:
    keep(organisation, "bourse", "La bourse", "Elle aide :\n\n- le collège : 12.5 ;\n- le lycée.\n\n1. Demandez-la\n2. Attendez")
    [hit] = [hit for hit in search(organisation, "bourse", Audience.PUBLIC, 5, NOW) if hit.article == "bourse"]
    assert hit.passage.startswith("Elle aide : le collège : 12.5 ; le lycée. Demandez-la Attendez")
