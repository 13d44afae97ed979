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

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.errors import LogoRefusedError
from guichet.records.directory.models import Account, Logo

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


@transaction.atomic
def set_logo(account: Account, source: bytes, now: datetime) -> Logo:
    """Take a picture as the organisation's logo.

    :raises LogoRefusedError: it is not one that is taken; the message says why.
    """
    content, width, height = draw_logo(source)
    values = {
        "content": content,
        "media_type": "image/png",
        "digest": hashlib.sha256(content).hexdigest()[:32],
        "width": width,
        "height": height,
        "updated_at": now,
    }
    logo, _made = Logo.objects.update_or_create(organisation=account.organisation, defaults=values)
    record(account.organisation_id, Act("logo-changed", "organisation", str(account.organisation_id), account.pk), now)
    return logo


@transaction.atomic
def remove_logo(account: Account, now: datetime) -> None:
    Logo.objects.of(account.organisation_id).delete()
    record(account.organisation_id, Act("logo-removed", "organisation", str(account.organisation_id), account.pk), now)
