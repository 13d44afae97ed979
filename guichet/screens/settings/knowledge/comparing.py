"""Two versions of an article side by side."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.records.directory.models import Account
from guichet.records.knowledge.sentences import MEDIA
from guichet.records.knowledge.typed import show_value
from guichet.records.knowledge.words import Content, Fact
from guichet.screens.settings.knowledge.access import draw_knowledge, editors_only, get_article, get_version
from guichet.screens.settings.knowledge.fact_rows import get_writing


@dataclass(frozen=True, slots=True)
class Difference:
    what: str
    one: str
    other: str


@editors_only
@require_safe
def compare_page(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    article = get_article(account, key)
    numbers = [version.number for version in article.versions.all()]
    one, other = (read_number(request.GET.get(name, ""), numbers) for name in ("one", "other"))
    first, second = get_version(account, key, one), get_version(account, key, other)
    page = {
        "article": article,
        "numbers": numbers,
        "one": first,
        "other": second,
        "differences": list_differences(first.read(), second.read()),
        "is_meanwhile": "meanwhile" in request.GET,
    }
    return draw_knowledge(request, account, "compare.html", page)


def read_number(sent: str, numbers: list[int]) -> int:
    """A number of a version; the latest when it is none."""
    return int(sent) if sent.isdecimal() and len(sent) < 9 and int(sent) in numbers else numbers[0]


def list_differences(one: Content, other: Content) -> list[Difference]:
    """What differs, in the order of the editor."""
    before, after = flatten(one), flatten(other)
    return [
        Difference(what, before.get(what, ""), after.get(what, ""))
        for what in dict.fromkeys([*before, *after])
        if before.get(what, "") != after.get(what, "")
    ]


def flatten(content: Content) -> dict[str, str]:
    titled, asked = _("Title"), _("Golden question")
    flat = {f"{titled} ({language})": title for language, title in content.title.items()}
    flat |= {f"{{{name}}}": show_fact(fact) for name, fact in content.facts.items()}
    flat |= {f"{MEDIA[medium]} ({language})": text for medium, language, text in content.list_wordings()}
    for number, question in enumerate(content.questions, start=1):
        flat[f"{asked} {number}"] = f"{question.question} {' '.join(f'{{{name}}}' for name in question.facts)}"
    return flat


def show_fact(fact: Fact) -> str:
    if isinstance(fact.value, str):
        return show_value(fact.kind, fact.value, get_writing())
    colon = _(":")
    return "\n".join(f"{language}{colon} {text}" for language, text in sorted(fact.value.items()))
