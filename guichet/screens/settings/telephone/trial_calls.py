"""A test call: an administrator has himself rung by the trunk of a line, sees how far it comes, and reads what is wrong.

While it goes on the page asks again by itself; without scripts by a link. What it shows stands in a row: a page that is loaded anew says
the same.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guichet.decisions.dialling.trial import GOES_ON, Finding
from guichet.records.calls.errors import REFUSALS
from guichet.records.calls.models import Line, TrialCall
from guichet.records.calls.trial_calls import ask_trial, find_latest, judge_trial
from guichet.records.directory.models import Account
from guichet.records.errors import RefusedError
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.telephone.forms import TrialForm
from guichet.screens.settings.telephone.lines import show
from guichet.screens.settings.telephone.trial_words import FINDINGS
from guichet.screens.settings.views import draw

UNCHANGED, STOP_ASKING = 204, 286
"""For htmx: leave the page as it is; take this, and do not ask again."""
FRESH_SECONDS = 3600
"""A result of before is old news, and says so."""


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def trial_page(request: HttpRequest, person: Account, line_id: int) -> HttpResponse:
    line = get_object_or_404(Line.objects.for_user(person), pk=line_id)
    if request.method != "POST":
        return draw_trial(request, person, line, TrialForm())
    form = TrialForm(request.POST)
    if not form.is_valid():
        return draw_trial(request, person, line, form, status=422)
    try:
        ask_trial(line, form.cleaned_data["number"], person, timezone.now())
    except RefusedError as error:
        form.add_error("number", str(error))
        return draw_trial(request, person, line, form, status=422)
    return redirect("settings-trial-call", line.pk)


def draw_trial(request: HttpRequest, person: Account, line: Line, form: TrialForm, status: int = 200) -> HttpResponse:
    """What asks again by itself gets only what has changed since."""
    now, trial = timezone.now(), find_latest(line)
    finding = None if trial is None else judge_trial(trial, now)
    if finding in GOES_ON and request.GET.get("seen") == finding:
        return HttpResponse(status=UNCHANGED)
    if "seen" in request.GET and finding not in GOES_ON:
        status = STOP_ASKING
    page = {
        "place": _("Telephone"),
        "line": line,
        "title": _("Test call by the line “%(label)s”") % {"label": line.label},
        "number": show(line.number),
        "form": form,
        **({} if trial is None or finding is None else describe(trial, finding, now)),
    }
    return draw(request, person, "settings/telephone/trial.html", page, status)


def describe(trial: TrialCall, finding: Finding, now: datetime) -> dict[str, Any]:
    return {
        "trial": trial,
        "finding": finding.value,
        "said": str(FINDINGS[finding]),
        "refused": tell_refusal(trial.refusal) if finding is Finding.REFUSED else "",
        "goes_on": finding in GOES_ON,
        "is_good": finding is Finding.WELL,
        "is_old": (now - trial.asked_at).total_seconds() > FRESH_SECONDS,
        "steps": list_steps(trial),
    }


def list_steps(trial: TrialCall) -> list[tuple[Promise, bool]]:
    """How far it came."""
    return [
        (gettext_lazy("The telephone process calls"), trial.taken_at is not None),
        (gettext_lazy("It rings"), trial.rang_at is not None),
        (gettext_lazy("It is answered"), trial.answered_at is not None),
        (gettext_lazy("Sound arrives from there"), trial.is_heard),
        (gettext_lazy("A key is received"), trial.has_key),
    ]


def tell_refusal(code: str) -> str:
    """Of a rule that changed, or a cap that was reached, between the wish and the call."""
    return next((str(error.message) for error in REFUSALS.values() if error.code == code), "")
