"""Sound is found again in what rtpengine writes, and nothing that arrives there can do harm."""

import math
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.calls.packets import (
    LEVELS,
    MAGIC,
    QUIET,
    RATE,
    TO_ALAW,
    PacketReader,
    count_voiced_seconds,
    is_voiced,
    read_packet,
    read_tracks,
)

CALLER, AGENT = b"\x7f\x00\x00\x01\x73\x3c", b"\x7f\x00\x00\x01\x75\x3c"
HEAD = MAGIC + bytes(16) + pack("<I", 101)


def code(level: float) -> int:
    return min(range(256), key=lambda each: abs(LEVELS[each] - level))


TONE = bytes(code(9_000 * math.sin(place * math.tau / 20)) for place in range(160))


def frame(number: int, *, source: bytes = CALLER, sound: bytes = TONE, kind: int = 8, at: float | None = None, first: int = 7) -> bytes:
    """A packet of 20 ms as rtpengine writes it."""
    rtp = pack("!BBHII", 0x80, kind, number, (first + number * 160) % 2**32, 77) + sound
    ip = b"\x45\x00" + pack("!H", 28 + len(rtp)) + bytes(4) + b"\x40\x11\x00\x00" + source[:4] + bytes(4)
    data = ip + source[4:] + pack("!HHH", 29314, 8 + len(rtp), 0) + rtp
    seconds = 1000 + number * 0.02 if at is None else at
    return pack("<IIII", int(seconds), round(seconds % 1 * 1e6), len(data), len(data)) + data


def test_one_side_is_found_whole() -> None:
    assert read_tracks([HEAD + b"".join(frame(number) for number in range(50))]) == [TONE * 50]


def test_what_came_in_another_order_or_twice_stands_in_its_place() -> None:
    first, second, third = (bytes([value]) * 160 for value in (1, 2, 3))
    frames = [frame(0, sound=first), frame(2, sound=third, at=1000.02), frame(1, sound=second, at=1000.04), frame(2, sound=third)]
    assert read_tracks([HEAD + b"".join(frames)]) == [first + second + third]


def test_what_is_lost_is_silence() -> None:
    assert read_tracks([HEAD + frame(0) + frame(3)]) == [TONE + QUIET * 320 + TONE]


def test_both_sides_begin_at_the_same_instant() -> None:
    whole = read_tracks([HEAD + frame(0) + frame(1) + frame(0, source=AGENT, at=1000.02, first=90_000)])
    assert whole == [TONE * 2, QUIET * 160 + TONE]


def test_what_rtpengine_sends_on_to_itself_is_not_said_twice() -> None:
    ours = b"\x7f\x00\x00\x01\x77\x3c"
    whole = read_tracks([HEAD + b"".join(frame(number) + frame(number, source=ours) for number in range(3)) + frame(3, source=AGENT)])
    assert whole == [TONE * 3, QUIET * 480 + TONE]


def test_a_pause_is_left_out_and_sides_stay_together() -> None:
    whole = read_tracks([HEAD + frame(0), HEAD + frame(900) + frame(900, source=AGENT, first=90_000)])
    assert whole == [TONE * 2, QUIET * 160 + TONE]


def test_a_clock_that_jumps_is_put_where_it_came() -> None:
    [track] = read_tracks([HEAD + frame(0) + frame(1, first=4_000_000_000)])
    assert track == TONE * 2


def test_the_turn_of_the_clock_is_no_jump() -> None:
    frames = b"".join(frame(number, first=2**32 - 240) for number in range(4))
    assert read_tracks([HEAD + frames]) == [TONE * 4]


def test_mu_law_is_heard_as_loud() -> None:
    [track] = read_tracks([HEAD + frame(0, sound=bytes([0x80, 0x00, 0xFF]), kind=0)])
    assert [LEVELS[each] for each in track] == pytest.approx([32_256, -32_256, 8], abs=16)
    assert len(set(TO_ALAW)) > 200


def test_keys_and_noise_of_comfort_are_no_sound() -> None:
    assert read_tracks([HEAD + frame(0, kind=101) + frame(1, kind=13)]) == []


def test_a_file_that_was_cut_gives_what_it_has() -> None:
    """Its writer was killed."""
    file = HEAD + frame(0) + frame(1)
    assert read_tracks([file[:-10]]) == [TONE]


@given(st.integers(min_value=20, max_value=3_000))
def test_a_file_that_grows_is_read_as_whole(step: int) -> None:
    file = HEAD + b"".join(frame(number) for number in range(12))
    reader = PacketReader()
    found = [packet for start in range(0, len(file), step) for packet in reader.feed(file[start : start + step])]
    assert b"".join(packet.sound for packet in found) == TONE * 12


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_harm(data: bytes) -> None:
    read_packet(0.0, data)
    read_tracks([data, HEAD + data])


@given(st.floats(min_value=0, max_value=2**31), st.integers(min_value=0, max_value=2**32 - 1))
def test_no_packet_makes_a_track_longer_than_its_bound(at: float, first: int) -> None:
    [*tracks] = read_tracks([HEAD + frame(0) + frame(1, at=at, first=first)])
    assert all(len(track) <= 2 * 3_600 * RATE for track in tracks)


def test_voice_is_told_from_silence() -> None:
    assert is_voiced(TONE)
    assert not is_voiced(QUIET * RATE)
    assert not is_voiced(b"")
    assert count_voiced_seconds(QUIET * RATE + TONE * 50 + QUIET * RATE) == 1
