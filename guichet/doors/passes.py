"""Whose contact it is: the pass that a citizen's browser shows at every door (`records.contacts.passes`).

A page of ours carries it in a cookie. Inside another site's page that cookie would be a third party's, which browsers block: the widget
keeps the pass itself and shows it in a header, which no other site's page can have sent (ADR 8).
"""

from starlette.types import Scope

from guichet.decisions.routing.words import ContactId
from guichet.doors.bodies import get_cookie, get_header
from guichet.doors.endpoints import get_contact_id
from guichet.doors.machinery import get_machinery
from guichet.doors.trail import record_refused
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.passes import COOKIE, read_pass

SCHEME = "Bearer "


async def find_own(scope: Scope) -> tuple[int, ContactId]:
    """Return the organisation and the contact of the address, when the browser has the pass to it.

    :raises NoSuchContactError: it has not.
    """
    contact = get_contact_id(scope)
    own = read_pass(get_pass(scope))
    if own is None:
        raise NoSuchContactError
    if own[1] != contact:
        await record_refused(get_machinery(scope), own[0], contact, f"citizen:{own[1]}")
        raise NoSuchContactError
    return own


def get_pass(scope: Scope) -> str:
    shown = get_header(scope, b"authorization")
    return shown.removeprefix(SCHEME) if shown.startswith(SCHEME) else get_cookie(scope, COOKIE)
