"""A relay service is known by each form in which its number can be sent, and nobody else is taken for it."""

from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.dialling.relays import BETWEEN, Relay, find_relay, list_forms

numbers = st.from_regex(r"\+[1-9][0-9]{7,13}", fullmatch=True)


@given(st.lists(st.lists(numbers, min_size=1, max_size=3, unique=True), min_size=1, max_size=3), st.data())
def test_it_is_known_however_its_number_is_written(owned: list[list[str]], data: st.DataObject) -> None:
    relays = [Relay(key, f"Relay {key}", tuple(numbers)) for key, numbers in enumerate(owned)]
    relay = data.draw(st.sampled_from(relays))
    form = data.draw(st.sampled_from(list_forms(data.draw(st.sampled_from(relay.calls_from)))))
    gap = data.draw(st.sampled_from(["", *BETWEEN]))
    found = find_relay(gap.join(form), relays)
    assert found is not None
    assert any(form in list_forms(number) for number in found.calls_from)


@given(numbers, st.lists(numbers, max_size=4))
def test_nobody_else_is_taken_for_it(caller: str, owned: list[str]) -> None:
    relay = Relay(1, "Relais Signes", tuple(number for number in owned if number != caller))
    assert find_relay(caller, [relay]) is None


def test_whoever_shows_no_number_is_nobody_in_particular() -> None:
    relay = Relay(1, "Relais Signes", ("+33199005001",))
    assert [find_relay(each, [relay]) for each in ("", " ", "anonymous", "0612345678", "+331990050011", "19900500")] == [None] * 6
    assert find_relay("0199005001", [relay]) is relay
    assert find_relay("0199005001", []) is None
