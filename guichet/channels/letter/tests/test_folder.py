"""Scans in a folder: taken when they are whole, once, and moved after they are committed; what cannot be taken is refused with a text."""

import os
import time
from pathlib import Path

import pytest

from guichet.channels.letter import folder as folders
from guichet.channels.letter.folder import Seen, look
from guichet.channels.letter.settings import KEPT_DAYS
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.letters.models import Scan
from guichet.records.letters.words import LARGEST_SCAN
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a scan"


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


@pytest.fixture
def place(tmp_path: Path, organisation: Organisation) -> Path:
    """The organisation's folder."""
    look(tmp_path, {}, time.time())
    return tmp_path / organisation.slug


def write(file: Path, content: bytes = PDF, seconds_ago: float = 60) -> Path:
    file.write_bytes(content)
    os.utime(file, (time.time() - seconds_ago,) * 2)
    return file


def look_twice(root: Path, seen: Seen | None = None) -> Seen:
    return look(root, look(root, seen or {}, time.time()), time.time())


def list_names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_whole_file_is_taken_and_moved(tmp_path: Path, place: Path, organisation: Organisation) -> None:
    write(place / "lettre.pdf")
    look_twice(tmp_path)
    scan = Scan.objects.get()
    assert (scan.organisation_id, scan.name, scan.origin, bytes(scan.raw)) == (organisation.pk, "lettre.pdf", "folder", PDF)
    assert list_names(place) == ["refused", "taken"]
    assert list_names(place / "taken") == ["lettre.pdf"]


def test_a_file_that_is_still_being_written_waits(tmp_path: Path, place: Path) -> None:
    seen = look(tmp_path, {}, time.time())
    write(place / "a.pdf", b"%PDF")
    seen = look(tmp_path, seen, time.time())
    write(place / "a.pdf", PDF)
    seen = look(tmp_path, seen, time.time())
    write(place / "b.pdf", PDF, seconds_ago=0)
    seen = look(tmp_path, seen, time.time())
    look(tmp_path, seen, time.time())
    assert [scan.name for scan in Scan.objects.all()] == ["a.pdf"]
    assert (place / "b.pdf").exists()


@pytest.mark.parametrize("name", [".hidden.pdf", "~lock", "a.pdf.part", "a.tmp"])
def test_what_is_not_meant_for_us_stays(tmp_path: Path, place: Path, name: str) -> None:
    write(place / name)
    look_twice(tmp_path)
    assert (Scan.objects.count(), (place / name).exists()) == (0, True)


def test_a_link_or_a_folder_is_not_followed(tmp_path: Path, place: Path) -> None:
    (place / "passwd").symlink_to("/etc/passwd")
    (place / "deep").mkdir()
    write(place / "deep" / "a.pdf")
    os.mkfifo(place / "pipe")
    look_twice(tmp_path)
    assert Scan.objects.count() == 0


@pytest.mark.parametrize(("content", "word"), [(b"", "vide"), (bytes(LARGEST_SCAN + 1), "40")])
def test_what_cannot_be_taken_is_refused_with_a_text(tmp_path: Path, place: Path, content: bytes, word: str) -> None:
    write(place / "x.pdf", content)
    look_twice(tmp_path)
    assert list_names(place / "refused") == ["x.pdf", "x.pdf.txt"]
    assert word in (place / "refused" / "x.pdf.txt").read_text()


class Killed(BaseException):
    pass


def test_a_process_killed_before_the_move_takes_the_file_again_and_it_is_one_scan(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_name: str) -> None:
        raise Killed

    write(place / "a.pdf")
    with monkeypatch.context() as deadly:
        deadly.setattr(folders, "reach", die)
        with pytest.raises(Killed):
            look_twice(tmp_path)
    assert (Scan.objects.count(), (place / "a.pdf").exists()) == (1, True)
    look_twice(tmp_path)
    assert (Scan.objects.count(), (place / "a.pdf").exists()) == (1, False)


def test_two_files_of_one_name_both_stay_and_old_ones_go(tmp_path: Path, place: Path) -> None:
    for content in (PDF, PDF + b"2"):
        write(place / "a.pdf", content)
        look_twice(tmp_path)
    assert list_names(place / "taken") == ["a-2.pdf", "a.pdf"]
    write(place / "taken" / "a.pdf", seconds_ago=(KEPT_DAYS + 1) * 86_400)
    look(tmp_path, {}, time.time())
    assert list_names(place / "taken") == ["a-2.pdf"]


def test_each_organisation_has_its_own_folder(tmp_path: Path, place: Path) -> None:
    there = factories.make_organisation(name="Ailleurs")
    look(tmp_path, {}, time.time())
    write(tmp_path / there.slug / "a.pdf")
    look_twice(tmp_path)
    set_organisation(there.pk)
    assert Scan.objects.get().organisation_id == there.pk
    assert place.exists()
