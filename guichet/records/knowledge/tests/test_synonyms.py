from datetime import UTC, datetime

import pytest

from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_organisation
from guichet.records.directory.writers import Editing
from guichet.records.errors import RefusedError
from guichet.records.knowledge.errors import BadSynonymsError, SynonymsMovedError
from guichet.records.knowledge.nearness import list_variants
from guichet.records.knowledge.synonyms import DELIVERED, MOST_GROUPS, get_synonyms, parse, restore_delivered, save_synonyms
from guichet.records.knowledge.tests.test_searching import NOW, find, keep

LATER = Editing(None, datetime(2026, 11, 30, 10, tzinfo=UTC))


@pytest.fixture
def organisation(db: None) -> Organisation:  # noqa: ARG001 - asks for the database
    organisation = make_organisation()
    keep(organisation, "demenagement", "Je déménage", "Signalez-le dans le mois.")
    keep(organisation, "tarif", "Le tarif de la piscine", "Entrée pour une personne.")
    return organisation


@pytest.mark.parametrize("asked", ["changement de domicile", "je change d’adresse", "jai une nouvele adresse"])
def test_an_article_is_found_by_what_people_call_it(organisation: Organisation, asked: str) -> None:
    assert find(organisation, asked)[:1] == ["demenagement"]


def test_a_list_of_its_own_takes_the_place_of_the_delivered_one(organisation: Organisation) -> None:
    assert find(organisation, "plouf") == []
    save_synonyms(organisation.pk, "# chez nous\n\nplouf, piscine, bain de mer", 0, Editing(None, NOW))
    assert find(organisation, "plouf") == find(organisation, "bains de mer") == find(organisation, "plouff") == ["tarif"]
    assert find(organisation, "bain") == []
    assert find(organisation, "changement de domicile") == []
    save_synonyms(organisation.pk, "glouglou, piscine", 1, LATER)
    assert (find(organisation, "plouf"), find(organisation, "glouglou")) == ([], ["tarif"])
    restore_delivered(organisation.pk, LATER)
    assert get_synonyms(organisation.pk) == (DELIVERED, 0)
    assert find(organisation, "changement de domicile") == ["demenagement"]


def test_the_list_of_another_organisation_changes_nothing(organisation: Organisation) -> None:
    save_synonyms(organisation.pk, "plouf, piscine", 0, Editing(None, NOW))
    other = make_organisation()
    keep(other, "tarif", "La piscine", "Entrée.")
    assert find(other, "plouf") == []


def test_who_saves_second_does_not_undo_the_first(organisation: Organisation) -> None:
    save_synonyms(organisation.pk, "plouf, piscine", 0, Editing(None, NOW))
    with pytest.raises(SynonymsMovedError):
        save_synonyms(organisation.pk, "plif, piscine", 0, LATER)
    assert get_synonyms(organisation.pk) == ("plouf, piscine", 1)


@pytest.mark.parametrize("line", ["seul", "a,", ", ,", "mot, " + "x" * 61, ",".join(map(str, range(21))), "mot, !!!", "mot, \0"])
def test_a_line_that_cannot_be_used_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(BadSynonymsError, match="2"):
        parse("un, deux\n" + line)


def test_a_list_without_end_is_refused() -> None:
    with pytest.raises(RefusedError):
        parse("un, deux\n" * (MOST_GROUPS + 1))


def test_the_delivered_list_can_be_read() -> None:
    assert len(parse(DELIVERED)) > 50


def test_a_word_is_one_mistake_away_from_what_it_may_have_been() -> None:
    variants = set(list_variants("prmie"))
    assert {"prime", "prmi", "premie", "prmir"} <= variants
    assert "prmie" not in variants
    assert list_variants("abc") == list_variants("abc123") == list_variants("é" * 8) == list_variants("a" * 25) == []


@pytest.mark.parametrize(
    ("asked", "key"), [("je démnage", "demenagement"), ("tairf", "tarif"), ("picsine", "tarif"), ("signalée", "demenagement")]
)
def test_letters_that_changed_places_and_endings_do_not_matter(organisation: Organisation, asked: str, key: str) -> None:
    assert find(organisation, asked)[:1] == [key]


def test_how_something_is_asked_weighs_less_than_what(organisation: Organisation) -> None:
    keep(organisation, "comment", "Comment ?", "Comment quand pourquoi combien.")
    assert find(organisation, "comment avoir le tarif et quand")[:1] == ["tarif"]
    assert find(organisation, "comment")[:1] == ["comment"]
