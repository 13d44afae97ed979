"""Letters that were scanned, by OCRmyPDF and Tesseract, in a confined process for each scan (`scanning.py`)."""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Collection, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from guichet.language.contracts import Line, Page, ScannedLetter
from guichet.language.errors import EngineDiedError, MissingPackageError, MissingProgramError, ScanError, Trouble
from guichet.language.sandbox import Bounds, run
from guichet.language.scanning import DAMAGED_CODE, MEMORY_CODE, MOST_PAGES
from guichet.language.shelf import Model

NAME = "ocrmypdf"
TESSERACT = {
    "fr": "fra",
    "en": "eng",
    "es": "spa",
    "pt": "por",
    "it": "ita",
    "de": "deu",
    "ar": "ara",
    "tr": "tur",
    "uk": "ukr",
    "ro": "ron",
}
"""What Tesseract calls a language; Debian's packages are named after it."""
LARGEST_SCAN = 50_000_000
LARGEST_OUTPUT = 200_000_000
LARGEST_IMAGE = 10_000_000
LONGEST_LINE = 1_000
MOST_LINES = 500
JPEG = b"\xff\xd8\xff"


class Told(msgspec.Struct, frozen=True):
    """A letter as the process tells of it."""

    mark: str
    pages: list[list[tuple[str, float, tuple[float, float, float, float]]]]


class PaperReader:
    """A `LetterReader`. Needs no model: Tesseract's languages are Debian's packages."""

    def __init__(self, model: Model | None = None, *, bounds: Bounds | None = None, command: Sequence[str] | None = None) -> None:  # noqa: ARG002 - as every engine
        """:raises MissingPackageError: a package is not installed."""
        if find_spec("ocrmypdf") is None or find_spec("zxingcpp") is None:
            raise MissingPackageError("ocrmypdf zxing-cpp")
        self.bounds = bounds or Bounds()
        self.command = command or (sys.executable, "-m", "guichet.language.scanning")

    def check(self, languages: Sequence[str]) -> None:
        """:raises LanguageError: something is missing, and how to get it."""
        program = shutil.which("tesseract")
        if program is None:
            raise MissingProgramError("tesseract-ocr")
        said = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - a fixed one
        there = set(said.stdout.split())
        for name in translate(languages):
            if name not in there:
                raise MissingProgramError(f"tesseract-ocr-{name}")

    def read(self, scan: bytes, marks: Collection[str], languages: Sequence[str]) -> list[ScannedLetter]:
        self.check(languages)
        if len(scan) > LARGEST_SCAN:
            raise ScanError(Trouble.TOO_LARGE)
        with tempfile.TemporaryDirectory(prefix="guichet-scan-", ignore_cleanup_errors=True) as place:
            folder = Path(place)
            (folder / "scan").write_bytes(scan)
            (folder / "task.json").write_text(json.dumps({"marks": sorted(marks), "languages": translate(languages)}))
            code = run((*self.command, place), folder, self.bounds)
            return self._collect(folder, code)

    def _collect(self, folder: Path, code: int | None) -> list[ScannedLetter]:
        """What the process left, looked at before it is believed."""
        if code is None or code == MEMORY_CODE:
            raise ScanError(Trouble.TOO_HEAVY)
        try:
            if (folder / "refused.json").exists():
                raise ScanError(Trouble(msgspec.json.decode(take(folder / "refused.json", 1_000), type=str)))
            if code == DAMAGED_CODE:
                raise ScanError(Trouble.DAMAGED)
            if code != 0:
                raise EngineDiedError(NAME)
            told = msgspec.json.decode(take(folder / "letters.json", 20_000_000), type=list[Told])
            letters = [collect(folder, number, each) for number, each in enumerate(told[:MOST_PAGES])]
        except (OSError, ValueError, msgspec.DecodeError) as error:
            raise EngineDiedError(NAME) from error
        if not letters:
            raise EngineDiedError(NAME)
        return letters


def translate(languages: Sequence[str]) -> list[str]:
    """Tesseract's names, French when it knows none of them."""
    return [TESSERACT[language] for language in languages if language in TESSERACT] or ["fra"]


def collect(folder: Path, number: int, told: Told) -> ScannedLetter:
    """:raises OSError: a file is missing or too large. :raises ValueError: it is not what it should be."""
    pages = []
    for place, lines in enumerate(told.pages[:MOST_PAGES]):
        image = take(folder / f"page-{number}-{place}.jpg", LARGEST_IMAGE)
        if not image.startswith(JPEG):
            raise ValueError("a page is no picture")
        pages.append(Page(tuple(Line(tidy(text), certainty, box) for text, certainty, box in lines[:MOST_LINES]), image))
    pdf = take(folder / f"letter-{number}.pdf", LARGEST_OUTPUT)
    if not pdf.startswith(b"%PDF-"):
        raise ValueError("a letter is no PDF")
    return ScannedLetter(tidy(told.mark), tuple(pages), pdf)


def take(file: Path, most: int) -> bytes:
    """The content of a plain file; what leads elsewhere is not followed.

    :raises OSError: there is none, or it is larger.
    """
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as content:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > most:
            raise OSError("no plain file, or too large a one")
        return content.read(most)


def tidy(text: Any) -> str:
    """Text that can be kept: no NUL, no halves of pairs."""
    return str(text)[:LONGEST_LINE].replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def open_engine(model: Model | None = None) -> PaperReader:
    return PaperReader(model)
