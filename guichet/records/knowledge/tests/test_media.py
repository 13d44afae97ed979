from hypothesis import given
from hypothesis import strategies as st

from guichet.records.knowledge.sms import BASIC, EXTENDED, count_sms
from guichet.records.knowledge.speech import list_long_sentences, list_unsayable


def test_an_sms_counts_as_operators_count() -> None:
    for text, units, segments in (
        ("", 0, 0),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("ê" * 70, 70, 1),
        ("ê" * 71, 71, 2),
        ("ê" * 135, 135, 3),
        ("😀" * 35, 70, 1),
    ):
        cost = count_sms(text)
        assert (cost.units, cost.segments) == (units, segments), text[:3]


def test_an_sms_says_which_characters_make_it_dear() -> None:
    assert count_sms("Reçu, être payé : l’aide").costly == ("ç", "ê", "’")
    assert count_sms("Payé à Nancy, où ?").costly == ()


def test_a_sign_of_two_units_is_not_cut_in_two() -> None:
    assert count_sms("a" * 152 + "€" + "a" * 152).segments == 3


@given(st.text(alphabet=sorted(BASIC | EXTENDED), max_size=700), st.sampled_from("aé€"))
def test_more_text_never_costs_less(text: str, more: str) -> None:
    one, other = count_sms(text), count_sms(text + more)
    assert one.segments <= other.segments
    assert one.units < other.units


@given(st.text(max_size=400))
def test_segments_hold_all_units(text: str) -> None:
    cost = count_sms(text)
    assert cost.units <= cost.segments * (70 if cost.costly else 160)


def test_what_a_voice_cannot_say_is_found_once_by_its_name() -> None:
    found = dict(list_unsayable("Allez sur www.caf.fr ou écrivez à aide@caf.fr, 50 % de 12 € (n° 123456)."))
    assert set(found) == {"spoken-address", "spoken-link", "spoken-digits", "spoken-symbol"}
    assert found["spoken-address"] == "aide@caf.fr"
    assert found["spoken-digits"] == "123456"


def test_a_list_is_for_the_eye() -> None:
    assert [code for code, _ in list_unsayable("Il faut :\n- une pièce\n- un bail")] == ["spoken-list", "spoken-list"]
    assert list(list_unsayable("Il faut une pièce d’identité et un bail.")) == []


def test_a_sentence_of_thirty_words_is_too_long_for_an_ear() -> None:
    assert len(list(list_long_sentences("mot " * 30 + ". Court."))) == 1
