"""What the pages of signing on ask of a request: who it is, from where, and whether he has just proved himself."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from guichet.records.directory.errors import PasskeyRefusedError
from guichet.records.directory.models import Account
from guichet.records.directory.passkeys import Options, Site, State
from guichet.wiring.sign_on import throttle

PROVED, CHALLENGE = "proved_at", "challenge"
"""In a session's data: when its account last proved itself; the challenge that a passkey is to answer."""
RECENT = timedelta(minutes=15)
LARGEST_BODY = 20_000

View = Callable[..., HttpResponse]


def get_account(request: HttpRequest) -> Account:
    """The signed-in account, for views behind `login_required`."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def get_key(request: HttpRequest) -> str:
    """The key of the session, for views behind `login_required`."""
    return request.session.session_key or ""


def get_address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def get_site(request: HttpRequest) -> Site:
    return Site(f"{request.scheme}://{request.get_host()}", "Guichet")


def get_next(request: HttpRequest) -> str:
    """Where the person was going, if that is on this site; else the way to his own screen."""
    target = request.POST.get("next") or request.GET.get("next", "")
    return target if is_here(request, target) else reverse("home")


def is_here(request: HttpRequest, target: str) -> bool:
    return url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())


def go(name: str, next_page: str = "") -> HttpResponse:
    """Send to a page that leads on to `next_page` afterwards."""
    return redirect(reverse(name) + (f"?{urlencode({'next': next_page})}" if next_page else ""))


def try_password(request: HttpRequest, email: str, password: str, *, device_is_known: bool = False) -> Account | None:
    """The account, when the password is its own and may be looked at now. Failures count, and slow down whoever guesses."""
    now = timezone.now()
    attempt = throttle.Attempt.of(email, get_address(request), device_is_known=device_is_known)
    if not throttle.may_try(attempt, now):
        return None
    account = authenticate(request, email=email, password=password)
    if not isinstance(account, Account):
        throttle.record_failure(attempt, now)
        return None
    throttle.record_success(attempt)
    return account


def remember_proof(request: HttpRequest) -> None:
    request.session[PROVED] = timezone.now().timestamp()


def has_proved_recently(request: HttpRequest) -> bool:
    proved_at = request.session.get(PROVED, 0.0)
    return bool(timezone.now().timestamp() - proved_at < RECENT.total_seconds())


def needs_recent_proof(view: View) -> View:
    """Ask for the password or a passkey again before what opens or closes doors: a screen left alone is not enough."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if has_proved_recently(request):
            return view(request, *arguments, **named)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"next": f"{reverse('prove')}?{urlencode({'next': reverse('account')})}"})
        return go("prove", request.get_full_path() if request.method == "GET" else reverse("account"))

    return guarded


def read_answer(request: HttpRequest) -> dict[str, Any]:
    """What a page's script sends.

    :raises PasskeyRefusedError: it is no JSON object, or too large.
    """
    try:
        content = json.loads(request.body) if len(request.body) <= LARGEST_BODY else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise PasskeyRefusedError
    return content


def challenge(request: HttpRequest, asked: tuple[Options, State]) -> JsonResponse:
    """Keep the challenge for one answer, and give the page what its device is asked."""
    options, request.session[CHALLENGE] = asked
    return JsonResponse({"options": options})


def take_challenge(request: HttpRequest) -> State:
    """:raises PasskeyRefusedError: none was given, or it was answered already."""
    state: State | None = request.session.pop(CHALLENGE, None)
    if state is None:
        raise PasskeyRefusedError
    return state


def refuse(error: PasskeyRefusedError) -> JsonResponse:
    return JsonResponse({"code": error.code, "message": str(error)}, status=422)
