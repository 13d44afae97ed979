from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.language.saying.numbers import MOST, say
from guichet.records.knowledge.facts import FactError, format_fact
from guichet.records.knowledge.sms import BASIC, EXTENDED
from guichet.records.knowledge.speech import list_unsayable
from guichet.records.knowledge.words import Fact, FactKind, Medium


def tell(kind: FactKind, value: str, medium: Medium = Medium.PAGE, language: str = "fr") -> str:
    return format_fact(Fact(kind, value), medium, language).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "zéro"),
        (21, "vingt et un"),
        (71, "soixante et onze"),
        (77, "soixante-dix-sept"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (100, "cent"),
        (200, "deux cents"),
        (280, "deux cent quatre-vingts"),
        (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"),
        (1_001, "mille un"),
        (2_000_000, "deux millions"),
        (2027, "deux mille vingt-sept"),
    ],
)
def test_numbers_are_said_as_in_french(number: int, said: str) -> None:
    assert say(number) == said


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_two_numbers_are_never_said_alike(one: int, other: int) -> None:
    assert (say(one) == say(other)) == (one == other)


def test_a_number_beyond_words_is_refused() -> None:
    for number in (-1, MOST + 1):
        with pytest.raises(ValueError, match="no words"):
            say(number)


SAID = (
    (FactKind.AMOUNT, "1423.48"),
    *("1 423,48 €", "1 423,48 €", "mille quatre cent vingt-trois euros et quarante-huit centimes", "€1,423.48"),
    *((FactKind.AMOUNT, "1"), "1 €", "1 €", "un euro", "€1"),
    *((FactKind.AMOUNT, "2000000"), "2 000 000 €", "2 000 000 €", "deux millions d’euros", "€2,000,000"),
    *((FactKind.DATE, "2027-01-01"), "1er janvier 2027", "01/01/2027", "premier janvier deux mille vingt-sept", "1 January 2027"),
    *((FactKind.DELAY, "2 months"), "2 mois", "2 mois", "deux mois", "2 months"),
    *((FactKind.DELAY, "1 weeks"), "1 semaine", "1 semaine", "une semaine", "1 week"),
    (FactKind.HOURS, "08:30-17:00"),
    *("de 8 h 30 à 17 h", "de 8 h 30 à 17 h", "de huit heures trente à dix-sept heures", "from 8:30 am to 5 pm"),
    *((FactKind.HOURS, "12:00"), "12 h", "12 h", "midi", "12 pm"),
    *((FactKind.HOURS, "21:00"), "21 h", "21 h", "vingt et une heures", "9 pm"),
    *((FactKind.PERCENT, "66.5"), "66,5 %", "66,5 %", "soixante-six virgule cinq pour cent", "66.5%"),
    *((FactKind.NUMBER, "1200"), "1 200", "1 200", "mille deux cents", "1,200"),
    *((FactKind.TELEPHONE, "3230"), "32 30", "32 30", "trente-deux, trente", "32 30"),
    (FactKind.TELEPHONE, "0383001020"),
    *("03 83 00 10 20", "03 83 00 10 20", "zéro trois, quatre-vingt-trois, zéro zéro, dix, vingt", "03 83 00 10 20"),
)
"""Flat, in fives: the fact, then how the page, an SMS, a voice and an English page say it."""


@pytest.mark.parametrize(("fact", "page", "sms", "spoken", "english"), [SAID[start : start + 5] for start in range(0, len(SAID), 5)])
def test_a_fact_is_said_as_each_medium_and_language_says_it(
    fact: tuple[FactKind, str], page: str, sms: str, spoken: str, english: str
) -> None:
    kind, value = fact
    said = (tell(kind, value), tell(kind, value, Medium.SMS), tell(kind, value, Medium.SPOKEN), tell(kind, value, language="en"))
    assert said == (page, sms, spoken, english)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FactKind.AMOUNT, "12,5"),
        (FactKind.AMOUNT, "-3"),
        (FactKind.AMOUNT, "1.005"),
        (FactKind.AMOUNT, "NaN"),
        (FactKind.AMOUNT, "9" * 40),
        (FactKind.DATE, "31/12/2026"),
        (FactKind.DATE, "2026-02-30"),
        (FactKind.DELAY, "two months"),
        (FactKind.HOURS, "25:00"),
        (FactKind.TELEPHONE, "appelez"),
        (FactKind.TEXT, "  "),
    ],
)
def test_a_value_that_is_not_of_its_kind_is_refused(kind: FactKind, value: str) -> None:
    with pytest.raises(FactError):
        format_fact(Fact(kind, value), Medium.PAGE, "fr")


VALUES = st.one_of(
    st.tuples(st.just(FactKind.AMOUNT), st.decimals(0, 999_999, places=2).map(lambda number: str(Decimal(number)))),
    st.tuples(st.just(FactKind.DATE), st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat)),
    st.tuples(
        st.just(FactKind.DELAY), st.builds("{} {}".format, st.integers(1, 99), st.sampled_from(["days", "weeks", "months", "years"]))
    ),
    st.tuples(st.just(FactKind.HOURS), st.times().map(lambda at: f"{at:%H:%M}")),
    st.tuples(st.just(FactKind.PERCENT), st.integers(0, 100).map(str)),
    st.tuples(st.just(FactKind.TELEPHONE), st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True)),
)


@given(VALUES)
def test_no_fact_makes_a_voice_stumble_or_an_sms_dearer(pair: tuple[FactKind, str]) -> None:
    fact = Fact(*pair)
    assert list(list_unsayable(format_fact(fact, Medium.SPOKEN, "fr"))) == []
    for language in ("fr", "en"):
        assert set(format_fact(fact, Medium.SMS, language)) <= BASIC | EXTENDED
