"""The first two steps, before anybody has an account: the organisation, and its first administrator."""

from typing import Any

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from guichet.records.directory.editing import ORGANISATION, Author, Edit, edit_directory, get_content
from guichet.records.directory.exchange.problems import DirectoryFileError
from guichet.records.directory.founding import add_first_administrator, advance, found_organisation, is_founded, is_staffed
from guichet.records.directory.models import Account, Organisation
from guichet.records.directory.words import ChangeKind, Role, TerritoryKind
from guichet.records.separation import set_organisation
from guichet.screens.settings.forms import make_key
from guichet.screens.settings.set_up import steps
from guichet.screens.settings.set_up.forms import AdministratorForm, OrganisationForm, get_time_zone
from guichet.screens.settings.set_up.passes import SESSION_KEY, for_founders, holds_pass, read_token

BACKEND = "guichet.records.directory.sign_on.LocalAccountBackend"
NATION = "france"


@never_cache
@require_safe
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the printed link for a pass of this browser."""
    known = read_token(token)
    if is_staffed() or known is None:
        return render(request, "settings/set_up/closed.html", {"staffed": is_staffed()}, status=403)
    request.session.cycle_key()
    request.session[SESSION_KEY] = known
    return redirect("set-up")


@never_cache
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """On to the step at which it stands."""
    if not is_staffed():
        if not holds_pass(request):
            return render(request, "settings/set_up/closed.html", status=403)
        return redirect("set-up-administrator" if is_founded() else "set-up-organisation")
    if not isinstance(request.user, Account):
        return redirect("sign-in")
    if not request.user.has_role(Role.ADMINISTRATOR) or request.user.organisation.set_up_step is None:
        return redirect("home")
    return redirect(steps.STEPS[max(request.user.organisation.set_up_step, steps.FIRST_OF_ADMINISTRATORS) - 1].name)


@for_founders
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_step(request: HttpRequest) -> HttpResponse:
    if is_founded():
        return redirect("set-up")
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found(form.cleaned_data)
        except DirectoryFileError as error:
            form.add_error(None, " ".join(problem.message for problem in error.problems))
        else:
            return redirect("set-up")
    lead = _(
        "Seven steps, about a quarter of an hour. Have at hand: your opening hours, the e-mail addresses of those who answer, "
        "the address of your site."
    )
    page = {"form": form, "lead": lead}
    return steps.draw_step(request, steps.ORGANISATION, "settings/set_up/form.html", page, 422 if form.errors else 200)


@transaction.atomic
def found(said: dict[str, Any]) -> None:
    """Bring the organisation into being, or nothing; of two at the same time the first does.

    :raises DirectoryFileError: what is said of it cannot be used.
    """
    organisation = found_organisation(said["slug"], said["name"])
    if organisation is not None:
        describe(organisation, said)
        advance(organisation, steps.ADMINISTRATOR)


def describe(organisation: Organisation, said: dict[str, Any]) -> None:
    """What the first step says, as entries of the directory."""
    content = get_content(organisation)
    head = {**content[ORGANISATION], "time_zone": get_time_zone(said["place"])}
    edits = [
        Edit(ORGANISATION, organisation.slug, content[ORGANISATION], head),
        Edit("territories", NATION, None, {"kind": TerritoryKind.NATION.value, "name": "France"}),
    ]
    if said["site"] or said["city"]:
        name = said["city"] or said["site"]
        key = make_key(name, [NATION])
        place = {field: said[field] for field in ("address", "postal_code", "city") if said[field]}
        edits += [
            Edit("territories", key, None, {"kind": TerritoryKind.SITE.value, "name": name, "parent": NATION}),
            Edit("sites", key, None, {"name": said["site"] or name, "territory": key, **place}),
        ]
    edit_directory(organisation, edits, Author(None, ChangeKind.SET_UP), timezone.now())


@sensitive_post_parameters("password", "again")
@for_founders
@require_http_methods(["GET", "HEAD", "POST"])
def administrator_step(request: HttpRequest) -> HttpResponse:
    """The first account: it signs in at once, and the printed link opens nothing any more."""
    slug, email = request.session.get(SESSION_KEY, ("", ""))
    organisation = Organisation.objects.filter(slug=slug).first() or Organisation.objects.order_by("pk").first()
    if organisation is None or is_staffed():
        return redirect("set-up")
    form = AdministratorForm(request.POST or None, initial={"email": email})
    if request.method == "POST" and form.is_valid():
        set_organisation(organisation.pk)
        said = form.cleaned_data
        try:
            account = add_first_administrator(organisation, said["email"], said["name"], said["password"], timezone.now())
        except ValidationError as error:
            form.add_error("password", error)
        else:
            if account is None:
                return redirect("sign-in")
            advance(organisation, steps.HOURS)
            request.session.pop(SESSION_KEY, None)
            login(request, account, BACKEND)
            return redirect("set-up-hours")
    lead = _("With this account you set up Guichet and see how the work goes. You choose its password: none was set before.")
    page = {"form": form, "lead": lead}
    return steps.draw_step(request, steps.ADMINISTRATOR, "settings/set_up/form.html", page, 422 if form.errors else 200)
