"""One article: what it is about, its versions, the editor of a draft, and the steps of a version."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.records.directory.models import Account, Reason, Territory
from guichet.records.directory.writers import Editing
from guichet.records.errors import RefusedError
from guichet.records.knowledge import actions
from guichet.records.knowledge.actions import Details
from guichet.records.knowledge.errors import DayIsPastError, WordingsDisagreeError
from guichet.records.knowledge.models import Article, ArticleVersion
from guichet.records.knowledge.proving import list_drifts
from guichet.records.knowledge.queries import list_others, list_reviewers
from guichet.records.knowledge.sentences import explain_fault
from guichet.records.knowledge.states import IN_WORK, Step, VersionState, list_steps
from guichet.records.knowledge.words import Audience
from guichet.screens.settings.knowledge.access import draw_knowledge, editors_only, get_article, get_version
from guichet.screens.settings.knowledge.forms import ContentForm, draw_form, read_content

OFFERED = ("fr", "en", "ar", "pt", "tr", "es", "uk", "ro")
"""Languages in which wordings may be added."""
DONE = "done"
MOST_NAMED = 5
MAIN_STEPS = {VersionState.SUBMITTED: Step.APPROVE, VersionState.APPROVED: Step.PUBLISH}
"""What somebody who opens such a version has most likely come for; it stands first."""


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: str
    is_chosen: bool


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def article_page(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    """What an article is about, and all its versions."""
    article = get_article(account, key)
    refusal = ""
    if request.method == "POST":
        try:
            actions.save_details(article, read_details(request, account), Editing(account, timezone.now()))
            return redirect(reverse("knowledge-article", args=[key]) + "?done=details")
        except (RefusedError, ValueError) as error:
            refusal = str(error) if isinstance(error, RefusedError) else _("Write days as 2027-01-31.")
    versions = list(article.versions.all())
    states = [VersionState(version.state) for version in versions]
    answer = next((version for version, state in zip(versions, states, strict=True) if state is VersionState.PUBLISHED), versions[0])
    page = {
        "article": article,
        "at_work": next((version for version, state in zip(versions, states, strict=True) if state in IN_WORK), None),
        "latest": answer,
        "title": versions[0].read().get_title(account.organisation.default_language),
        "versions": [(version, state.label) for version, state in zip(versions, states, strict=True)],
        "reasons": list_reasons(account, article),
        "territories": list_territories(account, article),
        "owners": list_reviewers(account.organisation_id).order_by("name", "email"),
        "drifts": [explain_fault(fault) for fault in list_drifts(account.organisation).get(article.pk, [])],
        "done": tell_done(request),
        "refusal": refusal,
    }
    return draw_knowledge(request, account, "article.html", page, 422 if refusal else 200)


def read_details(request: HttpRequest, account: Account) -> Details:
    """:raises ValueError: a day is none."""
    sent = request.POST
    owner = sent.get("owner", "")
    days = {name: date.fromisoformat(sent[name]) if sent.get(name) else None for name in ("review_on", "source_changed_on")}
    return Details(
        audience=Audience.AGENTS if sent.get("audience") == Audience.AGENTS else Audience.PUBLIC,
        owner=list_reviewers(account.organisation_id).filter(pk=int(owner)).first() if owner.isdecimal() and len(owner) < 18 else None,
        review_on=days["review_on"],
        source_changed_on=days["source_changed_on"],
        source_title=sent.get("source_title", "").replace("\0", "")[:300],
        source_url=sent.get("source_url", "").replace("\0", "")[:500],
        reasons=sent.getlist("reasons"),
        territories=sent.getlist("territories"),
    )


def list_reasons(account: Account, article: Article) -> list[Choice]:
    chosen = {reason.reason_key for reason in article.reasons.all()}
    reasons = Reason.objects.of(account.organisation_id).current().order_by("position", "pk")
    return [Choice(reason.key, reason.get_label(), reason.key in chosen) for reason in reasons]


def list_territories(account: Account, article: Article) -> list[Choice]:
    chosen = set(article.territories.values_list("territory_id", flat=True))
    territories = Territory.objects.of(account.organisation_id).current().order_by("pk")
    return [Choice(territory.key, territory.name, territory.pk in chosen) for territory in territories]


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def version_page(request: HttpRequest, account: Account, key: str, number: int) -> HttpResponse:
    """The editor of a draft; of any other version what it says, and what can be done with it."""
    version = get_version(account, key, number)
    if request.method != "POST":
        asked = request.GET.get("with", "")
        return draw_version(request, account, version, make_form(version, asked if asked in OFFERED else ""))
    languages = [code for code in request.POST.getlist("languages") if code in OFFERED or code == account.organisation.default_language]
    draft = read_content(request.POST, languages or [account.organisation.default_language])
    form = draw_form(
        draft.content,
        Audience(version.article.audience),
        account.organisation.default_language,
        version.list_outdated(),
        rows=draft.rows,
    )
    if form.wrong or "preview" in request.POST:
        return draw_version(request, account, version, form, status=422 if form.wrong and "preview" not in request.POST else 200)
    seen = request.POST.get("seen", "")
    editing = Editing(account, timezone.now())
    try:
        saved = actions.save_draft(
            version,
            draft.content,
            int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
            editing,
            is_confirmed="confirmed" in request.POST,
        )
    except RefusedError as error:
        return draw_version(request, account, version, form, refusal=str(error), status=422)
    if saved.meanwhile:
        compare = reverse("knowledge-compare", args=[key])
        return redirect(f"{compare}?one={saved.meanwhile.number}&other={saved.version.number}&meanwhile=1")
    return redirect(reverse("knowledge-version", args=[key, number]) + "?done=saved")


def make_form(version: ArticleVersion, more: str = "") -> ContentForm:
    article = version.article
    return draw_form(version.read(), Audience(article.audience), article.organisation.default_language, version.list_outdated(), more=more)


def draw_version(
    request: HttpRequest, account: Account, version: ArticleVersion, form: ContentForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    state = VersionState(version.state)
    readers = list_readers(account, version)
    steps = [step for step in list_steps(state) if step is not Step.APPROVE or not readers]
    main_step = MAIN_STEPS.get(state) if MAIN_STEPS.get(state) in steps else None
    page = {
        "article": version.article,
        "version": version,
        "state": state.label,
        "is_draft": state is VersionState.DRAFT,
        "form": form,
        "title": form.content.get_title(account.organisation.default_language) or version.article.key,
        "steps": [(step.value, step.label) for step in sorted(steps, key=lambda step: step is not main_step)],
        "readers": readers,
        "main_step": main_step,
        "more": [code for code in OFFERED if code not in form.languages],
        "done": tell_done(request),
        "refusal": refusal,
        "earlier": version.number - 1 if version.number > 1 else None,
    }
    return draw_knowledge(request, account, "version.html", page, status)


def list_readers(account: Account, version: ArticleVersion) -> list[str]:
    """Who approves a submitted version in its author's place; nobody where the one who looks may."""
    if version.state != VersionState.SUBMITTED or version.author_id != account.pk:
        return []
    return [each.name or each.email for each in list_others(version).order_by("name", "email")[:MOST_NAMED]]


