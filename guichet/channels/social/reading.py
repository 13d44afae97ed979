"""Reading JSON that a stranger wrote: each value as what it should be, or as nothing. Pure; only `read_document` ever raises."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from guichet.channels.social.words import LONGEST_HANDLE, LONGEST_NAME, LONGEST_REFERENCE, LONGEST_SAID, UnreadableError
from guichet.records.storable import is_storable

LARGEST_EVENT = 1_000_000
"""Bytes of one delivery."""


def read_document(raw: bytes) -> dict[str, Any]:
    """:raises UnreadableError: it is no JSON object, or a hostile one."""
    if len(raw) > LARGEST_EVENT:
        raise UnreadableError("too large")
    try:
        document = json.loads(raw.decode(), parse_constant=_refuse_constant, parse_int=_read_whole)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("no JSON") from error
    if not isinstance(document, dict):
        raise UnreadableError("no object")
    return document


def _refuse_constant(_word: str) -> None:
    raise ValueError("no JSON: NaN and Infinity are none")


def _read_whole(digits: str) -> int:
    """Python alone refuses only beyond 4,300 digits, slowly up to there."""
    if len(digits) > 30:
        raise ValueError("a number that is none")
    return int(digits)


def get_object(document: Any, name: str) -> dict[str, Any]:
    value = document.get(name) if isinstance(document, dict) else None
    return value if isinstance(value, dict) else {}


def list_objects(document: Any, name: str) -> Iterator[dict[str, Any]]:
    value = document.get(name) if isinstance(document, dict) else None
    for each in value if isinstance(value, list) else []:
        if isinstance(each, dict):
            yield each


def get_text(document: Any, name: str, most: int = LONGEST_SAID) -> str:
    """Tidy: what PostgreSQL could not keep is replaced, what is too long is cut. Numbers, as some write their ids, are texts too."""
    value = document.get(name) if isinstance(document, dict) else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return tidy(value)[:most] if isinstance(value, str) else ""


def tidy(text: str) -> str:
    return text if is_storable(text) else text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def get_reference(document: Any, name: str) -> str:
    """An id, whole or not at all: a cut one would be somebody else's."""
    value = get_text(document, name)
    return value if len(value) <= LONGEST_REFERENCE else ""


def get_handle(document: Any, name: str) -> str:
    value = get_text(document, name).strip()
    return value if len(value) <= LONGEST_HANDLE else ""


def get_name(document: Any, name: str) -> str:
    return " ".join(get_text(document, name, LONGEST_NAME).split())


def read_bound(value: Any, usual: int) -> int:
    """A number of characters that may be believed."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 1_000_000 else usual


def read_seconds(value: Any, divisor: int = 1) -> datetime | None:
    """An instant in seconds of the epoch (milliseconds with a divisor of 1000), as a number or in digits."""
    try:
        number = int(value)
        return datetime.fromtimestamp(number / divisor, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def read_date(value: Any) -> datetime | None:
    """ISO 8601, with its zone."""
    try:
        at = datetime.fromisoformat(str(value)[:40])
    except ValueError:
        return None
    return at if at.tzinfo is not None and 1970 <= at.year <= 9000 else None
