"""What the law asks every public page to lead to: legal notice, personal data, accessibility. What Guichet knows is written by itself; the
rest is the administrator's own text."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from guichet.records.directory.models import Organisation
from guichet.records.pages.queries import get_texts
from guichet.records.pages.words import TextKind
from guichet.records.privacy import PersonalClass, list_holdings
from guichet.records.separation import set_organisation
from guichet.screens.public.markup import write_html

LOOKED_AT = Path(__file__).with_name("accessibility.json")
"""What `guichet accessibility` made of the last looks of the tests."""
ROOMS: dict[str, str | Promise] = {
    "contacts": gettext_lazy("Your requests, conversations and files"),
    "correspondence": gettext_lazy("Your mails, as they arrived"),
    "messaging": gettext_lazy("Your short messages, as they arrived and were answered"),
    "letters": gettext_lazy("Your letters, as they were scanned, and our answers by post"),
    "calls": gettext_lazy("When and from which number you called, and what was recorded if you were told so"),
    "people": gettext_lazy("How to reach you, and what you need"),
    "knowledge": gettext_lazy("What was searched for, without your name"),
    "scripts": gettext_lazy("Your answers to questions online"),
    "notices": gettext_lazy("Mails that were sent to you"),
    "surveys": gettext_lazy("Your comments about the service"),
    "pages": gettext_lazy("The page from which you asked for help"),
}
"""Rooms that hold something of citizens, as they would say it."""
CLASSES: dict[PersonalClass, str | Promise] = {
    PersonalClass.IDENTITY: gettext_lazy("Who you are"),
    PersonalClass.ADDRESS: gettext_lazy("Where to reach you"),
    PersonalClass.CONTENT: gettext_lazy("What was said, written or sent"),
    PersonalClass.SENSITIVE: gettext_lazy("Protected matters, such as health"),
    PersonalClass.CONNECTION: gettext_lazy("Traces of a link or a session"),
}
CONTENTS: dict[str, str | Promise] = {
    "calls": gettext_lazy("The recordings"),
    "knowledge": gettext_lazy("The words that were searched for"),
    "pages": gettext_lazy("The step and the field that you were at, never what you typed there"),
}
"""What a room holds, where it is nothing that was said to anybody."""
COOKIES: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("guichet_contact", gettext_lazy("leads back to your conversation"), gettext_lazy("until it is over")),
    ("guichet_script", gettext_lazy("leads back to questions that you began to answer"), gettext_lazy("seven days")),
    ("guichet_visit", gettext_lazy("counts your opinion of an answer once"), gettext_lazy("until you close the browser")),
    ("guichet_language", gettext_lazy("your language"), gettext_lazy("until you close the browser")),
    ("guichet_csrf", gettext_lazy("protects the forms against other sites"), gettext_lazy("one year")),
)


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about citizens, in words, and for how long at most."""

    what: str
    kinds: str
    kept: str


@require_safe
def legal_page(request: HttpRequest, slug: str) -> HttpResponse:
    organisation, texts = find(slug)
    return draw(request, organisation, "legal.html", {"own": write_own(texts, TextKind.LEGAL)})


@require_safe
def data_page(request: HttpRequest, slug: str) -> HttpResponse:
    """From the declarations by which data is erased: what is declared is what is said."""
    organisation, texts = find(slug)
    page = {"own": write_own(texts, TextKind.DATA), "held": list(list_held()), "cookies": COOKIES}
    return draw(request, organisation, "personal_data.html", page)


def list_held() -> Iterator[Held]:
    """Room by room; what is only about staff is left out."""
    kinds: dict[str, set[PersonalClass]] = defaultdict(set)
    kept: dict[str, timedelta] = defaultdict(timedelta)
    for holding in list_holdings():
        room = holding.model._meta.app_label
        of_citizens = {personal.kind for personal in holding.personal.values()} & CLASSES.keys()
        if room in ROOMS and of_citizens and holding.keep is not None:
            kinds[room] |= of_citizens
            kept[room] = max(kept[room], holding.keep)
    for room, name in ROOMS.items():
        if room in kinds:
            yield Held(
                str(name), list_in_words([name_kind(kind, room) for kind in CLASSES if kind in kinds[room]]), write_length(kept[room])
            )


def name_kind(kind: PersonalClass, room: str) -> str:
    return str(CONTENTS.get(room, CLASSES[kind]) if kind is PersonalClass.CONTENT else CLASSES[kind])


def write_length(length: timedelta) -> str:
    """Days, months or years, the largest that says it exactly enough."""
    days = length.days
    if days and days % 365 == 0:
        return ngettext("%(count)d year", "%(count)d years", days // 365) % {"count": days // 365}
    if days >= 60:
        return ngettext("%(count)d month", "%(count)d months", days // 30) % {"count": days // 30}
    if days:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return _("as long as it is of use")


def list_in_words(labels: list[str]) -> str:
    """One sentence of them: the first alone keeps its capital."""
    first, *others = labels
    return ", ".join([first, *(label[:1].lower() + label[1:] for label in others)])


@dataclass(frozen=True, slots=True)
class Point:
    """A line of the table that is kept by hand. `state` is met, not-met or exempt; empty for other words, which are shown as they are."""

    what: str
    state: str
    words: str
    remark: str


@require_safe
def accessibility_page(request: HttpRequest, slug: str) -> HttpResponse:
    organisation, texts = find(slug)
    points = list(read_points(texts.get(TextKind.ACCESSIBILITY, "")))
    met, not_met = (sum(point.state == state for point in points) for state in ("met", "not-met"))
    page = {
        "points": points,
        "rate": round(100 * met / (met + not_met)) if met + not_met else None,
        "has_failures": bool(not_met),
        "looks": read_looks(LOOKED_AT, LOOKED_AT.stat().st_mtime_ns) if LOOKED_AT.exists() else None,
        "contact": write_own(texts, TextKind.ACCESSIBILITY_CONTACT),
        "host": request.get_host(),
    }
    return draw(request, organisation, "accessibility.html", page)


def read_points(text: str) -> Iterator[Point]:
    """Lines of "what | state | remark"."""
    states = {"met": _("met"), "not-met": _("not met"), "exempt": _("exempt")}
    spoken = {word: state for state, said in states.items() for word in (said, state, state.replace("-", " "))}
    spoken |= {"conforme": "met", "non conforme": "not-met", "dérogation": "exempt", "non applicable": "exempt"}
    for line in text.splitlines():
        if line.strip():
            what, said, remark = (part.strip() for part in f"{line}||".split("|")[:3])
            state = spoken.get(said.lower(), "")
            yield Point(what, state, states.get(state, said), remark)


@lru_cache(maxsize=2)
def read_looks(path: Path, changed_ns: int) -> dict[str, Any]:  # noqa: ARG001 - part of the key
    """What the tests saw: `on` a date, `engine`, `pages`, `looks`, and `faults` as rule, page and help."""
    looks: dict[str, Any] = json.loads(path.read_text())
    return {**looks, "on": date.fromisoformat(looks["on"])}


def find(slug: str) -> tuple[Organisation, dict[TextKind, str]]:
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    return organisation, get_texts(organisation.pk)[0]


def write_own(texts: dict[TextKind, str], kind: TextKind) -> str:
    return write_html(texts[kind], below=1) if kind in texts else ""


def draw(request: HttpRequest, organisation: Organisation, template: str, page: dict[str, Any]) -> HttpResponse:
    return render(request, f"public/statements/{template}", {"organisation": organisation, **page})
