import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.directory import colours

colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
look = st.sampled_from(["light", "dark"])


def test_contrast_is_that_of_the_recommendation() -> None:
    assert colours.get_contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.get_contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert colours.get_contrast("#767676", "#ffffff") == pytest.approx(4.542, abs=0.001)


def test_the_house_has_colours_that_can_be_read() -> None:
    assert all(colours.measure(colours.HOUSE[look], look) >= colours.LEAST_CONTRAST for look in ("light", "dark"))


@given(colour, look)
def test_what_is_proposed_instead_of_a_colour_can_be_read(wanted: str, look: str) -> None:
    found = colours.find_readable(wanted, look)
    assert re.fullmatch(r"#[0-9a-f]{6}", found)
    assert colours.measure(found, look) >= colours.LEAST_CONTRAST
    if colours.measure(wanted, look) >= colours.LEAST_CONTRAST + 0.1:
        assert colours.get_contrast(found, wanted) < 1.1, "a colour that can be read stays"


@given(colour, look)
def test_everything_drawn_from_an_accent_can_be_read(wanted: str, look: str) -> None:
    palette = colours.make_palette(colours.find_readable(wanted, look), look)
    assert colours.get_contrast(palette.accent, palette.wash) >= colours.LEAST_CONTRAST
    assert colours.get_contrast(palette.ink, palette.strong) >= colours.LEAST_CONTRAST


def test_the_dark_look_takes_its_accent_from_the_light_one() -> None:
    light, dark = colours.choose_accents("#8a1538", "")
    assert light == "#8a1538"
    assert colours.measure(dark, "dark") >= colours.LEAST_CONTRAST
    assert colours.choose_accents("", "") == (colours.HOUSE["light"], colours.HOUSE["dark"])
