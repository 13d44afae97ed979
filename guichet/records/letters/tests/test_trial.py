"""The trial draws nothing that its font has not: else it misreads its own letter."""

from typing import Any

import pytest
from PIL import ImageFont

from guichet.records.letters.trial import PLAIN_SAMPLE, SAMPLE, choose_font


def test_the_sample_is_drawn_with_a_font_that_has_its_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    font, text = choose_font()
    assert (isinstance(font, ImageFont.FreeTypeFont) and font.getname()[0] == "DejaVu Sans") == (text == SAMPLE)
    truetype = ImageFont.truetype

    def lack_dejavu(name: Any, *more: Any, **named: Any) -> ImageFont.FreeTypeFont:
        if isinstance(name, str):
            raise OSError
        return truetype(name, *more, **named)

    monkeypatch.setattr(ImageFont, "truetype", lack_dejavu)
    assert choose_font()[1] == PLAIN_SAMPLE
    assert PLAIN_SAMPLE.isascii()
