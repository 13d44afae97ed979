"""What was turned away is told to whose number it may be, and a flood of it costs nothing."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice.edge import Place, write_kamailio
from guichet.channels.voice.strangers import read_table
from guichet.channels.voice.turning import MOST, Refusals, clean, is_alike
from guichet.records.calls.lines import OpenLine
from guichet.records.calls.words import TurnedAwayFor

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
TRUNK, STRANGER = "203.0.113.4", "198.51.100.7"


def line(organisation: int, number: str) -> OpenLine:
    return OpenLine(organisation, "Europe/Paris", 1, number, "Accueil", ("fr",), "other", (), {}, {}, "Mairie")


def take(*numbers: tuple[int, str], called: str, why: TurnedAwayFor = TurnedAwayFor.NUMBER) -> set[int]:
    refusals = Refusals()
    refusals.note(why, called, TRUNK, NOW)
    return set(refusals.take({number: line(organisation, number) for organisation, number in numbers}))


def test_who_is_alone_hears_of_every_number_that_its_trunk_sends() -> None:
    assert take((1, "+33199001234"), (1, "+33199005678"), called="anything") == {1}
    assert take(called="anything") == set()


@pytest.mark.parametrize(
    ("called", "told"), [("00199001234", {1}), ("33199001234", {1}), ("001234", {1}), ("5678", set()), ("4500", {2}), ("94500", {2})]
)
def test_of_several_the_one_is_told_whose_number_it_may_be(called: str, told: set[int]) -> None:
    assert take((1, "+33199001234"), (2, "4500"), called=called) == told


def test_strangers_who_dial_anything_are_nobodys_business() -> None:
    assert take((1, "+33199001234"), called="00972592277524", why=TurnedAwayFor.ADDRESS) == set()
    assert take((1, "+33199001234"), called="199001234", why=TurnedAwayFor.ADDRESS) == {1}


def test_the_same_is_counted_and_a_flood_is_cut() -> None:
    refusals = Refusals()
    for number in range(10_000):
        refusals.note(TurnedAwayFor.NUMBER, f"{number % 200}", TRUNK, NOW)
    lines = {"x": line(1, "+33199001234")}
    found = refusals.take(lines)[1]
    assert len(found) == MOST
    assert {each.times for each in found} == {50}
    assert refusals.take(lines) == {}


@given(st.text())
def test_whatever_was_dialled_can_be_shown_and_compared(called: str) -> None:
    shown = clean(called)
    assert len(shown) <= 40
    assert shown.isprintable()
    is_alike(shown, "+33199001234")


@given(
    st.binary()
    | st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)).map(
        msgspec.json.encode
    )
)
def test_nothing_strange_that_the_edge_may_say_raises(answer: bytes) -> None:
    read_table(answer)


def test_the_edge_notes_few_strangers_and_only_what_may_be_a_number() -> None:
    written = write_kamailio(Place(trunks=("203.0.113.4",)))
    refused = written.partition("# A scanner learns nothing here.")[2]
    assert refused.index("route(STRANGER)") < refused.index('sl_send_reply("403"')
    route = written.partition("route[STRANGER]")[2].partition("\n}")[0]
    assert route.index("return") < route.index("$sht(strangers=>$si) = $rU")


def test_a_table_is_read() -> None:
    slot: dict[str, Any] = {"name": STRANGER, "value": "0199001234", "type": "str"}
    told = {"jsonrpc": "2.0", "result": [{"entry": 3, "size": 1, "slot": [slot, {"name": "x", "value": 3}]}, {"entry": 4}], "id": 1}
    assert read_table(msgspec.json.encode(told)) == [(STRANGER, "0199001234")]
