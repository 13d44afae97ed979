"""Days as people write them."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [("fr", 1, "mardi 1er décembre"), ("fr", 11, "vendredi 11 décembre"), ("fr", 21, "lundi 21 décembre"), ("en", 1, "Tuesday 1 December")],
)
def test_the_first_of_a_month_is_written_as_the_language_says_it(language: str, day: int, written: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2026, 12, day), "l j F") == written
        assert Template('{{ day|date:"l j F" }}').render(Context({"day": date(2026, 12, day)})) == written
