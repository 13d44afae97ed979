"""Relay services for deaf and hard-of-hearing people: listed with the lines, added and changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.records.calls.models import RelayService
from guichet.records.calls.relays import RelayNameTakenError, list_relays, save_relay
from guichet.records.calls.words import RelayKind
from guichet.records.contacts.telephone import show_number
from guichet.records.directory.models import Account
from guichet.records.errors import RefusedError
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.telephone.relay_forms import RelayForm
from guichet.screens.settings.views import draw


def describe_relays(person: Account) -> list[dict[str, object]]:
    """As the page of the telephone lists them."""
    return [
        {
            "row": row,
            "kinds": ", ".join(str(RelayKind(kind).label) for kind in row.kinds),
            "calls_from": ", ".join(show_number(number) for number in row.calls_from),
            "number": show_number(row.number) if row.number else "",
        }
        for row in list_relays(person.organisation_id)
    ]


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def relay_page(request: HttpRequest, person: Account, relay_id: int | None = None) -> HttpResponse:
    row = get_relay(person, relay_id)
    if request.method != "POST":
        initial = RelayForm.read(row) if row.pk else None
        return draw_relay(request, person, row, RelayForm(initial=initial, label_suffix=""))
    form = RelayForm(request.POST, label_suffix="")
    if not form.is_valid():
        return draw_relay(request, person, row, form, status=422)
    try:
        save_relay(row, form.cleaned_data, person, timezone.now())
    except RefusedError as error:
        form.add_error("name" if isinstance(error, RelayNameTakenError) else "calls_from", str(error))
        return draw_relay(request, person, get_relay(person, relay_id), form, status=422)
    return redirect(reverse("settings-telephone") + "?done=saved#relays")


def get_relay(person: Account, relay_id: int | None) -> RelayService:
    if relay_id is None:
        return RelayService(organisation=person.organisation)
    return get_object_or_404(RelayService.objects.for_user(person), pk=relay_id)


def draw_relay(request: HttpRequest, person: Account, row: RelayService, form: RelayForm, status: int = 200) -> HttpResponse:
    page = {"place": _("Telephone"), "form": form, "title": row.name if row.pk else _("Add a relay service")}
    return draw(request, person, "settings/telephone/relay.html", page, status)
