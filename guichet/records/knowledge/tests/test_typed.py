import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.knowledge.facts import FactError, format_fact
from guichet.records.knowledge.typed import read_value, show_value
from guichet.records.knowledge.words import WORDED, Fact, FactKind, Medium

VALUED = sorted(set(FactKind) - WORDED)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FactKind.AMOUNT, "17,00 €", "17.00"),
        (FactKind.AMOUNT, "17,00", "17.00"),
        (FactKind.AMOUNT, "17.00", "17.00"),
        (FactKind.AMOUNT, "1\u202f250,50\u00a0€", "1250.50"),
        (FactKind.AMOUNT, "12 euros", "12"),
        (FactKind.DATE, "1er janvier 2027", "2027-01-01"),
        (FactKind.DATE, "14 août 2027", "2027-08-14"),
        (FactKind.DATE, "03/04/2027", "2027-04-03"),
        (FactKind.DATE, "2027-04-03", "2027-04-03"),
        (FactKind.DATE, "31/02/2027", "31/02/2027"),
        (FactKind.DELAY, "3 semaines", "3 weeks"),
        (FactKind.DELAY, "1 semaine", "1 weeks"),
        (FactKind.DELAY, "26 ans", "26 years"),
        (FactKind.DELAY, "2 années", "2 years"),
        (FactKind.DELAY, "2 mois", "2 months"),
        (FactKind.DELAY, "5 jours ouvrés", "5 working-days"),
        (FactKind.DELAY, "5 working days", "5 working-days"),
        (FactKind.DELAY, "48h", "48 hours"),
        (FactKind.DELAY, "bientôt", "bientôt"),
        (FactKind.HOURS, "8h30-17h", "08:30-17:00"),
        (FactKind.HOURS, "de 8 h 30 à 17 h", "08:30-17:00"),
        (FactKind.HOURS, "9:00", "09:00"),
        (FactKind.NUMBER, "2,5", "2.5"),
        (FactKind.PERCENT, "66,5 %", "66.5"),
        (FactKind.TELEPHONE, "01 23 45 67 89", "01 23 45 67 89"),
        (FactKind.TEXT, "17,00 €", "17,00 €"),
    ],
)
def test_a_value_is_kept_as_the_writer_means_it(kind: FactKind, typed: str, kept: str) -> None:
    assert read_value(kind, typed, "fr") == kept


def test_a_comma_has_its_sense_in_the_writer_s_language() -> None:
    assert read_value(FactKind.NUMBER, "1,250", "en") == "1250"
    assert read_value(FactKind.NUMBER, "1,250", "fr") == "1.250"


@pytest.mark.parametrize(
    ("kind", "kept", "shown"),
    [
        (FactKind.AMOUNT, "17.00", "17,00 €"),
        (FactKind.DATE, "2027-01-01", "01/01/2027"),
        (FactKind.DELAY, "3 weeks", "3 semaines"),
        (FactKind.DELAY, "1 years", "1 an"),
        (FactKind.PERCENT, "66.5", "66,5 %"),
        (FactKind.AMOUNT, "beaucoup", "beaucoup"),
    ],
)
def test_a_kept_value_is_shown_as_it_would_be_typed(kind: FactKind, kept: str, shown: str) -> None:
    assert show_value(kind, kept, "fr") == shown
    assert show_value(kind, kept, "en") == kept


@given(st.sampled_from(VALUED), st.text(alphabet="0123456789 .,:-/€%hmoisanyer", max_size=14), st.sampled_from(["fr", "en"]))
def test_what_is_shown_is_read_back_as_it_was_kept(kind: FactKind, typed: str, language: str) -> None:
    kept = read_value(kind, typed, language)
    assert read_value(kind, show_value(kind, kept, language), language) in (kept, read_value(kind, kept, language))


@given(st.sampled_from(VALUED), st.text(alphabet="0123456789 .:-", max_size=12))
def test_a_value_that_could_be_said_is_kept_as_it_was(kind: FactKind, kept: str) -> None:
    try:
        format_fact(Fact(kind, kept), Medium.PAGE, "fr")
    except FactError:
        return
    assert format_fact(Fact(kind, read_value(kind, kept, "fr")), Medium.PAGE, "fr") == format_fact(Fact(kind, kept), Medium.PAGE, "fr")
