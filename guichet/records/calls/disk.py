"""What rtpengine writes of calls, on the disk of the machine that takes them: packets under the name of the call.

What a caller says to the machine stands in one folder; what was said with an agent is moved to another, so that neither is taken for the
other when both are in one call.
"""

import time
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from guichet.records.calls.packets import count_voiced_seconds

PACKETS, SPOKEN = "pcaps", "spoken"
LEFT_SECONDS = 300
"""A file that nothing was added to for so long is not written any more: whoever took it has died."""
LOST = timedelta(days=2)
"""By then what belongs to nothing is removed."""
LEAST_VOICED = 1
"""Seconds: less is a noise, or somebody who hung up."""


def find_folder() -> Path | None:
    """None: nothing was ever recorded here, or by another machine."""
    folder = Path(settings.RECORDINGS_FOLDER)
    return folder if (folder / PACKETS).is_dir() else None


def list_files(folder: Path, call: UUID, place: str = PACKETS) -> list[Path]:
    """What was written of a call, in the order in which it was said."""
    return sorted((folder / place).glob(f"{call}-*.pcap"), key=lambda file: file.stat().st_mtime)


def set_aside(folder: Path, call: UUID) -> None:
    """What was said with an agent until now; again changes nothing."""
    files = list_files(folder, call)
    if files:
        (folder / SPOKEN).mkdir(mode=0o700, exist_ok=True)
    for file in files:
        file.rename(folder / SPOKEN / file.name)


def drop_files(folder: Path, call: UUID, place: str = PACKETS) -> None:
    for file in [*list_files(folder, call, place), *(folder / "metadata").glob(f"rtpengine-meta-{call}-*")]:
        file.unlink(missing_ok=True)


def is_written(folder: Path, call: UUID, began_at: datetime) -> bool:
    """Whether somebody still adds to it, as far as its files tell."""
    files = [*list_files(folder, call), *list_files(folder, call, SPOKEN)]
    latest = max((file.stat().st_mtime for file in files), default=began_at.timestamp())
    return time.time() - latest < LEFT_SECONDS


def is_voiced_track(track: bytes) -> bool:
    """Whether somebody said something."""
    return count_voiced_seconds(track) >= LEAST_VOICED


def sweep(known: Collection[str], now: float) -> int:
    """Remove the files of days ago that belong to none of these calls, and return how many they were."""
    old = [file for file in Path(settings.RECORDINGS_FOLDER).glob("*/*") if now - file.stat().st_mtime > LOST.total_seconds()]
    stale = [file for file in old if not any(call in file.name for call in known)]
    for file in stale:
        file.unlink(missing_ok=True)
    return len(stale)
