"""The pages of what callers hear: the voice, music on hold, and every text with who says it, to be listened to and recorded."""

from typing import Any

from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.doors.microphone import open_microphone
from guichet.language.errors import LanguageError
from guichet.language.shelf import Shelf
from guichet.language.sound import listen
from guichet.language.speaking import ALWAYS, list_voices
from guichet.records.directory.models import Account
from guichet.records.errors import GuichetError, OutsideError, RefusedError
from guichet.records.prompts import actions
from guichet.records.prompts.listing import find_said, list_heard, sum_up
from guichet.records.prompts.making import get_choice
from guichet.records.prompts.models import VoiceChoice
from guichet.records.prompts.queries import get_music, ready
from guichet.records.prompts.words import Group
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.views import draw

PAGE_SIZE = 50
TO_BE_HEARD = {"media-src": ["blob:"]}
"""What was said into the microphone is listened to before it is sent."""
DONE = {
    "saved": gettext_lazy("Saved. Callers hear it from the next minutes on."),
    "music": gettext_lazy("Callers hear this music from now on."),
    "recorded": gettext_lazy("Callers hear this recording from now on."),
    "removed": gettext_lazy("The recording is removed."),
    "again": gettext_lazy("Everything is spoken anew within the next minutes."),
}
GROUPS = {
    Group.TELEPHONE: gettext_lazy("What the telephone says itself"),
    Group.WAITING: gettext_lazy("Place in the queue and wait"),
    Group.ARTICLES: gettext_lazy("Answers of articles"),
    Group.SCRIPTS: gettext_lazy("Scripts"),
}
PACES = (
    ("80", gettext_lazy("Slow")),
    ("90", gettext_lazy("Rather slow")),
    ("100", gettext_lazy("Usual")),
    ("110", gettext_lazy("Rather fast")),
)


