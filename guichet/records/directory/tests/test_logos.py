import io
import struct
import zlib

import pytest
from PIL import Image

from guichet.records.audit.models import AuditEntry
from guichet.records.directory import logos, models
from guichet.records.directory.errors import ChangedMeanwhileError, LogoGoneError, LogoRefusedError, UndoneAlreadyError
from guichet.records.directory.tests import factories
from guichet.records.directory.tests.test_editing import NOW
from guichet.records.directory.words import Role

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def make_picture(kind: str = "PNG", size: tuple[int, int] = (960, 240)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "#8a1538").save(content, kind)
    return content.getvalue()


def make_bomb() -> bytes:
    """A PNG of a few bytes that says it is 30,000 by 30,000."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_again_and_small(kind: str) -> None:
    content, width, height = logos.draw_logo(make_picture(kind))
    assert (width, height) == (480, 120)
    assert content.startswith(b"\x89PNG")


def test_nothing_but_the_pixels_is_left_of_a_file() -> None:
    picture = Image.new("RGB", (40, 40))
    content, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "secret-place"
    picture.save(content, "JPEG", exif=exif)
    drawn, _width, _height = logos.draw_logo(content.getvalue() + b"<script>alert(1)</script>PK\x03\x04")
    assert b"secret-place" not in drawn
    assert b"script" not in drawn
    assert b"PK\x03\x04" not in drawn


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (SVG, "logo-is-svg"),
        (b"\xef\xbb\xbf  " + SVG, "logo-is-svg"),
        (b"", "logo-unreadable"),
        (b"%PDF-1.7", "logo-unreadable"),
        (make_picture()[:60], "logo-unreadable"),
        (make_picture("GIF"), "logo-unreadable"),
        (make_bomb(), "logo-has-too-many-pixels"),
        (b"\x89PNG" + bytes(1_000_001), "logo-too-large"),
    ],
)
def test_what_is_no_picture_is_refused_with_what_to_send(source: bytes, code: str) -> None:
    with pytest.raises(LogoRefusedError) as refused:
        logos.draw_logo(source)
    assert refused.value.code == code


@pytest.fixture
def account(db: None) -> models.Account:  # noqa: ARG001 - asks for the database
    return factories.make_account(factories.make_organisation(), Role.ADMINISTRATOR)


def take(account: models.Account, size: int) -> models.DirectoryChange:
    change = logos.set_logo(account, make_picture(size=(size, 50)), NOW)
    assert change is not None
    return change


def shown(account: models.Account) -> str | None:
    return logos.get_current(account.organisation_id)


def test_a_logo_takes_the_place_of_the_one_before_and_leaves_a_trace(account: models.Account) -> None:
    take(account, 100)
    first = shown(account)
    take(account, 60)
    assert shown(account) not in (first, None)
    assert logos.set_logo(account, make_picture(size=(60, 50)), NOW) is None  # it is shown already
    logos.remove_logo(account, NOW)
    assert shown(account) is None
    assert logos.remove_logo(account, NOW) is None
    assert list(AuditEntry.objects.order_by("number").values_list("verb", flat=True)) == ["directory-changed"] * 3


def test_a_change_of_logo_is_undone_and_so_is_its_undo(account: models.Account) -> None:
    first = take(account, 100)
    before = shown(account)
    second = take(account, 60)
    after = shown(account)
    undone = logos.undo_logo(second, account, NOW)
    assert shown(account) == before
    with pytest.raises(UndoneAlreadyError):
        logos.undo_logo(second, account, NOW)
    assert undone is not None
    logos.undo_logo(undone, account, NOW)
    assert shown(account) == after
    with pytest.raises(ChangedMeanwhileError):
        logos.undo_logo(first, account, NOW)
    removed = logos.remove_logo(account, NOW)
    assert removed is not None
    logos.undo_logo(removed, account, NOW)
    assert shown(account) == after


def test_the_first_logo_is_undone_to_none(account: models.Account) -> None:
    logos.undo_logo(take(account, 100), account, NOW)
    assert shown(account) is None


def test_few_former_pictures_are_kept_and_an_undo_beyond_them_says_so(account: models.Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logos, "MOST_KEPT", 2)
    take(account, 100)
    second = take(account, 60)
    models.Logo.objects.filter(is_current=False).delete()
    with pytest.raises(LogoGoneError):
        logos.undo_logo(second, account, NOW)
    for size in (70, 80, 90):
        take(account, size)
    assert models.Logo.objects.count() == 2
    assert models.Logo.objects.filter(is_current=True).count() == 1
