"""Music on hold that is ours: slow chords, made here from nothing but sines, so that nobody holds a right in it. It loops."""

from functools import cache
from typing import Any

from guichet.language.contracts import Sound
from guichet.language.sound import encode

RATE = 8_000
CHORDS = (
    (196.00, 246.94, 293.66, 392.00),
    (164.81, 246.94, 329.63, 392.00),
    (130.81, 261.63, 329.63, 392.00),
    (146.83, 220.00, 293.66, 369.99),
)
"""Hertz: G, E minor, C, D."""
SECONDS = 6.0
"""Of a chord. Each note enters after the one before, as a hand would play it."""
STAGGER = 0.75
SIGNAL_HERTZ, SIGNAL_SECONDS = 880.0, 0.5
PARTIALS = ((1.0, 0.6), (2.0, 0.1), (3.0, 0.04))


@cache
def make_music() -> bytes:
    """:raises LanguageError: ffmpeg is missing."""
    return encode(compose())


@cache
def make_signal() -> bytes:
    """After it somebody speaks. :raises LanguageError: ffmpeg is missing."""
    import numpy

    times = numpy.arange(int(SIGNAL_SECONDS * RATE)) / RATE
    fading = numpy.minimum(1.0, numpy.minimum(times, times[::-1]) / 0.02)
    return encode(Sound(RATE, (numpy.sin(2 * numpy.pi * SIGNAL_HERTZ * times) * fading * 9_000).astype("<i2").tobytes()))


def compose() -> Sound:
    """Two times round the chords, a fifth higher on top the second time."""
    import numpy

    length = int(SECONDS * RATE)
    whole = numpy.zeros(length * len(CHORDS) * 2)
    for place, chord in enumerate((*CHORDS, *CHORDS)):
        for number, hertz in enumerate(chord):
            is_top = number == len(chord) - 1 and place >= len(CHORDS)
            note = _play(hertz * (1.5 if is_top else 1.0))
            start = place * length + int(number * STAGGER * RATE)
            whole[numpy.arange(start, start + len(note)) % len(whole)] += note  # what outlasts the end is heard at the beginning
    return Sound(RATE, (whole / numpy.abs(whole).max() * 20_000).astype("<i2").tobytes())


def _play(hertz: float) -> Any:
    """A soft note that dies away."""
    import numpy

    times = numpy.arange(int((SECONDS - STAGGER) * RATE)) / RATE
    rise, fall = numpy.minimum(1.0, times / 0.08), (1.0 - times / times[-1]) ** 2
    return sum(loud * numpy.sin(2 * numpy.pi * hertz * part * times) for part, loud in PARTIALS) * rise * fall
