"""What rtpengine would have written: packets of somebody who speaks and of somebody who does not, in a folder as it makes one."""

from pathlib import Path

from guichet.records.calls.tests.test_packets import HEAD, frame

SPOKEN = HEAD + b"".join(frame(number) for number in range(120))
SILENT = HEAD + b"".join(frame(number, sound=b"\xd5" * 160) for number in range(120))


def make_folder(settings: object, place: Path) -> Path:
    settings.RECORDINGS_FOLDER = place  # type: ignore[attr-defined]  # pytest-django's
    for name in ("pcaps", "metadata"):
        (place / name).mkdir()
    return place


def list_all(folder: Path) -> list[Path]:
    return [file for file in folder.glob("*/*") if file.is_file()]
