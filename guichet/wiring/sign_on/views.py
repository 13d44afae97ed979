"""Sign in, with one proof or two, sign out, and the way from there to one's own screen."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import logout as end_session
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from guichet.records.directory import passkeys
from guichet.records.directory.errors import PasskeyRefusedError
from guichet.records.directory.factors import get_factors, take_code
from guichet.records.directory.models import Account
from guichet.records.directory.sign_on import LocalAccountBackend
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation
from guichet.wiring.sign_on import asking, throttle
from guichet.wiring.sign_on.forms import CodeForm, SignInForm

DEVICE_COOKIE = "guichet_device"
DEVICE_SECONDS = 90 * 86_400
HALF = "half_signed_in"
"""In a session's data: whose password was right, until when the second proof may follow, and where it leads."""
HALF_SECONDS = 600

HOMES = ((Role.AGENT, "desk"), (Role.SUPERVISOR, "board"), (Role.ADMINISTRATOR, "board"))
"""The screen of each role; somebody with several works at the first."""


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """One answer to every failure, an unknown e-mail, a wrong password or an attempt too early: it tells nothing to who guesses."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        account = asking.try_password(request, email, form.cleaned_data["password"], device_is_known=_device_is_known(request, email))
        if account is not None:
            return _ask_second_proof(request, account) if get_factors(account).any else enter(request, account, asking.get_next(request))
        form.add_error(None, _("This e-mail address and password were not accepted. Check both, wait a little, then try again."))
    return render(request, "sign_on/sign_in.html", {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")})


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_proof(request: HttpRequest) -> HttpResponse:
    """The code of an application, or a recovery code; a passkey answers at `passkey`."""
    account = _get_half(request)
    if account is None:
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _try_code(request, account, form.cleaned_data["code"]):
            return enter(request, account, request.session[HALF]["next"])
        form.add_error("code", _("This code was not accepted. Wait for the next one, then try again."))
    return render(request, "sign_on/second_proof.html", {"form": form, "factors": get_factors(account)})


@never_cache
@require_POST
def passkey(request: HttpRequest) -> JsonResponse:
    """An empty answer asks for a challenge, a full one signs in. A passkey is both proofs at once: it asked for a finger or a code."""
    try:
        answer = asking.read_answer(request)
        if "answer" not in answer:
            if not request.user.is_authenticated and HALF not in request.session:
                request.session.set_expiry(HALF_SECONDS)
            return asking.challenge(request, passkeys.begin_proving(asking.get_site(request)))
        now = timezone.now()
        attempt = throttle.Attempt.of("passkey", asking.get_address(request), device_is_known=False)
        if not throttle.may_try(attempt, now):
            raise PasskeyRefusedError
        account = passkeys.prove(asking.get_site(request), asking.take_challenge(request), answer["answer"], now)
        throttle.record_success(attempt)
    except PasskeyRefusedError as error:
        return asking.refuse(error)
    target = str(answer.get("next", ""))
    response = enter(request, account, target if asking.is_here(request, target) else reverse("home"))
    told = JsonResponse({"next": response["Location"]})
    told.cookies = response.cookies
    return told


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    end_session(request)
    return redirect("sign-in")


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to the screen of their role."""
    account = asking.get_account(request)
    for role, page in HOMES:
        if account.has_role(role):
            return redirect(page)
    if account.has_role(Role.RECEPTIONIST):
        return render(request, "sign_on/reception.html", {"organisation": account.organisation})
    raise PermissionDenied(_("Your account has no role yet: ask an administrator of your organisation."))


def enter(request: HttpRequest, account: Account, next_page: str) -> HttpResponse:
    """Open the session: every proof that is asked for was given."""
    request.session.pop(HALF, None)
    request.session.set_expiry(None)
    login(request, account)
    asking.remember_proof(request)
    response = redirect(next_page)
    _remember_device(response, account)
    return response


def _ask_second_proof(request: HttpRequest, account: Account) -> HttpResponse:
    request.session.cycle_key()
    until = timezone.now().timestamp() + HALF_SECONDS
    request.session[HALF] = {"account": account.pk, "until": until, "next": asking.get_next(request)}
    return redirect("second-proof")


def _get_half(request: HttpRequest) -> Account | None:
    """The account whose password was right a moment ago. From here on the transaction works for its organisation."""
    half = request.session.get(HALF)
    if half is None or half["until"] < timezone.now().timestamp():
        return None
    account = LocalAccountBackend().get_user(half["account"])
    if account is not None:
        set_organisation(account.organisation_id)
    return account


def _try_code(request: HttpRequest, account: Account, code: str) -> bool:
    now = timezone.now()
    attempt = throttle.Attempt.of(f"code\n{account.email}", asking.get_address(request), device_is_known=False)
    if not throttle.may_try(attempt, now):
        return False
    if take_code(account, code, now):
        throttle.record_success(attempt)
        return True
    throttle.record_failure(attempt, now)
    return False


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
