"""Secrets that must be read again, sealed under the installation's key: whoever reads only the tables cannot use them."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(secret: bytes) -> bytes:
    return _get_keys().encrypt(secret)


def unseal(sealed: bytes) -> bytes | None:
    """None when it was sealed under a key that is gone."""
    try:
        return _get_keys().decrypt(sealed)
    except InvalidToken:
        return None


def _get_keys() -> MultiFernet:
    """The first seals, all of them unseal: the key can be rotated (`GUICHET_SECRET_KEY_FALLBACKS`)."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"guichet.seal\n{key}".encode()).digest())) for key in keys])