@editors_only
@require_POST
def take_step(request: HttpRequest, account: Account, key: str, number: int) -> HttpResponse:
    version, asked = get_version(account, key, number), request.POST.get("step", "")
    editing = Editing(account, timezone.now())
    try:
        if asked == "write":
            version = actions.add_draft(version.article, version.read(), editing, version)
        elif asked in Step:
            version = do_step(version, Step(asked), request, editing)
    except RefusedError as error:
        status = 422 if isinstance(error, WordingsDisagreeError | DayIsPastError) else 409
        return draw_version(request, account, get_version(account, key, number), make_form(version), refusal=str(error), status=status)
    return redirect(reverse("knowledge-version", args=[key, version.number]) + f"?done={asked}")


def do_step(version: ArticleVersion, step: Step, request: HttpRequest, editing: Editing) -> ArticleVersion:
    match step:
        case Step.SCHEDULE:
            return actions.schedule(version, read_day(request.POST.get("from_on", "")), editing)
        case Step.SEND_BACK:
            return actions.send_back(version, request.POST.get("note", "").replace("\0", ""), editing)
        case _:
            verbs = {
                Step.SUBMIT: actions.submit,
                Step.APPROVE: actions.approve,
                Step.PUBLISH: actions.publish,
                Step.UNSCHEDULE: actions.unschedule,
                Step.ROLL_BACK: actions.roll_back,
                Step.DROP: actions.drop,
            }
            return verbs[step](version, editing)


def read_day(text: str) -> date:
    """:raises DayIsPastError: it is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DayIsPastError from None


def tell_done(request: HttpRequest) -> str:
    """What was done before this page was opened; a page that answers what was just sent says that instead."""
    if request.method == "POST":
        return ""
    return {
        "saved": _("Saved."),
        "details": _("Saved."),
        "write": _("Here is a new draft. The answer of today stays until it is published."),
        "submit": _("Somebody else reads it now, then approves it or sends it back."),
        "send-back": _("It went back to its author."),
        "approve": _("Approved. It can be published now, or on a date."),
        "publish": _("Published: every channel gives this answer from now on."),
        "schedule": _("It becomes the answer on its date, by itself."),
        "unschedule": _("It has no date any more."),
        "roll-back": _("This earlier answer holds again, as a new version."),
        "drop": _("Put aside. It stays readable."),
    }.get(request.GET.get(DONE, ""), "")
