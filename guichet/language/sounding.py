"""The process that reads a recording: `python -m guichet.language.sounding PROGRAM OPTION ...`. It confines itself, then becomes ffmpeg:
what is read comes from outside, and what reads it may take so much time and memory, and reaches no network."""

import os
import sys

from guichet.language.sandbox import Bounds, confine

BOUNDS = Bounds(seconds=60.0, cpu=50, memory=2**30, file=64 * 2**20)
LONG_BOUNDS = Bounds(seconds=300.0, cpu=50, memory=2**30, file=64 * 2**20)
"""Of a whole call, whose processor time is bound like any other's."""

if __name__ == "__main__":
    confine(BOUNDS)
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - whoever started it names ffmpeg
