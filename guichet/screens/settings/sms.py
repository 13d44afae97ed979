"""The pages of SMS: accounts at operators with a trial of their connection, and messages that nobody was asked to answer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.decisions.dialogue.words import Medium
from guichet.decisions.routing.words import Channel
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.models import Account as Person
from guichet.records.errors import OutsideError, RefusedError
from guichet.records.messaging import accounts
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.models import Account
from guichet.records.messaging.senders import can_be_answered
from guichet.records.messaging.words import Cause
from guichet.records.scripts.models import Script
from guichet.records.scripts.queries import get_published
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.perhaps import decide, hide, show_uncertain
from guichet.screens.settings.retyping import list_to_retype
from guichet.screens.settings.sms_forms import FORMS, AccountForm
from guichet.screens.settings.views import draw

MOST_SHOWN = 100
MOST_RAW = 4_000
CAUSES = {
    Cause.REPEATED: gettext_lazy("It came twice: the first one was taken."),
    Cause.FLOOD: gettext_lazy("This number wrote very often today."),
    Cause.THANKS: gettext_lazy("Thanks after a script had answered: no answer is wanted."),
    Cause.UNREADABLE: gettext_lazy("It could not be read. It is kept as it came: have it read again after a correction."),
    Cause.NO_REASON: gettext_lazy(
        "Nobody answers the reason of its account any more: give the account another one, then have it read again."
    ),
}


@administrators_only
@require_safe
def sms_page(request: HttpRequest, account: Person) -> HttpResponse:
    told = {
        "saved": _("Saved."),
        "read": _("It was read again and is in a contact now."),
        "sent": _("It goes out now."),
        "left": _("It is not sent any more."),
    }
    done = told.get(request.GET.get("done", ""), "")
    return draw_accounts(request, account, done)


def draw_accounts(request: HttpRequest, person: Person, done: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    organisation = person.organisation_id
    left = accounts.list_left(organisation, Channel.SMS).exclude(cause=Cause.REPEATED)
    page = {
        "place": _("SMS"),
        "accounts": [(each, describe(each), find_script(each)) for each in accounts.list_accounts(organisation, Channel.SMS)],
        "left": [(each, hide(each.handle), str(CAUSES.get(Cause(each.cause), ""))) for each in left[:MOST_SHOWN]],
        "left_out": max(0, left.count() - MOST_SHOWN),
        **show_uncertain(organisation, Channel.SMS),
        "has_seats": accounts.has_seats(organisation, Channel.SMS),
        "done": done,
        "refusal": refusal,
    }
    return draw(request, person, "settings/sms.html", page, status)


@administrators_only
@require_POST
def decide_on_sms(request: HttpRequest, account: Person, outgoing_id: UUID) -> HttpResponse:
    try:
        done = decide(request, account, Channel.SMS, outgoing_id)
    except RefusedError as error:
        return draw_accounts(request, account, refusal=str(error), status=409)
    return redirect(f"{reverse('settings-sms')}?done={done}")


def describe(account: Account) -> str:
    """How it stands, in words."""
    if not account.is_active:
        return _("Switched off: nothing is taken and nothing leaves.")
    if account.trouble:
        return find_carrier(account.kind).explain(account.trouble)
    if account.kind == "gateway":
        return _("Served by a gateway over HTTP.")
    return _("Held open over SMPP.") if account.heard_at else _("Not reached yet: it begins within a minute.")


def find_script(account: Account) -> Script | None:
    """The script that answers first what comes to this number."""
    version = get_published(account.organisation_id, account.reason.key, Medium.SMS) if account.is_active else None
    return None if version is None else version.script


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def sms_account_page(request: HttpRequest, account: Person, account_id: int | None = None, kind: str = "smpp") -> HttpResponse:
    sms = get_account(account, account_id, kind)
    make_form = FORMS[sms.kind]
    if request.method != "POST":
        return draw_account(request, account, sms, make_form(account.organisation_id, initial=make_form.read(sms) if sms.pk else None))
    form = make_form(account.organisation_id, request.POST)
    if not form.is_valid():
        return draw_account(request, account, sms, form, status=422)
    values, secrets = form.write(sms)
    if "try" in request.POST:
        return draw_account(request, account, sms, form, trial=try_out(sms, values, secrets))
    try:
        accounts.save_account(sms, values, secrets, account, timezone.now())
    except RefusedError as error:
        form.add_error("address", str(error))
        return draw_account(request, account, get_account(account, account_id, kind), form, status=422)
    place = reverse("settings-sms") if account_id else reverse("settings-sms-account", args=[sms.pk])
    return redirect(f"{place}?done=saved")


def get_account(person: Person, account_id: int | None, kind: str) -> Account:
    if account_id is None:
        organisation = person.organisation
        return Account(organisation=organisation, language=organisation.default_language, channel=Channel.SMS, kind=kind)
    return get_object_or_404(Account.objects.for_user(person), pk=account_id, channel=Channel.SMS)


def try_out(account: Account, values: dict[str, Any], secrets: dict[str, str]) -> tuple[bool, str]:
    """Whether the operator can be reached as the form says, and what is so, in words. Nothing is kept and nothing is sent."""
    for name, value in values.items():
        setattr(account, name, value)
    accounts.change_secrets(account, secrets)
    try:
        return True, find_carrier(account.kind).check(account)
    except OutsideError as error:
        return False, str(error)


def draw_account(
    request: HttpRequest, person: Person, account: Account, form: AccountForm, trial: tuple[bool, str] | None = None, status: int = 200
) -> HttpResponse:
    page = {
        "place": _("SMS"),
        "form": form,
        "account": account,
        "trial": trial,
        "retype": list_to_retype(form),
        "door": request.build_absolute_uri(f"/sms/gateway/{person.organisation.slug}/{account.pk}") if account.pk else "",
        "is_mute": bool(account.pk) and not can_be_answered(account.address),
        "done": _("Saved.") if request.GET.get("done") == "saved" else "",
    }
    return draw(request, person, "settings/sms-account.html", page, status)


@administrators_only
@require_safe
def sms_raw_page(request: HttpRequest, account: Person, incoming_id: UUID) -> HttpResponse:
    """What was set aside, as it came; whoever looks leaves a trace."""
    left = get_object_or_404(accounts.list_left(account.organisation_id, Channel.SMS), pk=incoming_id)
    record(account.organisation_id, Act("message-raw-read", "incoming", str(incoming_id), account.pk), timezone.now())
    raw = bytes(left.raw)
    page = {"place": _("SMS"), "left": left, "shown": show(raw[:MOST_RAW]), "size": len(raw)}
    return draw(request, account, "settings/sms-raw.html", page)


def show(raw: bytes) -> str:
    """Text where it is one, else its octets in rows of sixteen."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = "\0"
    if text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable():
        return text
    rows = (raw[at : at + 16] for at in range(0, len(raw), 16))
    return "\n".join(f"{row.hex(' '):<47}  {''.join(chr(octet) if 32 <= octet < 127 else '.' for octet in row)}" for row in rows)


@administrators_only
@require_POST
def read_sms_again(request: HttpRequest, account: Person, incoming_id: UUID) -> HttpResponse:
    get_object_or_404(accounts.list_left(account.organisation_id, Channel.SMS), pk=incoming_id)
    try:
        again = accounts.read_again(account, incoming_id, timezone.now())
    except RefusedError as error:
        return draw_accounts(request, account, refusal=str(error), status=409)
    if again.contact_id is None:
        return draw_accounts(request, account, refusal=_("It still cannot be read. It is kept."), status=409)
    return redirect(reverse("settings-sms") + "?done=read")
