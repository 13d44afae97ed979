"""The code on a letter or a notice: it leads to the help for it, and is counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guichet.records.directory.models import Organisation, Reason
from guichet.records.knowledge.queries import Wanted, get_answer, get_today
from guichet.records.knowledge.words import Medium
from guichet.records.pages.actions import count_opening
from guichet.records.pages.models import Letter
from guichet.records.pages.queries import find_letter, read_organisation
from guichet.records.pages.words import CameFrom, Source
from guichet.records.separation import set_organisation
from guichet.screens.public.origins import write_along


@never_cache
@require_safe
def open_letter(request: HttpRequest, code: str) -> HttpResponse:
    """To the answer, else the subject, else the first page: a mistyped code leads somewhere too."""
    number = read_organisation(code)
    organisation = Organisation.objects.filter(pk=number).first() if number else None
    if organisation is None:
        return redirect("entrance")
    set_organisation(organisation.pk)
    letter = find_letter(organisation.pk, code)
    if letter is None:
        return redirect("organisation", organisation.slug)
    if request.method == "GET":
        count_opening(organisation.pk, Source.LETTER, letter.key, get_today(organisation, timezone.now()))
    return redirect(find_place(organisation, letter) + write_along(CameFrom(letter=letter.key)))


def find_place(organisation: Organisation, letter: Letter) -> str:
    """The page that its code leads to."""
    wanted = Wanted(Medium.PAGE, organisation.default_language)
    if letter.article and get_answer(organisation, wanted, timezone.now(), article=letter.article):
        return reverse("answer", args=[organisation.slug, letter.article])
    reason = Reason.objects.of(organisation.pk).current().filter(key=letter.reason_key).first() if letter.reason_key else None
    return reverse("request", args=[organisation.slug, reason.pk]) if reason else reverse("organisation", args=[organisation.slug])
