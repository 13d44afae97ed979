"""Whose thread a mail is (R10). Pure.

A mail belongs to a thread when it carries the thread's token or the Message-ID of one of its mails, and its sender is one with whom that
thread is held. A subject or a number in it never counts: a stranger who quotes somebody's number opens a contact of his own.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

MARK = "r-"
SEAL = 10
"""Bytes of the token's signature: 80 bits."""


class Thread(NamedTuple):
    """A contact held by mail, and with whom."""

    contact: UUID
    addresses: frozenset[str]


class Verdict(NamedTuple):
    """`contact`: the thread it joins, None for a contact of its own. `is_forged`: it names a thread that is somebody else's."""

    contact: UUID | None
    is_forged: bool = False


def write_token(contact: UUID, key: bytes) -> str:
    """A word for the address at which answers come in: nobody can make one for another contact."""
    content = contact.bytes
    return MARK + base64.b32encode(content + _seal(content, key)).decode("ascii").rstrip("=").lower()


def read_token(token: str, keys: Iterable[bytes]) -> UUID | None:
    """The contact of a token; None when we did not write it."""
    body = token.lower().removeprefix(MARK)
    if not token.lower().startswith(MARK) or len(body) != 42:
        return None
    try:
        whole = base64.b32decode(body.upper() + "=" * (-len(body) % 8))
    except ValueError:
        return None
    if base64.b32encode(whole).decode().rstrip("=") != body.upper():
        return None  # its last letter has bits to spare: one token is written in one way
    content, sealed = whole[:16], whole[16:]
    return UUID(bytes=content) if any(hmac.compare_digest(sealed, _seal(content, key)) for key in keys) else None


def _seal(content: bytes, key: bytes) -> bytes:
    return hmac.digest(hashlib.sha256(b"guichet.correspondence.token\n" + key).digest(), content, "sha256")[:SEAL]


def fold_address(address: str) -> str:
    """An address as far as it says who writes: without case, and without what stands behind a plus."""
    user, _, domain = address.lower().rpartition("@")
    return f"{user.partition('+')[0]}@{domain}"


def find_thread(
    sender: str, token: UUID | None, references: Sequence[str], by_contact: Mapping[UUID, Thread], by_id: Mapping[str, Thread]
) -> Verdict:
    """Decide. `by_contact` and `by_id` are the threads that the token and the references name, those that exist."""
    named = [by_contact[token]] if token is not None and token in by_contact else []
    named += [by_id[reference] for reference in references if reference in by_id]
    for thread in named:
        if sender and fold_address(sender) in thread.addresses:
            return Verdict(thread.contact)
    return Verdict(None, is_forged=bool(named))
