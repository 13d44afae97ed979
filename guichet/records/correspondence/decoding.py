"""From bytes to what somebody reads: transfer encodings, charsets that lie, encoded words. Pure; never raises."""

import binascii
import codecs
import re
from email.header import decode_header

from guichet.records.correspondence.anatomy import Part
from guichet.records.correspondence.words import Problem

CHARSETS = frozenset(
    "ascii utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-7 iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8"  # noqa: SIM905 - read by people
    " iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258"
    " cp437 cp850 koi8-r koi8-u big5 gb2312 gbk gb18030 hz euc_jp euc_kr iso2022_jp iso2022_kr shift_jis mac-roman tis-620".split()
)
"""Charsets of texts by their names in Python. Its other codecs unpack, carry out escapes or take quadratic time."""
LONGEST_WORD = 4_000
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
ENDS = re.compile(r"\r\n?|\u2028|\u2029")
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "�")


def decode_body(part: Part, problems: list[Problem]) -> bytes:
    """Undo the transfer encoding; what is broken is kept as far as it can be."""
    match part.get("content-transfer-encoding").partition(";")[0].strip().lower():
        case "base64":
            return _decode_base64(part.body, problems)
        case "quoted-printable":
            return binascii.a2b_qp(part.body)
        case _:
            return part.body


def _decode_base64(body: bytes, problems: list[Problem]) -> bytes:
    letters = NOT_BASE64.sub(b"", body.partition(b"=")[0] if b"=" in body[:-4] and body.count(b"=") > 3 else body)
    if len(letters) % 4 == 1:
        problems.append(Problem.TRANSFER)
        letters = letters[:-1]
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        problems.append(Problem.TRANSFER)
        return body


def decode_text(content: bytes, charset: str, problems: list[Problem]) -> str:
    """By the charset that is declared, if it is one of texts and the content is so; else as UTF-8, else as Windows' Western Europe."""
    for name in (find_charset(charset), "utf-8"):
        if name is None:
            continue
        try:
            return tidy(content.decode(name))
        except (UnicodeError, ValueError):
            problems.append(Problem.CHARSET)
    return tidy(content.decode("cp1252", "replace"))


def find_charset(name: str) -> str | None:
    """None for what is no charset of texts."""
    try:
        found = codecs.lookup(name.strip().strip("\"'")[:40]).name
    except (LookupError, ValueError, UnicodeError):
        return None
    return found if found in CHARSETS else None


def tidy(text: str) -> str:
    """One kind of line end; nothing that PostgreSQL cannot keep, and no control but tab and line end."""
    plain = ENDS.sub("\n", text.removeprefix("\ufeff")).translate(CONTROLS)
    return plain.encode("utf-8", "replace").decode("utf-8")


def decode_words(value: str) -> str:
    """A header with its encoded words (RFC 2047) as one line."""
    value = value[:LONGEST_WORD]
    try:
        pieces = decode_header(value) if "=?" in value else [(value, None)]
    except Exception:  # broken base64 raises an error of the standard library's own
        pieces = [(value, None)]
    ignored: list[Problem] = []
    text = "".join(piece if isinstance(piece, str) else decode_text(piece, charset or "utf-8", ignored) for piece, charset in pieces)
    return " ".join(tidy(text).split())
