"""What agents may call, what it costs, and by which line emergency numbers leave."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guichet.decisions.dialling.deciding import list_uncounted
from guichet.decisions.dialling.emergency import EMERGENCY
from guichet.decisions.dialling.words import Tariff, Verdict
from guichet.records.calls.rules import find_rules, read_rules, save_rules
from guichet.records.calls.spending import find_reached
from guichet.records.calls.ways import find_emergency_line
from guichet.records.directory.models import Account, Site
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.telephone.amounts import show_euros
from guichet.screens.settings.telephone.outgoing_forms import EmergencyForm, OutgoingForm
from guichet.screens.settings.views import draw

TARIFFS = {
    Tariff.LANDLINE: gettext_lazy("fixed numbers of metropolitan France"),
    Tariff.MOBILE: gettext_lazy("mobile numbers of metropolitan France"),
    Tariff.ABROAD: gettext_lazy("overseas and abroad"),
}
FULL = {
    Verdict.DAY_CAP: gettext_lazy("The cap of the day is reached: no call that is counted begins before midnight."),
    Verdict.MONTH_CAP: gettext_lazy("The cap of the month is reached: no call that is counted begins before the first of next month."),
}


def describe_outgoing(person: Account) -> dict[str, Any]:
    """What the page of the telephone shows of calls that agents make."""
    row, verdict, ledger = find_reached(person.organisation_id, timezone.now())
    uncounted = list_uncounted(read_rules(row))
    return {
        "spent_day": show_euros(ledger.spent.day),
        "spent_month": show_euros(ledger.spent.month),
        "day_cap": "" if row.day_cap is None else show_euros(row.day_cap),
        "month_cap": "" if row.month_cap is None else show_euros(row.month_cap),
        "full": str(FULL.get(verdict, "")),
        "uncounted": [str(TARIFFS[tariff]) for tariff in uncounted],
        "counts_nothing": len(uncounted) == len(Tariff),
    }


def describe_emergency(person: Account, form: EmergencyForm | None = None) -> dict[str, Any]:
    chosen, line = find_rules(person.organisation_id).emergency_line, find_emergency_line(person.organisation_id)
    unknown = Site.objects.of(person.organisation_id).current().filter(telephone="").order_by("name").values_list("name", flat=True)
    return {
        "emergency_form": form or EmergencyForm(person.organisation_id, initial={"line": chosen}),
        "emergency_line": line,
        "lost_line": chosen if line is None else None,
        "emergency_numbers": list(EMERGENCY.items()),
        "sites_without_number": list(unknown) if line is not None else [],
    }


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def outgoing_page(request: HttpRequest, person: Account) -> HttpResponse:
    if request.method != "POST":
        return draw_outgoing(request, person, OutgoingForm(initial=OutgoingForm.read(find_rules(person.organisation_id)), label_suffix=""))
    form = OutgoingForm(request.POST, label_suffix="")
    if not form.is_valid():
        return draw_outgoing(request, person, form, status=422)
    save_rules(person.organisation_id, form.cleaned_data, person, timezone.now())
    return redirect(reverse("settings-outgoing") + "?done=saved")


def draw_outgoing(request: HttpRequest, person: Account, form: OutgoingForm, status: int = 200) -> HttpResponse:
    page = {
        "place": _("Telephone"),
        "form": form,
        "done": _("Saved.") if request.GET.get("done") == "saved" else "",
        **describe_outgoing(person),
    }
    return draw(request, person, "settings/telephone/outgoing.html", page, status)
