"""Every refusal of the API in one form."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from guichet.records.contacts.consent import NeedsConsentError, sum_up
from guichet.records.contacts.effects import Effect
from guichet.records.directory.exchange.problems import DirectoryFileError
from guichet.records.errors import RefusedError
from guichet.screens.api.words import EffectOut, Failure, Problem


class NotAllowedError(RefusedError):
    code = "not-allowed"
    message = gettext_lazy("Your role does not open this. Ask an administrator of your organisation.")


class TooLargeError(RefusedError):
    code = "too-large"
    message = gettext_lazy("The file is larger than what is read at once.")


STATUS = {NotAllowedError: 403, TooLargeError: 413, DirectoryFileError: 422}
"""Other refusals are conflicts with what is: 409."""


def answer_failures(api: NinjaAPI) -> None:
    """Teach the API to say every refusal as a `Failure`."""

    def fail(request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
        return api.create_response(request, Failure(code=code, message=message, **more).model_dump(exclude_none=True), status=status)

    @api.exception_handler(AuthenticationError)
    def say_sign_in(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        return fail(request, 401, "sign-in-needed", _("Sign in first."))

    @api.exception_handler(HttpError)
    def say_http(request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 403:
            return fail(request, 403, "form-expired", _("The security token is missing or too old. Reload the page and try again."))
        return fail(request, error.status_code, "bad-request", _("The request could not be read."))

    @api.exception_handler(ValidationError)
    def say_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        places = ", ".join(sorted({".".join(str(part) for part in each["loc"]) for each in error.errors}))
        return fail(request, 422, "invalid-request", _("These values cannot be used: %(places)s.") % {"places": places})

    @api.exception_handler(Http404)
    def say_missing(request: HttpRequest, _error: Http404) -> HttpResponse:
        return fail(request, 404, "not-found", _("There is nothing here, or it is not yours to see."))

    @api.exception_handler(RefusedError)
    def say_refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
        return fail(request, STATUS.get(type(error), 409), error.code, str(error), **tell_more(error))


def tell_more(error: RefusedError) -> dict[str, Any]:
    """What programs want to know of it beside its code."""
    match error:
        case DirectoryFileError():
            return {"problems": [Problem(line=each.line, path=each.path, message=each.message) for each in error.problems]}
        case NeedsConsentError():
            return {"effect": write_effect(error.effect)}
        case _:
            return {}


def write_effect(effect: Effect) -> EffectOut:
    return EffectOut(
        waiting=effect.waiting,
        orphaned=len(effect.orphaned),
        in_removed_queues=effect.in_removed_queues,
        held=effect.held,
        agreed=sum_up(effect),
    )
