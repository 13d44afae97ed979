"""Accounts at networks: listed, added, tried before they are kept; and what nobody was asked to answer."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.channels.signing import make_secret
from guichet.decisions.routing.words import Channel
from guichet.records.directory.models import Account as Person
from guichet.records.errors import RefusedError
from guichet.records.messaging import accounts
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.errors import UnreachableError
from guichet.records.messaging.hooks import write_path, write_verify_token
from guichet.records.messaging.models import Account, Incoming
from guichet.records.messaging.words import Cause
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.perhaps import decide, show_uncertain
from guichet.screens.settings.retyping import list_to_retype
from guichet.screens.settings.social.forms import AccountForm, read_initial
from guichet.screens.settings.social.words import CAUSES, NETWORKS, TROUBLES, Network
from guichet.screens.settings.views import draw

CHANNEL = Channel.SOCIAL
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Listed:
    account: Account
    network: Network
    words: str


@dataclass(frozen=True, slots=True)
class Left:
    """Something that waits for nobody, in words."""

    incoming: Incoming
    network: Network
    reason: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial found. `secret` is shown this once."""

    is_good: bool
    sentence: str
    secret: str = ""


@administrators_only
@require_safe
def social_page(request: HttpRequest, person: Person) -> HttpResponse:
    told = {
        "saved": _("Saved."),
        "read": _("It was read again and is in a contact now."),
        "sent": _("It goes out now."),
        "left": _("It is not sent any more."),
    }
    return draw_social(request, person, told.get(request.GET.get("done", ""), ""))


