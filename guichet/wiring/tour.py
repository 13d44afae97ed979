"""The guided tour of the demonstration: five steps, the accounts one click away, and the speed of the play.

It exists in the demonstration only, and lets in without a password only who sits at the same machine: `guichet demo` listens on loopback.
"""

import ipaddress
import math
from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import logout as end_session
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guichet.records.directory import demonstration
from guichet.records.directory.sign_on import find_account
from guichet.records.separation import set_organisation
from guichet.wiring.folder import get_folder

PEOPLE = {
    "agent": ("claire.martin@deux-rives.example", "desk"),
    "supervisor": ("supervision@deux-rives.example", "board"),
    "administrator": ("administration@deux-rives.example", "settings"),
}
"""Who each step is played as, and the page it opens."""
SPEEDS = ((1, _("As in life")), (2, _("Brisk")), (5, _("Fast")), (12, _("A day in an hour")))
SPEED_FILE = "speed"


@never_cache
@require_http_methods(["GET", "HEAD"])
def tour(request: HttpRequest) -> HttpResponse:
    _check_here(request)
    people = {role: demonstration_name(email) for role, (email, _page) in PEOPLE.items()}
    context = {"people": people, "speeds": SPEEDS, "speed": read_speed() or 2.0, "page": "tour"}
    return render(request, "house/tour.html", context)


@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as somebody of the demonstration, without a password. The page of the tour stays open beside: its forms keep their token."""
    _check_here(request)
    if role not in PEOPLE:
        raise Http404
    email, page = PEOPLE[role]
    account = find_account(email)
    if account is None:
        raise Http404
    end_session(request)
    set_organisation(account.organisation_id)
    token = request.META["CSRF_COOKIE"]
    login(request, account)
    request.META["CSRF_COOKIE"] = token
    return redirect(page)


@require_http_methods(["GET", "HEAD", "POST"])
def speed(request: HttpRequest) -> HttpResponse:
    """How fast the play runs: asked by the player, changed on the tour's page."""
    _check_here(request)
    if request.method != "POST":
        return JsonResponse({"speed": read_speed()})
    try:
        wanted = float(request.POST.get("speed", ""))
    except ValueError:
        raise Http404 from None
    if not math.isfinite(wanted):
        raise Http404
    _get_file().write_text(str(min(20.0, max(1.0, wanted))))
    return redirect("tour")


def read_speed() -> float | None:
    """None as long as nobody chose one: the play then runs as it was started."""
    try:
        return float(_get_file().read_text())
    except (OSError, ValueError):
        return None


def demonstration_name(email: str) -> str:
    return next(account.name for account in demonstration.ACCOUNTS if account.email == email)


def _get_file() -> Path:
    return get_folder().root / SPEED_FILE


def _check_here(request: HttpRequest) -> None:
    """:raises Http404: this is no demonstration, or the request comes from another machine."""
    try:
        is_here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        is_here = False
    if not settings.DEMONSTRATION or not is_here or "X-Forwarded-For" in request.headers:
        raise Http404


urlpatterns: list[URLPattern] = [
    path("tour", tour, name="tour"),
    path("tour/enter/<slug:role>", enter, name="tour-enter"),
    path("tour/speed", speed, name="tour-speed"),
]
