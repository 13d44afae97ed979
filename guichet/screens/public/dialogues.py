"""A script on a page, without scripts of the browser and without an account: one question a page, a person always one step away (R15).

The pass in the address opens the session: a reload, another device or a restart of the house goes on where it stood, and whoever has the
address can read the answers, which the page says. At the kiosk the same page is shown larger, and leads back to its start by itself.
"""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guichet.decisions.dialogue.inputs import Chosen, Heard, MediumChanged, PersonWanted
from guichet.decisions.dialogue.understanding import BACK_KEY
from guichet.decisions.dialogue.words import Medium
from guichet.decisions.routing.words import ContactId
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.refusals import DoorError
from guichet.records.directory.models import Organisation, Reason
from guichet.records.errors import RefusedError
from guichet.records.messaging.moving import find_way
from guichet.records.scripts.errors import NoScriptError, NoSuchSessionError
from guichet.records.scripts.passes import read_pass, sign_pass
from guichet.records.scripts.queries import find_reason, get_published
from guichet.records.scripts.sessions import Beginning, Hearing, Inputs, begin_session, get_talk, hear
from guichet.records.scripts.words import Part, SessionState, Talk
from guichet.records.separation import set_organisation
from guichet.screens.public.carrying import find_earlier, remember
from guichet.screens.public.passes import give_pass
from guichet.screens.public.turns import describe_talk

beginnings_of_an_address = Buckets(Allowance(burst=60, per_second=1))
turns_of_an_address = Buckets(Allowance(burst=200, per_second=5))
"""A town hall's own computers share an address."""
STILL_SECONDS = 45
"""At the kiosk: until somebody is asked whether he is still there,"""
ASKED_SECONDS = 20
"""and from then on until his answers are hidden."""
MEDIA = {"": Medium.PAGE, "1": Medium.KIOSK}
"""By `?kiosk=`."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A session as its page knows it."""

    organisation: Organisation
    session: UUID
    token: str


