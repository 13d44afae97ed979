"""Seats for a channel that is new to an organisation at work."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.routing.words import Channel
from guichet.records.directory.seats import SEATS, give_seats, propose_seats


def make_content(capacities: dict[str, set[Channel]], agents: dict[str, str]) -> dict[str, Any]:
    seats = {key: {channel.value: {"most": 1, "units": 1} for channel in channels} for key, channels in capacities.items()}
    return {
        "capacities": {key: {"label": {"fr": key}, "units": 3, "channels": channels} for key, channels in seats.items()},
        "agents": {name: {"name": name, "capacity": capacity} for name, capacity in agents.items()},
    }


contents = st.dictionaries(st.sampled_from("abcd"), st.sets(st.sampled_from(Channel)), min_size=1).flatmap(
    lambda capacities: st.builds(
        make_content, st.just(capacities), st.dictionaries(st.sampled_from("uvwxyz"), st.sampled_from(sorted(capacities)))
    )
)
written = st.sampled_from(sorted(SEATS))


@given(contents, written)
def test_everybody_who_works_has_a_seat_afterwards_and_nobody_lost_one(content: dict[str, Any], channel: Channel) -> None:
    proposed = propose_seats(content, channel)
    assert sorted(name for each in proposed for name in each.agents) == sorted(
        agent["name"] for agent in content["agents"].values() if channel not in content["capacities"][agent["capacity"]]["channels"]
    )
    for edit in give_seats(content, channel, [each.key for each in proposed]):
        given_seats = dict(edit.after["channels"])
        assert given_seats.pop(channel.value) == {"most": SEATS[channel], "units": 1}
        assert given_seats == edit.before["channels"]
        assert {**edit.after, "channels": None} == {**edit.before, "channels": None}
        content["capacities"][edit.key] = edit.after
    assert propose_seats(content, channel) == []


def test_who_answers_in_writing_is_likely_and_who_only_telephones_is_asked_about() -> None:
    content = make_content(
        {"remote": {Channel.CHAT}, "telephone": {Channel.VOICE}, "idle": {Channel.CHAT}}, {"Awa": "remote", "Luc": "telephone"}
    )
    assert [(each.key, each.is_likely) for each in propose_seats(content, Channel.EMAIL)] == [("remote", True), ("telephone", False)]


def test_what_has_seats_already_or_is_unknown_stays_as_it_is() -> None:
    content = make_content({"remote": {Channel.EMAIL}}, {"Awa": "remote"})
    assert give_seats(content, Channel.EMAIL, ["remote", "nobody", "../x"]) == []
