"""Who may come through the doors of signed-in people: each request is checked against the session, each write against CSRF."""

from collections.abc import Awaitable, Callable

from starlette.types import Receive, Scope, Send

from guichet.doors.endpoints import LANGUAGE, Endpoint
from guichet.doors.machinery import get_machinery
from guichet.doors.refusals import ForbiddenError
from guichet.doors.seats import Seat, check_csrf
from guichet.records.directory.words import Role

Handle = Callable[[Scope, Receive, Send, Seat], Awaitable[None]]


async def find_seat(scope: Scope) -> Seat:
    """Who asks; from here on refusals are in his language.

    :raises NotSignedOnError: nobody who is signed in. :raises ForgedError: a write without the token.
    """
    seat = await get_machinery(scope).seats.find_for(scope)
    scope[LANGUAGE] = seat.language
    if scope["method"] != "GET":
        check_csrf(scope)
    return seat


def seated(handle: Handle, *roles: Role) -> Endpoint:
    """An endpoint for signed-in people, with one of these roles when any is named."""

    async def handle_seated(scope: Scope, receive: Receive, send: Send) -> None:
        seat = await find_seat(scope)
        if roles and seat.roles.isdisjoint(roles):
            raise ForbiddenError
        await handle(scope, receive, send, seat)

    handle_seated.__name__ = handle.__name__
    return Endpoint(handle_seated)
