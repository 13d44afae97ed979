"""A line that records: what a citizen says with his agent, sealed after the call; nothing once he objects, nothing while it is stopped."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from guichet.channels.voice.tests.telephones import Telephone, wait_for
from guichet.records.calls.disk import is_voiced_track
from guichet.records.calls.packets import read_tracks
from tests.telephone.conftest import Town
from tests.telephone.test_calls import AWA_TONE, CITIZEN_TONE
from tests.telephone.test_consulting import hear_one_another
from tests.telephone.test_deaths import kill_voice
from tests.telephone.test_ways import LOOKED_AT

SPOKEN = 4.0
OBJECT = "*"


@contextmanager
def recording(town: Town) -> Iterator[None]:
    town.ask("update calls_line set recorded_for = 'quality', recorded_days = 10 returning 1")
    time.sleep(LOOKED_AT)
    try:
        yield
    finally:
        town.ask("update calls_line set recorded_for = '' returning 1")


@contextmanager
def speaking(town: Town) -> Iterator[tuple[Telephone, UUID]]:
    """A citizen with awa, on a line that records; and her leg."""
    with recording(town), town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        [(leg,)] = town.ask("select id from calls_leg where side = 'agent' and ended_at is null")
        yield citizen, leg


def list_written(town: Town) -> list[Path]:
    return list((town.house.folder / "telephone" / "recordings").rglob("*.pcap"))


def tapings(town: Town) -> list[str]:
    return [taping for (taping,) in town.ask("select taping from calls_leg where side = 'citizen' and began_at >= %s", town.began)]


def rows(town: Town) -> list[tuple[str, int]]:
    return town.ask("select state, seconds from calls_callrecording where began_at >= %s", town.began)


def has_both_voices(town: Town) -> bool:
    tracks = read_tracks(file.read_bytes() for file in list_written(town))
    return sum(map(is_voiced_track, tracks)) == 2


def expect_kept(town: Town) -> int:
    """Its length in seconds."""
    wait_for(lambda: [state for state, _ in rows(town)] == ["kept"], "it is not kept", 40)
    wait_for(lambda: list_written(town) == [], "what was said stays on the disk")
    return rows(town)[0][1]


def test_both_are_recorded_and_it_is_sealed_after_the_call(town: Town) -> None:
    with speaking(town) as (citizen, _):
        assert tapings(town) == ["on"]
        wait_for(lambda: has_both_voices(town), "they are not both recorded")
        time.sleep(SPOKEN)
        citizen.hang_up()
        assert expect_kept(town) >= SPOKEN
    [(content, days)] = town.ask("select content, erase_at - began_at from calls_callrecording where began_at >= %s", town.began)
    assert bytes(content)[:3] not in {b"ID3", b"\xff\xe3\x18"}
    assert days.days == 10


@pytest.mark.parametrize("who", ["the citizen", "his agent"])
def test_what_is_refused_in_the_call_is_gone_and_nothing_more_is_recorded(who: str, town: Town) -> None:
    with speaking(town) as (citizen, leg):
        wait_for(lambda: list_written(town), "nothing is recorded")
        if who == "the citizen":
            citizen.press(OBJECT)
        else:
            town.sign(leg, "erase-recording")
        wait_for(lambda: tapings(town) == ["refused"], "his refusal is not noted")
        wait_for(lambda: list_written(town) == [] and rows(town) == [], "it is still there")
        time.sleep(2)
        assert list_written(town) == []
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "the call does not end")
    assert rows(town) == []
    assert town.ask("select 1 from audit_entry where verb = 'recording-refused' and at >= %s", town.began)


def test_whoever_refuses_before_he_is_answered_is_not_recorded(town: Town) -> None:
    with recording(town), town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.call(citizen, key=OBJECT)
        wait_for(lambda: tapings(town) == ["refused"], "his refusal is not heard", 30)
        citizen.press("1")
        town.be_present("awa")
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        assert list_written(town) == []
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "the call does not end")
    assert rows(town) == []


def test_what_is_said_while_it_is_stopped_is_not_recorded(town: Town) -> None:
    with speaking(town) as (citizen, leg):
        began = time.monotonic()
        town.sign(leg, "pause-recording")
        wait_for(lambda: tapings(town) == ["paused"], "it is not stopped")
        time.sleep(1)
        before = sum(file.stat().st_size for file in list_written(town))
        time.sleep(SPOKEN)
        assert sum(file.stat().st_size for file in list_written(town)) == before
        town.sign(leg, "go-on-recording")
        wait_for(lambda: tapings(town) == ["on"], "it does not go on")
        time.sleep(SPOKEN)
        citizen.hang_up()
        length = time.monotonic() - began
        assert SPOKEN <= expect_kept(town) <= length - SPOKEN


def test_a_voice_process_that_dies_in_a_recorded_call_loses_nothing_of_it(town: Town) -> None:
    with speaking(town) as (citizen, _):
        wait_for(lambda: has_both_voices(town), "they are not both recorded")
        kill_voice(town)
        time.sleep(SPOKEN)
        citizen.hang_up()
        assert expect_kept(town) >= SPOKEN
