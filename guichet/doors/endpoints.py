"""A hot door's endpoint: a plain ASGI callable that refuses in the house's form, found in one look-up."""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from uuid import UUID

from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import ContactId
from guichet.doors.bodies import get_header
from guichet.doors.refusals import find_language, refuse_defect, refuse_error
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.errors import RefusedError

LANGUAGE = "guichet.language"
"""In the scope: the language of whoever asks, once known."""
CONTACT_PLACE = 3
"""Where a contact's id stands in the path of a door: /<who>/contacts/<id>/<what>."""
CONTACT = "{contact}"


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
            await refuse_error(error, get_language(scope))(scope, receive, send)
        except Exception:
            with suppress(RuntimeError):  # the server's, when an answer had begun
                await refuse_defect(get_language(scope))(scope, receive, send)
            raise


def get_language(scope: Scope) -> str:
    """The language to refuse in: that of the person, else the one his browser prefers."""
    return scope.get(LANGUAGE) or find_language(get_header(scope, b"accept-language"))


class Switchboard:
    """Finds the endpoint of a request in one look-up.

    Starlette walks its routes one by one, behind two layers of middleware whose work an endpoint does itself: for a door that is open
    a tenth of a millisecond, that is a third of it. What is not found here (another address, another method) is left to Starlette.
    """

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self.endpoints: dict[tuple[str, str], Endpoint] = {}
        for route in routes:
            if isinstance(route, Route) and isinstance(route.endpoint, Endpoint):
                self.endpoints.update({(method, route.path): route.endpoint for method in route.methods or ()})

    def find(self, scope: Scope) -> Endpoint | None:
        """The endpoint, with the contact that the path names in the scope's `path_params`, as Starlette would put it there."""
        method, path = scope["method"], scope["path"]
        if endpoint := self.endpoints.get((method, path)):
            return endpoint
        parts = path.split("/")
        if len(parts) <= CONTACT_PLACE or not parts[CONTACT_PLACE]:
            return None
        contact, parts[CONTACT_PLACE] = parts[CONTACT_PLACE], CONTACT
        if endpoint := self.endpoints.get((method, "/".join(parts))):
            scope["path_params"] = {"contact": contact}
        return endpoint


def get_contact_id(scope: Scope) -> ContactId:
    """The contact that the address names, in canonical form.

    :raises NoSuchContactError: it is no id at all.
    """
    try:
        return ContactId(str(UUID(scope["path_params"]["contact"])))
    except ValueError as error:
        raise NoSuchContactError from error
