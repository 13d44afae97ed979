"""What somebody thinks of how he was served, asked at the very end only: after an exchange, an answer read, a request followed."""

import time
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guichet.doors.limits import Allowance, Buckets
from guichet.doors.refusals import TooManyError
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Organisation
from guichet.records.errors import RefusedError
from guichet.records.knowledge.models import ArticleReason
from guichet.records.knowledge.queries import Wanted, get_answer
from guichet.records.knowledge.words import Medium
from guichet.records.pages.queries import get_texts
from guichet.records.pages.words import TextKind
from guichet.records.separation import set_organisation
from guichet.records.surveys.actions import Said, give_opinion
from guichet.records.surveys.queries import has_spoken
from guichet.records.surveys.words import LONGEST_COMMENT, Score, Subject
from guichet.screens.public.following import find_followed
from guichet.screens.public.passes import find_own_contact
from guichet.screens.public.views import OPEN_STATES
from guichet.screens.public.visits import COOKIE, read_visit

opinions_of_an_address = Buckets(Allowance(burst=20, per_second=1 / 20))
"""A library's computers share an address."""
SCORES = [(Score.GOOD.value, _("Well")), (Score.FAIR.value, _("Neither well nor badly")), (Score.BAD.value, _("Badly"))]


class OpinionForm(forms.Form):
    score = forms.TypedChoiceField(
        label=_("How did it go?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    comment = forms.CharField(
        label=_("Anything to add? (optional)"),
        help_text=_("Write neither your name nor a number: a comment is read by the team, and is not answered."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@dataclass(frozen=True, slots=True)
class Over:
    """What is over and is spoken of, under which voice."""

    organisation: Organisation
    subject: Subject
    voice: UUID
    contact: Contact | None = None
    reason_key: str = ""
    article: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exchange_page(request: HttpRequest) -> HttpResponse:
    """After the conversation of this browser. :raises Http404: there is none that is over."""
    contact = find_own_contact(request)
    if contact is None or contact.state in OPEN_STATES:
        raise Http404
    return ask(request, Over(contact.organisation, Subject.EXCHANGE, make_voice(contact), contact))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, token: str) -> HttpResponse:
    """After a request that was followed by its link. :raises Http404: it is not over, or the link is spent."""
    try:
        contact = find_followed(token)
    except RefusedError as error:
        raise Http404 from error
    if contact.state in OPEN_STATES:
        raise Http404
    return ask(request, Over(contact.organisation, Subject.REQUEST, make_voice(contact), contact))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, slug: str, article: str) -> HttpResponse:
    """After an answer. :raises Http404: there is none."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Http404
    set_organisation(organisation.pk)
    answer = get_answer(organisation, Wanted(Medium.PAGE, get_language() or "fr"), timezone.now(), article=article)
    if answer is None:
        raise Http404
    visit = read_visit(request) or uuid4()
    reason = ArticleReason.objects.of(organisation.pk).filter(article=answer.article_id).order_by("pk").first()
    over = Over(
        organisation, Subject.ANSWER, uuid5(visit, f"opinion {article}"), reason_key=reason.reason_key if reason else "", article=article
    )
    response = ask(request, over)
    if request.method == "POST":
        response.set_cookie(COOKIE, str(visit), httponly=True, secure=settings.HTTPS, samesite="Lax")
    return response


def make_voice(contact: Contact) -> UUID:
    """One for each contact, by whichever page it is given."""
    return uuid5(contact.pk, "opinion")


def ask(request: HttpRequest, over: Over) -> HttpResponse:
    """The question, or thanks; what was typed stays when it is refused."""
    organisation = over.organisation
    link = get_texts(organisation.pk)[0].get(TextKind.OPINION_LINK, "")
    page = {"organisation": organisation, "link": link, "article": over.article}
    form = OpinionForm(request.POST or None)
    status = 200
    if request.method == "POST" and not has_spoken(organisation.pk, over.voice):
        status = 422
        if form.is_valid():
            try:
                opinions_of_an_address.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
                keep(over, form)
                return redirect(request.path)
            except RefusedError as error:
                form.add_error(None, str(error))
                status = error.status if isinstance(error, TooManyError) else 422
    page |= {"form": form, "done": has_spoken(organisation.pk, over.voice)}
    return render(request, "public/opinion.html", page, status=200 if page["done"] else status)


def keep(over: Over, form: OpinionForm) -> None:
    """:raises RefusedError: the comment cannot be kept."""
    said = Said(over.subject, Score(form.cleaned_data["score"]), form.cleaned_data["comment"], over.contact, over.reason_key, over.article)
    give_opinion(over.organisation.pk, over.voice, said, timezone.now())
