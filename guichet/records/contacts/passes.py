"""The citizen's pass: a signed word in a cookie that opens one contact to the browser that opened it, or that used a one-time link.

It is checked without the database on every request of the hot doors. It ends with the contact's retention; a leaked signing key is
answered by rotating it (`SECRET_KEY_FALLBACKS`).
"""

from functools import lru_cache
from uuid import UUID

from django.core.signing import BadSignature, Signer

from guichet.decisions.routing.words import ContactId

COOKIE = "guichet_contact"
SALT = "guichet.contacts.pass"


def sign_pass(organisation_id: int, contact: ContactId) -> str:
    """Return the cookie's value."""
    return Signer(salt=SALT).sign(f"{organisation_id}:{contact}")


@lru_cache(maxsize=4096)
def read_pass(value: str) -> tuple[int, ContactId] | None:
    """Return the organisation and the contact that the pass opens; None when it is not one of ours."""
    try:
        organisation, _, contact = Signer(salt=SALT).unsign(value).partition(":")
        return int(organisation), ContactId(str(UUID(contact)))
    except (BadSignature, ValueError):
        return None
