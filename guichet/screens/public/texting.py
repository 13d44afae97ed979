"""Calling by text, for whoever hears or speaks badly or not at all: instead of a call, or beside one. It works without scripts too."""

import time

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guichet.decisions.routing.words import Channel
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.refusals import TooManyError
from guichet.records.contacts.actions import Opened
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.queries import estimate_new_wait
from guichet.records.contacts.texting import call_by_text, use_code
from guichet.records.directory.models import Organisation, Queue, Reason
from guichet.records.directory.queries import get_queue
from guichet.records.errors import RefusedError
from guichet.records.separation import set_organisation
from guichet.screens.public.carrying import carry_answers
from guichet.screens.public.forms import RequestForm
from guichet.screens.public.origins import keep_origin
from guichet.screens.public.passes import give_pass
from guichet.screens.public.views import get_opening
from guichet.screens.public.waits import describe_wait

codes_of_an_address = Buckets(Allowance(burst=10, per_second=1 / 30))
"""Of a hundred millions, few are open at a time."""


class TextCallForm(RequestForm):
    """A call by text: what it is about may be said once somebody answers."""

    field_order: tuple[str, ...] = ("key", "text", "name", "territory", "language")

    def __init__(self, *args: object, organisation: Organisation, language: str, **kwargs: object) -> None:
        super().__init__(*args, organisation=organisation, language=language, **kwargs)
        text = self.fields["text"]
        text.required = False
        text.label = _("What is it about? (optional)")
        text.widget.attrs["rows"] = 3

    def clean_text(self) -> str:
        return super().clean_text() if self.cleaned_data["text"] else ""


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The code that your agent tells you"),
        help_text=gettext_lazy("Eight digits."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Type the eight digits of the code.")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: HttpRequest, slug: str, reason_id: int) -> HttpResponse:
    """One reason: a call by text, at the hours of the telephone."""
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    reason = get_object_or_404(Reason.objects.of(organisation.pk).current(), pk=reason_id)
    queue = get_text_queue(reason)
    language = get_language() or organisation.default_language
    opening = get_opening(organisation, queue)
    form = TextCallForm(request.POST or None, organisation=organisation, language=language)
    if request.method == "POST" and form.is_valid():
        opened = call_from(form, reason, language)
        if opened is not None:
            carry_answers(request, organisation, opened.contact)
            keep_origin(request, organisation, opened.contact)
            response = redirect("conversation")
            give_pass(response, organisation.pk, opened.contact)
            return response
    wait = estimate_new_wait(organisation.pk, queue.pk, to_instant(timezone.now())) if opening.is_open else None
    page = {
        "organisation": organisation,
        "reason": reason,
        "reason_label": reason.get_label(language),
        "opening": opening,
        "wait": describe_wait(wait) if wait else "",
        "form": form,
    }
    return render(request, "public/call_by_text.html", page, status=422 if form.errors else 200)


def get_text_queue(reason: Reason) -> Queue:
    """The queue whose agents take calls about this reason: a call by text is one of them.

    :raises Http404: nobody does.
    """
    queue = get_queue(reason)
    if queue is None or Channel.VOICE not in queue.channels:
        raise Http404
    return queue


def call_from(form: TextCallForm, reason: Reason, language: str) -> Opened | None:
    """Open the call that a valid form asks for; None when it was refused, which the form then says."""
    now = timezone.now()
    opening = form.write_opening(Channel.VOICE, language, to_instant(now))
    try:
        return call_by_text(reason.organisation_id, opening, form.find_arrival(reason, opening.language), now)
    except RefusedError as error:
        form.add_error(None, str(error))
        return None


@require_http_methods(["GET", "HEAD"])
def entrance(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The short address that is said on the telephone where there is one organisation only."""
    return redirect("enter-text", get_object_or_404(Organisation).slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever is in a call types the code that he is told, and comes to the page of that call."""
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        try:
            codes_of_an_address.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
            contact = use_code(organisation.pk, form.cleaned_data["code"], timezone.now())
        except RefusedError as error:
            form.add_error("code", str(error))
            status = error.status if isinstance(error, TooManyError) else 422
        else:
            response = redirect("conversation")
            give_pass(response, organisation.pk, contact)
            return response
    return render(request, "public/enter_text.html", {"organisation": organisation, "form": form}, status=status)
