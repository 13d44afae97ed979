"""The lines that citizens call, as those who steer change them at once: closed or open, and what everybody hears first."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from guichet.records.calls.lines import LONGEST_ANNOUNCEMENT, list_steered, steer_line
from guichet.records.calls.models import Line
from guichet.records.calls.statements import show
from guichet.records.directory.models import Account
from guichet.screens.supervision.access import steering_only

LANGUAGES = {"fr": gettext_lazy("Announcement, in French"), "en": gettext_lazy("Announcement, in English")}
"""In which the house can speak on the telephone."""


class LineForm(forms.Form):
    """One line; its fields carry its number in their names, since all stand on one page."""

    is_open = forms.BooleanField(label=gettext_lazy("Calls are taken"), required=False)

    def __init__(self, line: Line, data: object = None) -> None:
        said = {f"said_{language}": text for language, text in line.announcement.items()}
        super().__init__(data, prefix=f"line{line.pk}", initial={"is_open": not line.is_closed, **said}, label_suffix="")  # type: ignore[arg-type]
        self.line = line
        self.spoken = [language for language in LANGUAGES if language in line.languages]
        for language in self.spoken:
            self.fields[f"said_{language}"] = forms.CharField(
                label=LANGUAGES[language],
                help_text=gettext_lazy("Said to everybody before anything else, as long as it stands here."),
                required=False,
                max_length=LONGEST_ANNOUNCEMENT,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def number(self) -> str:
        return show(self.line.number)

    def read(self) -> dict[str, str]:
        return {language: text for language in self.spoken if (text := self.cleaned_data[f"said_{language}"].strip())}


@steering_only
@require_GET
def lines(request: HttpRequest, account: Account) -> HttpResponse:
    forms_of_lines = [LineForm(line) for line in list_steered(account.organisation_id)]
    done = _("Saved: callers hear it within seconds.") if request.GET.get("done") == "saved" else ""
    return draw(request, account, forms_of_lines, done)


@steering_only
@require_POST
def steer(request: HttpRequest, account: Account, line_id: int) -> HttpResponse:
    line = get_object_or_404(list_steered(account.organisation_id), pk=line_id)
    form = LineForm(line, request.POST)
    if not form.is_valid():
        shown = [form if each.pk == line.pk else LineForm(each) for each in list_steered(account.organisation_id)]
        return draw(request, account, shown, status=422)
    steer_line(line, form.read(), is_closed=not form.cleaned_data["is_open"], account=account, now=timezone.now())
    return redirect(reverse("steer-lines") + "?done=saved")


def draw(request: HttpRequest, account: Account, shown: list[LineForm], done: str = "", status: int = 200) -> HttpResponse:
    page = {"organisation": account.organisation, "page": "board", "forms": shown, "done": done}
    return render(request, "supervision/lines.html", page, status=status)
