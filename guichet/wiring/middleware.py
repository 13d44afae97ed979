"""What every request passes: headers that close the browser down, and one transaction that works for one organisation."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from guichet.records.faults import reach
from guichet.records.separation import set_organisation

HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Beside those that Django and django-csp send."""

GetResponse = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """Add the headers that neither Django nor django-csp knows, and keep pages of signed-in people out of every cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.has_header("Vary") and "Cookie" in response["Vary"]:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class OneOrganisation:
    """Run the request in one transaction that works for the signed-in account's organisation, rendering included.

    Django's ATOMIC_REQUESTS would close it before a template is rendered, and a lazy queryset would then find every table empty.
    What a view wrote before it refused (404, 403) is kept, so that the refusal leaves its trace in the audit; any other exception
    undoes everything.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            if request.user.is_authenticated:
                set_organisation(request.user.organisation_id)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            reach("pages:before-commit")
        reach("pages:after-commit")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002 - Django's signature
        if not isinstance(exception, Http404 | PermissionDenied):
            transaction.set_rollback(True)
