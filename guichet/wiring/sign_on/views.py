"""Sign in, sign out, change the password, and the way from signing in to one's own screen."""

from django.conf import settings
from django.contrib.auth import authenticate, login, update_session_auth_hash
from django.contrib.auth import logout as end_session
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from guichet.records.directory.models import Account
from guichet.records.directory.sessions import end_other_sessions
from guichet.records.directory.words import Role
from guichet.wiring.sign_on import throttle
from guichet.wiring.sign_on.forms import SignInForm

DEVICE_COOKIE = "guichet_device"
DEVICE_SECONDS = 90 * 86_400

HOMES = ((Role.AGENT, "desk"), (Role.SUPERVISOR, "board"), (Role.ADMINISTRATOR, "board"))
"""The screen of each role; somebody with several works at the first."""


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """One answer to every failure, an unknown e-mail, a wrong password or an attempt too early: it tells nothing to who guesses."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = _authenticate(request, form.cleaned_data["email"], form.cleaned_data["password"])
        if account is not None:
            login(request, account)
            response = redirect(_next_page(request))
            _remember_device(response, account)
            return response
        form.add_error(None, _("This e-mail address and password were not accepted. Check both, wait a little, then try again."))
    return render(request, "sign_on/sign_in.html", {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    end_session(request)
    return redirect("sign-in")


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """The new password takes the account's other sessions with it."""
    account = _account(request)
    form = PasswordChangeForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, account)
        end_other_sessions(account.pk, request.session.session_key)
        return redirect("home")
    return render(request, "sign_on/change_password.html", {"form": form})


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to the screen of their role."""
    account = _account(request)
    for role, page in HOMES:
        if account.has_role(role):
            return redirect(page)
    if account.has_role(Role.RECEPTIONIST):
        return render(request, "sign_on/reception.html", {"organisation": account.organisation})
    raise PermissionDenied(_("Your account has no role yet: ask an administrator of your organisation."))


def _authenticate(request: HttpRequest, email: str, password: str) -> Account | None:
    now = timezone.now()
    attempt = throttle.Attempt.of(email, request.META.get("REMOTE_ADDR", ""), device_is_known=_device_is_known(request, email))
    if not throttle.may_try(attempt, now):
        return None
    account = authenticate(request, email=email, password=password)
    if not isinstance(account, Account):
        throttle.record_failure(attempt, now)
        return None
    throttle.record_success(attempt)
    return account


def _account(request: HttpRequest) -> Account:
    """The signed-in account, for views behind `login_required`."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def _next_page(request: HttpRequest) -> str:
    """Where the person was going, if that is on this site."""
    target = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return target if here else reverse("home")


def _remember_device(response: HttpResponse, account: Account) -> None:
    response.set_signed_cookie(
        DEVICE_COOKIE,
        account.email,
        salt=DEVICE_COOKIE,
        max_age=DEVICE_SECONDS,
        path=reverse("sign-in"),
        httponly=True,
        secure=settings.HTTPS,
        samesite="Strict",
    )


def _device_is_known(request: HttpRequest, email: str) -> bool:
    try:
        owner = request.get_signed_cookie(DEVICE_COOKIE, salt=DEVICE_COOKIE, max_age=DEVICE_SECONDS)
    except (KeyError, signing.BadSignature):
        return False
    return owner == email.strip().lower()
