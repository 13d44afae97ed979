"""What Meta's error codes mean for whoever sends (developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes)."""

import time
from typing import Any

from guichet.channels.outward import Answered
from guichet.channels.social.reading import get_object
from guichet.channels.social.words import NetworkError, Trouble

CODES = {
    0: Trouble.TOKEN,
    1: Trouble.SERVER,
    2: Trouble.SERVER,
    3: Trouble.RIGHTS,
    4: Trouble.BUSY,
    10: Trouble.RIGHTS,
    33: Trouble.IDENTITY,
    100: Trouble.REFUSED,
    190: Trouble.TOKEN,
    368: Trouble.REFUSED,
    551: Trouble.GONE,
    613: Trouble.BUSY,
    80_007: Trouble.BUSY,
    130_429: Trouble.BUSY,
    130_472: Trouble.REFUSED,
    131_000: Trouble.SERVER,
    131_005: Trouble.RIGHTS,
    131_016: Trouble.SERVER,
    131_026: Trouble.GONE,
    131_047: Trouble.WINDOW,
    131_048: Trouble.BUSY,
    131_050: Trouble.GONE,
    131_056: Trouble.BUSY,
    133_004: Trouble.SERVER,
    133_010: Trouble.IDENTITY,
}
SUBCODES = {(100, 33): Trouble.IDENTITY, (10, 2_018_278): Trouble.WINDOW, (100, 2_018_001): Trouble.GONE}
TEMPLATES = range(132_000, 133_000)
RIGHTS = range(200, 300)
WAIT_SECONDS = 60.0
UNDONE = frozenset({4, 613, 80_007, 130_429, 131_048, 131_056})
"""Refused before anything was done: repeating is harmless. What is a trouble of Meta's own leaves it open."""


def explain(answered: Answered) -> NetworkError:
    """Of an answer of the Graph API; a gateway in front of it may answer with anything."""
    error = get_object(answered.read_json(), "error")
    if error:
        return read_error(error, answered)
    if answered.status >= 500:
        return NetworkError(Trouble.SERVER, is_uncertain=True)
    if answered.status == 429:
        return NetworkError(Trouble.BUSY, wait_seconds=answered.get_wait(time.time()) or WAIT_SECONDS)
    return NetworkError(Trouble.UNEXPECTED)


def read_error(error: dict[str, Any], answered: Answered | None = None) -> NetworkError:
    """Of an error as it stands in an answer or in a receipt."""
    code, subcode = _get_number(error, "code"), _get_number(error, "error_subcode")
    trouble = SUBCODES.get((code, subcode)) or CODES.get(code)
    if trouble is None:
        trouble = Trouble.TEMPLATE if code in TEMPLATES else Trouble.RIGHTS if code in RIGHTS else Trouble.REFUSED
    if trouble == Trouble.BUSY:
        wait = answered.get_wait(time.time()) if answered else None
        return NetworkError(trouble, wait_seconds=wait or WAIT_SECONDS, is_uncertain=code not in UNDONE)
    return NetworkError(trouble, is_uncertain=trouble == Trouble.SERVER)


def _get_number(error: dict[str, Any], name: str) -> int:
    value = error.get(name)
    return value if isinstance(value, int) else -1
