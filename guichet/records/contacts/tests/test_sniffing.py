"""What a file is, whatever it is called: let in, or refused with a sentence."""

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.contacts import errors, sniffing
from guichet.records.contacts.files import tidy_name
from guichet.records.contacts.sniffing import EXTENSIONS, sniff
from guichet.records.contacts.words import LONGEST_NAME
from guichet.records.errors import RefusedError

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def write_zip(*names: str, content: bytes = b"<x/>") -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return whole.getvalue()


def write_document(kind: str) -> bytes:
    """OpenDocument, as LibreOffice writes it."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return whole.getvalue()


DOCX = write_zip("[Content_Types].xml", "word/document.xml")

LET_IN = [
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
    (PNG, "image/png"),
    (b"GIF89a\x01\0\x01\0", "image/gif"),
    (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
    (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
    (b"II*\0\x08\0\0\0", "image/tiff"),
    (PDF, "application/pdf"),
    (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (write_zip("[Content_Types].xml", "xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (write_document("text"), "application/vnd.oasis.opendocument.text"),
    (write_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
    ("Élève né à Nîmes\r\n".encode(), "text/plain"),
    ("Élève né à Nîmes".encode("cp1252"), "text/plain"),
    ("Élève".encode("utf-16"), "text/plain"),
    (b"<script>alert(1)</script>", "text/plain"),  # harmless: handed out as text, to be saved
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "text/plain"),
]


@pytest.mark.parametrize(("content", "kind"), LET_IN, ids=[kind for _, kind in LET_IN])
def test_what_an_administration_reads_is_let_in_as_what_it_is(content: bytes, kind: str) -> None:
    assert sniff(io.BytesIO(content)) == kind


REFUSED = [
    ("nothing", b"", errors.EmptyFileError),
    ("zip", write_zip("a.txt"), errors.ArchiveError),
    ("zip of zips", write_zip("[Content_Types].xml", "a.zip"), errors.ArchiveError),
    ("jar", write_zip("META-INF/MANIFEST.MF"), errors.ArchiveError),
    ("zip cut off", DOCX[:60], errors.ArchiveError),
    ("zip whose table is cut", DOCX[:-30] + DOCX[-22:], errors.ArchiveError),
    ("rar", b"Rar!\x1a\x07\x01\0", errors.ArchiveError),
    ("7z", b"7z\xbc\xaf\x27\x1c\0\x04", errors.ArchiveError),
    ("gzip", b"\x1f\x8b\x08\0", errors.ArchiveError),
    ("tar", bytes(257) + b"ustar\0" + bytes(300), errors.ArchiveError),
    ("exe", b"MZ\x90\0\x03", errors.ExecutableError),
    ("elf", b"\x7fELF\x02\x01\x01", errors.ExecutableError),
    ("script", b"#!/bin/sh\nrm -rf /\n", errors.ExecutableError),
    ("class", b"\xca\xfe\xba\xbe\0\0\0\x37", errors.ExecutableError),
    ("wasm", b"\0asm\x01\0\0\0", errors.ExecutableError),
    ("docm", write_zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), errors.MacrosError),
    ("odt with Basic", write_zip("mimetype", "Basic/script-lc.xml"), errors.MacrosError),
    ("doc with macros", OLE + "WordDocument_VBA_PROJECT".encode("utf-16-le"), errors.MacrosError),
    ("installer", OLE + "!_Tables".encode("utf-16-le"), errors.UnknownFileTypeError),
    ("noise", bytes(range(256)) * 4, errors.UnknownFileTypeError),
    ("picture and archive", PNG + write_zip("a.exe"), errors.ArchiveError),
    ("PDF and archive", PDF + write_zip("[Content_Types].xml", "word/document.xml"), errors.ArchiveError),
    ("PDF not at its beginning", b"\0\0%PDF-1.7", errors.UnknownFileTypeError),
]


@pytest.mark.parametrize(("content", "error"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_could_run_or_hide_something_is_refused(content: bytes, error: type[RefusedError]) -> None:
    with pytest.raises(error):
        sniff(io.BytesIO(content))


def test_an_office_document_that_unpacks_to_a_bomb_is_refused() -> None:
    bomb = DOCX.replace(struct.pack("<LL", 4, 4), struct.pack("<LL", 4, sniffing.LARGEST_UNPACKED + 1))
    with pytest.raises(errors.ArchiveError):
        sniff(io.BytesIO(bomb))


def test_a_document_with_thousands_of_entries_is_refused_without_reading_them() -> None:
    many = write_zip(*(f"{number}" for number in range(sniffing.MOST_ENTRIES + 1)))
    with pytest.raises(errors.ArchiveError):
        sniff(io.BytesIO(many))


def test_a_photograph_in_which_the_mark_of_an_archive_comes_up_by_chance_is_let_in() -> None:
    assert sniff(io.BytesIO(PNG + b"PK\x05\x06" + bytes(range(1, 200)))) == "image/png"


@given(
    st.one_of(st.binary(max_size=400), st.sampled_from([row[1] for row in REFUSED] + [row[0] for row in LET_IN]).map(bytes)),
    st.binary(max_size=60),
)
def test_any_content_is_one_of_the_known_kinds_or_a_refusal(content: bytes, more: bytes) -> None:
    with suppress(RefusedError):
        assert sniff(io.BytesIO(content + more)) in EXTENSIONS


NAMES = [
    ("Quittance d'octobre.pdf", "Quittance d'octobre.png"),
    ("../../etc/passwd", "passwd.png"),
    ("C:\\Users\\Zoé\\loyer.png", "loyer.png"),
    ("facture\u202egnp.exe", "facturegnp.png"),
    ("a\0b\r\nSet-Cookie: x.png", "abSet-Cookie x.png"),
    ("", "document.png"),
    ("...", "document.png"),
    (".htaccess", "htaccess.png"),
    ("photo.png.exe", "photo.png.png"),
    ("Décision n° 4. Page 2", "Décision n° 4. Page 2.png"),
    ("x" * 500 + ".png", "x" * (LONGEST_NAME - 4) + ".png"),
    ("\ud800.png", "document.png"),
    ('"><script>alert(1)</script>.png', "script.png"),
]


@pytest.mark.parametrize(("said", "kept"), NAMES)
def test_a_name_leads_nowhere_and_shows_what_the_file_is(said: str, kept: str) -> None:
    assert tidy_name(said, "image/png") == kept


@given(st.text(max_size=300))
def test_no_name_is_too_long_or_empty_or_hides_its_extension(said: str) -> None:
    name = tidy_name(said, "application/pdf")
    assert name.endswith(".pdf")
    assert 4 < len(name) <= LONGEST_NAME
    assert "/" not in name
    assert name.isprintable()
