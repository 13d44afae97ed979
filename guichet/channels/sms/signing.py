"""A word signed by whoever shares a key with us, over its instant and its bytes: neither can be changed, nor sent again later. Pure."""

import hashlib
import hmac

from guichet.channels.sms.settings import STALE_SECONDS

TIMESTAMP, SIGNATURE = "X-Guichet-Timestamp", "X-Guichet-Signature"
PREFIX = "sha256="


def sign(key: str, timestamp: int, body: bytes) -> str:
    """What stands in `SIGNATURE`: HMAC-SHA256 of the instant in seconds, a dot and the body."""
    return PREFIX + hmac.new(key.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def is_signed(key: str, timestamp: str, signature: str, body: bytes, now: float) -> bool:
    """Whether it is, and recent. As long in any case, whatever is wrong."""
    is_number = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12
    instant = int(timestamp) if is_number else 0
    is_ours = hmac.compare_digest(sign(key, instant, body), signature if signature.isascii() else "")
    return is_ours and bool(key) and abs(now - instant) <= STALE_SECONDS
