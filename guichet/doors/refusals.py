"""How a hot door says no: always JSON, always a code and a sentence in the language of whoever asked, never a stack trace."""

import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from guichet.doors.words import Refusal
from guichet.records.calls import errors as calls
from guichet.records.contacts import errors as contacts
from guichet.records.errors import RefusedError
from guichet.records.orders import errors as orders
from guichet.records.scripts import errors as scripts

encode = msgspec.json.Encoder().encode

STATUS = {
    calls.NoSuchLegError: 404,
    calls.NoSuchRecordingError: 404,
    contacts.NoSuchContactError: 404,
    contacts.NotOwnerError: 409,
    contacts.NotOfferedError: 409,
    contacts.NotWaitingError: 409,
    contacts.NotInWrapUpError: 409,
    contacts.ContactEndedError: 409,
    contacts.TextTooLongError: 413,
    contacts.FileTooLargeError: 413,
    contacts.LinkSpentError: 410,
    contacts.NoSuchFileError: 404,
    contacts.NoAnswerThereError: 404,
    contacts.TooManyFilesError: 409,
    scripts.NoSuchSessionError: 404,
    orders.NoSuchOrderError: 404,
    orders.WallLinkOverError: 410,
}
"""What a refusal of records is in HTTP; the others are 422."""


class DoorError(RefusedError):
    """A request that the door itself refuses. :param retry_after: seconds until trying again may help."""

    status = 400
    retry_after: int | None = None


class MalformedError(DoorError):
    code = "malformed"
    message = _("The request could not be understood: %(detail)s")


class UnsupportedTypeError(DoorError):
    status = 415
    code = "unsupported-type"
    message = _("Send JSON, with the content type application/json.")


class UnsupportedFileTypeError(DoorError):
    status = 415
    code = "unsupported-type"
    message = _("Send the file itself, with the content type application/octet-stream.")


class SlowError(DoorError):
    status = 408
    code = "too-slow"
    message = _("The connection is too slow: the file did not arrive. Try again with a smaller one.")


class TooLargeError(DoorError):
    status = 413
    code = "too-large"
    message = _("The request is too large.")


class NotSignedOnError(DoorError):
    status = 401
    code = "not-signed-on"
    message = _("You are not signed in any more. Sign in again; what you typed is kept.")


class SessionHeldError(NotSignedOnError):
    """A session that is locked, or waits for another proof: nothing reaches it until its account proves itself."""

    status = 423
    code = "session-locked"
    message = _("This screen is locked. Unlock it with your password; what you typed is kept.")


class ForbiddenError(DoorError):
    status = 403
    code = "forbidden"
    message = _("Your role does not allow this.")


class ForgedError(DoorError):
    status = 403
    code = "forged"
    message = _("The request does not come from a page of this site. Reload the page and try again.")


class TooManyError(DoorError):
    status = 429
    code = "too-many"
    message = _("Too much at once. Wait a moment and try again; nothing is lost.")

    def __init__(self, seconds: float = 2) -> None:
        super().__init__()
        self.retry_after = math.ceil(seconds)


class UnavailableError(DoorError):
    status = 503
    code = "unavailable"
    message = _("The service is interrupted for a moment. Nothing you sent before is lost; try again in a few seconds.")
    retry_after = 2


class NoSuchOrganisationError(DoorError):
    status = 404
    code = "no-such-organisation"
    message = _("This organisation does not exist here.")


UNKNOWN_METHOD = _("This address does not take that kind of request.")
UNKNOWN_ADDRESS = _("There is nothing at this address.")
OUR_FAULT = _("Something went wrong on our side. It has been reported; try again.")


def refuse(status: int, code: str, message: str | Promise, headers: Mapping[str, str] | None = None) -> Response:
    """Build the answer; the message is translated into the language now active."""
    content = encode(Refusal(code=code, message=str(message)))
    return Response(content, status, {"Cache-Control": "no-store", **(headers or {})}, "application/json")


def refuse_error(error: RefusedError, language: str | None = None) -> Response:
    """The answer for a refusal of records or of a door."""
    status = error.status if isinstance(error, DoorError) else STATUS.get(type(error), 422)
    seconds = error.retry_after if isinstance(error, DoorError) else None
    with translation.override(language):
        return refuse(status, error.code, str(error), {"Retry-After": str(seconds)} if seconds else None)


def find_language(accepted: str) -> str:
    """The language of an Accept-Language header that we speak best; French when none."""
    for candidate in accepted[:200].split(","):
        try:
            return translation.get_supported_language_variant(candidate.partition(";")[0].strip().lower() or "-")
        except LookupError:
            continue
    return "fr"


async def answer_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)  # noqa: S101 - how Starlette calls it
    return refuse_error(error, find_language(request.headers.get("accept-language", "")))


async def answer_http(request: Request, error: Exception) -> Response:
    """Starlette's own refusals: an unknown method or address."""
    assert isinstance(error, HTTPException)  # noqa: S101 - how Starlette calls it
    code, message = ("unknown-method", UNKNOWN_METHOD) if error.status_code == 405 else ("unknown-address", UNKNOWN_ADDRESS)
    with translation.override(find_language(request.headers.get("accept-language", ""))):
        return refuse(error.status_code, code, message, error.headers)


def refuse_defect(language: str) -> Response:
    """Our bug: the sentence says nothing of it, the log does."""
    with translation.override(language):
        return refuse(500, "defect", OUR_FAULT)


async def answer_defect(request: Request, _error: Exception) -> Response:
    """Starlette raises the error on after this."""
    return refuse_defect(find_language(request.headers.get("accept-language", "")))


EXCEPTION_HANDLERS: Mapping[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
    RefusedError: answer_refused,
    HTTPException: answer_http,
    Exception: answer_defect,
}
