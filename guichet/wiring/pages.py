"""The pages for when something is not there, not allowed or broken: a sentence, and a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import ERROR_500_TEMPLATE_NAME, server_error


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    sentence = _("This page does not exist, or is not open to you.")
    return render(request, "house/problem.html", {"title": _("Page not found"), "sentence": sentence}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) or _("Your account may not do this.")
    return render(request, "house/problem.html", {"title": _("Not allowed"), "sentence": sentence}, status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    sentence = _("The form was open for too long, or cookies are switched off. Go back, load the page again and send it once more.")
    return render(request, "house/problem.html", {"title": _("The form has expired"), "sentence": sentence}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Stands alone: whatever broke may be what other pages are made of."""
    return server_error(request, ERROR_500_TEMPLATE_NAME)
