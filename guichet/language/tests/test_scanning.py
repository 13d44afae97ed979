"""What a scanner sends becomes letters with their text, or is refused in words: in bounded time and memory, whatever it is."""

import json
import os
import select
import shutil
import sys
import time
from pathlib import Path

import pytest

from guichet.language import scanning
from guichet.language.engines.ocrmypdf import LARGEST_SCAN, PaperReader
from guichet.language.errors import EngineDiedError, MissingProgramError, ScanError, Trouble
from guichet.language.sandbox import Bounds, run
from guichet.language.tests.papers import REFUSED, bind, draw_letter, draw_separator, make_bomb

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is missing: guichet doctor --install letters")


@needs_tesseract
@pytest.mark.peers
def test_a_batch_is_parted_at_its_separators_and_each_letter_is_turned_and_recognised() -> None:
    scan = bind(draw_separator("mark:7"), draw_letter(), draw_separator("somebody else's"), draw_letter("Une suite").rotate(180))
    [letter] = PaperReader().read(scan, {"mark:7"}, ["fr"])
    assert (letter.mark, len(letter.pages)) == ("mark:7", 3)
    lines = letter.pages[0].lines
    assert [line.text for line in lines[:3]] == ["Madame Zoé PETIT", "12 rue des Lilas", "35000 RENNES"]
    assert all(0.5 < line.certainty <= 1 for line in lines)
    left, top, right, bottom = lines[0].box
    assert 0.05 < left < 0.2 < right < 0.5
    assert 0.05 < top < bottom < 0.15
    assert letter.pdf.startswith(b"%PDF-")
    assert all(page.image.startswith(b"\xff\xd8\xff") for page in letter.pages)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_scan_is_refused_in_words(name: str, tmp_path: Path) -> None:
    trouble, make = REFUSED[name]
    (tmp_path / "scan").write_bytes(make())
    with pytest.raises(ScanError) as refused:
        list(scanning.read(tmp_path, {"marks": ["mark"], "languages": ["fra"]}))
    assert refused.value.trouble == trouble


@needs_tesseract
@pytest.mark.faults
@pytest.mark.peers
def test_a_bomb_is_refused_and_takes_no_more_than_it_may() -> None:
    began = time.monotonic()
    with pytest.raises(ScanError):
        PaperReader(bounds=Bounds(seconds=60)).read(make_bomb(), set(), ["fr"])
    assert time.monotonic() - began < 90


def test_a_scan_that_is_too_large_is_refused_before_anything_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PaperReader, "check", lambda *_: None)
    with pytest.raises(ScanError) as refused:
        PaperReader(command=("false",)).read(bytes(LARGEST_SCAN + 1), set(), ["fr"])
    assert refused.value.trouble == Trouble.TOO_LARGE


def test_what_is_missing_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(MissingProgramError, match="apt-get install tesseract-ocr"):
        PaperReader().read(b"%PDF-", set(), ["fr"])


# ---- what the process does to us


def read_with(script: str, seconds: float = 20.0) -> list[object]:
    """A process that does as `script` says in the place of the one that reads; its folder is `folder`."""
    reader = PaperReader(bounds=Bounds(seconds=seconds), command=(sys.executable, "-c", f"import sys; folder = sys.argv[1]\n{script}"))
    reader.check = lambda languages: None  # type: ignore[method-assign]  # noqa: ARG005 - as its own
    return list(reader.read(b"%PDF-", set(), ["fr"]))


TOLD = json.dumps([{"mark": "", "pages": [[]]}])
LIES = {
    "nothing": "",
    "dies": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "no JSON": "open(folder + '/letters.json', 'w').write('{')",
    "no letter": "open(folder + '/letters.json', 'w').write('[]')",
    "another trouble": "open(folder + '/refused.json', 'w').write('\"x\"')",
    "a letter without its files": f"open(folder + '/letters.json', 'w').write('{TOLD}')",
    "files that lead elsewhere": (
        f"import os; open(folder + '/letters.json', 'w').write('{TOLD}'); os.symlink('/etc/passwd', folder + '/page-0-0.jpg')"
    ),
    "a pipe": f"import os; open(folder + '/letters.json', 'w').write('{TOLD}'); os.mkfifo(folder + '/page-0-0.jpg')",
    "a picture that is none": f"open(folder + '/letters.json', 'w').write('{TOLD}'); open(folder + '/page-0-0.jpg', 'w').write('<script>')",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_process_that_dies_or_lies_is_not_believed(lie: str) -> None:
    with pytest.raises(EngineDiedError):
        read_with(LIES[lie])


def test_a_process_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    script = (
        f"import subprocess, time; alive = open({str(tmp_path / 'alive')!r}, 'wb', 0)\n"
        "subprocess.Popen(['sleep', '60'], stdout=alive); alive.write(b'x'); time.sleep(60)"
    )
    with pytest.raises(ScanError) as refused:
        read_with(script, seconds=2.0)
    assert refused.value.trouble == Trouble.TOO_HEAVY
    assert os.read(alive, 10) == b"x"
    assert select.select([alive], [], [], 10)[0]
    assert os.read(alive, 10) == b"", "it ends when the last one that holds it is gone"
    os.close(alive)


CONFINED = "from guichet.language.sandbox import Bounds, confine; is_cut_off = confine(Bounds(memory=2**29, file=1000)); "


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("import os; assert not [name for name in os.environ if 'SECRET' in name or 'DATABASE' in name]", 0),
        ("bytearray(2**30)", 1),
        ("import os; file = os.open('large', os.O_CREAT | os.O_WRONLY); os.write(file, bytes(1000)); os.write(file, b'x')", 1),
        ("import socket; is_cut_off or sys.exit(1); socket.create_connection(('127.0.0.1', 5432), 2)", 1),
    ],
    ids=["no secret", "memory", "files", "network"],
)
def test_a_confined_process_has_no(script: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_SECRET_KEY", "x")
    monkeypatch.setenv("DATABASE_URL", "x")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    assert run((sys.executable, "-c", f"import sys; {CONFINED}{script}"), tmp_path, Bounds(seconds=20)) == code