class TurnForm(forms.Form):
    """An answer under a key of its own: sending the form twice says it once. `seen`: the turn that was on the page."""

    key = forms.UUIDField()
    seen = forms.IntegerField(min_value=0, max_value=1_000_000)
    do = forms.CharField(required=False, max_length=20)
    option = forms.CharField(required=False, max_length=500)
    words = forms.CharField(required=False, strip=False)

    def read(self) -> Inputs:
        said = self.cleaned_data
        if said["do"] == "person":
            return PersonWanted()
        if said["do"] == "back":
            return Heard(text=BACK_KEY)
        if said["do"] == "here":
            return MediumChanged(medium=Medium.PAGE)
        return Chosen(option=said["option"]) if said["option"] else Heard(text=said["words"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin_page(request: HttpRequest, slug: str, reason_id: int) -> HttpResponse:
    """What awaits somebody, and the button that begins it: only a POST makes a session, so that no crawler is in one."""
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    reason = get_object_or_404(Reason.objects.of(organisation.pk).current(), pk=reason_id)
    medium = MEDIA.get(request.GET.get("kiosk", ""), Medium.PAGE)
    if get_published(organisation.pk, reason.key, medium) is None:
        return redirect("request", slug, reason_id)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            beginnings_of_an_address.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
            return begin(request, organisation, reason, medium)
        except RefusedError as error:
            refusal, status = str(error), getattr(error, "status", 422)
        except forms.ValidationError:
            refusal, status = _("This page is out of date. Press the button again."), 422
    page = {
        "organisation": organisation,
        "reason": reason,
        "reason_label": reason.get_label(get_language() or organisation.default_language),
        "is_kiosk": medium is Medium.KIOSK,
        "key": uuid4(),
        "refusal": refusal,
    }
    return render(request, "public/begin_dialogue.html", page, status=status)


def begin(request: HttpRequest, organisation: Organisation, reason: Reason, medium: Medium) -> HttpResponse:
    """:raises RefusedError: no script comes first here. :raises ValidationError: the form is none of ours."""
    beginning = Beginning(
        key=forms.UUIDField().clean(request.POST.get("key", "")),
        reason_key=reason.key,
        medium=medium,
        language=get_language() or organisation.default_language,
        earlier=None if medium is Medium.KIOSK else find_earlier(request, organisation),
    )
    token = sign_pass(organisation.pk, begin_session(organisation, beginning, timezone.now()).session)
    response = redirect("dialogue", token)
    if medium is not Medium.KIOSK:
        remember(response, token)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_page(request: HttpRequest, token: str) -> HttpResponse:
    """Where a script stands, and the next answer."""
    dialogue = find_dialogue(token)
    if dialogue is None:
        return show_over(request, None)
    try:
        if request.method == "POST":
            return take(request, dialogue)
        return show(request, dialogue, get_talk(dialogue.organisation, dialogue.session, timezone.now()))
    except NoSuchSessionError:
        return show_over(request, dialogue)


def find_dialogue(token: str) -> Dialogue | None:
    opened = read_pass(token[:300])
    if opened is None:
        return None
    set_organisation(opened[0])
    organisation = Organisation.objects.filter(pk=opened[0]).first()
    return None if organisation is None else Dialogue(organisation, opened[1], token)


def take(request: HttpRequest, dialogue: Dialogue) -> HttpResponse:
    """Hear what was sent; what cannot be heard is said beside what was typed. :raises NoSuchSessionError: it is over."""
    now, typed = timezone.now(), request.POST.get("words", "")
    form = TurnForm(request.POST)
    talk = get_talk(dialogue.organisation, dialogue.session, now)
    if request.POST.get("do") == "open" and talk.contact:
        opened = redirect("conversation")
        give_pass(opened, dialogue.organisation.pk, ContactId(talk.contact))
        return opened
    if not form.is_valid():
        return show(request, dialogue, talk, refusal=_("This page is out of date. Answer again."), typed=typed, status=422)
    try:
        turns_of_an_address.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
        medium = talk.medium if talk.medium is Medium.KIOSK else Medium.PAGE
        hearing = Hearing(key=form.cleaned_data["key"], input=form.read(), seen=form.cleaned_data["seen"], medium=medium)
        talk = hear(dialogue.organisation, dialogue.session, hearing, now)
    except NoSuchSessionError:
        raise
    except RefusedError as error:
        response = show(request, dialogue, talk, refusal=str(error), typed=typed, status=getattr(error, "status", 422))
        if isinstance(error, DoorError) and error.retry_after:
            response["Retry-After"] = str(error.retry_after)
        return response
    if not talk.is_taken:
        refusal = _("This question was answered already, perhaps in another tab. Here is where you are now.")
        return show(request, dialogue, talk, refusal=refusal)
    if any(piece.part is Part.MISTAKE for piece in talk.pieces):
        return show(request, dialogue, talk, typed=typed, status=422)
    return redirect("dialogue", dialogue.token)


@never_cache
@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Begin anew, in another session: the answers of the first are not seen again."""
    dialogue = find_dialogue(token)
    reason = find_reason(dialogue.organisation.pk, dialogue.session) if dialogue else None
    if dialogue is None or reason is None:
        return show_over(request, dialogue)
    try:
        beginnings_of_an_address.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
        return begin(request, dialogue.organisation, reason, Medium.PAGE)
    except NoScriptError:
        return redirect("request", dialogue.organisation.slug, reason.pk)
    except (RefusedError, forms.ValidationError):
        return redirect("dialogue", token)


def show(request: HttpRequest, dialogue: Dialogue, talk: Talk, *, refusal: str = "", typed: str = "", status: int = 200) -> HttpResponse:
    reason = find_reason(dialogue.organisation.pk, dialogue.session)
    page: dict[str, Any] = {
        "organisation": dialogue.organisation,
        "token": dialogue.token,
        "talk": talk,
        "key": uuid4(),
        "refusal": refusal,
        "typed": typed,
        "is_kiosk": talk.medium is Medium.KIOSK,
        "is_elsewhere": talk.medium is Medium.SMS and talk.state is SessionState.OPEN,
        "by_sms": find_way(dialogue.organisation, dialogue.session, reason.key, talk.language, timezone.now()) if reason else None,
        "asks_whether_still_there": "still" in request.GET,
        "screen": request.GET.get("screen", ""),
        "address": request.build_absolute_uri(reverse("dialogue", args=[dialogue.token])),
        **describe_talk(dialogue.organisation, reason, talk, dialogue.token, request.GET.get("screen", "")),
    }
    response = render(request, "public/dialogue.html", page, status=status)
    if talk.medium is Medium.KIOSK:
        response.headers["Refresh"] = wind_clock(dialogue, is_asking="still" in request.GET)
    return response


def wind_clock(dialogue: Dialogue, *, is_asking: bool) -> str:
    """Without scripts: a question whether somebody is still there, which one press answers, and only then back to the start."""
    if not is_asking:
        return f"{STILL_SECONDS}; url={reverse('dialogue', args=[dialogue.token])}?still=1"
    return f"{ASKED_SECONDS}; url={reverse('kiosk', args=[dialogue.organisation.slug])}"


def show_over(request: HttpRequest, dialogue: Dialogue | None) -> HttpResponse:
    """Unknown or expired: how to begin again, and how to reach a person."""
    organisation = dialogue.organisation if dialogue else None
    reason = find_reason(dialogue.organisation.pk, dialogue.session) if dialogue else None
    page = {"organisation": organisation, "reason": reason, "key": uuid4()}
    return render(request, "public/dialogue_over.html", page, status=410 if reason else 404)
