"""Wall displays: their links, which supervisors make, see and revoke, and the page that a link opens to anybody."""

import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.doors.limits import Allowance, Buckets
from guichet.doors.refusals import TooManyError
from guichet.records.directory.models import Account, Organisation, Queue
from guichet.records.errors import RefusedError
from guichet.records.orders.errors import WallLinkOverError
from guichet.records.orders.giving import Giving
from guichet.records.orders.models import WallLink
from guichet.records.orders.walls import WallAsked, list_wall_links, make_wall_link, read_wall_link, revoke_wall_link, sign_wall_link
from guichet.records.separation import set_organisation
from guichet.screens.supervision.access import steering_only
from guichet.screens.supervision.forms import WallForm

guesses = Buckets(Allowance(burst=20, per_second=0.2))
"""Of one address, at links that open nothing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A link as its page lists it. `queues` are names; none: all of the organisation."""

    link: WallLink
    address: str
    queues: list[str]


@steering_only
@require_http_methods(["GET", "HEAD", "POST"])
def walls(request: HttpRequest, account: Account) -> HttpResponse:
    """The links that open, and the form of a new one."""
    if request.method != "POST":
        told = {"made": _("The link is made. Open its address on the screen of the wall."), "revoked": _("Revoked: the display is dark.")}
        return draw(request, account, WallForm(account.organisation_id), told.get(request.GET.get("done", ""), ""))
    form = WallForm(account.organisation_id, request.POST)
    if not form.is_valid():
        return draw(request, account, form, status=422)
    values = form.cleaned_data
    asked = WallAsked(values["name"], [queue.pk for queue in values["queues"]], timedelta(days=values["days"]))
    try:
        make_wall_link(Giving(account.organisation_id, values["key"], account.pk, timezone.now()), asked)
    except RefusedError as error:
        form.add_error(None, str(error))
        return draw(request, account, form, status=422)
    return redirect(reverse("walls") + "?done=made")


@steering_only
@require_POST
def revoke(request: HttpRequest, account: Account, link: UUID) -> HttpResponse:
    try:
        revoke_wall_link(Giving(account.organisation_id, link, account.pk, timezone.now()))
    except RefusedError as error:
        return draw(request, account, WallForm(account.organisation_id), refusal=str(error), status=404)
    return redirect(reverse("walls") + "?done=revoked")


def draw(request: HttpRequest, account: Account, form: WallForm, done: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    names = {queue.pk: queue.get_label() for queue in Queue.objects.of(account.organisation_id)}
    shown = [
        Shown(link, request.build_absolute_uri(reverse("wall", args=[sign_wall_link(link)])), [names[queue] for queue in link.queues])
        for link in list_wall_links(account.organisation_id, timezone.now())
    ]
    page = {"organisation": account.organisation, "page": "board", "form": form, "shown": shown, "done": done, "refusal": refusal}
    return render(request, "supervision/walls.html", page, status=status)


@never_cache
@require_safe
def wall(request: HttpRequest, word: str) -> HttpResponse:
    """The display itself, for whoever has the link; its figures come by its own two doors."""
    try:
        link, organisation = find_wall(word)
    except WallLinkOverError as error:
        return refuse(request, error)
    with translation.override(organisation.default_language):
        return render(request, "supervision/wall.html", {"organisation": organisation, "name": link.name, "setting": {"link": word}})


def find_wall(word: str) -> tuple[WallLink, Organisation]:
    """The link that opens, and its organisation. From here on the transaction works for that one.

    :raises WallLinkOverError: none does.
    """
    named = read_wall_link(word)
    if named is None:
        raise WallLinkOverError
    organisation_id, link_id = named
    set_organisation(organisation_id)
    link = list_wall_links(organisation_id, timezone.now()).filter(pk=link_id).select_related("organisation").first()
    if link is None:
        raise WallLinkOverError
    return link, link.organisation


def refuse(request: HttpRequest, error: WallLinkOverError) -> HttpResponse:
    status = 410
    try:
        guesses.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
    except TooManyError as too_many:
        status = too_many.status
    return render(request, "supervision/wall_over.html", {"sentence": str(error)}, status=status)
