"""Prompts are evenly loud, of one format, in packets of 20 ms; a recording is one, or is refused in bounded time."""

import json
import math
import shutil
import subprocess
from array import array
from pathlib import Path

import pytest

from guichet.language import sound
from guichet.language.contracts import Sound
from guichet.language.errors import EngineDiedError, MissingProgramError, SoundError, SoundTrouble
from guichet.language.sound import LARGEST_UPLOAD, LOUD, PEAK, encode, find_gain, listen, measure, read_recording, read_samples, write_wav
from guichet.language.tests.needs import needs_ffmpeg


def make_tone(seconds: float = 1.0, loud: float = 0.3, rate: int = 22_050, silent: float = 0.0) -> Sound:
    """A sine of 440 Hz, then silence."""
    tone = [round(32_767 * loud * math.sin(2 * math.pi * 440 * place / rate)) for place in range(int(seconds * rate))]
    return Sound(rate, array("h", [*tone, *[0] * int(silent * rate)]).tobytes())


@pytest.mark.parametrize("loud", [0.008, 0.05, 0.3, 0.99])
@pytest.mark.parametrize("silent", [0.0, 3.0])
def test_what_is_quiet_or_full_of_pauses_becomes_as_loud_as_the_rest(loud: float, silent: float) -> None:
    given = make_tone(loud=loud, silent=silent)
    loudness, peak = measure(read_samples(given), given.rate)
    assert loudness is not None
    assert loudness + find_gain(given) == pytest.approx(LOUD, abs=0.5)
    assert peak + find_gain(given) <= PEAK + 0.01


def test_a_click_is_not_made_louder_than_the_limit_and_silence_stays_silent() -> None:
    samples = read_samples(make_tone(loud=0.01))
    samples[100] = 32_767
    assert find_gain(Sound(22_050, samples.tobytes())) == pytest.approx(PEAK, abs=0.01)
    assert find_gain(Sound(8_000, bytes(16_000))) == 0.0
    assert find_gain(Sound(8_000, b"")) == 0.0


@pytest.mark.peers
@needs_ffmpeg
def test_a_prompt_has_packets_of_twenty_milliseconds(tmp_path: Path) -> None:
    prompt = tmp_path / "prompt"
    prompt.write_bytes(encode(make_tone(1.01)))
    asked = ["ffprobe", "-v", "error", "-show_streams", "-show_packets", "-of", "json", str(prompt)]
    told = json.loads(subprocess.run(asked, capture_output=True, check=True, timeout=30).stdout)
    [stream] = told["streams"]
    assert (stream["codec_name"], stream["sample_rate"], stream["channels"]) == ("pcm_alaw", "8000", 1)
    assert {packet["size"] for packet in told["packets"]} == {"160"}
    assert len(told["packets"]) == 51
    assert encode(make_tone(1.01)) == prompt.read_bytes()


@pytest.mark.peers
@needs_ffmpeg
def test_what_is_listened_to_is_what_was_said() -> None:
    heard = listen(encode(make_tone(1.0, loud=0.02)))
    assert heard[:4] == b"RIFF"
    told = Sound(8_000, heard[44:])
    assert told.seconds == pytest.approx(1.0, abs=0.03)
    assert measure(read_samples(told), 8_000)[0] == pytest.approx(LOUD, abs=1.0)
    with pytest.raises(EngineDiedError):
        listen(b"no prompt")


def write_as(kind: str, given: Sound, folder: Path) -> bytes:
    target = folder / f"made.{kind}"
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", "pipe:0", "-y", str(target)]
    subprocess.run(command, input=write_wav(given), check=True, timeout=30)
    return target.read_bytes()


@pytest.mark.peers
@needs_ffmpeg
@pytest.mark.parametrize("kind", ["wav", "mp3", "ogg", "webm"])
def test_a_recording_of_each_kind_is_read(kind: str, tmp_path: Path) -> None:
    read = read_recording(write_as(kind, make_tone(2.0, rate=44_100), tmp_path), 10)
    assert read.rate == 8_000
    assert read.seconds == pytest.approx(2.0, abs=0.1)


@pytest.mark.peers
@needs_ffmpeg
def test_a_recording_that_is_none_or_too_much_is_refused_with_its_reason() -> None:
    whole = write_wav(make_tone(3.0, rate=8_000))
    for content, trouble in (
        (b"", SoundTrouble.NOT_A_SOUND),
        (b"#EXTM3U\nfile:///etc/passwd\n", SoundTrouble.NOT_A_SOUND),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", SoundTrouble.NOT_A_SOUND),
        (b"RIFF" + b"x" * 500, SoundTrouble.NOT_A_SOUND),
        (b"OggS" + bytes(500), SoundTrouble.NOT_A_SOUND),
        (b"\x1aE\xdf\xa3" + bytes(500), SoundTrouble.NOT_A_SOUND),
        (encode(make_tone()), SoundTrouble.NOT_A_SOUND),  # Matroska, with what no browser records in
        (b"ID3" + b"\xff" * 500, SoundTrouble.NOT_A_SOUND),
        (b"\x89PNG\r\n" + whole, SoundTrouble.NOT_A_SOUND),
        (b"RIFF" + bytes(LARGEST_UPLOAD), SoundTrouble.TOO_LARGE),
        (whole, SoundTrouble.TOO_LONG),
        (write_wav(Sound(8_000, bytes(16_000))), SoundTrouble.SILENT),
    ):
        with pytest.raises(SoundError) as refused:
            read_recording(content, 2)
        assert refused.value.trouble == trouble, content[:12]


def test_a_recording_that_takes_too_long_to_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: "/bin/false")
    monkeypatch.setattr(sound, "run", lambda *_given: None)
    with pytest.raises(SoundError) as refused:
        read_recording(write_wav(make_tone()), 10)
    assert refused.value.trouble == SoundTrouble.TOO_HEAVY


def test_without_ffmpeg_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(MissingProgramError, match="apt-get install ffmpeg"):
        encode(make_tone())
