"""What is written for the eye is said so that somebody who only hears it can write it down again."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.language.saying.french import say_rank
from guichet.language.saying.lexicon import LexiconError, read_lexicon
from guichet.language.saying.tests.hearing import hear
from guichet.language.saying.texts import put_into_words


def say(text: str) -> str:
    return put_into_words(text, "fr")


SAID = {
    "1 234,50 €": "mille deux cent trente-quatre euros et cinquante centimes",
    "1\u202f234,50\u00a0€": "mille deux cent trente-quatre euros et cinquante centimes",
    "1.234,50 €": "mille deux cent trente-quatre euros et cinquante centimes",
    "12€50": "douze euros et cinquante centimes",
    "0,5 €": "zéro euro et cinquante centimes",
    "1 €": "un euro",
    "3 M€": "trois millions d’euros",
    "1 000 000 €": "un million d’euros",
    "1er janvier 2027": "premier janvier deux mille vingt-sept",
    "01/01/2027": "premier janvier deux mille vingt-sept",
    "2027-01-31": "trente et un janvier deux mille vingt-sept",
    "14 h 30": "quatorze heures trente",
    "8h": "huit heures",
    "21h": "vingt et une heures",
    "12 h": "midi",
    "09:05": "neuf heures cinq",
    "24h/24, 7j/7": "vingt-quatre heures sur vingt-quatre, sept jours sur sept",
    "01 23 45 67 89": "zéro un, vingt-trois, quarante-cinq, soixante-sept, quatre-vingt-neuf",
    "01.23.45.67.89": "zéro un, vingt-trois, quarante-cinq, soixante-sept, quatre-vingt-neuf",
    "+33 1 23 45 67 89": "plus trente-trois, un, vingt-trois, quarante-cinq, soixante-sept, quatre-vingt-neuf",
    "le 3939": "le trente-neuf, trente-neuf",
    "le 32 30": "le trente-deux, trente",
    "le 15, le 112": "le quinze, le cent douze",
    "3939 habitants": "trois mille neuf cent trente-neuf habitants",
    "54000 Nancy": "cinquante-quatre mille Nancy",
    "75013 Paris": "soixante-quinze, zéro treize Paris",
    "01000 Bourg": "zéro un, zéro zéro zéro Bourg",
    "EC-2026-00123": "e cé, deux mille vingt-six, zéro, zéro un, vingt-trois",
    "la CPAM, la CAF et le RSA": "la cé pé a emme, la caf et le erre esse a",
    "R.S.A.": "erre esse a",
    "PAJEMPLOI": "pajemploi",
    "66,5 %": "soixante-six virgule cinq pour cent",
    "le 2e étage": "le deuxième étage",
    "1re fois, 21e, 80e, 9e, 5e": "première fois, vingt et unième, quatre-vingtième, neuvième, cinquième",
    "3 m² à 90 km/h en 1 min": "trois mètres carrés à quatre-vingt-dix kilomètres-heure en une minute",
    "www.caf.fr": "caf point effe erre",
    "aide@caf.fr.": "aide arobase caf point effe erre.",
    "M. Dupont et Mme Durand": "monsieur Dupont et madame Durand",
    "n° 12, art. 3": "numéro douze, article trois",
    "de 5 à 10 minutes": "de cinq à dix minutes",
    "5-10 minutes": "cinq à dix minutes",
    "1www.1": "un, un",
    "1 www.118000.fr": "un, onze, quatre-vingts, zéro zéro point effe erre",
    "20 4": "vingt, quatre",
    "-5": "moins cinq",
    "tapez * ou #": "tapez étoile ou dièse",
    "frais & taxes": "frais et taxes",
    "Il faut :\n- une pièce\n- un bail": "Il faut: une pièce. un bail.",
    "C’est déjà dit.": "C’est déjà dit.",
}


@pytest.mark.parametrize("written", SAID)
def test_french_is_said_as_people_say_it(written: str) -> None:
    assert say(written) == SAID[written]


def test_english_keeps_its_numbers_and_other_languages_all() -> None:
    said = put_into_words("€1,234.50 on 01/02/2027: call 01 23 45 67 89, 50% & www.caf.fr, RSA.", "en")
    assert said == "1234 euros and 50 cents on 1 February 2027: call 0 1, 2 3, 4 5, 6 7, 8 9, 50 percent and caf dot fr, R S A."
    assert put_into_words("١٢ €", "ar") == "١٢ €"


PIECES = st.one_of(
    st.text(alphabet="0123456789", min_size=1, max_size=12),
    st.sampled_from(
        ["€", "%", " ", "h", "/", "-", ",", ".", ":", "\u202f", "er", "e", "le ", "CAF ", "M. A", "n° ", "km", "+33", "\n", "@", "www."]
    ),
    st.text(max_size=4),
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def count(text: str) -> str:
    """The digits of a text that count, whatever they are written with: zeros are in the words, but not always by themselves."""
    return "".join(str(int(digit)) for digit in re.findall(r"\d", text)).replace("0", "")


@given(TEXTS)
def test_no_digit_is_lost_and_none_is_made_up(text: str) -> None:
    said = say(text)
    assert re.search(r"\d", said) is None
    assert count("".join(map(str, hear(said)))) == count(text), said


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_a_telephone_number_is_heard_with_every_zero(number: str) -> None:
    written = " ".join(number[start : start + 2] for start in range(0, 10, 2))
    for each in (number, written, written.replace(" ", ".")):
        assert [f"{heard:02}" for heard in hear(say(each).replace("zéro ", ""))] == re.findall("..", number)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_date_is_heard_as_that_date(day: date) -> None:
    assert hear(say(f"{day:%d/%m/%Y}")) == [day.day, day.month, day.year]


@given(st.integers(0, 999_999), st.integers(0, 99))
def test_an_amount_is_heard_to_the_cent(euros: int, cents: int) -> None:
    assert hear(say(f"{euros},{cents:02} €")) == ([euros, cents] if cents else [euros])


@given(st.integers(2, 9_999))
def test_a_rank_is_heard_as_its_number(number: int) -> None:
    assert hear(say_rank(number)) == [number]


@given(TEXTS, st.sampled_from(["fr", "en"]))
def test_what_is_in_words_stays_as_it_is(text: str, language: str) -> None:
    said = put_into_words(text, language)
    assert put_into_words(said, language) == said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_long_text_takes_no_more_than_its_length(language: str) -> None:
    """A pattern that tried again and again would not come back from these before the test is ended."""
    for seed in (
        "0",
        "0 ",
        "0,",
        "a.",
        "a@",
        "A-",
        "A.",
        "1/",
        "-",
        "www.",
        "01 2",
        "+1 ",
        "é\u0301",
        ". ",
        "&",
        "\n-",
        "1 000",
        "A",
        "a-",
    ):
        assert isinstance(put_into_words(seed * (10_000 // len(seed)), language), str)


def test_an_organisation_says_its_own_words() -> None:
    lexicon = read_lexicon("ANTAI = antaï\n\nMon Compte = mon compte en 2 clics\n")
    assert (
        put_into_words("L’ANTAI ouvre Mon Compte, pas l’ANTAIX.", "fr", lexicon) == "L’antaï ouvre mon compte en deux clics, pas l’antaix."
    )


@pytest.mark.parametrize("text", ["ANTAI", "= antaï", "ANTAI =", "A = le A", "A = B\nB = c", f"{'A' * 41} = a"])
def test_a_line_that_says_nothing_or_itself_is_refused(text: str) -> None:
    with pytest.raises(LexiconError):
        read_lexicon(text)
