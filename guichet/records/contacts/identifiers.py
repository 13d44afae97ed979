"""Ids of contacts, and the input ids under which a door posts what a person asked."""

import os
from uuid import NAMESPACE_URL, UUID, uuid5

from guichet.decisions.routing.words import ContactId, Instant

INPUTS = uuid5(NAMESPACE_URL, "guichet:inputs")


def make_contact_id(now: Instant) -> ContactId:
    """Return a UUID version 7 (RFC 9562, 5.7): the time in its first 48 bits keeps new rows together in the index."""
    bits = now << 80 | int.from_bytes(os.urandom(10), "big")
    bits = bits & ~(0xF << 76) | 0x7 << 76
    return ContactId(str(UUID(int=bits & ~(0x3 << 62) | 0x2 << 62)))


def make_first_id(since: Instant) -> ContactId:
    """The lowest id of a contact that arrived at this instant or later."""
    return ContactId(str(UUID(int=max(0, since) << 80)))


def derive_input_id(asker: str, verb: str, subject: str, key: UUID) -> UUID:
    """Return the input id for a key that a browser chose: the same request again is the same input, and no key of one person can
    stand in the way of another's."""
    return uuid5(INPUTS, f"{asker} {verb} {subject} {key}")
