"""Whether an answer helped, as whoever read it says: a form that needs no scripts and no account.

Each visit has one voice (`visits.py`); nothing is known of who spoke.
"""

import time
from uuid import uuid4

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from guichet.doors.limits import Allowance, Buckets
from guichet.doors.refusals import TooManyError
from guichet.records.contacts.answering import judge_answer
from guichet.records.contacts.errors import NoAnswerThereError
from guichet.records.directory.models import Organisation
from guichet.records.knowledge.noting import Judged, note_verdict
from guichet.records.knowledge.words import Medium
from guichet.records.separation import set_organisation
from guichet.screens.public.passes import find_own_contact
from guichet.screens.public.views import show_nothing_here
from guichet.screens.public.visits import COOKIE, make_verdict_id, read_visit

verdicts_of_an_address = Buckets(Allowance(burst=30, per_second=0.2))
"""A library's computers share an address; nobody else has so much to say."""


class VerdictForm(forms.Form):
    has_helped = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class PageVerdictForm(VerdictForm):
    """`reason`: the page of a subject, where the answer was read."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    reason = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class MessageVerdictForm(VerdictForm):
    number = forms.IntegerField(min_value=1, max_value=2**31 - 1)


@never_cache
@require_POST
def judge_page(request: HttpRequest, slug: str, article: str) -> HttpResponse:
    """Keep what was said of an answer, and go back to where it was read."""
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    form = PageVerdictForm(request.POST)
    if refusal := refuse(request, form):
        return refusal
    said, visit = form.cleaned_data, read_visit(request) or uuid4()
    judged = Judged(article, said["version"], Medium.PAGE)
    key = make_verdict_id(visit, article, said["version"])
    note_verdict(organisation.pk, key, judged, has_helped=said["has_helped"] == "yes", now=timezone.now())
    page = reverse("request", args=[slug, said["reason"]]) if said["reason"] else reverse("answer", args=[slug, article])
    response = redirect(f"{page}#verdict")
    response.set_cookie(COOKIE, str(visit), httponly=True, secure=settings.HTTPS, samesite="Lax")
    return response


@never_cache
@require_POST
def judge_message(request: HttpRequest) -> HttpResponse:
    """The same of an answer that an agent gave, without scripts."""
    contact = find_own_contact(request)
    if contact is None:
        return show_nothing_here(request)
    form = MessageVerdictForm(request.POST)
    if refusal := refuse(request, form):
        return refusal
    said = form.cleaned_data
    try:
        judge_answer(contact.organisation_id, contact.pk, said["number"], timezone.now(), has_helped=said["has_helped"] == "yes")
    except NoAnswerThereError as error:
        return render(request, "public/verdict_refused.html", {"refused": error}, status=404)
    return redirect(reverse("conversation") + f"#message-{said['number']}")


def refuse(request: HttpRequest, form: forms.Form) -> HttpResponse | None:
    """A page that says why nothing is kept; None when it can be."""
    try:
        verdicts_of_an_address.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
    except TooManyError as error:
        return render(request, "public/verdict_refused.html", {"refused": error}, status=429)
    return None if form.is_valid() else render(request, "public/verdict_refused.html", status=422)
