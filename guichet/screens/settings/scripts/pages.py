"""The scripts of the organisation, what each is about, and the links that they send."""

from collections import Counter
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.decisions.dialogue.acts import HandOverReason
from guichet.decisions.dialogue.words import Medium
from guichet.records.directory.models import Account, Reason
from guichet.records.errors import RefusedError
from guichet.records.scripts import actions, queries
from guichet.records.scripts.actions import Details, Policy
from guichet.records.scripts.handing_over import describe as describe_why
from guichet.records.scripts.measures import measure
from guichet.records.scripts.models import Script, ScriptLink, ScriptVersion
from guichet.records.scripts.problems import find_troubles
from guichet.records.scripts.words import MEDIA, VersionState
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.forms import make_key
from guichet.screens.settings.scripts.finding import edit_as, find_script, show

FIGURES_OF = timedelta(days=30)
MOST_PATIENCE = 5


@administrators_only
@require_safe
def list_page(request: HttpRequest, account: Account) -> HttpResponse:
    rows = [tell_script(script) for script in queries.list_scripts(account.organisation_id)]
    return show(request, account, "list", {"rows": rows})


def tell_script(script: Script) -> dict[str, object]:
    """A script in a list: which version is published, which is in work, and what stands against that."""
    versions: list[ScriptVersion] = list(script.versions.all())
    published = next((each for each in versions if each.state == VersionState.PUBLISHED), None)
    work = next((each for each in versions if each.state in (VersionState.DRAFT, VersionState.IN_REVIEW)), None)
    latest = work or published
    return {
        "script": script,
        "published": published,
        "is_silent": published is not None and queries.answers_nowhere(script),
        "work": work,
        "troubles": len(find_troubles(script.organisation_id, latest.read(), script.media)) if latest else 0,
        "reasons": name_reasons(script.organisation_id, [each.reason_key for each in script.reasons.all()]),
        "media": [MEDIA[Medium(each)] for each in script.media],
    }


def name_reasons(organisation_id: int, keys: list[str]) -> list[str]:
    return [reason.get_label() for reason in Reason.objects.of(organisation_id).current().filter(key__in=keys).order_by("position", "pk")]


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: HttpRequest, account: Account) -> HttpResponse:
    """A name is enough to begin."""
    name = request.POST.get("name", "").strip()[:200]
    refusal = ""
    if request.method == "POST":
        taken = Script.objects.of(account.organisation_id).values_list("key", flat=True)
        refusal = "" if name else _("Give the script a name.")
        if name:
            try:
                version = actions.create_script(account.organisation, make_key(name, taken), Details(name), edit_as(account))
            except RefusedError as error:
                refusal = str(error)
            else:
                return redirect("settings-script-version", version.script.key, version.number)
    return show(request, account, "new", {"name": name, "refusal": refusal}, 422 if refusal else 200)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def script_page(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    """What a script is about, its versions and what became of those who used it."""
    script = find_script(account, key)
    refusal, details = "", None
    if request.method == "POST":
        details = read_details(request.POST)
        try:
            actions.save_details(script, details, edit_as(account))
        except RefusedError as error:
            refusal = str(error)
        else:
            return redirect(request.path + "?done=saved")
    page = {
        "script": script,
        "name": details.name if details else script.name,
        "media": list_media(script, details),
        "reasons": list_reasons(script, details),
        "versions": (versions := list(queries.list_versions(script))),
        "is_silent": any(each.state == VersionState.PUBLISHED for each in versions) and queries.answers_nowhere(script),
        "figures": tell_figures(script),
        "refusal": refusal,
        "done": request.GET.get("done", ""),
    }
    return show(request, account, "script", page, 422 if refusal else 200)


def read_details(sent: QueryDict) -> Details:
    media = tuple(medium for medium in Medium if medium.value in sent.getlist("media"))
    reasons = {}
    for key in sent.getlist("reasons")[:500]:
        patience = sent.get(f"patience.{key}", "")
        count = int(patience) if patience.isascii() and patience.isdecimal() and len(patience) == 1 else 2
        reasons[key] = Policy(f"automated.{key}" in sent or f"known.{key}" not in sent, count)
    return Details(sent.get("name", ""), media, reasons)


def list_media(script: Script, details: Details | None) -> list[tuple[str, object, bool]]:
    chosen = {medium.value for medium in details.media} if details else set(script.media)
    return [(medium.value, label, medium.value in chosen) for medium, label in MEDIA.items()]


def list_reasons(script: Script, details: Details | None) -> list[dict[str, object]]:
    """Every reason that a citizen can choose, with what this script does for it."""
    policies = {each.reason_key: Policy(each.is_automated, each.misunderstandings) for each in script.reasons.all()}
    policies = dict(details.reasons) if details else policies
    reasons = list(Reason.objects.of(script.organisation_id).current().order_by("position", "pk"))
    parents = {reason.parent_id for reason in reasons}
    leaves = [reason for reason in reasons if reason.pk not in parents]
    return [{"key": reason.key, "label": reason.get_label(), "policy": policies.get(reason.key)} for reason in leaves]


def tell_figures(script: Script) -> dict[str, object]:
    """What became of those who used it, by reason, and why a person took over."""
    now = timezone.now()
    measures = measure(script, now - FIGURES_OF, now)
    labels = {reason.key: reason.get_label() for reason in Reason.objects.of(script.organisation_id).current().filter(key__in=measures)}
    why = sum((each.why for each in measures.values()), Counter[HandOverReason]())
    return {
        "rows": [(labels.get(key, key), each) for key, each in sorted(measures.items())],
        "why": [(describe_why(each), count) for each, count in why.most_common()],
    }


@administrators_only
@require_POST
def switch_script(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    is_on = request.POST.get("on") == "1"
    actions.switch(find_script(account, key), edit_as(account), is_on=is_on)
    return redirect("settings-script", key)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def links_page(request: HttpRequest, account: Account) -> HttpResponse:
    """The addresses that scripts may send, under their names."""
    organisation, refusal = account.organisation, ""
    label, address = (request.POST.get(name, "").strip()[:600] for name in ("label", "address"))
    if request.method == "POST":
        try:
            if not label:
                refusal = _("Give the link a name.")
            else:
                taken = ScriptLink.objects.of(organisation.pk).values_list("key", flat=True)
                actions.save_link(organisation, make_key(label, taken), {organisation.default_language: label}, address, edit_as(account))
                return redirect("settings-script-links")
        except RefusedError as error:
            refusal = str(error)
    return show_links(request, account, refusal, {"label": label, "address": address})


@administrators_only
@require_POST
def remove_link(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    link = get_object_or_404(ScriptLink.objects.for_user(account).current(), key=key)
    try:
        actions.remove_link(link, edit_as(account))
    except RefusedError as error:
        return show_links(request, account, str(error), {})
    return redirect("settings-script-links")


def show_links(request: HttpRequest, account: Account, refusal: str, typed: dict[str, str]) -> HttpResponse:
    links = ScriptLink.objects.for_user(account).current().order_by("key")
    return show(request, account, "links", {"links": links, "refusal": refusal, **typed}, 422 if refusal else 200)
