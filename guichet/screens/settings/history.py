"""Who changed what, when, from what to what; and taking it back."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guichet.records.contacts.consent import NeedsConsentError, ask_consent, sum_up
from guichet.records.contacts.effects import Effect
from guichet.records.directory.editing import ORDER, ORGANISATION, Edit, get_content, read_edits, undo
from guichet.records.directory.errors import ChangedMeanwhileError, LogoGoneError, UndoneAlreadyError
from guichet.records.directory.exchange.problems import DirectoryFileError
from guichet.records.directory.logos import LOGO, is_of_logo, undo_logo
from guichet.records.directory.models import Account, DirectoryChange
from guichet.records.errors import RefusedError
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.controls.words import ABSENT, Room
from guichet.screens.settings.entries import get_title, make_room
from guichet.screens.settings.saving import AGREED
from guichet.screens.settings.sections import ORGANISATION as ORGANISATION_PAGE
from guichet.screens.settings.sections import SECTIONS, WIDGET
from guichet.screens.settings.views import draw

PAGE_SIZE = 50
MOST_SHOWN = 200
"""Entries of one change that are shown one by one: an import may have thousands."""


@dataclass(frozen=True, slots=True)
class Field:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a change, in words. `verb` is "added", "changed" or "removed"."""

    kind: str
    title: str
    verb: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A change in the list. `undone_by`: it was taken back."""

    change: DirectoryChange
    sentence: str
    is_undone: bool


@administrators_only
@require_safe
def history_page(request: HttpRequest, account: Account) -> HttpResponse:
    """The latest first; of one entry only, when it is named."""
    changes = DirectoryChange.objects.for_user(account).select_related("actor").prefetch_related("undone_by").order_by("-id")
    section, key = request.GET.get("section", ""), request.GET.get("key", "")
    if section and key and "\0" not in section + key:
        changes = changes.filter(entries__contains=[{"section": section, "key": key}])
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        changes = changes.filter(pk__lt=int(before))
    found = list(changes[: PAGE_SIZE + 1])
    language = account.organisation.default_language
    lines = [Line(change, describe(change, language), bool(change.undone_by.all())) for change in found[:PAGE_SIZE]]
    page = {
        "lines": lines,
        "later": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None,
        "place": _("History"),
        "filter": (section, key),
    }
    return draw(request, account, "settings/history.html", page)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def change_page(request: HttpRequest, account: Account, change_id: int) -> HttpResponse:
    """One change in full, and its undo."""
    change = get_object_or_404(DirectoryChange.objects.for_user(account).select_related("actor", "organisation"), pk=change_id)
    refusal, effect = "", None
    if request.method == "POST":
        try:
            made = take_back(change, account, request.POST.get(AGREED, ""))
        except NeedsConsentError as error:
            effect = error.effect
        except (ChangedMeanwhileError, UndoneAlreadyError, LogoGoneError, DirectoryFileError) as error:
            refusal = explain(error)
        else:
            return redirect(reverse("settings-change", args=[made.pk if made else change.pk]))
    return draw_change(request, account, change, refusal, effect)


def take_back(change: DirectoryChange, account: Account, agreed: str) -> DirectoryChange | None:
    """Undo a change of the directory or of the logo; None when nothing differs."""
    if is_of_logo(change):
        return undo_logo(change, account, timezone.now())
    return undo(change, account, timezone.now(), ask_consent(account.organisation_id, agreed)).change


def draw_change(request: HttpRequest, account: Account, change: DirectoryChange, refusal: str, effect: Effect | None) -> HttpResponse:
    language = account.organisation.default_language
    edits = list_shown(change)
    room = make_room(get_content(account.organisation), language)
    page = {
        "change": change,
        "sentence": describe(change, language),
        "entries": [tell(edit, room) for edit in edits[:MOST_SHOWN]],
        "left_out": max(0, len(edits) - MOST_SHOWN),
        "is_undone": change.undone_by.exists(),
        "refusal": refusal,
        "effect": effect,
        "consent": None if effect is None else sum_up(effect),
        "place": _("History"),
    }
    return draw(request, account, "settings/change.html", page, 409 if refusal or effect else 200)


def explain(error: RefusedError) -> str:
    """Why a change cannot be undone, and what can be done instead."""
    match error:
        case ChangedMeanwhileError():
            return _("What this change touched was changed again since. Undo the later changes first, or correct the entry by hand.")
        case DirectoryFileError():
            reasons = " ".join(problem.message for problem in error.problems[:3])
            return _("Undoing it does not fit any more: %(reasons)s") % {"reasons": reasons}
        case _:
            return str(error)


def list_shown(change: DirectoryChange) -> list[Edit]:
    """The edits worth a line: an order that follows from other edits is left out."""
    edits = read_edits(change)
    return [edit for edit in edits if edit.section != ORDER] or edits


def describe(change: DirectoryChange, language: str) -> str:
    """A change in one sentence."""
    edits = list_shown(change)
    if len(edits) != 1:
        count = len(edits)
        return ngettext("%(count)d entry changed", "%(count)d entries changed", count) % {"count": count}
    [edit] = edits
    if edit.section == ORDER:
        return _("Reasons put in another order")
    if edit.section == LOGO:
        return _("Logo removed") if edit.after is None else _("Logo added") if edit.before is None else _("Logo changed")
    values = {"kind": get_kind(edit.section), "title": get_title(edit.after or edit.before, edit.key, language)}
    if edit.before is None:
        return _("%(kind)s “%(title)s” added") % values
    return (_("%(kind)s “%(title)s” removed") if edit.after is None else _("%(kind)s “%(title)s” changed")) % values


def tell(edit: Edit, room: Room) -> Told:
    """An edit with each field that differs, before and after, in words."""
    verb = "added" if edit.before is None else "removed" if edit.after is None else "changed"
    if edit.section == ORDER:
        orders = [", ".join(room.name(edit.key, key).strip() for key in order) for order in (edit.before, edit.after)]
        return Told(_("Reasons"), _("Order"), verb, (Field(_("Order"), *orders),))
    if edit.section == LOGO:
        pictures = [draw_picture(edit.key, digest) for digest in (edit.before, edit.after)]
        return Told(_("Logo"), _("Picture"), verb, (Field(_("Logo"), *pictures),))
    controls = {**ORGANISATION_PAGE.controls, **WIDGET.controls} if edit.section == ORGANISATION else dict(SECTIONS[edit.section].controls)
    before, after = edit.before or {}, edit.after or {}
    fields = []
    for name in {**before, **after}:
        held = [side.get(name, ABSENT) for side in (before, after)]
        if held[0] != held[1]:
            control = controls.get(name)
            shown = [control.show(value, room).strip() if control else "" if value is ABSENT else str(value) for value in held]
            fields.append(Field(str(control.label) if control else get_field_label(name), *shown))
    return Told(get_kind(edit.section), get_title(edit.after or edit.before, edit.key, room.language), verb, tuple(fields))


def draw_picture(slug: str, digest: str | None) -> str:
    """A logo as it was shown; pictures that are not kept any more leave their alternative text."""
    if digest is None:
        return ""
    return format_html('<img class="logo" src="{}" alt="{}">', reverse("logo", args=[slug, digest]), _("Logo"))


def get_kind(section: str) -> str:
    return str(ORGANISATION_PAGE.one if section == ORGANISATION else SECTIONS[section].one)


def get_field_label(name: str) -> str:
    """The label of a field that only the page of looks has."""
    return {"accent_light": _("Colour in the light look"), "accent_dark": _("Colour in the dark look")}.get(name, name)
