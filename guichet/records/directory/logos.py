"""Taking a logo: what comes in is looked at, drawn again as a small picture and thrown away.

Drawing it again leaves nothing of a file but its pixels: no script, no place where a photograph was taken, no second file behind the first.
SVG is a document that may hold scripts, so it is not taken.
"""

import hashlib
import io
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from guichet.records.directory.editing import Author, Edit, keep, read_edits
from guichet.records.directory.errors import ChangedMeanwhileError, LogoGoneError, LogoRefusedError, UndoneAlreadyError
from guichet.records.directory.models import Account, DirectoryChange, Logo, Organisation
from guichet.records.directory.words import ChangeKind

LOGO = "logo"
"""Stands for a section of changes: an entry under the organisation's slug is the digest of the picture that is shown, or null."""
MOST_KEPT = 10
"""Pictures of an organisation: the one that is shown, and those that an undo may bring back."""
MOST_BYTES = 1_000_000
MOST_PIXELS = 16_000_000
KINDS = ("PNG", "JPEG", "WEBP")
LARGEST = (480, 160)
"""The picture is drawn at this size at most: three times what a page shows."""


class LogoTooLargeError(LogoRefusedError):
    code = "logo-too-large"
    message = _("This file is larger than 1 MB. Send a smaller picture.")


class LogoIsSvgError(LogoRefusedError):
    code = "logo-is-svg"
    message = _("SVG files are not taken, since they may hold programs. Save the logo as PNG and send that.")


class LogoUnreadableError(LogoRefusedError):
    code = "logo-unreadable"
    message = _("This file is not a picture that can be read. Send a PNG, JPEG or WebP file.")


class LogoHasTooManyPixelsError(LogoRefusedError):
    code = "logo-has-too-many-pixels"
    message = _("This picture has too many pixels. Send one of 4,000 by 4,000 at most.")


def draw_logo(source: bytes) -> tuple[bytes, int, int]:
    """The picture as a PNG, with its width and height.

    :raises LogoRefusedError: it is not one that is taken; the message says why.
    """
    if len(source) > MOST_BYTES:
        raise LogoTooLargeError
    if b"<svg" in source[:4096].lower():
        raise LogoIsSvgError
    try:
        with Image.open(io.BytesIO(source), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise LogoHasTooManyPixelsError
            drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise LogoHasTooManyPixelsError from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise LogoUnreadableError from None
    drawn.thumbnail(LARGEST)
    content = io.BytesIO()
    Image.frombytes("RGBA", drawn.size, drawn.tobytes()).save(content, "PNG", optimize=True)
    return content.getvalue(), drawn.width, drawn.height


def set_logo(account: Account, source: bytes, now: datetime) -> DirectoryChange | None:
    """Take a picture as the organisation's logo; None when it is its logo already.

    :raises LogoRefusedError: it is not one that is taken; the message says why.
    """
    content, width, height = draw_logo(source)
    digest = hashlib.sha256(content).hexdigest()[:32]
    picture = {"content": content, "media_type": "image/png", "width": width, "height": height, "updated_at": now, "is_current": False}
    with transaction.atomic():
        lock(account)
        Logo.objects.get_or_create(organisation=account.organisation, digest=digest, defaults=picture)
        return show(account, digest, Author(account), now)


@transaction.atomic
def remove_logo(account: Account, now: datetime) -> DirectoryChange | None:
    """Show no logo; None when there was none."""
    lock(account)
    return show(account, None, Author(account), now)


@transaction.atomic
def undo_logo(change: DirectoryChange, account: Account, now: datetime) -> DirectoryChange | None:
    """Bring back the logo that a change replaced.

    :raises UndoneAlreadyError: somebody has undone it. :raises ChangedMeanwhileError: the logo was changed again since.
    :raises LogoGoneError: the picture is not kept any more.
    """
    lock(account)
    if change.undone_by.exists():
        raise UndoneAlreadyError
    [edit] = read_edits(change)
    if get_current(account.organisation_id) != edit.after:
        raise ChangedMeanwhileError((edit,), {})
    if edit.before is not None and not Logo.objects.of(account.organisation_id).filter(digest=edit.before).exists():
        raise LogoGoneError
    return show(account, edit.before, Author(account, ChangeKind.UNDONE, change), now)


def is_of_logo(change: DirectoryChange) -> bool:
    return [edit.section for edit in read_edits(change)] == [LOGO]


def get_current(organisation_id: int) -> str | None:
    """The digest of the logo that is shown."""
    return Logo.objects.of(organisation_id).filter(is_current=True).values_list("digest", flat=True).first()


def lock(account: Account) -> None:
    """Wait for one's turn: of two who change the logo, the second sees what the first did."""
    Organisation.objects.select_for_update().get(pk=account.organisation_id)


def show(account: Account, digest: str | None, author: Author, now: datetime) -> DirectoryChange | None:
    """Show this picture from now on, and keep what was shown before for an undo."""
    pictures, before = Logo.objects.of(account.organisation_id), get_current(account.organisation_id)
    if before == digest:
        return None
    pictures.filter(is_current=True).update(is_current=False, updated_at=now)
    pictures.filter(digest=digest).update(is_current=True, updated_at=now)
    kept = pictures.order_by("-is_current", "-updated_at", "-pk").values_list("pk", flat=True)[:MOST_KEPT]
    pictures.exclude(pk__in=list(kept)).delete()
    return keep(account.organisation, [Edit(LOGO, account.organisation.slug, before, digest)], author, now)
