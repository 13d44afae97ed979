"""A hot door's endpoint: a plain ASGI callable that is mounted by Starlette's `Route` and refuses in the house's form."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import ContactId
from guichet.doors.bodies import get_header
from guichet.doors.refusals import find_language, refuse_error
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.errors import RefusedError

LANGUAGE = "guichet.language"
"""In the scope: the language of whoever asks, once known."""


class Endpoint:
    """An instance, not a function: Starlette then calls it as ASGI, without a `Request` in between."""

    def __init__(self, handle: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self.handle = handle
        self.__name__ = handle.__name__

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.handle(scope, receive, send)
        except ClientDisconnect:
            return
        except RefusedError as error:
            language = scope.get(LANGUAGE) or find_language(get_header(scope, b"accept-language"))
            await refuse_error(error, language)(scope, receive, send)


def get_contact_id(scope: Scope) -> ContactId:
    """The contact that the address names, in canonical form.

    :raises NoSuchContactError: it is no id at all.
    """
    try:
        return ContactId(str(UUID(scope["path_params"]["contact"])))
    except ValueError as error:
        raise NoSuchContactError from error
