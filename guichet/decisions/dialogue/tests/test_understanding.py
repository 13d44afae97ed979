"""What people write, say or key at a question, and what is meant by it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.dialogue.acts import Mistake
from guichet.decisions.dialogue.answers import read_answer
from guichet.decisions.dialogue.folding import fold
from guichet.decisions.dialogue.tests.scripts import FRENCH, housing
from guichet.decisions.dialogue.understanding import Wish, find_wish, read_choice
from guichet.decisions.dialogue.words import Choose, Day, Free, Kinds, Number, PostalCode, Reference, StepId

TODAY = date(2026, 11, 29)


def choose(text: str) -> str:
    step = housing().steps[StepId("topic")]
    assert isinstance(step, Choose)
    option = read_choice(step, fold(text), FRENCH)
    return option.value if isinstance(option, Mistake) else option.name


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("2", "moving"),
        (" 2 . ", "moving"),
        ("2#", "moving"),
        ("n° 2", "moving"),
        ("le deux", "moving"),
        ("la deuxième", "moving"),
        ("un", "certificate"),
        ("L'attestation", "certificate"),
        ("attestations", "certificate"),
        ("je voudrais une attestation svp", "certificate"),
        ("OBTENIR UNE ATTESTATION DE PAIEMENT", "certificate"),
        ("Le justificatif", "certificate"),
        ("demenagement", "moving"),
        ("4", "not-an-option"),
        ("12", "not-an-option"),
        ("pas l'attestation", "not-an-option"),
        ("bonjour", "not-an-option"),
        ("", "not-an-option"),
        ("attestation et déménagement", "not-an-option"),
        ("\u202e2", "moving"),
    ],
)
def test_a_choice_is_understood_by_its_number_or_its_words(text: str, option: str) -> None:
    assert choose(text) == option


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("0", Wish.PERSON),
        ("0#", Wish.PERSON),
        ("un agent", Wish.PERSON),
        ("Je veux parler à un conseiller !", Wish.PERSON),
        ("une vraie personne", Wish.PERSON),
        ("I want to talk to somebody", Wish.PERSON),
        ("une personne", Wish.PERSON),
        ("personne", None),
        ("mon conseiller m'a appelé hier", None),
        ("une personne est décédée", None),
        ("*", Wish.BACK),
        ("Retour", Wish.BACK),
        ("#", Wish.REPEAT),
        ("Répétez", Wish.REPEAT),
        ("00", None),
        ("", None),
    ],
)
def test_what_is_wanted_instead_of_an_answer(text: str, wish: Wish | None) -> None:
    assert find_wish(text, fold(text)) is wish


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        (Number(most=20), "12", "12"),
        (Number(most=20), "trois", "3"),
        (Number(most=2_000), "1 250", "1250"),
        (Number(most=20), "21", Mistake.TOO_LARGE),
        (Number(least=5), "4", Mistake.TOO_SMALL),
        (Number(), "-4", Mistake.NOT_A_NUMBER),
        (Number(), "٣", Mistake.NOT_A_NUMBER),
        (Number(), "9" * 5_000, Mistake.NOT_A_NUMBER),
        (Day(), "3/3/2026", "2026-03-03"),
        (Day(), "03.03.26", "2026-03-03"),
        (Day(), "12/07/51", "1951-07-12"),
        (Day(), "03032026", "2026-03-03"),
        (Day(), "2026-03-03", "2026-03-03"),
        (Day(), "le 3 mars 2026", "2026-03-03"),
        (Day(), "1er août 2026", "2026-08-01"),
        (Day(), "Aujourd’hui", "2026-11-29"),
        (Day(), "31/02/2026", Mistake.NOT_A_DATE),
        (Day(), "bientôt", Mistake.NOT_A_DATE),
        (Day(days_before=10), "01/11/2026", Mistake.TOO_EARLY),
        (Day(days_after=10), "01/01/2027", Mistake.TOO_LATE),
        (PostalCode(), "54 000", "54000"),
        (PostalCode(), "97400", "97400"),
        (PostalCode(), "20200", "20200"),
        (PostalCode(), "99000", Mistake.NOT_A_POSTAL_CODE),
        (PostalCode(), "5400", Mistake.NOT_A_POSTAL_CODE),
        (Reference(shape="9999999 A"), "1234567b", "1234567 B"),
        (Reference(shape="CAF-99"), "caf 12", "CAF-12"),
        (Reference(shape="9999999 A"), "123456 B", Mistake.WRONG_SHAPE),
        (Reference(shape="99"), "123", Mistake.WRONG_SHAPE),
        (Reference(shape="99"), "١٢", Mistake.WRONG_SHAPE),
        (Free(), "  ", Mistake.EMPTY),
        (Free(most=5), "trop long", Mistake.TOO_LONG),
        (Free(), " Mon loyer # a changé ", "Mon loyer # a changé"),
    ],
)
def test_an_answer_is_read_as_people_write_it(kind: Kinds, text: str, answer: str | Mistake) -> None:
    assert read_answer(kind, text, TODAY) == answer


@given(st.sampled_from([Number(), Day(), PostalCode(), Reference(shape="99-A"), Free()]), st.text(max_size=40))
def test_what_was_read_reads_as_itself(kind: Kinds, text: str) -> None:
    read = read_answer(kind, text, TODAY)
    if not isinstance(read, Mistake):
        assert read_answer(kind, read, TODAY) == read


@given(st.dates(date(1927, 1, 1), date(2036, 11, 1)))
def test_every_day_is_read_as_a_french_hand_writes_it(day: date) -> None:
    for written in (f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}", f"{day:%d%m%Y}", day.isoformat()):
        assert read_answer(Day(), written, TODAY) == day.isoformat()
