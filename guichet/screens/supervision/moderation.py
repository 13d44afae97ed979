"""Public words of social networks: those that wait, and those that were set aside, each with what can be done about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.records.directory.models import Account
from guichet.records.errors import RefusedError
from guichet.records.moderation.actions import bring_back, set_aside
from guichet.records.moderation.queries import MOST_SHOWN, find_first_words, list_aside, list_waiting
from guichet.records.moderation.words import LABELS, AsideReason
from guichet.screens.supervision.access import steering_only


@dataclass(frozen=True, slots=True)
class Shown:
    """A contact as the page lists it."""

    contact: UUID
    name: str
    account: str
    text: str
    at: datetime
    reason: str = ""

    @property
    def is_new(self) -> bool:
        """Django would write "0 minutes"."""
        return timezone.now() - self.at < timedelta(minutes=1)


@steering_only
@require_safe
def moderation(request: HttpRequest, account: Account) -> HttpResponse:
    told = {"aside": _("Set aside. You can bring it back below."), "back": _("It is in a contact again: somebody is asked to answer it.")}
    return draw(request, account, told.get(request.GET.get("done", ""), ""))


@steering_only
@require_POST
def put_aside(request: HttpRequest, account: Account, contact: UUID) -> HttpResponse:
    try:
        reason = AsideReason(request.POST.get("reason", ""))
    except ValueError:
        return draw(request, account, refusal=_("Say why it is set aside: choose a reason."), status=422)
    try:
        set_aside(account.organisation_id, contact, account, reason, uuid4(), timezone.now())
    except RefusedError as error:
        return draw(request, account, refusal=str(error), status=409)
    return redirect(reverse("moderation") + "?done=aside")


@steering_only
@require_POST
def take_back(request: HttpRequest, account: Account, contact: UUID) -> HttpResponse:
    try:
        bring_back(account.organisation_id, contact, account, timezone.now())
    except RefusedError as error:
        return draw(request, account, refusal=str(error), status=409)
    return redirect(reverse("moderation") + "?done=back")


def draw(request: HttpRequest, account: Account, done: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    waiting, aside = list_waiting(account.organisation_id)[:MOST_SHOWN], list_aside(account.organisation_id)[:MOST_SHOWN]
    contacts = [*(talk.contact_id for talk in waiting), *(each.contact_id for each in aside)]
    words = find_first_words(account.organisation_id, contacts)
    page = {
        "organisation": account.organisation,
        "page": "board",
        "waiting": [
            Shown(each.contact_id, each.contact.citizen_name, each.account.address, words.get(each.contact_id, ""), each.contact.arrived_at)
            for each in waiting
        ],
        "aside": [
            Shown(
                each.contact_id,
                each.contact.citizen_name,
                each.contact.talk.account.address,
                words.get(each.contact_id, ""),
                each.aside_at,
                str(LABELS[AsideReason(each.reason)]),
            )
            for each in aside
        ],
        "reasons": LABELS.items(),
        "done": done,
        "refusal": refusal,
    }
    return render(request, "supervision/moderation.html", page, status=status)
