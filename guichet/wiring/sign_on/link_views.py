"""The pages behind one-time links: welcome to an account, and a new password for one that was forgotten."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guichet.records.directory.errors import AccountLinkSpentError
from guichet.records.directory.links import find_link, use_link
from guichet.records.directory.words import AccountLinkPurpose
from guichet.records.notices.invitations import send_password_link
from guichet.wiring.sign_on import asking, throttle
from guichet.wiring.sign_on.forms import ForgottenForm, NewPasswordForm, WelcomeForm
from guichet.wiring.sign_on.views import enter


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever was invited says who he is, chooses a password, and is signed in. Looking at the page spends nothing."""
    now = timezone.now()
    try:
        link = find_link(token, AccountLinkPurpose.INVITATION, now)
        form = WelcomeForm(link.account, request.POST or None)
        form.initial = {"name": link.account.name}
        if request.method == "POST" and form.is_valid():
            account = use_link(link, form.cleaned_data["password"], now, form.cleaned_data["name"])
            return enter(request, account, asking.get_next(request))
    except AccountLinkSpentError as error:
        return render(request, "sign_on/link_spent.html", {"sentence": str(error), "was_invited": True}, status=410)
    return render(request, "sign_on/invitation.html", {"form": form, "account": link.account, "organisation": link.account.organisation})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """One answer, whoever asks for whichever address, and whether or not it is too often."""
    form = ForgottenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "sign_on/forgotten.html", {"form": form})
    now, email = timezone.now(), form.cleaned_data["email"]
    attempt = throttle.Attempt.of(f"forgotten\n{email}", asking.get_address(request), device_is_known=False)
    if throttle.may_try(attempt, now):
        throttle.record_failure(attempt, now)
        send_password_link(email, asking.get_site(request).origin, now)
    return render(request, "sign_on/forgotten_sent.html", {"email": email})


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password; signing in follows, with the second proof where there is one."""
    now = timezone.now()
    try:
        link = find_link(token, AccountLinkPurpose.PASSWORD, now)
        form = NewPasswordForm(link.account, request.POST or None)
        if request.method == "POST" and form.is_valid():
            use_link(link, form.cleaned_data["password"], now)
            return redirect("sign-in")
    except AccountLinkSpentError as error:
        return render(request, "sign_on/link_spent.html", {"sentence": str(error), "was_invited": False}, status=410)
    return render(request, "sign_on/new_password.html", {"form": form, "account": link.account, "organisation": link.account.organisation})
