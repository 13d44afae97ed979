"""Quality of sound, from reports that come from outside: judged by the worst of three, and nothing strange in them raises."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice.media.quality import Quality, list_silent, read_quality
from guichet.records.calls.words import Sounding


def answer(loss: int = 0, jitter: int = 0, round_trip: int = 900) -> dict[str, Any]:
    """As rtpengine 10.5 tells it."""
    entries = [
        {"MOS": 0, "packet loss": 99, "jitter": 99, "round-trip time": 0},
        {"packet loss": loss, "jitter": jitter, "round-trip time": round_trip},
    ]
    silent = {"medias": [{"streams": [{"SSRC": 9}, {}]}]}
    speaking = {"medias": [{"index": 1, "streams": [{"SSRC": 7, "stats": {"packets": 700}}, {}]}]}
    return {"SSRC": {"7": {"MOS progression": {"interval": 0, "entries": entries}}}, "tags": {"citizen": speaking, "agent": silent}}


def test_the_latest_report_of_each_side_counts() -> None:
    assert read_quality(answer(2, 5)) == {"citizen": Quality(2.0, 5.0, 0.9)}


@pytest.mark.parametrize(
    ("numbers", "sounding"),
    [
        ((0, 0, 900), Sounding.GOOD),
        ((1, 0, 0), Sounding.MEDIUM),
        ((0, 30, 0), Sounding.MEDIUM),
        ((0, 29, 299_000), Sounding.GOOD),
        ((5, 0, 0), Sounding.BAD),
        ((0, 0, 800_000), Sounding.BAD),
    ],
)
def test_the_worst_of_the_three_says_how_it_sounds(numbers: tuple[int, int, int], sounding: Sounding) -> None:
    assert read_quality(answer(*numbers))["citizen"].sounding is sounding


def told_at(second: int, *, flags: list[str]) -> dict[str, Any]:
    return {
        "tags": {"agent": {"medias": [{"streams": [{"last packet": second, "flags": flags}, {"last packet": 995, "flags": ["RTCP"]}]}]}}
    }


@pytest.mark.parametrize(("second", "silent"), [(980, {"agent"}), (990, {"agent"}), (991, set()), (1001, set())])
def test_whoever_sends_nothing_for_ten_seconds_is_silent_whatever_he_reports(second: int, silent: set[str]) -> None:
    assert list_silent(told_at(second, flags=["RTP", "filled"]), 1000.0) == silent
    assert list_silent(told_at(second, flags=["RTCP"]), 1000.0) == set()


NAMES = st.sampled_from(["SSRC", "tags", "medias", "streams", "MOS progression", "entries", "7", "jitter", "last packet", "flags"])
strange: Any = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["SSRC", "tags", "x"]), strange, max_size=3))
def test_whatever_is_told_nothing_raises(told: dict[str, Any]) -> None:
    read_quality(told)
    list_silent(told, 1000.0)
