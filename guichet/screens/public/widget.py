"""The widget: a script that any allowed site shows with one tag, and the page it puts into a frame there.

The frame is a page of ours: its styles, its words and what is typed in it are out of the reach of the site around it. The browser itself
holds that page to the allowed sites (`frame-ancestors`); a site that is not allowed gets a page that says so and leads to us. No cookie is
read or set here: inside another site they would be a third party's (ADR 8).
"""

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from msgspec import structs

from guichet.decisions.dialogue.words import Medium
from guichet.decisions.routing.words import Channel
from guichet.records.directory.colours import choose_accents, make_palette
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.queries import get_widget_origins
from guichet.records.orders.queries import list_announcements
from guichet.records.pages.words import CameFrom
from guichet.records.scripts.queries import list_scripted_reasons
from guichet.records.separation import set_organisation
from guichet.screens.public.forms import LATER, WidgetForm
from guichet.screens.public.origins import read_came_from, write_along
from guichet.screens.public.reasons import Branch, list_branches
from guichet.screens.public.views import get_opening
from guichet.screens.templatetags.brand import write_colours
from guichet.screens.templatetags.page import find_built_file, find_piece

SCRIPT_SECONDS = 600
"""A site's visitors get a new build within this time."""
RTL = frozenset({"ar", "he", "fa", "ur"})


@gzip_page
@require_safe
def script(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What the tag loads: the same for every site of an organisation, with its words in all our languages."""
    path = find_built_file("loader")
    if path is None:
        raise Http404
    return send_script(slug, read_script(path, path.stat().st_mtime_ns))


def send_script(slug: str, source: str) -> HttpResponse:
    """A script that other sites load, in the colours of the organisation."""
    accents = Organisation.objects.filter(slug=slug).values_list("accent_light", "accent_dark").first() or ("", "")
    palette = make_palette(choose_accents(*accents)[0], "light")
    look = json.dumps({"accent": palette.accent, "strong": palette.strong})
    response = HttpResponse(source.replace('"GUICHET_LOOK"', look), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={SCRIPT_SECONDS}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@lru_cache(maxsize=2)
def read_script(path: Path, changed_ns: int) -> str:  # noqa: ARG001 - part of the key: a new build is a new script
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = {
                "open": _("Write to us"),
                "frame": _("Conversation with an agent"),
                "unread": _("new message"),
                "failed": _("The conversation cannot be shown inside this page."),
                "elsewhere": _("Open it on a page of its own"),
            }
    source = path.read_text().replace('"GUICHET_TEXTS"', json.dumps(texts))
    return f"(()=>{{{source}}})();"  # names of ours never meet the site's


def find_origin(said: str) -> str:
    """The site around the frame, as the script says it; empty for nonsense. It decides nothing: the browser holds the page to it."""
    parts = urlsplit(said[:300])
    is_origin = parts.scheme in ("http", "https") and parts.netloc and not (parts.path or parts.query or parts.fragment)
    return f"{parts.scheme}://{parts.netloc}" if is_origin and not set(parts.netloc) & set(" ;,'\"@") else ""


@gzip_page
@never_cache
@require_safe
def frame(request: HttpRequest, slug: str) -> HttpResponse:
    """The page inside the widget's frame."""
    return show_inside(request, slug, show_frame)


def show_inside(request: HttpRequest, slug: str, show: Callable[[HttpRequest, Organisation, str, str], HttpResponse]) -> HttpResponse:
    """What another site shows in a frame, in its language. A site that is not allowed shows why, and where to go.

    :param show: makes the page of an organisation for a site, by its origin, in a language.
    """
    organisation = get_object_or_404(Organisation, slug=slug)
    language = find_language(request, organisation)
    origin = find_origin(request.GET.get("origin", ""))
    is_allowed = origin in get_widget_origins(organisation)
    with translation.override(language):
        response = (show if is_allowed else show_refused)(request, organisation, origin, language)
    response["Content-Language"] = language
    return let_frame(request, response, origin if is_allowed else "*")


def let_frame(request: HttpRequest, response: HttpResponse, origin: str) -> HttpResponse:
    """Say which site may show this page in a frame; all others of ours may be shown in none."""

    @csp_replace({"frame-ancestors": [origin]})
    def answer(_request: HttpRequest) -> HttpResponse:
        return response

    return cast(HttpResponse, answer(request))


def find_language(request: HttpRequest, organisation: Organisation) -> str:
    try:
        return translation.get_supported_language_variant(request.GET.get("language", "")[:12] or "-")
    except LookupError:
        return organisation.default_language


def show_frame(request: HttpRequest, organisation: Organisation, origin: str, language: str) -> HttpResponse:
    set_organisation(organisation.pk)
    opening = get_opening(organisation)
    left = list_branches(organisation.pk, language, Channel.MESSAGE)
    branches = list_branches(organisation.pk, language) if opening.is_open else left
    called = list_branches(organisation.pk, language, Channel.CALLBACK)
    scripted = list_scripted(organisation.pk, branches)
    page = {
        "organisation": organisation,
        "language": language,
        "pieces": ["widget", "conversation", *(["script"] if scripted else [])],
        "direction": "rtl" if language[:2] in RTL else "ltr",
        "opening": opening,
        "announcements": list_announcements(organisation.pk),
        "colours": write_colours(organisation),
        "form": WidgetForm(organisation, language, branches, leaves=bool(left), about=find_reason(request, organisation))
        if branches
        else None,
        "leaves": bool(left),
        "later": LATER,
        "is_called_back": bool(called),
        "setting": {
            "organisation": organisation.slug,
            "language": language,
            "origin": origin,
            "mails": settings.MAIL_SERVER is not None,
            "home": f"/o/{organisation.slug}/",
            "scripts": scripted,
            "called": [reason.pk for branch in called for reason in branch.reasons],
            "conversation": find_address("conversation"),
            "script": find_address("script"),
            **read_help(request),
        },
    }
    return render(request, "public/widget.html", page)


def read_help(request: HttpRequest) -> dict[str, object]:
    """Where somebody was who asked for help on a page of another site; empty for the widget itself."""
    came = read_came_from(request)
    return {} if came == CameFrom() else {"came_from": structs.asdict(came), "along": write_along(came)}


def find_reason(request: HttpRequest, organisation: Organisation) -> int | None:
    """What it is about, as the help says it by key."""
    key = request.GET.get("reason", "").replace("\0", "")
    return Reason.objects.of(organisation.pk).current().filter(key=key).values_list("pk", flat=True).first() if key else None


def list_scripted(organisation_id: int, branches: list[Branch]) -> list[int]:
    """The reasons about which a script answers first."""
    keys = list_scripted_reasons(organisation_id, Medium.CHAT)
    return [reason.pk for branch in branches for reason in branch.reasons if reason.key in keys]


def find_address(piece: str) -> str:
    """Where the frame fetches a piece; empty before the first build."""
    path = find_piece(piece)
    return "" if path is None else static(path.relative_to(settings.STATIC_BUILD).as_posix())


def show_refused(request: HttpRequest, organisation: Organisation, origin: str, language: str) -> HttpResponse:
    page = {"organisation": organisation, "language": language, "origin": origin, "direction": "ltr"}
    return render(request, "public/widget_refused.html", page, status=403)
