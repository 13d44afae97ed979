"""The numbers that citizens call: listed, added, changed, and their trunk tried before anybody calls."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.records.calls.lines import list_lines, read_password, save_line
from guichet.records.calls.models import Line, Post
from guichet.records.calls.registrations import list_registrations
from guichet.records.calls.rules import choose_emergency_line
from guichet.records.calls.trials import Trial, Trunk, try_trunk
from guichet.records.calls.turned_away import list_turned_away
from guichet.records.calls.words import PostKind
from guichet.records.contacts.telephone import show_number
from guichet.records.directory.models import Account, Reason
from guichet.records.errors import RefusedError
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.telephone.forms import LineForm, TrialForm
from guichet.screens.settings.telephone.outgoing import describe_emergency, describe_outgoing
from guichet.screens.settings.telephone.outgoing_forms import EmergencyForm
from guichet.screens.settings.telephone.registrations import describe_registration
from guichet.screens.settings.telephone.relays import describe_relays
from guichet.screens.settings.telephone.words import GOOD, say_trial
from guichet.screens.settings.views import draw


@administrators_only
@require_safe
def telephone_page(request: HttpRequest, person: Account) -> HttpResponse:
    return draw_telephone(request, person)


def draw_telephone(request: HttpRequest, person: Account, form: EmergencyForm | None = None, status: int = 200) -> HttpResponse:
    """:param form: what was typed about emergency numbers, and was wrong."""
    lines, rows, now = list_lines(person.organisation_id), list_registrations(person.organisation_id), timezone.now()
    page = {
        "place": _("Telephone"),
        "lines": [(line, show(line.number), list_menu(line), describe_registration(line, rows.get(line.pk), now)) for line in lines],
        "address": settings.TELEPHONE,
        "telephones": Post.objects.for_user(person).filter(kind=PostKind.TELEPHONE).count(),
        "done": _("Saved.") if request.GET.get("done") == "saved" else "",
        "turned_away": list_turned_away(person.organisation_id, now),
        "relays": describe_relays(person),
        **describe_outgoing(person),
        **describe_emergency(person, form),
    }
    return draw(request, person, "settings/telephone/lines.html", page, status)


@administrators_only
@require_POST
def emergency_page(request: HttpRequest, person: Account) -> HttpResponse:
    form = EmergencyForm(person.organisation_id, request.POST)
    if not form.is_valid():
        return draw_telephone(request, person, form, status=422)
    choose_emergency_line(person.organisation_id, form.cleaned_data["line"], person, timezone.now())
    return redirect(reverse("settings-telephone") + "?done=saved#emergency")


def show(number: str) -> str:
    """As people read it; digits of an exchange as they are."""
    return show_number(number) if number.startswith("+") else number


def list_menu(line: Line) -> list[str]:
    """What a caller hears, digit by digit."""
    known = {reason.key: reason for reason in Reason.objects.of(line.organisation_id).current().filter(key__in=line.menu)}
    language = get_language() or "fr"
    labels = [known[key].get_label(language) for key in line.menu if key in known]
    said = [_("For “%(reason)s”, press %(digit)s.") % {"reason": label, "digit": digit} for digit, label in enumerate(labels, start=1)]
    return [*said, _("To speak with somebody, press 0.")] if said else []


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def line_page(request: HttpRequest, person: Account, line_id: int | None = None) -> HttpResponse:
    line = get_line(person, line_id)
    languages = request.POST.getlist("languages") if request.method == "POST" else line.languages or [person.organisation.default_language]
    if request.method != "POST":
        initial = LineForm.read(line) if line.pk else {"is_active": True, "languages": languages}
        return draw_line(request, person, line, LineForm(person.organisation_id, languages, initial=initial))
    form = LineForm(person.organisation_id, languages, request.POST)
    if not form.is_valid():
        return draw_line(request, person, line, form, status=422)
    if "try" in request.POST:
        return draw_line(request, person, line, form, try_out(line, form))
    try:
        save_line(line, form.write(), form.cleaned_data["password"], person, timezone.now())
    except RefusedError as error:
        form.add_error("number", str(error))
        return draw_line(request, person, get_line(person, line_id), form, status=422)
    return redirect(reverse("settings-telephone") + "?done=saved" if line_id else reverse("settings-line", args=[line.pk]) + "?done=saved")


def get_line(person: Account, line_id: int | None) -> Line:
    if line_id is None:
        return Line(organisation=person.organisation)
    return get_object_or_404(Line.objects.for_user(person), pk=line_id)


def try_out(line: Line, form: LineForm) -> Trial | None:
    """Nothing is kept, and nobody's telephone rings. None: no trunk is named."""
    found = form.cleaned_data
    if not found["trunk"]:
        return None
    return try_trunk(Trunk(found["trunk"], found["username"], found["password"] or read_password(line)))


def draw_line(
    request: HttpRequest, person: Account, line: Line, form: LineForm, trial: Trial | None = None, status: int = 200
) -> HttpResponse:
    page = {
        "place": _("Telephone"),
        "form": form,
        "line": line,
        "title": show(line.number) if line.pk else _("Add a number"),
        "menu": list_menu(line) if line.pk else [],
        "registered": describe_registration(line, list_registrations(person.organisation_id).get(line.pk), timezone.now()),
        "trial_form": TrialForm(),
        "trial": say_trial(trial.reached, trial.code) if trial else "",
        "trial_code": trial.code if trial else 0,
        "is_good": bool(trial and trial.reached in GOOD),
        "needs_trunk": "try" in request.POST and trial is None and not form.errors,
        "done": _("Saved.") if request.GET.get("done") == "saved" else "",
        "address": settings.TELEPHONE,
    }
    return draw(request, person, "settings/telephone/line.html", page, status)
