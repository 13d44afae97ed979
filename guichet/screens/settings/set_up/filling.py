"""The other steps, for the administrator who has just signed in."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.records.directory.calendars import is_open
from guichet.records.directory.editing import ORGANISATION, Author, Edit, edit_directory, get_content, get_entry
from guichet.records.directory.exchange.problems import DirectoryFileError
from guichet.records.directory.exchange.writing import Content
from guichet.records.directory.founding import advance, link_account
from guichet.records.directory.models import Account, Agent
from guichet.records.directory.names import BY_NAME
from guichet.records.directory.queries import list_queue_calendars
from guichet.records.directory.starters import choose, get_starter, list_starters
from guichet.records.directory.words import ChangeKind, Role
from guichet.records.errors import RefusedError
from guichet.records.notices.invitations import Invitation, Invited, invite
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.entries import get_title, make_room
from guichet.screens.settings.forms import draw_form, make_key, read_form
from guichet.screens.settings.saving import save
from guichet.screens.settings.sections import CALENDARS, WIDGET
from guichet.screens.settings.set_up import steps
from guichet.screens.settings.set_up.forms import AgentForm
from guichet.screens.settings.views import draw, find_agent, make_address, make_tag
from guichet.screens.settings.words import HOLIDAYS, ZONES

MAIN_CALENDAR = "opening-hours"
USUAL_DAY = "08:30-12:00, 13:30-17:00"
USUAL_WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), USUAL_DAY)
HOURS = replace(CALENDARS, controls={name: CALENDARS.controls[name] for name in ("weekly", "holidays", "exceptions")})
CONFIRMED = 3
FLUENT = 5


@dataclass(frozen=True, slots=True)
class NewAgent:
    """`skills` are keys of the directory; no e-mail: it is the administrator himself."""

    name: str
    email: str | None
    skills: tuple[str, ...]


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def hours_step(request: HttpRequest, account: Account) -> HttpResponse:
    organisation, content = account.organisation, get_content(account.organisation)
    entry = get_entry(content, "calendars", MAIN_CALENDAR)
    room = make_room(content, organisation.default_language, MAIN_CALENDAR)
    offered = {"weekly": USUAL_WEEK, "holidays": find_holidays(organisation.time_zone)}
    form = draw_form(HOURS, MAIN_CALENDAR, entry, room, offered)
    if request.method == "POST":
        form = read_form(HOURS, MAIN_CALENDAR, request.POST, room)
        label = {"fr": "Horaires d’ouverture", "en": "Opening hours"}
        form.values |= {"label": (entry or {}).get("label", label), "time_zone": organisation.time_zone}
        if save(account, form).stored is not None:
            advance(organisation, steps.REASONS)
            return redirect("set-up-reasons")
    return steps.draw_step(request, steps.HOURS, "settings/set_up/hours.html", {"form": form}, 422 if form.is_wrong else 200)


def find_holidays(time_zone: str) -> str:
    """The territory of a zone, as long as it is the only one; the mainland is by far the likeliest of its own."""
    name = dict(ZONES).get(time_zone)
    return next((key for key, words in HOLIDAYS if words == name), "metropole")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def reasons_step(request: HttpRequest, account: Account) -> HttpResponse:
    answer = answer_starters(request, account)
    if answer is not None:
        advance(account.organisation, steps.AGENTS)
        return redirect("set-up-agents")
    return steps.draw_step(request, steps.REASONS, "settings/set_up/reasons.html", describe_starters(request, account))


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def starters_page(request: HttpRequest, account: Account) -> HttpResponse:
    """The same choice from the settings, at any time."""
    if answer_starters(request, account) is not None:
        return redirect("settings-section", "reasons")
    return draw(request, account, "settings/starters.html", {**describe_starters(request, account), "place": _("Starter sets")})


def answer_starters(request: HttpRequest, account: Account) -> str | None:
    """Add what was ticked; the name of the set, or None when nothing was chosen."""
    name, reasons = request.POST.get("set", ""), request.POST.getlist("reasons")
    if request.method != "POST" or not reasons:
        return None
    try:
        starter = get_starter(name)
    except KeyError:
        raise Http404 from None
    content = get_content(account.organisation)
    calendar, edits = get_main_calendar(content, account)
    edits += choose(starter, reasons, calendar, content)
    edit_directory(account.organisation, edits, Author(account, ChangeKind.SET_UP), timezone.now())
    return name


def get_main_calendar(content: Content, account: Account) -> tuple[str, list[Edit]]:
    """The calendar by which new queues open; when there is none yet, what adds the usual one."""
    calendars = content.get("calendars", {})
    if calendars:
        return (MAIN_CALENDAR if MAIN_CALENDAR in calendars else next(iter(calendars))), []
    zone = account.organisation.time_zone
    entry = {
        "label": {"fr": "Horaires d’ouverture", "en": "Opening hours"},
        "time_zone": zone,
        "holidays": find_holidays(zone),
        "weekly": USUAL_WEEK,
    }
    return MAIN_CALENDAR, [Edit("calendars", MAIN_CALENDAR, None, entry)]


def describe_starters(request: HttpRequest, account: Account) -> dict[str, Any]:
    """The sets, and the reasons of the one that is looked at, under their branches; those that are there already are said so."""
    language = account.organisation.default_language
    known = get_content(account.organisation).get("reasons", {})
    wanted = request.POST.get("set") or request.GET.get("set", "")
    sets = [{"name": each.name, "title": say(each.title, language), "summary": say(each.summary, language)} for each in list_starters()]
    chosen = next((each for each in list_starters() if each.name == wanted), None)
    branches: list[dict[str, Any]] = []
    for key, entry in (chosen.content["reasons"] if chosen else {}).items():
        line = {"key": key, "title": get_title(entry, key, language), "is_there": key in known}
        if "parent" in entry:
            next(branch for branch in branches if branch["key"] == entry["parent"])["reasons"].append(line)
        else:
            branches.append({**line, "reasons": []})
    return {
        "sets": sets,
        "chosen": wanted if chosen else "",
        "branches": branches,
        "is_bare": request.method == "POST",
        "known": len(known),
    }


def say(words: dict[str, str], language: str) -> str:
    return words.get(language, words["fr"])


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def agents_step(request: HttpRequest, account: Account) -> HttpResponse:
    """One agent at a time, with the link that lets him in; or the administrator himself. Who goes on with a form half filled adds first."""
    asked = "again" if "again" in request.POST else request.POST.get("add", "")
    typed = {name: request.POST.get(name, "") for name in AgentForm.base_fields}
    if asked == "next" and not any(text.strip() for text in typed.values()):
        advance(account.organisation, steps.WIDGET)
        return redirect("set-up-widget")
    form = AgentForm(request.POST) if asked in ("agent", "next") else AgentForm(initial=typed)
    refusal, invited, is_added = "", None, False
    if asked in ("me", "again") or form.is_valid():
        try:
            invited = answer_agents(request, account, asked, form)
        except RefusedError as error:
            refusal = explain(error)
        else:
            is_added = form.is_bound
            form = AgentForm() if is_added else form
    page = {"form": form, "refusal": refusal, "invited": invited, **describe_agents(account, None if is_added else request.POST)}
    status = 422 if refusal or (form.is_bound and form.errors) else 200
    return steps.draw_step(request, steps.AGENTS, "settings/set_up/agents.html", page, status)


def answer_agents(request: HttpRequest, account: Account, asked: str, form: AgentForm) -> Invited | None:
    """:raises RefusedError: what is said cannot be used; nothing is kept then."""
    skills, site = tuple(request.POST.getlist("skills")), make_site(request)
    match asked:
        case "me":
            return add_agent(account, NewAgent(account.name or account.email, None, skills), site)
        case "again":
            return invite_again(account, request.POST.get("again", ""), site)
    return add_agent(account, NewAgent(form.cleaned_data["name"], form.cleaned_data["email"], skills), site)


def invite_again(account: Account, key: str, site: str) -> Invited:
    """A new link for an agent who has not come yet; the earlier one opens nothing any more.

    :raises AddressTakenError: he has come meanwhile.
    """
    agent = find_agent(account, key)
    if agent is None or agent.account is None:
        raise Http404
    wanted = Invitation(email=agent.account.email, roles=agent.account.roles, name=agent.name, agent_key=key)
    return invite(account, wanted, site, timezone.now())


def describe_agents(account: Account, sent: QueryDict | None) -> dict[str, Any]:
    """Who is there already, and what an agent can be asked. Languages come last; what was ticked in `sent` is, without it everything."""
    content = get_content(account.organisation)
    known = make_room(content, account.organisation.default_language).list_choices("skills")
    known = sorted(known, key=lambda skill: bool(content["skills"][skill[0]].get("language")))
    ticked = sent.getlist("skills") if sent else [key for key, _title in known]
    agents = Agent.objects.of(account.organisation_id).current().select_related("account").order_by(BY_NAME)
    return {
        "skills": [{"key": key, "title": title, "is_ticked": key in ticked} for key, title in known],
        "agents": agents,
        "is_agent": agents.filter(account=account).exists(),
        "has_capacity": bool(content.get("capacities")),
    }


def make_site(request: HttpRequest) -> str:
    """The address at which people reach this installation."""
    return f"{request.scheme}://{request.get_host()}"


def explain(error: RefusedError) -> str:
    if isinstance(error, DirectoryFileError):
        return " ".join(problem.message for problem in error.problems)
    return str(error)


def add_agent(account: Account, said: NewAgent, site: str) -> Invited | None:
    """Add an agent, and invite him; without an e-mail it is the administrator himself.

    :raises RefusedError: the entry or the address cannot be used; nothing is kept then.
    """
    content, now = get_content(account.organisation), timezone.now()
    known, capacities = content.get("skills", {}), content.get("capacities", {})
    levels = {skill: FLUENT if known[skill].get("language") else CONFIRMED for skill in said.skills if skill in known}
    key = make_key(said.name, content.get("agents", {}))
    capacity = max(capacities, key=lambda each: int(capacities[each]["units"]), default="")
    entry = {"name": said.name, "capacity": capacity, "skills": levels}
    with transaction.atomic():
        edit_directory(account.organisation, [Edit("agents", key, None, entry)], Author(account, ChangeKind.SET_UP), now)
        if said.email is not None:
            wanted = Invitation(email=said.email, roles=[Role.AGENT.value], name=said.name, agent_key=key)
            return invite(account, wanted, site, now)
        link_account(Agent.objects.of(account.organisation_id).current().get(key=key), account, account, now)
    return None


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def widget_step(request: HttpRequest, account: Account) -> HttpResponse:
    organisation, content = account.organisation, get_content(account.organisation)
    room = make_room(content, organisation.default_language)
    form = draw_form(WIDGET, organisation.slug, content[ORGANISATION], room)
    if request.method == "POST":
        form = read_form(WIDGET, organisation.slug, request.POST, room)
        if save(account, form).stored is not None:
            advance(organisation, steps.TEST)
            return redirect("set-up-test")
    page = {"form": form, "tag": make_tag(request, organisation), "address": make_address(request, organisation)}
    return steps.draw_step(request, steps.WIDGET, "settings/set_up/widget.html", page, 422 if form.is_wrong else 200)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def test_step(request: HttpRequest, account: Account) -> HttpResponse:
    """Try it: the page of the citizens beside the desk. After that the guide is through."""
    if request.method == "POST":
        advance(account.organisation, None)
        return redirect(reverse("settings") + "?live")
    page = {
        "address": make_address(request, account.organisation),
        "is_agent": Agent.objects.of(account.organisation_id).current().filter(account=account).exists(),
        "is_open": any(is_open(calendar, timezone.now()) for calendar in list_queue_calendars(account.organisation_id).values()),
    }
    return steps.draw_step(request, steps.TEST, "settings/set_up/test.html", page)
