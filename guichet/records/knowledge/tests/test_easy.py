"""Easy to read: a wording of its own, checked for who reads with difficulty, and as consistent as the others."""

import pytest

from guichet.records.knowledge.checking import NEEDED, list_problems
from guichet.records.knowledge.demonstration import list_written
from guichet.records.knowledge.easy import LONGEST_SENTENCE, list_hard_signs, list_hard_words, list_long_sentences
from guichet.records.knowledge.tests.contents import make_content, reword
from guichet.records.knowledge.words import Audience, Medium

FIFTEEN = "Vous " + "pouvez " * 13 + "venir"


def list_codes(text: str) -> list[tuple[str, bool]]:
    content = reword(make_content(), Medium.EASY, text)
    return [(problem.code, problem.blocks) for problem in list_problems(content, Audience.PUBLIC, "fr")]


def test_nobody_has_to_write_it_and_what_is_not_written_is_no_problem() -> None:
    assert Medium.EASY not in NEEDED[Audience.PUBLIC]
    assert list_codes("") == []


def test_it_says_the_same_facts_as_the_others_or_blocks() -> None:
    assert list_codes("Vous recevez {montant}.") == []
    assert list_codes("Vous recevez de l’argent.") == [("missing-fact", True)]
    assert ("other-value", True) in list_codes("Vous recevez 400 euros. C’est {montant}.")


def test_a_long_sentence_blocks_and_its_border_is_exact() -> None:
    assert len(FIFTEEN.split()) == LONGEST_SENTENCE
    assert list(list_long_sentences(f"{FIFTEEN}. Bien.")) == []
    [found] = list_long_sentences(f"{FIFTEEN} demain. Bien.")
    assert found.endswith("demain")
    assert ("easy-long", True) in list_codes(f"Vous recevez {{montant}}. {FIFTEEN} demain.")


@pytest.mark.parametrize("text", ["- un\n- deux\n- trois\n" * 20, "# Titre\n\n1. Venez.\n2. Signez.", "[ici](https://exemple.fr)", ""])
def test_lines_of_a_list_are_sentences_of_their_own_and_marks_are_no_words(text: str) -> None:
    assert list(list_long_sentences(text)) == []


def test_words_of_offices_get_an_everyday_one_and_do_not_block() -> None:
    assert next(list_hard_words("Préalablement, il doit solliciter. préalablement", "fr")) == ("Préalablement", "avant")
    assert list(list_hard_words("eligible", "pt")) == []
    assert ("easy-hard", False) in list_codes("Vous allez percevoir {montant}.")


def test_signs_that_stop_a_reader_are_shown() -> None:
    found = list(list_hard_signs("La CAF (la caisse) vous écrit. Anticonstitutionnellement. Oui à 5 km"))
    assert found == [("easy-word-long", "Anticonstitutionnellement"), ("easy-abbreviation", "CAF"), ("easy-brackets", "(la caisse)")]


@pytest.mark.parametrize(
    ("text", "sentences", "signs"),
    [
        ("(" * 1_000_000, 0, []),
        ("a" * 1_000_000, 0, ["easy-word-long"]),
        ("[" * 1_000_000, 0, []),
        ("- " * 500_000, 1, []),
        ("**" * 500_000, 0, []),
    ],
    ids=["brackets", "one-word", "links", "list", "stars"],
)
@pytest.mark.timeout(20)
def test_a_million_characters_are_read_to_their_end(text: str, sentences: int, signs: list[str]) -> None:
    assert len(list(list_long_sentences(text))) == sentences
    assert [code for code, _ in list_hard_signs(text)] == signs


def test_some_articles_of_the_demonstration_are_easy_to_read_without_a_remark() -> None:
    easy = [written.get_content() for written in list_written() if Medium.EASY in written.wordings]
    assert len(easy) >= 4
    for content in easy:
        remarks = [problem for problem in list_problems(content, Audience.PUBLIC, "fr") if problem.code.startswith("easy")]
        assert remarks == []
