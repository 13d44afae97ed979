"""The process that reads one scan: `python -m guichet.language.scanning FOLDER`. It finds `scan` and `task.json` there, and leaves
`letters.json` with a PDF for each letter and a picture for each page, or `refused.json`.

Everything that is looked at comes from strangers: the process confines itself first, and whoever started it believes nothing it leaves
without looking. Pages are drawn by PDFium, turned and recognised by OCRmyPDF with Tesseract; Ghostscript is never called.
"""

import json
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guichet.language.errors import ScanError, Trouble
from guichet.language.sandbox import Bounds, confine

MOST_PAGES = 60
MOST_PIXELS = 60_000_000
"""Of one picture: a sheet of A3 at 400 dpi has 31 million."""
LARGEST_PAGE = 2_400.0
"""Points of the longer side of a page: A1."""
QR_SCALE = 110 / 72
IMAGE_SCALE = 100 / 72
A4_INCHES = (8.27, 11.69)
DAMAGED_CODE, MEMORY_CODE, GONE_CODE = 3, 4, 5


@dataclass(slots=True)
class Batch:
    """`pages` are places in the scan, from 0 on."""

    mark: str
    pages: list[int]


def main(folder: Path) -> int:
    """Read the scan of a folder; the code says how it ended."""
    confine(Bounds())
    warnings.simplefilter("ignore")
    task = json.loads((folder / "task.json").read_bytes())
    try:
        letters = list(read(folder, task))
    except ScanError as error:
        (folder / "refused.json").write_text(json.dumps(error.trouble))
        return 0
    except MemoryError:
        return MEMORY_CODE
    except Exception as error:
        return GONE_CODE if is_missing(error) else DAMAGED_CODE
    (folder / "letters.json").write_text(json.dumps(letters))
    return 0


def is_missing(error: Exception) -> bool:
    """Whether this machine lacks something: the scan is not at fault."""
    return isinstance(error, ImportError) or type(error).__name__ == "MissingDependencyError"


