"""What a letter says of its sender is found where a French letter says it, and is never found out of nothing; in bounded time."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.language.contracts import Line, Page
from guichet.records.letters.extraction import Found, compile_format, extract
from guichet.records.letters.words import LONGEST_BLOCK, MOST_REFERENCES


def put(text: str, left: float = 0.1, top: float = 0.1, certainty: float = 0.95) -> list[Line]:
    return [
        Line(line, certainty, (left, top + place * 0.016, left + 0.3, top + place * 0.016 + 0.011))
        for place, line in enumerate(text.splitlines())
        if line.strip()
    ]


def page(*lines: list[Line]) -> list[Page]:
    return [Page(tuple(line for block in lines for line in block), b"")]


ZOE = "Madame Zoé PETIT\nBâtiment B\n12 rue des Lilas\n35000 RENNES"
HALL = "Mairie de Bruz\nService état civil\n1 place de la Mairie\n35170 BRUZ"


def test_the_sender_stands_at_the_left_and_whom_he_writes_to_at_the_right() -> None:
    found = extract(page(put(ZOE), put(HALL, left=0.57, top=0.22), put("Rennes, le 12 mars 2026", top=0.35)))
    assert found.sender == ZOE
    assert found.written_on == date(2026, 3, 12)
    assert found.doubts == ()


def test_our_own_address_is_never_the_senders() -> None:
    assert extract(page(put(HALL)), ours=HALL).sender == ""
    assert extract(page(put(HALL), put(ZOE, top=0.3)), ours=HALL).sender == ZOE


def test_whoever_lives_in_our_town_is_found_and_whom_he_writes_to_is_not_taken_for_him() -> None:
    neighbour = "Madame Zoé PETIT\n12 rue des Lilas\n35170 BRUZ"
    assert extract(page(put(HALL), put(neighbour, top=0.3)), ours=HALL).sender == neighbour
    ours = HALL.replace("Mairie de Bruz", "Monsieur le Maire")
    assert extract(page(put(ours, left=0.57)), ours=HALL).sender == ""


def test_a_sender_at_the_right_alone_is_found() -> None:
    assert extract(page(put(ZOE, left=0.6))).sender == ZOE


def test_what_stands_around_an_address_is_not_of_it() -> None:
    text = f"Le 3 mai 2026\n{ZOE}\nTél. 06 12 34 56 78\nzoe@example.org"
    found = extract(page(put(text)))
    assert (found.sender, found.telephone, found.email) == (ZOE, "06 12 34 56 78", "zoe@example.org")


def test_a_line_that_was_hard_to_read_is_doubtful() -> None:
    assert extract(page(put(ZOE, certainty=0.5), put("zoe@example.org", top=0.4, certainty=0.6))).doubts == ("sender", "email")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vos réf. : EC-2026-00123", ["EC-2026-00123"]),
        ("N/Réf : ABC/12/3", ["ABC/12/3"]),
        ("mon dossier n° 4711 est en attente", ["4711"]),
        ("Allocataire n° 1234567 P", ["1234567"]),
        ("référence : à rappeler", []),
        ("le dossier numéro un", []),
        ("RENDEZ-VOUS 3939", []),
        ("carte 12-ABC-3456 ici", ["12-ABC-3456"]),
    ],
)
def test_references_stand_behind_their_word_or_look_as_ours_do(text: str, found: list[str]) -> None:
    assert list(extract(page(put(text)), ["99-AAA-9999"]).references) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Rennes, le 1er août 2026", date(2026, 8, 1)),
        ("le 12/03/2026", date(2026, 3, 12)),
        ("12.03.2026", date(2026, 3, 12)),
        ("le 31 février 2026", None),
        ("99/99/2026", None),
        ("3 mars 1789", None),
        ("le 12 machin 2026", None),
    ],
)
def test_a_day_is_one_that_exists(text: str, day: date | None) -> None:
    assert extract(page(put(text))).written_on == day


@pytest.mark.parametrize(
    "text",
    [
        "0" * 100_000,
        "a@" * 50_000,
        "dossier n° " * 10_000,
        "réf " + "A" * 100_000,
        "12 rue " * 10_000,
        "a.b-" * 25_000 + "@",
        "35000 " + "a " * 50_000,
    ],
)
def test_nothing_runs_wild(text: str) -> None:
    began = time.perf_counter()
    extract(page(put(text)), ["9" * 60])
    assert time.perf_counter() - began < 0.5


@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.floats(0, 1), st.tuples(*[st.floats(-1, 2, allow_nan=False)] * 4)).map(lambda each: Line(*each)),
        max_size=30,
    ),
    st.lists(st.text(max_size=20), max_size=3),
)
def test_whatever_stands_there_something_of_bounded_size_is_found(lines: list[Line], formats: list[str]) -> None:
    found = extract([Page(tuple(lines), b"")], formats)
    assert len(found.sender) <= LONGEST_BLOCK
    assert len(found.references) <= MOST_REFERENCES


def test_nothing_is_found_on_no_page() -> None:
    assert extract([]) == Found()


def test_a_format_is_no_expression() -> None:
    assert compile_format("(9+)+").search("(1+)+")
    assert not compile_format("(9+)+").search("111")
