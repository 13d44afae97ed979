"""What may be called, and what may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.contacts.telephone import (
    DearNumberError,
    ForeignNumberError,
    NotANumberError,
    mask_number,
    read_number,
    show_number,
)
from guichet.records.errors import RefusedError


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("01-42-68-53-00", "+33142685300"),
        ("0692 12 34 56", "+262692123456"),
        ("0590 20 12 34", "+590590201234"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+32 2 790 12 34", "+3227901234"),
        ("٠٦١٢٣٤٥٦٧٨", "+33612345678"),
    ],
)
def test_numbers_are_kept_in_one_form_however_they_are_typed(typed: str, number: str) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", NotANumberError),
        ("06 12 34", NotANumberError),
        ("quinze", NotANumberError),
        ("112", NotANumberError),
        ("15", NotANumberError),
        ("3939", NotANumberError),
        ("0800 123 456", NotANumberError),
        ("06 12 34 56 78 poste 12", NotANumberError),
        ("0892 70 12 34", DearNumberError),
        ("+1 212 736 5000", ForeignNumberError),
        ("+225 07 12 34 56 78", ForeignNumberError),
        ("0" * 5_000, NotANumberError),
    ],
)
def test_what_cannot_or_shall_not_be_called_is_refused_with_its_reason(typed: str, refusal: type[RefusedError]) -> None:
    with pytest.raises(refusal):
        read_number(typed)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_or_refused(typed: str) -> None:
    try:
        number = read_number(typed)
    except RefusedError:
        return
    assert read_number(number) == number


def test_a_number_is_shown_as_its_country_writes_it_and_masked_to_two_digits() -> None:
    assert show_number("+33612345678") == "06 12 34 56 78"
    assert show_number("+262692123456") == "0692 12 34 56"
    assert show_number("+442079460958") == "+44 20 7946 0958"
    assert mask_number("+33612345678") == "•• •• •• •• 78"
