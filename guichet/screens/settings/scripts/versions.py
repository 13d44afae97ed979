"""One version: its steps with what is wrong beside each, its preview, and its way to publication."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from msgspec.structs import replace

from guichet.decisions.dialogue.checks import MOST_QUESTIONS
from guichet.decisions.dialogue.paths import count_questions
from guichet.decisions.dialogue.phrases import PHRASES
from guichet.decisions.dialogue.words import HandOver, Script, StepId
from guichet.records.directory.models import Account
from guichet.records.errors import RefusedError
from guichet.records.scripts import actions, editing
from guichet.records.scripts.describing import KINDS, Difference, compare, describe, get_title
from guichet.records.scripts.errors import ChangedMeanwhileError
from guichet.records.scripts.models import ScriptVersion
from guichet.records.scripts.naming import Names, read_names
from guichet.records.scripts.problems import Trouble, find_troubles
from guichet.records.scripts.queries import answers_nowhere
from guichet.records.scripts.words import VersionState
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.scripts.finding import edit_as, find_version, read_seen, show
from guichet.screens.settings.scripts.previews import WORDS, play, show_step
from guichet.screens.settings.scripts.step_fields import MADE, draw_step, make_room
from guichet.screens.settings.scripts.step_reading import make_step, read_step


@administrators_only
@require_safe
def version_page(request: HttpRequest, account: Account, key: str, number: int) -> HttpResponse:
    return show_version(request, account, find_version(account, key, number))


def show_version(request: HttpRequest, account: Account, version: ScriptVersion, refusal: str = "") -> HttpResponse:
    script, names = version.read(), read_names(version.organisation_id)
    troubles = find_troubles(version.organisation_id, script, version.script.media)
    beside = group_troubles(troubles)
    page = {
        "script": version.script,
        "version": version,
        "document": script,
        "is_draft": version.state == VersionState.DRAFT,
        "is_in_review": version.state == VersionState.IN_REVIEW,
        "is_published": version.state == VersionState.PUBLISHED,
        "is_silent": version.state == VersionState.PUBLISHED and answers_nowhere(version.script),
        "done": "" if refusal else tell_done(request),
        "steps": [tell_step(script, name, names, beside[name]) for name, step in script.steps.items()],
        "general": [trouble for name, found in beside.items() if name not in script.steps for trouble in found],
        "troubles": len(troubles),
        "questions": count_questions(script).get(script.start),
        "most_questions": MOST_QUESTIONS,
        "kinds": [(name, KINDS[name]) for name in MADE],
        "languages": [(language, language in script.languages) for language in PHRASES],
        "ways": [(name, get_title(step)) for name, step in script.steps.items()],
        "people": [(name, get_title(step)) for name, step in script.steps.items() if isinstance(step, HandOver)],
        "preview": play(account.organisation, script, read_said(request), request.GET.get("language", ""), timezone.now()),
        "refusal": refusal,
    }
    return show(request, account, "version", page, 409 if refusal else 200)


def tell_done(request: HttpRequest) -> str:
    """What was decided before this page was opened."""
    return {
        "draft": _("Here is a new draft. The published version answers until this one is published."),
        "submit": _("Somebody else reads it now, then publishes it or sends it back."),
        "send-back": _("It went back to its author."),
        "publish": _("Published."),
        "roll-back": _("This earlier version holds again, as a new one."),
        "withdraw": _("Put aside. It stays readable."),
    }.get(request.GET.get("done", ""), "")


def read_said(request: HttpRequest) -> list[str]:
    """What was answered in the preview so far, a last answer in words included."""
    words = request.GET.get("words", "").strip()[:200]
    return [*request.GET.getlist("said"), *([f"{WORDS}:{words}"] if words else [])]


def tell_step(script: Script, name: StepId, names: Names, troubles: list[str]) -> dict[str, object]:
    return {"name": name, "title": get_title(script.steps[name]), "lines": describe(script, name, names), "troubles": troubles}


def group_troubles(troubles: list[Trouble]) -> defaultdict[str, list[str]]:
    """The sentences by the step that they stand beside."""
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for trouble in troubles:
        beside[trouble.step].append(trouble.explain())
    return beside


@administrators_only
@require_POST
def change_steps(request: HttpRequest, account: Account, key: str, number: int) -> HttpResponse:
    """Add, move or delete a step, change what holds for the whole script, or take the last change back."""
    version = find_version(account, key, number)
    verb, name = request.POST.get("do", ""), StepId(request.POST.get("step", ""))
    try:
        if verb == "undo":
            actions.undo(version, read_seen(request), edit_as(account))
        elif verb == "add":
            return add_step(request, account, version)
        else:
            changed = change(version.read(), verb, name, request)
            actions.save_draft(version, changed, read_seen(request), edit_as(account))
    except RefusedError as error:
        return show_version(request, account, find_version(account, key, number), str(error))
    anchor = f"#step-{name}" if verb in ("up", "down") else "#steps"
    return redirect(reverse("settings-script-version", args=[key, number]) + anchor)


def change(script: Script, verb: str, name: StepId, request: HttpRequest) -> Script:
    """:raises Http404: no form of ours asks for this."""
    changes: dict[str, Callable[[], Script]] = {
        "up": lambda: editing.move_step(script, name, -1),
        "down": lambda: editing.move_step(script, name, 1),
        "delete": lambda: editing.remove_step(script, name),
        "whole": lambda: change_whole(script, request),
    }
    if verb not in changes:
        raise Http404
    return changes[verb]()


def change_whole(script: Script, request: HttpRequest) -> Script:
    sent = request.POST
    languages = tuple(language for language in PHRASES if language in sent.getlist("languages"))
    start, person = (StepId(sent.get(name, "")) for name in ("start", "person"))
    return replace(script, languages=languages, start=start, person=person)


def add_step(request: HttpRequest, account: Account, version: ScriptVersion) -> HttpResponse:
    """Put a new step behind another and open its form. :raises Http404: there is no such kind."""
    kind, after = request.POST.get("kind", ""), StepId(request.POST.get("after", ""))
    if kind not in MADE:
        raise Http404
    script = version.read()
    order = list(script.steps)
    place = order.index(after) + 1 if after in order else len(order)
    following = order[place] if place < len(order) else script.person
    name = editing.make_name(script, kind.lower())
    added = editing.put_step(script, name, make_step(kind, script, following), after)
    actions.save_draft(version, added, read_seen(request), edit_as(account))
    return redirect("settings-script-step", version.script.key, version.number, name)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def step_page(request: HttpRequest, account: Account, key: str, number: int, name: str) -> HttpResponse:
    """The form of a step. Who saves second sees what the first has changed, and keeps what he typed."""
    version = find_version(account, key, number)
    script = version.read()
    known = script.get(StepId(name))
    if known is None or version.state != VersionState.DRAFT:
        raise Http404
    step, errors, refusal = known, dict[str, str](), ""
    conflict: list[Difference] = []
    if request.method == "POST":
        step, errors = read_step(known, request.POST, script)
        written = editing.put_step(script, StepId(name), step)
        if "preview" not in request.POST and not errors:
            try:
                actions.save_draft(version, written, read_seen(request), edit_as(account))
            except ChangedMeanwhileError as error:
                version, refusal = error.current, str(error)
                conflict = list_differences(version, written, name)
            except RefusedError as error:
                refusal = str(error)
            else:
                return redirect(reverse("settings-script-version", args=[key, number]) + f"#step-{name}")
    shown = editing.put_step(version.read(), StepId(name), step)
    beside = group_troubles(find_troubles(version.organisation_id, shown, version.script.media))
    page: dict[str, Any] = {
        "script": version.script,
        "version": version,
        "name": name,
        "kind": KINDS[type(step).__name__],
        "field_groups": draw_step(step, make_room(account.organisation, shown), errors, request.POST),
        "troubles": beside[name],
        "errors": errors,
        "refusal": refusal,
        "conflict": conflict,
        "preview": show_step(account.organisation, shown, StepId(name), "", timezone.now()),
    }
    return show(request, account, "step", page, 409 if refusal else 422 if errors else 200)


def list_differences(now: ScriptVersion, mine: Script, name: str) -> list[Difference]:
    return [each for each in compare(now.read(), mine, read_names(now.organisation_id)) if each.step == name]


@administrators_only
@require_POST
def decide(request: HttpRequest, account: Account, key: str, number: int) -> HttpResponse:
    """Submit, send back, publish, go back to, put aside, or begin a new draft."""
    version, who = find_version(account, key, number), edit_as(account)
    decisions: dict[str, Callable[[], ScriptVersion]] = {
        "draft": lambda: actions.draft(version, who),
        "submit": lambda: actions.submit(version, who),
        "send-back": lambda: actions.send_back(version, request.POST.get("note", ""), who),
        "publish": lambda: actions.publish(version, who),
        "roll-back": lambda: actions.roll_back(version, who),
        "withdraw": lambda: actions.withdraw(version, who),
    }
    decision = decisions.get(request.POST.get("decision", ""))
    if decision is None:
        raise Http404
    try:
        decided = decision()
    except RefusedError as error:
        return show_version(request, account, find_version(account, key, number), str(error))
    done = request.POST["decision"]
    return redirect(reverse("settings-script-version", args=[key, decided.number]) + f"?done={done}")


@administrators_only
@require_safe
def compare_page(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    """What differs between two versions, in words."""
    before, after = (find_version(account, key, read_number(request, name)) for name in ("from", "to"))
    found = compare(before.read(), after.read(), read_names(account.organisation_id))
    differences = [{"title": name_step(before, after, each.step), "difference": each} for each in found]
    return show(request, account, "compare", {"script": after.script, "before": before, "after": after, "differences": differences})


def read_number(request: HttpRequest, name: str) -> int:
    """:raises Http404: it is none."""
    sent = request.GET.get(name, "")
    if not (sent.isascii() and sent.isdecimal()):
        raise Http404
    return int(sent[:12])


def name_step(before: ScriptVersion, after: ScriptVersion, name: str) -> str:
    if not name:
        return _("The whole script")
    step = after.read().get(StepId(name)) or before.read().get(StepId(name))
    return get_title(step) if step else name
