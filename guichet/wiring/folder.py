"""The one folder in which an installation keeps everything: `postgres/`, `secrets/` and `logs/`.

`GUICHET_DATA` names it; by default it is `data` in the folder where the command was called.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from guichet.wiring.language import gettext as _


class FolderError(Exception):
    """The data folder cannot be used; the message says why."""

    code = "data-folder-not-usable"


@dataclass(frozen=True, slots=True)
class Folder:
    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def prompts(self) -> Path:
        """Sounds as the telephone plays them: a copy of what the database holds, made again when it is lost."""
        return self.root / "prompts"

    @property
    def lock(self) -> Path:
        return self.root / "serve.lock"

    @property
    def places(self) -> Path:
        return self.root / "web.lock"


def get_folder() -> Folder:
    """The data folder that the environment names."""
    return Folder(Path(os.environ.get("GUICHET_DATA") or "data").expanduser().resolve())


def prepare(folder: Folder) -> None:
    """Make the folder and its secrets; what exists stays as it is. Only `postgres/` may be passed through by another user."""
    try:
        folder.root.mkdir(mode=0o711, parents=True, exist_ok=True)
        for private in (folder.secrets, folder.logs):
            private.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        sentence = _("The data folder %(folder)s cannot be made: %(reason)s. Choose another with GUICHET_DATA.")
        raise FolderError(sentence % {"folder": folder.root, "reason": error.strerror}) from None
    os.environ.setdefault("GUICHET_DATA", str(folder.root))
    if not {"GUICHET_SECRET_KEY", "GUICHET_SECRET_KEY_FILE"} & os.environ.keys():
        os.environ["GUICHET_SECRET_KEY_FILE"] = str(keep_secret(folder, "secret-key"))


def keep_secret(folder: Folder, name: str) -> Path:
    """The file of a secret, made at random the first time, readable by its owner only."""
    file = folder.secrets / name
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file
    with open(descriptor, "w") as new:  # noqa: PTH123 - a descriptor, not a path
        new.write(secrets.token_urlsafe(50) + "\n")
    return file


@contextmanager
def only_instance(folder: Folder) -> Iterator[None]:
    """Hold the folder for this process. The lock goes with the process, however it ends."""
    with folder.lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            process = lock.read().strip() or "?"
            sentence = _(
                "Guichet already runs on %(folder)s (process %(process)s). Stop it first, or choose another folder with GUICHET_DATA."
            )
            raise FolderError(sentence % {"folder": folder.root, "process": process}) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
        lock.truncate(0)


def running_instance(folder: Folder) -> int | None:
    """The process that serves this folder now."""
    try:
        with folder.lock.open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(lock.read() or 0) or None
    except OSError:
        pass
    return None