class VoiceForm(forms.Form):
    edition = forms.IntegerField(widget=forms.HiddenInput)
    voice = forms.ChoiceField(
        label=gettext_lazy("Voice"),
        help_text=gettext_lazy("A text in a language that it does not speak is said by another one."),
        required=False,
    )
    pace = forms.ChoiceField(label=gettext_lazy("Pace"), choices=PACES)
    lexicon = forms.CharField(
        label=gettext_lazy("How your words are said (optional)"),
        help_text=gettext_lazy("One on each line, as ANTAI = antaï. Amounts, dates, hours and common acronyms are said well already."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20_000,
        required=False,
    )

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        voices = list_voices(Shelf(settings.MODELS_FOLDER))
        names = [(each.name, f"{each.name} ({', '.join(each.languages)})" if each.name != ALWAYS else each.name) for each in voices]
        field = self.fields["voice"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = [("", _("The best there is")), *names]


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def voices_page(request: HttpRequest, account: Account) -> HttpResponse:
    if request.method != "POST":
        return draw_voices(request, account, done=read_done(request))
    form = VoiceForm(request.POST)
    if not form.is_valid():
        return draw_voices(request, account, form, status=422)
    given = form.cleaned_data
    wanted = actions.Wanted(given["voice"], int(given["pace"]), given["lexicon"].replace("\r\n", "\n"))
    try:
        actions.save_choice(account, wanted, given["edition"], timezone.now())
    except RefusedError as error:
        return draw_voices(request, account, form, refusal=str(error), status=409)
    return redirect(reverse("settings-voices") + "?done=saved")


def draw_voices(
    request: HttpRequest, account: Account, form: VoiceForm | None = None, *, done: str = "", refusal: str = "", status: int = 200
) -> HttpResponse:
    choice = get_choice(account.organisation_id)
    overview = sum_up(account.organisation)
    page = {
        "place": _("Voices"),
        "form": form or VoiceForm(initial=read_initial(choice)),
        "choice": choice,
        "can_speak": bool(list_voices(Shelf(settings.MODELS_FOLDER))),
        "overview": overview,
        "groups_said": [(group, label, overview.counts[group]) for group, label in GROUPS.items()],
        "done": done,
        "refusal": refusal,
    }
    return draw(request, account, "settings/voices.html", page, status)


def read_initial(choice: VoiceChoice | None) -> dict[str, Any]:
    if choice is None:
        return {"edition": 1, "pace": 100}
    return {"edition": choice.edition, "voice": choice.voice, "pace": choice.pace, "lexicon": choice.lexicon}


def read_done(request: HttpRequest) -> str:
    return str(DONE.get(request.GET.get("done", ""), ""))


@administrators_only
@require_POST
def change_music(request: HttpRequest, account: Account) -> HttpResponse:
    """Bring music, or take ours again."""
    sent = request.FILES.get("music")
    try:
        if "remove" in request.POST:
            actions.remove_music(account, timezone.now())
        elif isinstance(sent, UploadedFile):
            actions.save_music(account, sent.name or "", sent.read(), timezone.now())
        else:
            return draw_voices(request, account, refusal=_("Choose a file first."), status=422)
    except GuichetError as error:
        return draw_voices(request, account, refusal=str(error), status=find_status(error))
    return redirect(reverse("settings-voices") + "?done=music#music")


@administrators_only
@require_POST
def speak_again(request: HttpRequest, account: Account) -> HttpResponse:  # noqa: ARG001 - Django's signature
    actions.make_again(account, timezone.now())
    return redirect(reverse("settings-voices") + "?done=again")


@csp_update(TO_BE_HEARD)
@administrators_only
@require_safe
def said_page(request: HttpRequest, account: Account, group: str) -> HttpResponse:
    return draw_said(request, account, group, done=read_done(request))


def draw_said(request: HttpRequest, account: Account, name: str, *, done: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    group = next((each for each in Group if each == name), None)
    if group is None:
        raise Http404
    query, asked = request.GET.get("q", "").strip()[:100], request.GET.get("from", "")
    first = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    heard = list_heard(account.organisation, group, query)
    page = {
        "place": _("Voices"),
        "group": group,
        "title": GROUPS[group],
        "heard": heard[first : first + PAGE_SIZE],
        "found": len(heard),
        "query": query,
        "later": first + PAGE_SIZE if first + PAGE_SIZE < len(heard) else None,
        "earlier": max(0, first - PAGE_SIZE) if first else None,
        "done": done,
        "refusal": refusal,
    }
    return open_microphone(draw(request, account, "settings/said.html", page, status))


@csp_update(TO_BE_HEARD)
@administrators_only
@require_POST
def record_said(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    """Bring a recording, or remove it. The page goes back to the group from which it was sent."""
    group = request.POST.get("group", "")
    sent = request.FILES.get("sound")
    try:
        if "remove" in request.POST:
            actions.remove_recording(account, key, timezone.now())
        elif isinstance(sent, UploadedFile):
            actions.keep_recording(account, key, sent.read(), timezone.now())
        else:
            return refuse_recording(request, account, group, _("Choose a file first."), 422)
    except GuichetError as error:
        return refuse_recording(request, account, group, str(error), find_status(error))
    done = "removed" if "remove" in request.POST else "recorded"
    back = reverse("settings-said", args=[group]) if group in set(Group) else reverse("settings-voices")
    return redirect(f"{back}?done={done}#said-{key[:16]}")


def refuse_recording(request: HttpRequest, account: Account, group: str, refusal: str, status: int) -> HttpResponse:
    if group in set(Group):
        return draw_said(request, account, group, refusal=refusal, status=status)
    return draw_voices(request, account, refusal=refusal, status=status)


def find_status(error: GuichetError) -> int:
    return 503 if isinstance(error, OutsideError) else 422


@administrators_only
@require_safe
def listen_to_said(request: HttpRequest, account: Account, key: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What callers hear now."""
    said = find_said(account.organisation, key)
    if said is None:
        raise Http404
    try:
        [file] = ready(account.organisation_id, [said.text], said.language)
        return play(file.read_bytes())
    except (GuichetError, LanguageError):
        return HttpResponse(status=503)


@administrators_only
@require_safe
def listen_to_music(request: HttpRequest, account: Account) -> HttpResponse:  # noqa: ARG001 - Django's signature
    try:
        return play(get_music(account.organisation_id).read_bytes())
    except (GuichetError, LanguageError):
        return HttpResponse(status=503)


def play(prompt: bytes) -> HttpResponse:
    """:raises LanguageError: it cannot be made into what a browser plays."""
    return HttpResponse(listen(prompt), content_type="audio/wav", headers={"X-Content-Type-Options": "nosniff"})
