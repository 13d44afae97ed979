"""The cookie in which a browser keeps the pass to its contact (`doors.passes`)."""

from django.conf import settings

from guichet.channels.chat import settings as limits
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.passes import COOKIE, sign_pass


def make_cookie(organisation: int, contact: ContactId) -> tuple[bytes, bytes]:
    """The header that gives a browser the pass to its contact."""
    secure = "; Secure" if settings.SESSION_COOKIE_SECURE else ""
    value = f"{COOKIE}={sign_pass(organisation, contact)}; Path=/; Max-Age={limits.PASS_SECONDS}; HttpOnly; SameSite=Lax{secure}"
    return b"set-cookie", value.encode()
