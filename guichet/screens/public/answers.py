"""Answers that need nobody: searching articles and reading one. Without scripts and without an account; nothing that was looked for is kept
with whoever looked for it."""

import time
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from msgspec import structs

from guichet.doors.limits import Allowance, Buckets
from guichet.doors.refusals import TooManyError
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.recall import recall
from guichet.records.knowledge.asking import LONGEST_QUERY
from guichet.records.knowledge.models import ArticleReason
from guichet.records.knowledge.noting import Looked, note_opened, note_search
from guichet.records.knowledge.queries import Answer, Wanted, get_answer
from guichet.records.knowledge.searching import search
from guichet.records.knowledge.words import Audience, Medium
from guichet.records.separation import set_organisation
from guichet.screens.public.markup import write_html
from guichet.screens.public.offering import offer_language
from guichet.screens.public.origins import read_came_from, write_along
from guichet.screens.public.reasons import list_branches
from guichet.screens.public.visits import find_verdict

MOST_HITS = 8
searches_of_an_address = Buckets(Allowance(burst=60, per_second=1))
"""A town hall's own computers share an address."""


def find_organisation(slug: str) -> Organisation:
    """:raises Http404: there is none."""
    return recall(("organisation", slug), lambda: get_object_or_404(Organisation, slug=slug))


@require_safe
def search_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What was found for `?q=`; whoever finds nothing is led to the subjects, and so to a person."""
    organisation = find_organisation(slug)
    set_organisation(organisation.pk)
    wanted = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_QUERY]
    language = get_language() or organisation.default_language
    page = {"organisation": organisation, "wanted": wanted, "branches": show_branches(organisation, language)}
    try:
        searches_of_an_address.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
    except TooManyError as error:
        return render(request, "public/search.html", {**page, "refused": error}, status=429)
    page["offer"] = offer_language(wanted, language)
    hits = search(organisation, wanted, Audience.PUBLIC, MOST_HITS, timezone.now()) if wanted else []
    name = read_search(request)
    if name and request.method == "GET":
        note_search(organisation.pk, name, Looked(wanted, Audience.PUBLIC, len(hits)), timezone.now())
    page |= {"hits": hits, "search": name}
    return render(request, "public/search.html", page)


@require_safe
def answer_page(request: HttpRequest, slug: str, article: str) -> HttpResponse:
    """One article, and the subjects under which a person can be asked about it."""
    organisation = find_organisation(slug)
    set_organisation(organisation.pk)
    language = get_language() or organisation.default_language
    answer = get_answer(organisation, Wanted(Medium.PAGE, language), timezone.now(), article=article)
    if answer is None:
        raise Http404
    wants_easy = "easy" in request.GET and answer.is_easy_too
    if wants_easy:
        answer = get_answer(organisation, Wanted(Medium.EASY, answer.language), timezone.now(), article=article) or answer
    if (name := read_search(request)) and request.method == "GET":
        note_opened(organisation.pk, name, article)
    answered = ArticleReason.objects.of(organisation.pk).filter(article=answer.article_id).values_list("reason_key", flat=True)
    reasons = [(reason, reason.get_label(language)) for reason in list_asked(organisation, language) if reason.key in set(answered)]
    along = write_along(structs.replace(read_came_from(request), article=answer.article))
    page = {
        "organisation": organisation,
        "answer": answer,
        "text": write_html(answer.text, below=1),
        "reasons": reasons,
        "is_easy": wants_easy,
        "along": along,
    }
    page["has_helped"] = find_verdict(request, organisation.pk, answer)
    return render(request, "public/answer.html", page)


def read_search(request: HttpRequest) -> UUID | None:
    """The name that the form of a search gave it: a page that is loaded again counts once, and a link from elsewhere not at all."""
    try:
        return UUID(request.GET.get("s", ""))
    except ValueError:
        return None


def find_answer(request: HttpRequest, organisation: Organisation, reason: Reason, language: str) -> dict[str, object]:
    """What the page of a reason shows of its article; empty when there is none."""
    answer: Answer | None = get_answer(organisation, Wanted(Medium.PAGE, language), timezone.now(), reason=reason.key)
    if answer is None:
        return {}
    return {"answer": answer, "text": write_html(answer.text), "has_helped": find_verdict(request, organisation.pk, answer)}


def find_read(organisation: Organisation, reason: Reason, language: str) -> str:
    """The key of the answer that the page of a reason shows; empty for none."""
    answer = get_answer(organisation, Wanted(Medium.PAGE, language), timezone.now(), reason=reason.key)
    return answer.article if answer else ""


def list_asked(organisation: Organisation, language: str) -> list[Reason]:
    """The reasons that may be chosen."""
    return [reason for branch in list_branches(organisation.pk, language) for reason in branch.reasons]


def show_branches(organisation: Organisation, language: str) -> list[dict[str, object]]:
    """The tree of subjects, as `branches.html` shows it."""
    return [
        {"label": branch.label, "reasons": [(reason, reason.get_label(language)) for reason in branch.reasons]}
        for branch in list_branches(organisation.pk, language)
    ]
