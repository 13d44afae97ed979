"""The page of letters on paper: how they are taken and written, separator sheets, a trial, and scans that could not be read."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.doors.uploads import write_disposition
from guichet.records.directory.models import Account, Reason
from guichet.records.errors import RefusedError
from guichet.records.letters import box
from guichet.records.letters.layout import LayoutError
from guichet.records.letters.models import LetterBox, Scan
from guichet.records.letters.separators import draw_sheet
from guichet.records.letters.trial import Finding, try_out
from guichet.records.letters.words import LONGEST_BLOCK, Cause
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.views import draw

MOST_SHOWN = 100
DONE = {
    "saved": gettext_lazy("Saved."),
    "again": gettext_lazy("It is read again within a minute."),
    "dropped": gettext_lazy("It was set aside."),
}
CAUSES = {
    Cause.NOT_A_DOCUMENT: gettext_lazy("This is neither a PDF nor a picture, whatever its name says."),
    Cause.LOCKED: gettext_lazy("This PDF is locked by a password. Scan the paper again, or bring it unlocked."),
    Cause.DAMAGED: gettext_lazy("This file is damaged: it cannot be opened. Scan the paper again."),
    Cause.TOO_MANY_PAGES: gettext_lazy("This scan has more than 60 pages. Scan it in several batches."),
    Cause.TOO_LARGE: gettext_lazy("A page or a picture is far larger than a sheet of paper."),
    Cause.NO_LETTER: gettext_lazy("There are separator sheets in it, and no letter."),
    Cause.TOO_HEAVY: gettext_lazy("Reading it took more time or memory than a scan may. Scan in grey at 300 dpi, or fewer sheets."),
    Cause.READER: gettext_lazy(
        "The engine ended three times while it read this. Try the reading below; if that works, scan the paper again."
    ),
    Cause.NO_REASON: gettext_lazy("Nobody answers its reason any more: choose another one below, then have it read again."),
    Cause.BROKEN: gettext_lazy("A mistake of Guichet’s stood in the way. Tell its makers; after a new version, have it read again."),
}


class ReasonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is no generic when it runs
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_label(get_language() or "fr"))


class BoxForm(forms.Form):
    reason = ReasonField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It says who answers letters that no separator sheet sorts."),
        queryset=Reason.objects.none(),
        empty_label=gettext_lazy("Choose…"),
    )
    letterhead = forms.CharField(
        label=gettext_lazy("Your address, at the top of each letter"),
        help_text=gettext_lazy("As on an envelope. It is also never taken for a sender’s."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_BLOCK,
        required=False,
    )
    town = forms.CharField(label=gettext_lazy("Town, before the date (optional)"), max_length=100, required=False)
    reference_formats = forms.CharField(
        label=gettext_lazy("How your file numbers look (optional)"),
        help_text=gettext_lazy("One per line: 9 for a digit, A for a letter, the rest as it is. AA-9999-99999 finds EC-2026-00123."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        required=False,
    )

    def __init__(self, organisation_id: int, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        field = self.fields["reason"]
        assert isinstance(field, ReasonField)  # noqa: S101 - tells the type
        field.queryset = list_reasons(organisation_id)

    def clean_letterhead(self) -> str:
        return str(self.cleaned_data["letterhead"]).replace("\r\n", "\n")

    def clean_reference_formats(self) -> str:
        return str(self.cleaned_data["reference_formats"]).replace("\r\n", "\n")


def list_reasons(organisation_id: int) -> Any:
    parents = Reason.objects.of(organisation_id).filter(parent__isnull=False).values("parent")
    return Reason.objects.of(organisation_id).current().exclude(pk__in=parents).order_by("pk")


@dataclass(frozen=True, slots=True)
class Left:
    """A scan in quarantine, in words."""

    scan: Scan
    reason: str


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def letter_box_page(request: HttpRequest, account: Account) -> HttpResponse:
    if request.method != "POST":
        return draw_box(request, account, done=str(DONE.get(request.GET.get("done", ""), "")))
    form = BoxForm(account.organisation_id, request.POST)
    if not form.is_valid():
        return draw_box(request, account, form, status=422)
    box.save_box(account, {**form.cleaned_data, "language": account.organisation.default_language}, timezone.now())
    return redirect(reverse("settings-letter-box") + "?done=saved")


@administrators_only
@require_POST
def try_letters(request: HttpRequest, account: Account) -> HttpResponse:
    """Read and lay out a letter of ours, for the administrator to see what is missing."""
    return draw_box(request, account, trial=try_out(account.organisation.default_language, settings.LETTERS_FOLDER))


def draw_box(
    request: HttpRequest,
    account: Account,
    form: BoxForm | None = None,
    *,
    trial: list[Finding] | None = None,
    done: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    organisation_id = account.organisation_id
    found = box.get_box(organisation_id)
    left = box.list_quarantined(organisation_id)
    page = {
        "place": _("Letters"),
        "box": found,
        "form": form or BoxForm(organisation_id, initial=read_values(found)),
        "folder": settings.LETTERS_FOLDER and settings.LETTERS_FOLDER / account.organisation.slug,
        "has_seats": box.has_seats(organisation_id),
        "reasons": [(reason.pk, reason.get_label(get_language() or "fr")) for reason in list_reasons(organisation_id)],
        "left": [Left(scan, str(CAUSES.get(Cause(scan.cause), ""))) for scan in left[:MOST_SHOWN]],
        "left_out": max(0, left.count() - MOST_SHOWN),
        "trial": trial,
        "done": done,
        "refusal": refusal,
    }
    return draw(request, account, "settings/letter_box.html", page, status)


def read_values(found: LetterBox | None) -> dict[str, Any]:
    return {} if found is None else {name: getattr(found, name) for name in BoxForm.base_fields}


@administrators_only
@require_safe
def separator_sheet(request: HttpRequest, account: Account) -> HttpResponse:
    """The sheet for a reason, or for any letter, as a PDF to print."""
    asked = request.GET.get("reason", "")
    reason = get_object_or_404(list_reasons(account.organisation_id), pk=int(asked)) if asked.isdecimal() and len(asked) < 16 else None
    try:
        sheet = draw_sheet(account.organisation_id, reason, account.organisation.default_language)
    except LayoutError:
        return draw_box(request, account, refusal=_("The sheet cannot be laid out here: try the letters, below, to see why."), status=503)
    return HttpResponse(sheet, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="separator.pdf"'})


@administrators_only
@require_POST
def decide_on_scan(request: HttpRequest, account: Account, scan_id: UUID) -> HttpResponse:
    get_object_or_404(Scan.objects.for_user(account).defer("raw"), pk=scan_id)
    is_dropped = "drop" in request.POST
    try:
        (box.drop if is_dropped else box.read_again)(account, scan_id, timezone.now())
    except RefusedError as error:
        return draw_box(request, account, refusal=str(error), status=409)
    return redirect(reverse("settings-letter-box") + ("?done=dropped" if is_dropped else "?done=again"))


@administrators_only
@require_safe
def take_scan(request: HttpRequest, account: Account, scan_id: UUID) -> HttpResponse:
    """A scan in quarantine as it came: to be saved, never shown by the browser."""
    get_object_or_404(Scan.objects.for_user(account).defer("raw"), pk=scan_id)
    try:
        scan = box.get_raw(account, scan_id, timezone.now())
    except RefusedError as error:
        return draw_box(request, account, refusal=str(error), status=409)
    _name, disposition = write_disposition(scan.name or "scan")
    headers = {"Content-Disposition": disposition.decode(), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(scan.raw), content_type="application/octet-stream", headers=headers)
