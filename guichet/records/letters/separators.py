"""Separator sheets: what their QR code says, and which codes are ours. A stranger cannot make one: it carries a seal."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

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
