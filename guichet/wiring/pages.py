"""The pages for when something is not there, not allowed or broken: a sentence, and a way on."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _
from django.views.defaults import ERROR_500_TEMPLATE_NAME, server_error

BUSY = "503.html"
BUSY_SECONDS = 60


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Addresses here end without a slash: who types one is led to the page without."""
    path = request.path_info.rstrip("/")
    if request.method == "GET" and path != request.path_info and path and is_valid_path(path):
        return HttpResponsePermanentRedirect(escape_leading_slashes(path))
    sentence = _("This page does not exist, or is not open to you.")
    return render(request, "house/problem.html", {"title": _("Page not found"), "sentence": sentence}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) or _("Your account may not do this.")
    return render(request, "house/problem.html", {"title": _("Not allowed"), "sentence": sentence}, status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    sentence = _("The form was open for too long, or cookies are switched off. Go back, load the page again and send it once more.")
    return render(request, "house/problem.html", {"title": _("The form has expired"), "sentence": sentence}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Stands alone: whatever broke may be what other pages are made of. A database that has no time is no defect, and passes."""
    return say_busy() if isinstance(sys.exception(), OperationalError) else server_error(request, ERROR_500_TEMPLATE_NAME)


def say_busy() -> HttpResponse:
    return HttpResponse(get_template(BUSY).render(), status=503, headers={"Retry-After": str(BUSY_SECONDS)})