def read(folder: Path, task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each letter: its mark, and the lines of its pages.

    :raises ScanError: it cannot be read.
    """
    source = open_scan(folder)
    for number, batch in enumerate(part(source, set(task["marks"]))):
        whole = folder / f"batch-{number}.pdf"
        copy_pages(source, batch.pages, whole)
        recognise(whole, folder / f"letter-{number}.pdf", task["languages"])
        draw_pages(folder / f"letter-{number}.pdf", folder, number)
        lines = [read_lines(folder, place) for place in range(len(batch.pages))]
        yield {"mark": batch.mark, "pages": lines}


def open_scan(folder: Path) -> Path:
    """The scan as a PDF of at most `MOST_PAGES`.

    :raises ScanError: it is none, nor a picture.
    """
    scan = folder / "scan"
    with scan.open("rb") as file:
        head = file.read(1024)
    source = scan if b"%PDF-" in head else draw_pictures(scan, folder)
    check_pages(source)
    return source


def check_pages(source: Path) -> None:
    """:raises ScanError: there are too many pages, or too large ones, or none that can be opened."""
    import pikepdf

    try:
        with pikepdf.open(source) as document:
            if document.is_encrypted and not document.allow.extract:
                raise ScanError(Trouble.LOCKED)
            if len(document.pages) > MOST_PAGES:
                raise ScanError(Trouble.TOO_MANY_PAGES)
            if not document.pages:
                raise ScanError(Trouble.DAMAGED)
            for page in document.pages:
                left, bottom, right, top = (float(edge) for edge in page.mediabox)
                if not 0 < max(abs(right - left), abs(top - bottom)) <= LARGEST_PAGE:
                    raise ScanError(Trouble.TOO_LARGE)
    except pikepdf.PasswordError as error:
        raise ScanError(Trouble.LOCKED) from error
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError) as error:
        raise ScanError(Trouble.DAMAGED) from error


def draw_pictures(scan: Path, folder: Path) -> Path:
    """A PDF of a picture, or of each picture of a TIFF.

    :raises ScanError: it is no picture.
    """
    import pikepdf
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses what has twice as many
    target = folder / "pictures.pdf"
    try:
        with Image.open(scan, formats=("JPEG", "PNG", "TIFF", "WEBP", "GIF")) as picture, pikepdf.new() as document:
            for place in range(getattr(picture, "n_frames", 1)):
                if place >= MOST_PAGES:
                    raise ScanError(Trouble.TOO_MANY_PAGES)
                picture.seek(place)
                if picture.width * picture.height > MOST_PIXELS:
                    raise ScanError(Trouble.TOO_LARGE)
                drawn = ImageOps.exif_transpose(picture).convert("RGBA")
                paper = Image.new("RGB", drawn.size, "white")
                paper.paste(drawn, mask=drawn.getchannel("A"))
                one = folder / "picture.pdf"
                paper.save(one, "PDF", resolution=find_resolution(*paper.size, picture.info.get("dpi")), quality=85)
                with pikepdf.open(one) as page:
                    document.pages.extend(page.pages)
            document.save(target)
    except UnidentifiedImageError as error:
        raise ScanError(Trouble.NOT_A_DOCUMENT) from error
    except Image.DecompressionBombError as error:
        raise ScanError(Trouble.TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError) as error:
        raise ScanError(Trouble.DAMAGED) from error
    return target


def find_resolution(width: int, height: int, said: Any) -> float:
    """Dots per inch: what the picture says, where a page could be so; else as if it were a sheet of A4."""
    try:
        dots = float(said[0])
    except (TypeError, IndexError, ValueError, ZeroDivisionError):
        dots = 0.0
    if 70 <= dots <= 1200 and max(width, height) / dots * 72 <= LARGEST_PAGE:
        return dots
    across, down = A4_INCHES if height >= width else A4_INCHES[::-1]
    return max(30.0, width / across, height / down)


def part(source: Path, marks: set[str]) -> list[Batch]:
    """The letters of a scan, without their separator sheets.

    :raises ScanError: it cannot be drawn, or there is nothing but separator sheets.
    """
    import pypdfium2

    found: list[Batch] = [Batch("", [])]
    try:
        document = pypdfium2.PdfDocument(source)
        for place in range(len(document)):
            mark = find_mark(document[place], marks) if marks else None
            if mark is None:
                found[-1].pages.append(place)
            else:
                found.append(Batch(mark, []))
        document.close()
    except pypdfium2.PdfiumError as error:
        raise ScanError(Trouble.DAMAGED) from error
    batches = [batch for batch in found if batch.pages]
    if not batches:
        raise ScanError(Trouble.NO_LETTER)
    return batches


def find_mark(page: Any, marks: set[str]) -> str | None:
    """What a page says as a separator sheet, None when it is none."""
    import zxingcpp

    picture = page.render(scale=QR_SCALE, grayscale=True).to_pil()
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return next((code.text for code in codes if code.text in marks), None)


def copy_pages(source: Path, pages: list[int], target: Path) -> None:
    import pikepdf

    with pikepdf.open(source) as document, pikepdf.new() as copy:
        for place in pages:
            copy.pages.append(document.pages[place])
        copy.save(target)


def recognise(source: Path, target: Path, languages: list[str]) -> None:
    """Draw every page anew, upright, with its text behind it.

    :raises ScanError: OCRmyPDF cannot.
    """
    import ocrmypdf
    from ocrmypdf.exceptions import EncryptedPdfError, InputFileError, SubprocessOutputError
    from PIL import Image

    for old in target.parent.glob("ocrmypdf.io.*/*.hocr"):
        old.unlink()
    try:
        ocrmypdf.ocr(
            source,
            target,
            language=languages,
            mode="force-ocr-no-links",
            rasterizer="pypdfium",
            output_type="pdf",
            optimize=0,
            jobs=1,
            use_threads=True,
            rotate_pages=True,
            max_image_mpixels=MOST_PIXELS / 1_000_000,
            max_ocr_image_mpixels=20,
            tesseract_timeout=60,
            invalidate_digital_signatures=True,
            keep_temporary_files=True,
            progress_bar=False,
        )
    except EncryptedPdfError as error:
        raise ScanError(Trouble.LOCKED) from error
    except Image.DecompressionBombError as error:
        raise ScanError(Trouble.TOO_LARGE) from error
    except (InputFileError, SubprocessOutputError) as error:
        raise ScanError(Trouble.DAMAGED) from error


def draw_pages(pdf: Path, folder: Path, number: int) -> None:
    """A picture of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for place in range(len(document)):
        picture = document[place].render(scale=IMAGE_SCALE).to_pil()
        picture.convert("RGB").save(folder / f"page-{number}-{place}.jpg", "JPEG", quality=70, optimize=True)
    document.close()


def read_lines(folder: Path, place: int) -> list[Any]:
    """The lines that Tesseract found on a page (hOCR 1.2): text, certainty, and box in parts of the page."""
    from lxml import etree

    found = sorted(folder.glob(f"ocrmypdf.io.*/{place + 1:06d}_ocr_hocr.hocr"), key=lambda file: file.stat().st_mtime)
    if not found:
        return []
    tree = etree.parse(found[-1], etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    page = next(iter(tree.xpath("//*[@class='ocr_page']")), None)
    if page is None:
        return []
    _, _, width, height = read_box(page.get("title", ""))
    lines = []
    for line in page.xpath(".//*[@class='ocr_line' or @class='ocr_header' or @class='ocr_caption' or @class='ocr_textfloat']"):
        words = [(" ".join("".join(word.itertext()).split()), word.get("title", "")) for word in line.xpath(".//*[@class='ocrx_word']")]
        words = [(text, title) for text, title in words if text]
        if words:
            left, top, right, bottom = read_box(line.get("title", ""))
            box = (left / max(width, 1), top / max(height, 1), right / max(width, 1), bottom / max(height, 1))
            lines.append([" ".join(text for text, _ in words), sum(read_certainty(title) for _, title in words) / len(words), box])
    return lines


def read_box(title: str) -> tuple[float, float, float, float]:
    """The box of an hOCR title: "bbox 0 0 100 200; ..."."""
    for part_of in title.split(";"):
        name, *numbers = part_of.split() or [""]
        if name == "bbox" and len(numbers) == 4:
            left, top, right, bottom = (float(number) for number in numbers)
            return left, top, right, bottom
    return 0.0, 0.0, 1.0, 1.0


def read_certainty(title: str) -> float:
    """What x_wconf says, from 0 to 1."""
    for part_of in title.split(";"):
        name, *numbers = part_of.split() or [""]
        if name == "x_wconf" and numbers:
            return min(1.0, max(0.0, float(numbers[0]) / 100))
    return 0.0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
