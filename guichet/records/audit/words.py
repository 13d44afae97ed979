"""What an audit entry says, and its hash."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

Details = Mapping[str, str | int | bool | None]
"""Codes, counts and ids; never what a citizen said or is."""

GENESIS = bytes(32)
"""The hash before the first entry."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something done or read: `verb` in kebab-case ("contact-read", "access-refused"), on a row named by kind and id."""

    verb: str
    subject_kind: str
    subject_id: str
    actor_id: int | None = None
    details: Details | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain does not hold: the number of the first entry that is missing or differs from what was written."""

    number: int


def hash_entry(previous: bytes, organisation_id: int, number: int, at: datetime, act: Act) -> bytes:
    """SHA-256 of the hash before and of every column, as JSON in a fixed order."""
    content = msgspec.json.encode(
        [
            organisation_id,
            number,
            at.astimezone(UTC).isoformat(timespec="microseconds"),
            act.actor_id,
            act.verb,
            act.subject_kind,
            act.subject_id,
            dict(sorted((act.details or {}).items())),
        ]
    )
    return hashlib.sha256(previous + content).digest()
