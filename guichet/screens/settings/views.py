"""Lists and forms of the directory."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.decisions.routing.words import Channel
from guichet.records.contacts.consent import ask_consent, sum_up
from guichet.records.directory.editing import ORDER, ORDERED, ORGANISATION, Author, Edit, edit_directory, get_content, get_entry
from guichet.records.directory.exchange.writing import Content
from guichet.records.directory.models import Account, Agent, DirectoryChange, Organisation
from guichet.records.letters.box import list_quarantined
from guichet.records.messaging.deciding import list_uncertain
from guichet.records.notices.queries import list_troubled
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.entries import get_title, list_in_order, list_rows, list_users, make_room
from guichet.screens.settings.forms import EntryForm, draw_form, make_key, read_form, read_seen
from guichet.screens.settings.saving import AGREED, Outcome, attempt, preview, save
from guichet.screens.settings.sections import GROUPS, SECTIONS, WIDGET, Section
from guichet.screens.settings.sections import ORGANISATION as ORGANISATION_PAGE

PAGE_SIZE = 100
NEEDED = ("calendars", "commitments", "queues", "reasons", "skills", "capacities", "agents")
"""Without one of each nobody is answered; in the order in which they need one another."""


@administrators_only
@require_safe
def home(request: HttpRequest, account: Account) -> HttpResponse:
    """Every section with how much it holds, and what is still missing before somebody can be answered."""
    content = get_content(account.organisation)
    counts = {name: len(content.get(name, {})) for name in SECTIONS}
    missing = [SECTIONS[name] for name in NEEDED if not counts[name]]
    page = {
        "counts": counts,
        "missing": missing,
        "is_live": "live" in request.GET and not missing,
        "address": make_address(request, account.organisation),
        "sms_to_decide": list_uncertain(account.organisation_id, Channel.SMS).count(),
        "social_to_decide": list_uncertain(account.organisation_id, Channel.SOCIAL).count(),
        "mails_to_decide": list_troubled(account.organisation_id, timezone.now()).count(),
        "scans_to_look_at": list_quarantined(account.organisation_id).count(),
    }
    return draw(request, account, "settings/home.html", page)


@administrators_only
@require_safe
def section_page(request: HttpRequest, account: Account, section_name: str) -> HttpResponse:
    section, content = get_section(section_name), get_content(account.organisation)
    query = request.GET.get("q", "").strip()[:100]
    rows = list_rows(content, section, account.organisation.default_language, query)
    asked = request.GET.get("from", "")
    first = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    page = {
        "section": section,
        "headings": [section.controls[name].label for name in section.columns],
        "rows": rows[first : first + PAGE_SIZE],
        "found": len(rows),
        "total": len(content.get(section.name, {})),
        "query": query,
        "later": first + PAGE_SIZE if first + PAGE_SIZE < len(rows) else None,
        "earlier": max(0, first - PAGE_SIZE) if first else None,
        "is_ordered": section.name == ORDERED and not query,
        "saved": find_saved(request, account),
    }
    return draw(request, account, "settings/section.html", page)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def entry_page(request: HttpRequest, account: Account, section_name: str, key: str) -> HttpResponse:
    """The form of one entry. Who saves second sees both versions; what harms people who wait asks first."""
    section, content = get_section(section_name), get_content(account.organisation)
    entry = get_entry(content, section.name, key)
    if entry is None and request.method != "POST":
        raise Http404
    room = make_room(content, account.organisation.default_language, key)
    if request.method != "POST":
        return draw_entry(request, account, draw_form(section, key, entry, room), content)
    return answer(request, account, read_form(section, key, request.POST, room), content)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_entry_page(request: HttpRequest, account: Account, section_name: str) -> HttpResponse:
    section, content = get_section(section_name), get_content(account.organisation)
    room = make_room(content, account.organisation.default_language)
    if request.method != "POST":
        offered = {name: value for name, value in request.GET.items() if name in section.controls and name in ("parent", "queue")}
        return draw_entry(request, account, draw_form(section, "", None, room, offered), content)
    form = read_form(section, "", request.POST, room)
    form.seen, form.is_new = None, True
    form.key = make_key(get_title(form.values, "", room.language), content.get(section.name, {}))
    return answer(request, account, form, content)


def answer(request: HttpRequest, account: Account, form: EntryForm, content: Content) -> HttpResponse:
    if "preview" in request.POST:
        return draw_entry(request, account, form, content, preview(account, form))
    outcome = save(account, form, request.POST.get(AGREED, ""))
    if outcome.stored is None:
        return draw_entry(request, account, form, content, outcome)
    return redirect(make_way_back(form.section, outcome))


NOTHING_YET = Outcome()


def draw_entry(request: HttpRequest, account: Account, form: EntryForm, content: Content, outcome: Outcome = NOTHING_YET) -> HttpResponse:
    page = {
        "section": form.section,
        "form": form,
        "is_new": form.is_new,
        "title": form.section.add if form.is_new else get_title(form.seen or form.values, form.key, form.room.language),
        "users": [] if form.is_new else list_users(content, form.section.name, form.key, form.room.language),
        "conflict": outcome.conflict,
        "effect": outcome.effect,
        "consent": None if outcome.effect is None or outcome.is_foreseen else sum_up(outcome.effect),
        "saved": find_saved(request, account),
        "agent": None if form.is_new or form.section.name != "agents" else find_agent(account, form.key),
    }
    status = 200 if outcome.is_foreseen else 409 if outcome.conflict or outcome.effect else 422 if form.is_wrong else 200
    return draw(request, account, "settings/entry.html", page, status)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove_page(request: HttpRequest, account: Account, section_name: str, key: str) -> HttpResponse:
    """Ask before an entry is removed: whether others need it, and what it would do to people who wait."""
    section, content = get_section(section_name), get_content(account.organisation)
    entry = get_entry(content, section.name, key)
    if entry is None:
        raise Http404
    form = draw_form(section, key, entry, make_room(content, account.organisation.default_language, key))
    users = list_users(content, section.name, key, form.room.language)
    outcome = Outcome()
    if request.method == "POST" and not users:
        form.seen = read_seen(request.POST)
        agreed = request.POST.get(AGREED, "")
        outcome = attempt(account, form, [Edit(section.name, key, form.seen, None)], ask_consent(account.organisation_id, agreed))
        if outcome.stored is not None:
            return redirect(make_way_back(section, outcome))
    page = {
        "section": section,
        "form": form,
        "title": get_title(entry, key, form.room.language),
        "users": users,
        "conflict": outcome.conflict,
        "effect": outcome.effect,
        "consent": None if outcome.effect is None else sum_up(outcome.effect),
    }
    status = 409 if outcome.conflict or outcome.effect else 422 if form.is_wrong else 200
    return draw(request, account, "settings/remove.html", page, status)


@administrators_only
@require_POST
def move_reason(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    """Put a reason before its elder sibling, or behind its younger one."""
    content = get_content(account.organisation)
    entries = content.get(ORDERED, {})
    if key not in entries:
        raise Http404
    siblings = [
        each
        for each, _title, _depth in list_in_order(content, ORDERED, account.organisation.default_language)
        if entries[each].get("parent") == entries[key].get("parent")
    ]
    place = siblings.index(key) + (-1 if request.POST.get("direction") == "up" else 1)
    if 0 <= place < len(siblings):
        order, other = list(entries), siblings[place]
        first, second = order.index(key), order.index(other)
        order[first], order[second] = order[second], order[first]
        edit_directory(account.organisation, [Edit(ORDER, ORDERED, list(entries), order)], Author(account), timezone.now())
    return redirect(reverse("settings-section", args=[ORDERED]) + f"#{key}")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_page(request: HttpRequest, account: Account) -> HttpResponse:
    return answer_organisation(request, account, ORGANISATION_PAGE)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def widget_page(request: HttpRequest, account: Account) -> HttpResponse:
    """Where the widget may stand, and the tag that brings it there."""
    return answer_organisation(request, account, WIDGET)


def answer_organisation(request: HttpRequest, account: Account, section: Section) -> HttpResponse:
    """A form on the organisation itself."""
    content, organisation = get_content(account.organisation), account.organisation
    room = make_room(content, organisation.default_language)
    outcome = Outcome()
    if request.method == "POST":
        form = read_form(section, organisation.slug, request.POST, room)
        outcome = save(account, form)
        if outcome.stored is not None:
            return redirect(f"{request.path}?saved={outcome.stored.change.pk if outcome.stored.change else 0}")
    else:
        form = draw_form(section, organisation.slug, content[ORGANISATION], room)
    page = {
        "section": section,
        "form": form,
        "title": section.title,
        "conflict": outcome.conflict,
        "saved": find_saved(request, account),
        "tag": make_tag(request, organisation) if section is WIDGET else None,
    }
    return draw(request, account, "settings/organisation.html", page, 409 if outcome.conflict else 422 if form.is_wrong else 200)


def make_address(request: HttpRequest, organisation: Organisation) -> str:
    """The page of the citizens."""
    return request.build_absolute_uri(reverse("organisation", args=[organisation.slug]))


def make_tag(request: HttpRequest, organisation: Organisation) -> str:
    """What is pasted into another site so that the widget appears there; a link for whoever browses without scripts."""
    address = request.build_absolute_uri(f"/widget/{organisation.slug}.js")
    home = make_address(request, organisation)
    words = escape(_("%(organisation)s: write to us") % {"organisation": organisation.name})
    return f'<script src="{address}" async></script>\n<noscript><a href="{home}">{words}</a></noscript>'


def make_way_back(section: Section, outcome: Outcome) -> str:
    change = outcome.stored.change if outcome.stored else None
    return reverse("settings-section", args=[section.name]) + f"?saved={change.pk if change else 0}"


def find_saved(request: HttpRequest, account: Account) -> DirectoryChange | str | None:
    """What was saved a moment ago, to be shown with its undo; a sentence when it changed nothing."""
    number = request.GET.get("saved", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    if number == "0":
        return _("Nothing was changed.")
    return DirectoryChange.objects.for_user(account).filter(pk=int(number)).first()


def find_agent(account: Account, key: str) -> Agent | None:
    return Agent.objects.for_user(account).current().filter(key=key).select_related("account").first()


def get_section(name: str) -> Section:
    """:raises Http404: there is no such section."""
    try:
        return SECTIONS[name]
    except KeyError:
        raise Http404 from None


def draw(request: HttpRequest, account: Account, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    """A settings page in its frame: `place` marks where one is."""
    section = page.get("section")
    frame = {"organisation": account.organisation, "page": "settings", "groups": GROUPS, "place": getattr(section, "title", "")}
    return render(request, template, {**frame, **page}, status=status)
