"""One's own account, at one place: password, second proof, passkeys, sessions. And what an organisation asks of everybody's."""

from dataclasses import asdict

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from segno import make_qr

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory import factors, passkeys, sessions
from guichet.records.directory.errors import PasskeyRefusedError
from guichet.records.directory.models import Organisation
from guichet.records.directory.words import Role
from guichet.wiring.sign_on import asking
from guichet.wiring.sign_on.forms import FirstCodeForm, SecurityForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest) -> HttpResponse:
    own = asking.get_account(request)
    context = {
        "account": own,
        "roles": [Role(role).label for role in own.roles if role in set(Role)],
        "factors": factors.get_factors(own),
        "needs_factor": factors.needs_factor(own),
        "passkeys": passkeys.list_passkeys(own),
        "sessions": sessions.list_sessions(own, asking.get_key(request), timezone.now()),
        "is_administrator": own.has_role(Role.ADMINISTRATOR),
        "page": "account",
        "organisation": own.organisation,
    }
    return render(request, "sign_on/account.html", context)


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """The new password takes the account's other sessions with it."""
    own = asking.get_account(request)
    form = PasswordChangeForm(own, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, own)
        sessions.end_other_sessions(own.pk, request.session.session_key)
        return redirect("account")
    return render(request, "sign_on/change_password.html", {"form": form, "organisation": own.organisation})


@sensitive_post_parameters("code")
@never_cache
@login_required
@asking.needs_recent_proof
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest) -> HttpResponse:
    """Set up an application that shows codes: its picture, its first code, then the recovery codes, shown once."""
    own, now = asking.get_account(request), timezone.now()
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = factors.confirm_application(own, form.cleaned_data["code"], now)
        if codes is not None:
            return render(request, "sign_on/recovery_codes.html", {"codes": codes, "organisation": own.organisation})
        form.add_error("code", _("This code was not accepted. Wait for the next one, then try again."))
    secret = factors.begin_application(own, now)
    if secret is None:
        return redirect("account")
    context = {
        "form": form,
        "picture": make_qr(factors.write_address(own, secret)).svg_data_uri(scale=5, light="white"),
        "secret": factors.write_secret(secret),
        "organisation": own.organisation,
    }
    return render(request, "sign_on/application.html", context)


@login_required
@asking.needs_recent_proof
@require_POST
def remove_application(request: HttpRequest) -> HttpResponse:
    factors.remove_application(asking.get_account(request), timezone.now())
    return redirect("account")


@never_cache
@login_required
@asking.needs_recent_proof
@require_POST
def renew_recovery_codes(request: HttpRequest) -> HttpResponse:
    """New codes replace the old ones; they are shown on this answer only."""
    own = asking.get_account(request)
    if not factors.get_factors(own).any:
        return redirect("account")
    codes = factors.make_recovery_codes(own, timezone.now())
    return render(request, "sign_on/recovery_codes.html", {"codes": codes, "organisation": own.organisation})


@login_required
@asking.needs_recent_proof
@require_POST
def add_passkey(request: HttpRequest) -> HttpResponse:
    """An empty answer asks for a challenge, a full one keeps the key."""
    own, site = asking.get_account(request), asking.get_site(request)
    try:
        answer = asking.read_answer(request)
        if "answer" not in answer:
            return asking.challenge(request, passkeys.begin_adding(site, own))
        name = sessions.describe_device(request.headers.get("User-Agent", "")) or _("Passkey")
        passkeys.add_passkey(site, own, asking.take_challenge(request), answer["answer"], name, timezone.now())
    except PasskeyRefusedError as error:
        return asking.refuse(error)
    return JsonResponse({"next": request.path.removesuffix("/passkeys")})


@login_required
@asking.needs_recent_proof
@require_POST
def remove_passkey(request: HttpRequest, identifier: int) -> HttpResponse:
    passkeys.remove_passkey(asking.get_account(request), identifier, timezone.now())
    return redirect("account")


@never_cache
@login_required
@require_http_methods(["GET"])
def list_own_sessions(request: HttpRequest) -> JsonResponse:
    """Where the account is signed in, for programs."""
    found = sessions.list_sessions(asking.get_account(request), asking.get_key(request), timezone.now())
    return JsonResponse({"sessions": [asdict(session) for session in found]})


@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one session of the account by its handle, or all others."""
    own = asking.get_account(request)
    if handle := request.POST.get("session"):
        sessions.end_session(own, handle)
    else:
        sessions.end_other_sessions(own.pk, asking.get_key(request))
    return redirect("account")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def security(request: HttpRequest) -> HttpResponse:
    """What an administrator asks of everybody who signs in to the organisation."""
    own = asking.get_account(request)
    if not own.has_role(Role.ADMINISTRATOR):
        raise PermissionDenied
    organisation = own.organisation
    now_asked = {"lock_after_minutes": organisation.lock_after_minutes, "needs_second_factor": organisation.needs_second_factor}
    form = SecurityForm(request.POST or None, initial=now_asked)
    if request.method == "POST" and form.is_valid():
        Organisation.objects.filter(pk=organisation.pk).update(**form.cleaned_data)
        record(organisation.pk, Act("security-changed", "organisation", str(organisation.pk), own.pk, form.cleaned_data), timezone.now())
        return redirect("account")
    return render(request, "sign_on/security.html", {"form": form, "organisation": own.organisation})
