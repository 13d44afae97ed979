"""Help for a page of an online procedure on another site: a script that its one tag loads, and the page that it puts into a frame there.

Like the widget (`widget.py`) it may stand on allowed sites only and sets no cookie. The script finds out which declared page it is on by
itself: the address never leaves the site, and of what is on the page only the names of a step and of a field come here.
"""

import json
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from guichet.doors.refusals import TooManyError
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.queries import get_queue
from guichet.records.knowledge.queries import Answer, Wanted, get_answer, get_today
from guichet.records.knowledge.searching import search
from guichet.records.knowledge.words import Audience, Medium
from guichet.records.pages.actions import count_opening
from guichet.records.pages.models import HelpPage
from guichet.records.pages.queries import find_help_page, list_help_pages
from guichet.records.pages.words import CameFrom, Source
from guichet.records.separation import set_organisation
from guichet.screens.public.answers import searches_of_an_address
from guichet.screens.public.markup import write_html
from guichet.screens.public.origins import read_came_from, write_along
from guichet.screens.public.reasons import is_called_back
from guichet.screens.public.views import get_opening
from guichet.screens.public.widget import RTL, send_script, show_inside
from guichet.screens.templatetags.brand import write_colours
from guichet.screens.templatetags.page import find_piece

MOST_ANSWERS = 4


@gzip_page
@require_safe
def script(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What the tag loads, with the pages that are declared: the same for every site of an organisation."""
    path, organisation = find_piece("help"), get_object_or_404(Organisation, slug=slug)
    if path is None:
        raise Http404
    set_organisation(organisation.pk)
    pages = [(page.key, page.origin, page.path) for page in list_help_pages(organisation.pk)]
    written = json.dumps(pages, separators=(",", ":")).replace("<", "\\u003c")
    return send_script(slug, read_script(path, path.stat().st_mtime_ns).replace('"GUICHET_PAGES"', written))


@lru_cache(maxsize=2)
def read_script(path: Path, changed_ns: int) -> str:  # noqa: ARG001 - part of the key: a new build is a new script
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = {
                "open": _("Help"),
                "close": _("Close the help"),
                "frame": _("Help for this page"),
                "hesitates": _("Do you need help with this step?"),
                "wrong": _("Is something refused here? We can help you."),
                "yes": _("See the help"),
                "no": _("No, thank you"),
                "failed": _("The help cannot be shown inside this page."),
                "elsewhere": _("Open it on a page of its own"),
                "unread": _("new message"),
            }
    return path.read_text().replace('"GUICHET_TEXTS"', json.dumps(texts, separators=(",", ":")))


@gzip_page
@never_cache
@require_safe
def frame(request: HttpRequest, slug: str) -> HttpResponse:
    """The page inside the help's frame."""
    return show_inside(request, slug, show_help)


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as the frame shows it."""

    answer: Answer
    text: SafeString


def show_help(request: HttpRequest, organisation: Organisation, origin: str, language: str) -> HttpResponse:
    set_organisation(organisation.pk)
    came = read_came_from(request)
    page = find_help_page(organisation.pk, came.page)
    if page is not None:
        count_opening(organisation.pk, Source.PAGE, page.key, get_today(organisation, timezone.now()))
    reason = find_reason(request, organisation, page)
    along = write_along(came, origin=origin, language=language, reason=reason.key if reason else "")
    answers = list_answers(organisation, page, reason, came, language, searches=may_search(request))
    shown = {
        "organisation": organisation,
        "language": language,
        "direction": "rtl" if language[:2] in RTL else "ltr",
        "colours": write_colours(organisation),
        "help_page": page,
        "answers": [Shown(answer, write_html(answer.text, below=3)) for answer in answers],
        "opening": get_opening(organisation, get_queue(reason) if reason else None),
        "reason": reason if reason and is_called_back(reason) else None,
        "chat": along,
        "along": write_along(came),
    }
    return render(request, "public/help.html", shown)


def may_search(request: HttpRequest) -> bool:
    """An address that asks too often gets what is declared, without a search."""
    try:
        searches_of_an_address.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
    except TooManyError:
        return False
    return True


def find_reason(request: HttpRequest, organisation: Organisation, page: HelpPage | None) -> Reason | None:
    """What somebody asks about here: as the tag says, else as it is declared for the page."""
    keys = [key for key in (request.GET.get("reason", ""), page.reason_key if page else "") if key and "\0" not in key]
    reasons = {reason.key: reason for reason in Reason.objects.of(organisation.pk).current().filter(key__in=keys)}
    return next((reasons[key] for key in keys if key in reasons), None)


def list_answers(
    organisation: Organisation, page: HelpPage | None, reason: Reason | None, came: CameFrom, language: str, *, searches: bool
) -> list[Answer]:
    """Those that are declared for the page, then the one of its reason, then what is found by the names of field and step."""
    now, wanted = timezone.now(), Wanted(Medium.PAGE, language)
    found = [get_answer(organisation, wanted, now, article=key) for key in (page.articles if page else ())]
    if reason is not None:
        found.append(get_answer(organisation, wanted, now, reason=reason.key))
    for words in (came.field, came.step) if searches else ():
        spoken = words.replace("_", " ").replace("-", " ").replace(".", " ")
        hits = search(organisation, spoken, Audience.PUBLIC, 2, now) if spoken else []
        found += [get_answer(organisation, wanted, now, article=hit.article) for hit in hits]
    each_once = {answer.article: answer for answer in found if answer is not None}
    return list(each_once.values())[:MOST_ANSWERS]
