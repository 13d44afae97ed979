"""How long a sound lasts, from the size of its file: ours are A-law in packets of 20 ms (`language/sound.py`). Written to a pipe, the
header of such a file cannot say it."""

from pathlib import Path

PACKET_MS = 20
PACKET_BYTES = 167
"""160 of sound, 7 of Matroska."""


def read_length(file: Path) -> int:
    """Milliseconds, up to a tenth of a second more than it lasts: what comes after it cuts nothing off."""
    return -(-file.stat().st_size // PACKET_BYTES) * PACKET_MS
