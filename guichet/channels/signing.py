"""Signatures of webhooks, in and out, as Standard Webhooks 1.0 writes them: libraries for it exist in most languages. Pure.

Signed is `id.timestamp.body` with HMAC-SHA256 under a secret that both sides hold; the headers are `webhook-id`, `webhook-timestamp`
(seconds of the epoch) and `webhook-signature` ("v1," and the signature in base64; several, parted by spaces, while a secret is changed).
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Iterable, Mapping
from hashlib import sha256

PREFIX = "whsec_"
TOLERANCE_SECONDS = 300
"""How far the clocks of both sides may differ, and how old a message may be when it comes."""
LONGEST_ID = 200
MOST_SIGNATURES = 8
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


def make_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def read_secret(secret: str) -> bytes:
    """The key of a secret: what `whsec_` is followed by, in base64; anything else is a key as it stands."""
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()


def sign(secret: str, identifier: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers of a message."""
    return {ID: identifier, TIMESTAMP: str(timestamp), SIGNATURE: _write(read_secret(secret), identifier, str(timestamp), body)}


def verify(secrets_held: Iterable[str], headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether whoever holds one of our secrets wrote this, and lately. Takes the same time for every wrong signature.

    :param headers: by their names in lower case. :param now: seconds of the epoch.
    """
    identifier, timestamp = headers.get(ID, ""), headers.get(TIMESTAMP, "")
    if not 0 < len(identifier) <= LONGEST_ID or not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 13):
        return False
    is_signed = False
    given = [each.encode("utf-8", "replace") for each in headers.get(SIGNATURE, "")[:2_000].split(" ")[:MOST_SIGNATURES]]
    for secret in secrets_held:
        good = _write(read_secret(secret), identifier, timestamp, body).encode()
        for each in given:
            is_signed |= hmac.compare_digest(each, good)
    return is_signed and abs(now - int(timestamp)) <= TOLERANCE_SECONDS


def _write(key: bytes, identifier: str, timestamp: str, body: bytes) -> str:
    signed = identifier.encode("utf-8", "replace") + b"." + timestamp.encode() + b"." + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, sha256)).decode()
