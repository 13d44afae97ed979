"""What a file is, by its content alone: names and declared types are what a sender says. Nothing is unpacked or run.

Only what an administration reads every day is let in: pictures, PDF, office documents without macros, plain text. A container is let in
when its table of contents says that it is an office document; every other archive is refused. A file that is two things at once (a
picture with an archive behind it) is refused too, for whoever checks and whoever opens it could see two things.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from guichet.records.contacts.errors import ArchiveError, EmptyFileError, ExecutableError, MacrosError, UnknownFileTypeError

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/tiff": "tif",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "text/plain": "txt",
}
"""Every type that is let in, with the extension under which it is handed out."""

PICTURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
)
EXECUTABLES = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!", b"dex\n", b"\0asm")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"MSCF", b"!<arch>", b"xar!")
TAR_AT, TAR = 257, b"ustar"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 512

OOXML = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
OLD_OFFICE = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
"""Names of streams in Microsoft's compound files ([MS-CFB] 2.6.1), which stand there in UTF-16."""

END_OF_ZIP = struct.Struct("<4s4xHHLLH")
ENTRY_OF_ZIP = struct.Struct("<4s20xLHHH12x")
END_SIGNATURE, ENTRY_SIGNATURE = b"PK\x05\x06", b"PK\x01\x02"
LONGEST_END = END_OF_ZIP.size + 65_535
MOST_ENTRIES = 2_000
LARGEST_UNPACKED = 500 * 1024 * 1024
"""Bytes that an office document may say it holds; more is a bomb."""


class Entry(NamedTuple):
    name: str
    unpacked: int


def sniff(content: BinaryIO) -> str:
    """Return the media type of a seekable file, one of `EXTENSIONS`.

    :raises RefusedError: it is empty, an archive, a program, a document with macros, or nothing that we know.
    """
    content.seek(0)
    head = content.read(HEAD)
    if not head:
        raise EmptyFileError
    _refuse_signatures(head)
    if head.startswith(ZIP):
        return _sniff_office(content)
    if list_entries(content) is not None:
        raise ArchiveError
    if head.startswith(OLE):
        return _sniff_old_office(content)
    for at, signature, kind in PICTURES:
        if head[at : at + len(signature)] == signature:
            return kind
    return _sniff_text(content)


def _refuse_signatures(head: bytes) -> None:
    if head.startswith(EXECUTABLES):
        raise ExecutableError
    if head.startswith(ARCHIVES) or head[TAR_AT : TAR_AT + len(TAR)] == TAR:
        raise ArchiveError


def _sniff_office(content: BinaryIO) -> str:
    entries = list_entries(content) or []
    names = [entry.name for entry in entries]
    if any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise MacrosError
    if sum(entry.unpacked for entry in entries) > LARGEST_UNPACKED:
        raise ArchiveError
    if names and names[0] == "mimetype":
        return _read_mimetype(content)
    if "[Content_Types].xml" in names:
        for part, kind in OOXML:
            if part in names:
                return kind
    raise ArchiveError


def _read_mimetype(content: BinaryIO) -> str:
    """OpenDocument 1.3 part 2, 3.3: the first entry is stored as it is, without an extra field."""
    content.seek(30)
    said = content.read(100)
    for kind in EXTENSIONS:
        if kind.startswith("application/vnd.oasis") and said.startswith(b"mimetype" + kind.encode()):
            return kind
    raise ArchiveError


def list_entries(content: BinaryIO) -> list[Entry] | None:
    """The table of contents of a ZIP file, whatever stands before it; None when the file has none: in a photograph the bytes that
    announce one come up by chance.

    :raises ArchiveError: more entries than any document has, or a table that breaks off.
    """
    size = content.seek(0, 2)
    start = max(0, size - LONGEST_END)
    content.seek(start)
    tail = content.read(LONGEST_END)
    at = tail.rfind(END_SIGNATURE)
    if at < 0 or len(tail) - at < END_OF_ZIP.size:
        return None
    _, _, count, length, _, _ = END_OF_ZIP.unpack_from(tail, at)
    content.seek(max(0, start + at - length))
    if content.read(len(ENTRY_SIGNATURE)) != ENTRY_SIGNATURE:
        return None
    if count > MOST_ENTRIES:
        raise ArchiveError
    content.seek(start + at - length)
    return list(_read_entries(content.read(length), count))


def _read_entries(table: bytes, count: int) -> Iterator[Entry]:
    place = 0
    for _ in range(count):
        if len(table) - place < ENTRY_OF_ZIP.size:
            raise ArchiveError
        signature, unpacked, name, extra, comment = ENTRY_OF_ZIP.unpack_from(table, place)
        if signature != ENTRY_SIGNATURE:
            raise ArchiveError
        place += ENTRY_OF_ZIP.size
        yield Entry(table[place : place + name].decode("utf-8", "replace"), unpacked)
        place += name + extra + comment


def _sniff_old_office(content: BinaryIO) -> str:
    content.seek(0)
    whole = content.read()
    if "_VBA_PROJECT".encode("utf-16-le") in whole:
        raise MacrosError
    for stream, kind in OLD_OFFICE:
        if stream.encode("utf-16-le") in whole:
            return kind
    raise UnknownFileTypeError


CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))


def _sniff_text(content: BinaryIO) -> str:
    """Text in UTF-8, UTF-16 with its mark, or the code page of old Windows: whatever holds no control character.

    :raises UnknownFileTypeError: it is no text.
    """
    content.seek(0)
    whole = content.read()
    if whole.startswith((b"\xff\xfe", b"\xfe\xff")):
        whole = whole.decode("utf-16", "replace").encode()
    if whole.translate(None, CONTROLS) != whole:
        raise UnknownFileTypeError
    return "text/plain"