def draw_social(request: HttpRequest, person: Person, done: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    organisation = person.organisation_id
    found = [each for each in accounts.list_accounts(organisation, CHANNEL) if each.kind in NETWORKS]
    left = accounts.list_left(organisation, CHANNEL).exclude(cause__in=[Cause.MODERATED, Cause.REPEATED])
    page = {
        "place": _("Social networks"),
        "accounts": [Listed(each, NETWORKS[each.kind], describe(each)) for each in found],
        "networks": NETWORKS.values(),
        "left": [Left(each, NETWORKS[each.account.kind], str(CAUSES.get(Cause(each.cause), ""))) for each in left[:MOST_SHOWN]],
        "left_out": max(0, left.count() - MOST_SHOWN),
        "has_seats": accounts.has_seats(organisation, CHANNEL),
        **show_uncertain(organisation, CHANNEL),
        "done": done,
        "refusal": refusal,
    }
    return draw(request, person, "settings/social/accounts.html", page, status)


def describe(account: Account) -> str:
    """How it stands, in words."""
    if not account.is_active:
        return _("Switched off: nothing is taken.")
    if account.trouble:
        return str(TROUBLES.get(account.trouble, _("It did not work the last time. Try the connection.")))
    if NETWORKS[account.kind].told:
        return _("The network tells us what happens.")
    return _("Mentions are followed.") if account.heard_at else _("Not followed yet: it begins within a minute.")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def account_page(request: HttpRequest, person: Person, account_id: int | None = None, kind: str = "") -> HttpResponse:
    account = get_account(person, account_id, kind)
    network = NETWORKS[account.kind]
    if request.method != "POST":
        form = AccountForm(network, account, initial=read_initial(account))
        return draw_account(request, person, account, form)
    form = AccountForm(network, account, request.POST)
    if not form.is_valid():
        return draw_account(request, person, account, form, status=422)
    account.settings = {**account.settings, **form.list_settings()}
    if network.kind == "webhook" and not {*form.list_secrets(), *form.kept} & {"secret"}:
        return begin_bridge(request, person, account, form)
    accounts.change_secrets(account, form.list_secrets())
    trial = try_out(account, network)
    if "try" in request.POST or not (trial.is_good or "anyway" in request.POST):
        return draw_account(request, person, account, form, trial, status=200 if "try" in request.POST else 422)
    return save(request, person, account, form, Trial(True, _("Saved.")))


def begin_bridge(request: HttpRequest, person: Person, account: Account, form: AccountForm) -> HttpResponse:
    """A bridge without a secret gets one when it is kept. It is not tried: it cannot know the secret yet."""
    if "try" in request.POST:
        said = _("There is no secret yet to try with. Save: Guichet makes one, which you copy to the bridge. Then try the connection.")
        return draw_account(request, person, account, form, Trial(True, said))
    made = make_secret()
    accounts.change_secrets(account, {"secret": made})
    return save(request, person, account, form, Trial(True, _("Saved. Copy the secret to the bridge, then try the connection."), made))


def get_account(person: Person, account_id: int | None, kind: str) -> Account:
    if account_id is None:
        if kind not in NETWORKS:
            raise Http404
        language = person.organisation.default_language
        return Account(organisation=person.organisation, channel=CHANNEL, kind=kind, language=language, per_second=2)
    own = Account.objects.for_user(person).filter(channel=CHANNEL, kind__in=list(NETWORKS))
    return get_object_or_404(own.select_for_update(of=("self",)), pk=account_id)


def try_out(account: Account, network: Network) -> Trial:
    """Whether the account can be reached as the form says, and what is so, in words. Nothing is kept and nothing is sent."""
    account.address = "" if network.kind != "webhook" else account.settings.get("identity", "")
    try:
        return Trial(True, find_carrier(account.kind).check(account))
    except UnreachableError as error:
        return Trial(False, str(error))


def save(request: HttpRequest, person: Person, account: Account, form: AccountForm, trial: Trial) -> HttpResponse:
    """Keep it; a secret that we made is shown this once."""
    chosen = form.cleaned_data
    values: dict[str, object] = {
        "address": account.address or str(account.settings.get("identity") or account.settings.get("server", "")),
        "settings": account.settings,
        "reason": chosen["reason"],
        "is_active": chosen["is_active"],
        "acknowledges": chosen["acknowledges"],
    }
    try:
        accounts.save_account(account, values, {}, person, timezone.now())
    except RefusedError as error:
        account.pk = None if account._state.adding else account.pk
        form.add_error(None, str(error))
        return draw_account(request, person, account, form, status=422)
    if trial.secret:
        kept = AccountForm(form.network, account, initial=read_initial(account))
        return draw_account(request, person, account, kept, trial)
    return redirect(reverse("settings-social-account", args=[account.pk]) + "?done=saved")


def draw_account(
    request: HttpRequest, person: Person, account: Account, form: AccountForm, trial: Trial | None = None, status: int = 200
) -> HttpResponse:
    is_kept = account.pk is not None
    page: dict[str, Any] = {
        "place": _("Social networks"),
        "form": form,
        "account": account,
        "network": form.network,
        "trial": trial,
        "retype": list_to_retype(form),
        "done": _("Saved.") if request.GET.get("done") == "saved" and trial is None else "",
        "hook": request.build_absolute_uri(write_path(account)) if is_kept and form.network.told else "",
        "verify_token": write_verify_token(account.organisation_id, account.pk) if is_kept and "app_secret" in form.fields else "",
    }
    return draw(request, person, "settings/social/account.html", page, status)


@administrators_only
@require_POST
def read_again(request: HttpRequest, person: Person, incoming_id: UUID) -> HttpResponse:
    get_object_or_404(Incoming.objects.for_user(person).filter(account__channel=CHANNEL), pk=incoming_id)
    try:
        read = accounts.read_again(person, incoming_id, timezone.now())
    except RefusedError as error:
        return draw_social(request, person, refusal=str(error), status=409)
    if read.contact_id is None:
        return draw_social(request, person, refusal=_("It still cannot be read, or says nothing new."), status=409)
    return redirect(reverse("settings-social") + "?done=read")


@administrators_only
@require_POST
def decide_on_answer(request: HttpRequest, person: Person, outgoing_id: UUID) -> HttpResponse:
    try:
        done = decide(request, person, CHANNEL, outgoing_id)
    except RefusedError as error:
        return draw_social(request, person, refusal=str(error), status=409)
    return redirect(f"{reverse('settings-social')}?done={done}")
