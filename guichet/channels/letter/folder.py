"""Folders into which scanners write: one for each organisation, under its short name, in the folder that the installation names.

A file is taken when it is whole (its size and its time stand still between two looks), and goes to `taken` only after it is committed: a
process that dies in between takes it again, and the same bytes are the same scan. What is too large or empty goes to `refused`, beside a
text that says why. Links are not followed.
"""

import os
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog
from django.db import Error, connection
from django.utils import timezone

from guichet.channels.letter import settings as limits
from guichet.records.directory.models import Organisation
from guichet.records.errors import RefusedError
from guichet.records.faults import reach
from guichet.records.letters.storing import Arrived, store_scan
from guichet.records.letters.words import LARGEST_SCAN, Origin

Seen = dict[Path, tuple[int, int]]
"""Size and time of change of each file at the last look."""

log = structlog.get_logger(__name__)


@contextmanager
def following(root: Path) -> Iterator[None]:
    """Take what comes into the folders of every organisation, for a block."""
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(root, stop), name="letters")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _watch(root: Path, stop: threading.Event) -> None:
    seen: Seen = {}
    while not stop.is_set():
        try:
            seen = look(root, seen, time.time())
        except Error:
            log.warning("scans are taken later: the database does not answer")
        except OSError as error:
            log.warning("the folder of letters cannot be read", reason=error.strerror)
        except Exception:
            log.exception("scans are taken later")
        connection.close()
        stop.wait(limits.LOOK_SECONDS)


def look(root: Path, seen: Seen, now: float) -> Seen:
    """Take every file that stands still since the last look, and return how the others stand."""
    standing: Seen = {}
    for organisation_id, slug in Organisation.objects.order_by("pk").values_list("pk", "slug"):
        folder = root / slug
        make_folders(folder)
        for file, size, changed in list_files(folder):
            is_settled = changed / 1e9 < now - limits.SETTLED_SECONDS
            if seen.get(file) == (size, changed) and is_settled:
                take(organisation_id, folder, file)
            else:
                standing[file] = (size, changed)
        forget(folder / limits.TAKEN, now)
    return standing


def make_folders(folder: Path) -> None:
    for each in (folder, folder / limits.TAKEN, folder / limits.REFUSED):
        each.mkdir(mode=0o770, parents=True, exist_ok=True)


def list_files(folder: Path) -> Iterator[tuple[Path, int, int]]:
    """Plain files with their size and time of change; hidden and half-written ones are passed over."""
    with os.scandir(folder) as entries:
        for count, entry in enumerate(sorted(entries, key=lambda entry: entry.name)):
            if count >= limits.MOST_AT_ONCE + 2:
                return
            if (
                entry.is_file(follow_symlinks=False)
                and not entry.name.startswith((".", "~"))
                and not entry.name.endswith((".tmp", ".part"))
            ):
                with suppress(FileNotFoundError):
                    found = entry.stat(follow_symlinks=False)
                    yield Path(entry.path), found.st_size, found.st_mtime_ns


def take(organisation_id: int, folder: Path, file: Path) -> None:
    """Keep a file, then move it; or refuse it, with a text beside it."""
    try:
        raw = read(file)
        store_scan(Arrived(organisation_id, Origin.FOLDER, file.name), raw, timezone.now())
    except RefusedError as error:
        _move(file, folder / limits.REFUSED)
        (folder / limits.REFUSED / f"{file.name}.txt").write_text(f"{error}\n", encoding="utf-8")
        return
    except OSError as error:
        log.warning("a scan cannot be read from its folder", reason=error.strerror)
        return
    reach("letters:before-moving")
    _move(file, folder / limits.TAKEN)


def read(file: Path) -> bytes:
    """:raises OSError: it is no plain file any more."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as content:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("no plain file")
        return content.read(LARGEST_SCAN + 1)


def _move(file: Path, folder: Path) -> None:
    """To a name that is free there; another process may have moved it."""
    target = folder / file.name
    count = 1
    while target.exists():
        count += 1
        target = folder / f"{file.stem}-{count}{file.suffix}"
    with suppress(FileNotFoundError):
        file.replace(target)
        os.utime(target)


def forget(folder: Path, now: float) -> None:
    """Remove what was taken long ago: it is in the database."""
    for file, _size, changed in list_files(folder):
        if changed / 1e9 < now - limits.KEPT_DAYS * 86_400:
            file.unlink(missing_ok=True)
