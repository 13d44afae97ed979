"""Sounds for the telephone: evenly loud, A-law at 8 kHz in packets of 20 ms, in Matroska.

Not WAV: of that rtpengine sends a whole buffer at once, and a caller hears gaps of a tenth of a second.
"""

import shutil
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Sequence
from math import log10, sqrt
from pathlib import Path

from guichet.language.contracts import Sound
from guichet.language.errors import EngineDiedError, EngineHungError, MissingProgramError, SoundError, SoundTrouble
from guichet.language.sandbox import run
from guichet.language.sounding import BOUNDS, LONG_BOUNDS

RATE = 8_000
LOUD = -20.0
"""Decibels below full scale, of the parts that are not silent."""
PEAK = -1.5
QUIET = -50.0
FRAME_SECONDS = 0.02
PACKETS = "aresample=8000,asetnsamples=n=160:p=1"
EXACT = ("-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1")
SECONDS = 30.0
LARGEST_UPLOAD = 30 * 2**20
KINDS = (
    *((b"RIFF", "wav"), (b"OggS", "ogg"), (b"\x1aE\xdf\xa3", "matroska")),
    *((b"ID3", "mp3"), (b"\xff\xfb", "mp3"), (b"\xff\xf3", "mp3"), (b"\xff\xf2", "mp3")),
)
SPOKEN = "opus,libopus,vorbis"
"""What browsers record in. Matroska can hold anything that anybody ever encoded: nothing else of it is read."""


