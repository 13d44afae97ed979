"""Text goes over a telephone network and comes back the same; what it costs is what is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.sms.alphabet import decode_long, decode_short, ease, encode_short
from guichet.channels.sms.numbers import read_handle, write_address
from guichet.channels.sms.pieces import cut, take_header
from guichet.channels.sms.tests.vectors import FILE, write_vectors
from guichet.records.knowledge.sms import BASIC, EXTENDED, count_sms, cut_sms
from guichet.records.messaging.senders import can_be_answered, is_sender

SHORT = st.text(st.sampled_from(sorted(BASIC | EXTENDED)), max_size=700)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@given(SHORT)
def test_the_short_alphabet_comes_back(text: str) -> None:
    assert decode_short(encode_short(text)) == text


@given(st.binary(max_size=300))
def test_any_octets_are_read_as_some_text(octets: bytes) -> None:
    assert len(decode_short(octets)) <= len(octets)
    assert len(decode_long(octets)) == len(octets) // 2
    place, text = take_header(octets)
    assert octets.endswith(text)
    assert place is None or place.total <= 255


@given(st.one_of(SHORT, ANY))
def test_what_is_sent_is_what_was_counted_and_is_whole(text: str) -> None:
    pieces = cut_sms(text)
    assert "".join(pieces) == text
    coded = cut(text, 7)
    assert len(coded) == len(pieces) == count_sms(text).segments
    assert all(len(each.octets) <= 254 for each in coded)
    said = []
    for number, each in enumerate(coded, start=1):
        place, octets = take_header(each.octets) if each.has_header else (None, each.octets)
        assert place is None or (place.reference, place.number, place.total) == (7, number, len(coded))
        said.append(decode_long(octets) if each.coding == 8 else decode_short(octets))
    assert "".join(said).encode("utf-16", "surrogatepass").decode("utf-16") == text


@pytest.mark.parametrize(
    ("text", "units", "segments"),
    [
        ("", 0, 0),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("a" * 306, 306, 2),
        ("a" * 152 + "€" + "a" * 152, 306, 3),
        ("ê" + "a" * 69, 70, 1),
        ("ê" + "a" * 70, 71, 2),
        ("👋" * 35, 70, 1),
        ("👋" * 36, 72, 2),
    ],
)
def test_segments_are_counted_as_networks_do(text: str, units: int, segments: int) -> None:
    assert (count_sms(text).units, count_sms(text).segments) == (units, segments)


def test_signs_of_printers_do_not_double_the_price() -> None:
    text = ease("C’est “prêt” : 12 € – à demain…")
    assert text == 'C\'est "prêt" : 12 € - à demain...'
    assert count_sms(ease("Aujourd’hui, à 8 h")).costly == ()


def test_latin_goes_out_where_the_operator_wants_it() -> None:
    assert [(each.octets, each.coding) for each in cut("é£", 1, in_latin=True)] == [("é£".encode("latin-1"), 3)]
    assert cut("12 €", 1, in_latin=True)[0].coding == 8


@pytest.mark.parametrize(
    ("address", "kind", "handle"),
    [
        ("33612345678", 1, "+33612345678"),
        ("+33612345678", 0, "+33612345678"),
        ("0033612345678", 0, "+33612345678"),
        ("0612345678", 0, "+33612345678"),
        ("0692123456", 2, "+262692123456"),
        ("33612345678", 0, "+33612345678"),
        ("36105", 0, "36105"),
        ("CAF", 5, "CAF"),
        ("", 0, ""),
        ("9" * 19, 0, "9" * 19),
    ],
)
def test_a_number_is_kept_in_one_form(address: str, kind: int, handle: str) -> None:
    assert read_handle(address, kind) == handle


@pytest.mark.parametrize(("typed", "is_one", "answered"), [("36105", True, True), ("+33612345678", True, True), ("MAIRIE", True, False)])
def test_a_sender_is_a_number_or_a_short_name(typed: str, is_one: bool, answered: bool) -> None:
    assert (is_sender(typed), can_be_answered(typed)) == (is_one, answered)


@pytest.mark.parametrize("typed", ["", "M", "MAIRIEDEVILLE", "Été", "12", "a\nb", "+", "0" * 20])
def test_what_no_network_takes_is_no_sender(typed: str) -> None:
    assert not is_sender(typed)


def test_addresses_say_of_which_kind_they_are() -> None:
    assert [write_address(each)[0] for each in ("+33612345678", "36105", "MAIRIE", "0612345678")] == [1, 3, 5, 0]


def test_the_cases_that_prove_the_browser_equal_are_those_of_today() -> None:
    assert FILE.read_text() == write_vectors(), "run: python -m guichet.channels.sms.tests.vectors"
