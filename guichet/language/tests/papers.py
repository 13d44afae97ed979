"""Letters as a scanner makes them, and what is none."""

import io
import zlib
from collections.abc import Callable

import pikepdf
import segno
from PIL import Image, ImageDraw, ImageFont

A4_AT_100 = (827, 1169)
LETTER = """Madame Zoé PETIT
12 rue des Lilas
35000 RENNES

        Rennes, le 12 mars 2026

Dossier n° EC-2026-00123

Je demande une copie de mon acte."""


def draw_letter(text: str = LETTER) -> Image.Image:
    """A sheet with some lines, at 100 dpi."""
    sheet = Image.new("L", A4_AT_100, "white")
    ImageDraw.Draw(sheet).multiline_text((90, 90), text, font=ImageFont.truetype("DejaVuSans.ttf", 17), fill=0, spacing=8)
    return sheet


def draw_separator(mark: str) -> Image.Image:
    code = io.BytesIO()
    segno.make(mark, error="h").save(code, kind="png", scale=6)
    sheet = Image.new("L", A4_AT_100, "white")
    sheet.paste(Image.open(code).convert("L"), (200, 300))
    return sheet


def bind(*sheets: Image.Image) -> bytes:
    """A PDF of sheets."""
    content = io.BytesIO()
    sheets[0].save(content, "PDF", resolution=100, save_all=True, append_images=sheets[1:])
    return content.getvalue()


def save(sheet: Image.Image, kind: str) -> bytes:
    content = io.BytesIO()
    sheet.save(content, kind)
    return content.getvalue()


def make_bomb() -> bytes:
    """Four hundred million pixels in four hundred kilobytes."""
    document = pikepdf.new()
    picture = pikepdf.Stream(document, zlib.compress(bytes(400_000_000), 1))
    picture.Type, picture.Subtype, picture.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.FlateDecode
    picture.Width, picture.Height, picture.ColorSpace, picture.BitsPerComponent = 20_000, 20_000, pikepdf.Name.DeviceGray, 8
    page = document.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=document.make_indirect(picture)))
    page.Contents = pikepdf.Stream(document, b"q 595 0 0 842 0 0 cm /Im Do Q")
    return _write(document)


def make_blank(pages: int = 1, size: tuple[float, float] = (595, 842), password: str = "") -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=size)
    return _write(document, password)


def _write(document: pikepdf.Pdf, password: str = "") -> bytes:
    content = io.BytesIO()
    document.save(content, encryption=pikepdf.Encryption(owner=password, user=password) if password else None)
    return content.getvalue()


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("not-a-document", lambda: b""),
    "a program": ("not-a-document", lambda: b"MZ\x90\0" + bytes(2_000)),
    "an archive": ("not-a-document", lambda: b"PK\x03\x04" + bytes(2_000)),
    "a page of the web": ("not-a-document", lambda: b"<html><script>alert(1)</script>"),
    "a vector picture": ("not-a-document", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "PostScript": ("not-a-document", lambda: b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file"),
    "a PDF by its head alone": ("damaged", lambda: b"%PDF-1.7\n"),
    "a PDF of noise": ("damaged", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400),
    "a PDF that is cut": ("damaged", lambda: bind(draw_letter())[:900]),
    "a PDF without pages": ("damaged", lambda: make_blank(0)),
    "a locked PDF": ("locked", lambda: make_blank(password="secret")),
    "a book": ("too-many-pages", lambda: make_blank(61)),
    "a wall": ("too-large", lambda: make_blank(size=(14_000, 14_000))),
    "a picture that is cut": ("damaged", lambda: save(draw_letter(), "PNG")[:900]),
    "a picture that lies about its size": ("too-large", lambda: lie_about_size()),
    "separators alone": ("no-letter", lambda: bind(draw_separator("mark"))),
}
"""What each is, the trouble that is said, and how to make it."""


def lie_about_size() -> bytes:
    """A PNG that says it is 30,000 pixels wide and high."""
    whole = save(Image.new("L", (4, 4)), "PNG")
    head = b"IHDR" + (30_000).to_bytes(4, "big") * 2 + whole[24:29]
    return whole[:12] + head + zlib.crc32(head).to_bytes(4, "big") + whole[33:]
