"""Which page an address is, and codes that people type from paper."""

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from guichet.records.pages.matching import matches
from guichet.records.pages.words import ALPHABET, CameFrom, clean_place, read_code, read_number, write_number

PIECES = st.text(alphabet="ab/*", max_size=12)


@given(st.text(alphabet="ab/", max_size=20), PIECES)
def test_a_pattern_means_what_the_same_regular_expression_means(path: str, pattern: str) -> None:
    meant = re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), path)
    assert matches(path, pattern) == (meant is not None)


def test_a_pattern_made_to_take_for_ever_takes_no_time() -> None:
    began = time.perf_counter()
    assert not matches("/" + "a" * 200_000, "*a*a*b")
    assert time.perf_counter() - began < 0.05


@given(st.integers(min_value=1, max_value=2**63 - 1))
def test_the_organisation_of_a_code_is_read_back(number: int) -> None:
    assert read_number(write_number(number)) == number
    assert set(write_number(number)) <= set(ALPHABET)


def test_a_code_is_read_however_it_is_typed() -> None:
    assert read_code(" 3ab-7 k.q ") == "3AB7KQ"
    for nonsense in ("", "é", "0OIL", "a\0b", "x" * 200, "../"):
        assert read_code(nonsense) == ""


def test_names_of_fields_are_told_and_what_may_be_somebodys_is_not() -> None:
    for name in ("loyer", "foyer[0].revenu", "Vos ressources", "Étape 2 : le logement"):
        assert clean_place(name) == name
    for value in ("1750699123456", "x 75012 y", "lea@example.org", "https://a.example", "=cmd()", "a" * 61, "\u202eloyer", "a\0b", "<b>"):
        assert clean_place(value) == ""
    assert CameFrom() == CameFrom(page="", step="", field="", article="", letter="")
