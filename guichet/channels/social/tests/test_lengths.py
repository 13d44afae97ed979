"""A text for a network is parted where it reads best, and each part fits as the network counts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.social.lengths import Measure, count, split

MASTODON = Measure(120, 23)
WORDS = st.sampled_from(
    ["mot", "une phrase.", "https://ville.example/" + "x" * 60, "@zoe@ailleurs.example", "é", "\n\n", "y" * 300, "http:/", "@a@"]
)


def test_a_page_counts_as_twenty_three_characters_and_a_mention_without_its_server() -> None:
    assert count("voir https://ville.example/" + "x" * 90, MASTODON) == 5 + 23
    assert count("@zoe@ailleurs.example oui", MASTODON) == len("@zoe oui")
    assert count("https://a.example/xx", Measure(10)) == 20


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_each_part_fits_and_nothing_is_lost(text: str) -> None:
    parts = split(text, MASTODON)
    assert all(count(part, MASTODON) <= MASTODON.most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_is_parted_at_the_end_of_a_sentence() -> None:
    assert split("Voici une première phrase. Et la suite du texte", Measure(30)) == ["Voici une première phrase.", "Et la suite du texte"]


@pytest.mark.parametrize("text", ["x" * 20_000, "a " * 10_000, "https://" * 2_500, "@a@b" * 5_000])
def test_a_long_text_takes_no_time(text: str) -> None:
    began = time.perf_counter()
    split(text, Measure(500, 23))
    assert time.perf_counter() - began < 1
