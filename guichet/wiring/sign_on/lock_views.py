"""A screen that is locked until its account proves itself again, and the same proof before what opens or closes doors."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from guichet.records.directory import passkeys, sessions
from guichet.records.directory.errors import PasskeyRefusedError
from guichet.records.directory.factors import get_factors
from guichet.wiring.sign_on import asking
from guichet.wiring.sign_on.forms import PasswordForm


@login_required
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock this session: the server refuses everything in it until it is unlocked."""
    sessions.lock(asking.get_key(request), timezone.now())
    return asking.go("locked", asking.get_next(request))


@login_required
@require_POST
def active(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Somebody is there: the page says so at most once a minute. The session is touched as by every page."""
    return HttpResponse(status=204)


@sensitive_post_parameters("password")
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def locked(request: HttpRequest) -> HttpResponse:
    """The cover of a locked screen. Nothing of what was on it is in this page."""
    if not sessions.is_locked(asking.get_key(request), asking.get_account(request), timezone.now()):
        return redirect(asking.get_next(request))
    return _ask(request, "sign_on/locked.html")


@sensitive_post_parameters("password")
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    return _ask(request, "sign_on/prove.html")


@login_required
@require_POST
def passkey(request: HttpRequest) -> JsonResponse:
    """The same with a passkey of the same account."""
    try:
        answer = asking.read_answer(request)
        if "answer" not in answer:
            return asking.challenge(request, passkeys.begin_proving(asking.get_site(request)))
        proved = passkeys.prove(asking.get_site(request), asking.take_challenge(request), answer["answer"], timezone.now())
        if proved.pk != asking.get_account(request).pk:
            raise PasskeyRefusedError
    except PasskeyRefusedError as error:
        return asking.refuse(error)
    _take_proof(request)
    target = str(answer.get("next", ""))
    return JsonResponse({"next": target if asking.is_here(request, target) else "/"})


def _ask(request: HttpRequest, template: str) -> HttpResponse:
    account, form = asking.get_account(request), PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proved = asking.try_password(request, account.email, form.cleaned_data["password"], device_is_known=True)
        if proved is not None and proved.pk == account.pk:
            _take_proof(request)
            return redirect(asking.get_next(request))
        form.add_error("password", _("This password was not accepted. Check it, wait a little, then try again."))
    context = {"form": form, "next": asking.get_next(request), "is_held": True, "factors": get_factors(account), "account": account}
    return render(request, template, context)


def _take_proof(request: HttpRequest) -> None:
    sessions.unlock(asking.get_key(request), timezone.now())
    asking.remember_proof(request)
