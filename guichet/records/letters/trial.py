"""Trying whether letters can be read and written here: each part is really done once, and what is wrong is said in words."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from guichet.language.contracts import LetterReader
from guichet.language.engines.ocrmypdf import PaperReader
from guichet.language.errors import LanguageError, MissingPackageError, MissingProgramError
from guichet.language.sandbox import Bounds
from guichet.records.letters.layout import LayoutError, Sheet, draw

SAMPLE = "Demande de passeport\nReçue le 12 mars"
PLAIN_SAMPLE = "Demande de passeport\nDu 12 mars"
"""For a machine without DejaVu: Pillow's own font has no accents."""
A5_AT_150 = (874, 620)


@dataclass(frozen=True, slots=True)
class Finding:
    is_good: bool
    sentence: str


def try_out(language: str, folder: Path | None) -> list[Finding]:
    """Read a letter of ours, lay one out, and look at the folder. Takes some seconds; nothing is kept."""
    return [*_try_reading(language), _try_layout(language), *_try_folder(folder)]


def _try_reading(language: str, reader: LetterReader | None = None) -> Iterator[Finding]:
    try:
        [letter] = (reader or PaperReader(bounds=Bounds(seconds=60))).read(draw_sample(), set(), [language])
    except MissingProgramError as error:
        sentence = _(
            "Letters cannot be read: the package %(package)s is missing on the server. Have it installed: guichet doctor --install letters"
        )
        yield Finding(False, sentence % {"package": error.package})
        return
    except MissingPackageError:
        yield Finding(False, _("Letters cannot be read: OCRmyPDF is missing on the server. Have Guichet installed again."))
        return
    except LanguageError:
        yield Finding(False, _("Letters cannot be read: the engine ended while it worked. Look for memory and room on the server’s disk."))
        return
    said = " ".join(line.text for page in letter.pages for line in page.lines)
    if "passeport" in said.lower():
        yield Finding(True, _("A letter was read: “%(text)s”.") % {"text": said[:80]})
    else:
        yield Finding(
            False, _("A letter was read, but not what it says: “%(text)s”. Check the languages of Tesseract.") % {"text": said[:80]}
        )


def draw_sample() -> bytes:
    sheet = Image.new("L", A5_AT_150, "white")
    font, text = choose_font()
    ImageDraw.Draw(sheet).multiline_text((80, 120), text, font=font, fill=0, spacing=16)
    content = io.BytesIO()
    sheet.save(content, "PNG", dpi=(150, 150))
    return content.getvalue()


def choose_font() -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, str]:
    """A font, and what can be drawn with it."""
    try:
        return ImageFont.truetype("DejaVuSans.ttf", 32), SAMPLE
    except OSError:
        return ImageFont.load_default(34), PLAIN_SAMPLE


def _try_layout(language: str) -> Finding:
    sample = Sheet(
        language=language,
        organisation="Guichet",
        letterhead="",
        recipient="",
        day="",
        subject="Guichet",
        references=(),
        text=SAMPLE,
        signature="",
    )
    try:
        draw(sample)
    except LayoutError:
        return Finding(
            False, _("Answers cannot be laid out: Pango is missing on the server. Have it installed: guichet doctor --install letters")
        )
    return Finding(True, _("A letter was laid out."))


def _try_folder(folder: Path | None) -> Iterator[Finding]:
    if folder is None:
        return
    if not folder.is_dir():
        yield Finding(False, _("The folder %(folder)s is not there. Make it, or correct GUICHET_LETTERS.") % {"folder": folder})
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(False, _("Guichet may not read and write in %(folder)s. Give its account the right to.") % {"folder": folder})
    else:
        yield Finding(True, _("The folder %(folder)s can be read.") % {"folder": folder})
