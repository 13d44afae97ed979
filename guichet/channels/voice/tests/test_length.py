"""A sentence is waited for as long as it lasts: one after the other, and none is cut off."""

from pathlib import Path

import pytest

from guichet.channels.voice.media.length import PACKET_MS, read_length
from guichet.language.contracts import Sound
from guichet.language.sound import RATE, encode, listen
from guichet.language.tests.needs import needs_ffmpeg

HEADER = 44
"""Bytes of a WAV before its sound."""


@pytest.mark.peers
@needs_ffmpeg
@pytest.mark.parametrize("seconds", [0.02, 0.5, 5, 48])
def test_a_sound_is_as_long_as_it_is_played(seconds: float, tmp_path: Path) -> None:
    made = encode(Sound(RATE, b"\x10\x27" * int(RATE * seconds)))
    file = tmp_path / "made.mka"
    file.write_bytes(made)
    played_ms = (len(listen(made)) - HEADER) * 1_000 / (2 * RATE)
    assert played_ms <= read_length(file) <= played_ms * 1.005 + 100
    assert read_length(file) % PACKET_MS == 0
