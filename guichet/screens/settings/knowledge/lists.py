"""The list of articles with what is to be done about each, and the list of gaps."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.decisions.dialogue.folding import fold
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Account
from guichet.records.directory.writers import Editing
from guichet.records.knowledge.actions import Details, create_article
from guichet.records.knowledge.gaps import PERIOD, Gap, GapKind, list_gaps
from guichet.records.knowledge.meaning import get_meaning
from guichet.records.knowledge.models import Article, ArticleVersion
from guichet.records.knowledge.proving import list_drifts
from guichet.records.knowledge.queries import get_today, list_articles
from guichet.records.knowledge.states import VersionState
from guichet.records.knowledge.words import Content
from guichet.screens.settings.forms import make_key
from guichet.screens.settings.knowledge.access import draw_knowledge, editors_only

FLAGS = ("drift", "review", "outdated", "draft", "submitted", "scheduled", "unpublished")
LONGEST_TITLE = 120
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """An article in the list; `flags` are of `FLAGS`."""

    article: Article
    title: str
    published: ArticleVersion | None
    latest: ArticleVersion
    flags: tuple[str, ...]


def name_flag(flag: str) -> str:
    return {
        "drift": _("Not said as published"),
        "review": _("To review"),
        "outdated": _("Older than its source"),
        "draft": _("Draft"),
        "submitted": _("To be read"),
        "scheduled": _("Scheduled"),
        "unpublished": _("Never published"),
    }[flag]


@editors_only
@require_safe
def list_page(request: HttpRequest, account: Account) -> HttpResponse:
    query, flag = request.GET.get("q", "").strip()[:100], request.GET.get("flag", "")
    today = get_today(account.organisation, timezone.now())
    drifts = list_drifts(account.organisation)
    articles = list_articles(account.organisation_id)
    everything = [make_row(each, account.organisation.default_language, today, has_drift=each.pk in drifts) for each in articles]
    rows = [row for row in everything if (not flag or flag in row.flags) and matches(row, query)]
    counts = [(each, name_flag(each), sum(each in row.flags for row in everything)) for each in FLAGS]
    asked = request.GET.get("from", "")
    first = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    page = {
        "rows": [(row, [(each, name_flag(each)) for each in row.flags]) for row in rows[first : first + PAGE_SIZE]],
        "found": len(rows),
        "total": len(everything),
        "query": query,
        "flag": flag,
        "counts": [each for each in counts if each[2]],
        "meaning": get_meaning(account.organisation_id),
        "later": first + PAGE_SIZE if first + PAGE_SIZE < len(rows) else None,
    }
    return draw_knowledge(request, account, "list.html", page)


def make_row(article: Article, language: str, today: date, *, has_drift: bool) -> Row:
    versions = list(article.versions.all())
    published = next((version for version in versions if version.state == VersionState.PUBLISHED), None)
    states = {version.state for version in versions}
    flags = {
        "drift": has_drift,
        "review": article.review_on is not None and article.review_on <= today,
        "outdated": published is not None and bool(published.list_outdated()),
        "draft": VersionState.DRAFT in states,
        "submitted": VersionState.SUBMITTED in states,
        "scheduled": VersionState.SCHEDULED in states,
        "unpublished": published is None,
    }
    shown = published or versions[0]
    return Row(article, shown.read().get_title(language), published, versions[0], tuple(flag for flag in FLAGS if flags[flag]))


def matches(row: Row, query: str) -> bool:
    """Whether every word of the query stands in the title, the key or a reason."""
    text = fold(" ".join([row.title, row.article.key, *(reason.reason_key for reason in row.article.reasons.all())]))
    return all(word in text for word in fold(query).split())


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: HttpRequest, account: Account) -> HttpResponse:
    title = request.POST.get("title", "").strip()
    wrong = ""
    if request.method == "POST":
        wrong = check_title(title)
        if not wrong:
            taken = Article.objects.of(account.organisation_id).values_list("key", flat=True)
            content = Content(title={account.organisation.default_language: title})
            editing = Editing(account, timezone.now())
            version = create_article(account.organisation_id, make_key(title, taken), content, Details(owner=account), editing)
            return redirect(reverse("knowledge-version", args=[version.article.key, version.number]))
    return draw_knowledge(request, account, "new.html", {"title": title, "wrong": wrong}, 422 if wrong else 200)


def check_title(title: str) -> str:
    if not title:
        return _("Write the title as a citizen would ask.")
    if len(title) > LONGEST_TITLE or "\0" in title:
        return _("Write a shorter title: %(most)s characters at most.") % {"most": LONGEST_TITLE}
    return ""


@editors_only
@require_safe
def gaps_page(request: HttpRequest, account: Account) -> HttpResponse:
    now = timezone.now()
    contacts = Contact.objects.of(account.organisation_id).filter(arrived_at__gte=now - PERIOD).values("reason__key")
    counts = {row["reason__key"]: row["count"] for row in contacts.annotate(count=Count("pk"))}
    gaps = [(gap, describe_gap(gap)) for gap in list_gaps(account.organisation, counts, now)[:PAGE_SIZE]]
    return draw_knowledge(request, account, "gaps.html", {"gaps": gaps})


def describe_gap(gap: Gap) -> str:
    """What happened, in words."""
    match gap.kind:
        case GapKind.SEARCH:
            return _("Searched in vain")
        case GapKind.ANSWER:
            return _("Did not help")
        case GapKind.REASON:
            return _("Reason without an article")
        case GapKind.RENAMED:
            return _("Reason renamed since its article was published; it was “%(before)s”") % {"before": gap.before}
        case GapKind.REMOVED:
            return _("Reason removed; its article answers nobody any more")
        case _:
            assert_never(gap.kind)