def find_program() -> str:
    """:raises MissingProgramError: ffmpeg is not installed."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise MissingProgramError("ffmpeg", "Sound for the telephone")
    return program


def encode(sound: Sound) -> bytes:
    """A prompt as rtpengine plays it.

    :raises LanguageError: ffmpeg is missing or failed.
    """
    given = ("-f", "s16le", "-ar", str(sound.rate), "-ac", "1", "-i", "pipe:0")
    even = f"volume={find_gain(sound):.2f}dB,{PACKETS}"
    return _convert(sound.samples, *given, "-af", even, "-c:a", "pcm_alaw", *EXACT, "-f", "matroska", "pipe:1")


def listen(prompt: bytes) -> bytes:
    """A prompt as any browser plays it (WAV).

    :raises LanguageError: ffmpeg is missing or failed.
    """
    samples = _convert(prompt, "-f", "matroska", "-i", "pipe:0", "-ac", "1", "-ar", str(RATE), *EXACT, "-f", "s16le", "pipe:1")
    return write_wav(Sound(RATE, samples))


def write_wav(sound: Sound) -> bytes:
    size = len(sound.samples)
    numbers = ((16, 4), (1, 2), (1, 2), (sound.rate, 4), (sound.rate * 2, 4), (2, 2), (16, 2))
    shape = b"".join(number.to_bytes(width, "little") for number, width in numbers)
    return b"RIFF" + (36 + size).to_bytes(4, "little") + b"WAVEfmt " + shape + b"data" + size.to_bytes(4, "little") + sound.samples


def find_gain(sound: Sound) -> float:
    """Decibels that make it as loud as every other prompt, its loudest sample below the limit; none for silence."""
    loudness, peak = measure(read_samples(sound), sound.rate)
    return 0.0 if loudness is None else min(LOUD - loudness, PEAK - peak)


def read_samples(sound: Sound) -> "array[int]":
    samples = array("h", sound.samples)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def measure(samples: "array[int]", rate: int) -> tuple[float | None, float]:
    """Loudness of what is not silent and of the loudest sample, in decibels below full scale; None where all is silent."""
    step = max(1, int(rate * FRAME_SECONDS))
    squares = [sum(sample * sample for sample in samples[start : start + step]) / step for start in range(0, len(samples), step)]
    floor = (32_768 * 10 ** (QUIET / 20)) ** 2
    heard = [square for square in squares if square > floor]
    if not heard:
        return None, 0.0
    peak = max(max(samples), -min(samples))
    return 20 * log10(sqrt(sum(heard) / len(heard)) / 32_768), 20 * log10(peak / 32_768)


def mix(tracks: Sequence[bytes]) -> bytes:
    """What each side of a call said (A-law, 8 kHz), heard together, as any browser plays it (MP3). What is in it comes from outside.

    :raises SoundError: it cannot be read. :raises MissingProgramError: ffmpeg is missing.
    """
    program = find_program()
    with tempfile.TemporaryDirectory(prefix="guichet-sound-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        given: list[str] = []
        for number, track in enumerate(tracks):
            (folder / f"side-{number}").write_bytes(track)
            given += ["-protocol_whitelist", "file", "-f", "alaw", "-ar", str(RATE), "-ac", "1", "-i", f"side-{number}"]
        together = f"amix=inputs={len(tracks)}:duration=longest:normalize=0"
        made = ("-filter_complex", together, "-ac", "1", "-c:a", "libmp3lame", "-b:a", "24k", *EXACT, "-f", "mp3", "made")
        options = ("-nostdin", "-v", "error", "-threads", "1", *given, *made)
        code = run((sys.executable, "-m", "guichet.language.sounding", program, *options), folder, LONG_BOUNDS)
        if code is None:
            raise SoundError(SoundTrouble.TOO_HEAVY)
        if code != 0 or not (folder / "made").is_file():
            raise SoundError(SoundTrouble.NOT_A_SOUND)
        return (folder / "made").read_bytes()


def packetise(track: bytes) -> bytes:
    """One side of a call (A-law, 8 kHz), as rtpengine plays it.

    :raises LanguageError: ffmpeg is missing or failed.
    """
    given = ("-f", "alaw", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0")
    return _convert(track, *given, "-af", PACKETS, "-c:a", "pcm_alaw", *EXACT, "-f", "matroska", "pipe:1")


def read_recording(content: bytes, most_seconds: float) -> Sound:
    """A WAV, MP3, Ogg or WebM file that somebody recorded; WebM is what browsers record in.

    :raises SoundError: it is none, or too much. :raises LanguageError: ffmpeg is missing.
    """
    program = find_program()
    kind = next((kind for head, kind in KINDS if content.startswith(head)), None)
    if len(content) > LARGEST_UPLOAD:
        raise SoundError(SoundTrouble.TOO_LARGE)
    if kind is None:
        raise SoundError(SoundTrouble.NOT_A_SOUND)
    with tempfile.TemporaryDirectory(prefix="guichet-sound-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        (folder / "given").write_bytes(content)
        only = ("-codec_whitelist", SPOKEN) if kind == "matroska" else ()
        given = ("-protocol_whitelist", "file", *only, "-f", kind, "-i", "given", "-map", "0:a:0", "-t", str(most_seconds + 1))
        options = ("-nostdin", "-v", "error", "-threads", "1", *given, "-ac", "1", "-ar", str(RATE), "-f", "s16le", "made")
        code = run((sys.executable, "-m", "guichet.language.sounding", program, *options), folder, BOUNDS)
        if code is None:
            raise SoundError(SoundTrouble.TOO_HEAVY)
        if code != 0 or not (folder / "made").is_file():
            raise SoundError(SoundTrouble.NOT_A_SOUND)
        samples = (folder / "made").read_bytes()
    sound = Sound(RATE, samples[: len(samples) & ~1])
    if sound.seconds > most_seconds:
        raise SoundError(SoundTrouble.TOO_LONG)
    if measure(read_samples(sound), RATE)[0] is None:
        raise SoundError(SoundTrouble.SILENT)
    return sound


def _convert(content: bytes, *options: str) -> bytes:
    command = [find_program(), "-nostdin", "-v", "error", "-threads", "1", *options]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - fixed options
    except subprocess.TimeoutExpired as error:
        raise EngineHungError("ffmpeg", SECONDS) from error
    if done.returncode != 0:
        raise EngineDiedError("ffmpeg")
    return done.stdout
