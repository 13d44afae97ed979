"""Separator sheets: what their QR code says, and which codes are ours. A stranger cannot make one: it carries a seal."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

import segno
from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from guichet.records.directory.models import Reason
from guichet.records.letters.layout import lay_out_page

PREFIX = "guichet:letter:"


def write_mark(organisation_id: int, reason_id: int | None) -> str:
    """The code of the sheet before letters of a reason, or of whichever."""
    return _write(organisation_id, reason_id, settings.SECRET_KEY)


def list_marks(organisation_id: int, reasons: Iterable[int]) -> dict[str, int | None]:
    """Every code that parts letters here, with its reason; sheets that were printed under an earlier key still do."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return {_write(organisation_id, reason, key): reason for key in keys for reason in (None, *reasons)}


def _write(organisation_id: int, reason_id: int | None, key: str) -> str:
    content = f"{PREFIX}{organisation_id}:{reason_id or 0}"
    seal = hmac.digest(hashlib.sha256(b"guichet.letters.separator\n" + key.encode()).digest(), content.encode(), "sha256")[:10]
    return f"{content}:{base64.b32encode(seal).decode('ascii').rstrip('=')}"


def draw_sheet(organisation_id: int, reason: Reason | None, language: str) -> bytes:
    """The sheet to print, with its code and what it is for in words.

    :raises LayoutError: what lays it out is missing.
    """
    code = segno.make(write_mark(organisation_id, reason.pk if reason else None), error="h", micro=False)
    with translation.override(language):
        title = _("Separator sheet")
        about = _("Letters behind it: %(reason)s") % {"reason": reason.get_label(language)} if reason else _("Any letter")
        advice = _("Put this sheet before each letter of a batch, then scan the whole. It can be used again.")
    return lay_out_page(
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        "<style>@page{size:A4;margin:25mm}html{font:16pt sans-serif;text-align:center}svg{margin:15mm 0}</style></head>"
        f"<body><h1>{escape(title)}</h1><p>{escape(about)}</p>{code.svg_inline(scale=9, title=title)}<p>{escape(advice)}</p></body></html>"
    )
