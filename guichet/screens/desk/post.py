"""The post room: scans brought in and what became of them, and letters that go out, moved on by whoever prints and posts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from guichet.records.directory.models import Account, Reason
from guichet.records.directory.words import Role
from guichet.records.errors import RefusedError
from guichet.records.letters import posting
from guichet.records.letters.box import get_box, list_scans
from guichet.records.letters.errors import PostingMovedOnError
from guichet.records.letters.models import Posting, Scan
from guichet.records.letters.storing import Arrived, store_scan
from guichet.records.letters.words import Origin, PostingKind, PostingState, ScanState

MOST_SCANS = 15
MOST_POSTINGS = 200
MOST_FILES = 20
WORDS = {
    ScanState.RECEIVED: gettext_lazy("Waits to be read, or is being read."),
    ScanState.QUARANTINED: gettext_lazy("Could not be read: an administrator finds it under Settings, Letters."),
    ScanState.DROPPED: gettext_lazy("Set aside: no letter."),
}
DONE = {"scans": gettext_lazy("The scans are kept. They are read within some minutes."), "moved": gettext_lazy("Noted.")}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter of the list. `title` says to whom it goes."""

    posting: Posting
    title: str
    kind: str


def get_account(request: HttpRequest) -> Account:
    """:raises PermissionDenied: neither an agent nor somebody who steers or administers."""
    account = request.user
    if not isinstance(account, Account) or not account.has_role(Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise PermissionDenied
    return account


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class ReasonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is no generic when it runs
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_label(get_language() or "fr"))


class ScanForm(forms.Form):
    """The files themselves are read from the request: there may be several."""

    scans = forms.Field(
        label=gettext_lazy("Scanned letters"),
        help_text=gettext_lazy("PDF, JPEG, PNG or TIFF; several at once; 40 MB in all."),
        widget=Files(attrs={"accept": ".pdf,image/jpeg,image/png,image/tiff,image/webp"}),
        required=False,
    )
    arrived_on = forms.DateField(
        label=gettext_lazy("Day on which the paper came"),
        help_text=gettext_lazy("The two weeks for the answer are counted from it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = ReasonField(
        label=gettext_lazy("Reason (optional)"),
        help_text=gettext_lazy("Without one, the separator sheet says it, or else the settings."),
        queryset=Reason.objects.none(),
        required=False,
        empty_label=gettext_lazy("As the sheets or the settings say"),
    )

    def __init__(self, organisation_id: int, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        field = self.fields["reason"]
        assert isinstance(field, ReasonField)  # noqa: S101 - tells the type
        parents = Reason.objects.of(organisation_id).filter(parent__isnull=False).values("parent")
        field.queryset = Reason.objects.of(organisation_id).current().exclude(pk__in=parents).order_by("pk")


@never_cache
@login_required
@require_safe
def post_page(request: HttpRequest) -> HttpResponse:
    account = get_account(request)
    return draw_page(request, account, done=str(DONE.get(request.GET.get("done", ""), "")))


def draw_page(
    request: HttpRequest, account: Account, form: ScanForm | None = None, done: str = "", refusal: str = "", status: int = 200
) -> HttpResponse:
    organisation_id, now = account.organisation_id, timezone.now()
    outgoing = [describe(each) for each in posting.list_postings(organisation_id, now)[:MOST_POSTINGS]]
    scans = list_scans(organisation_id).annotate(count=Count("letters"))[:MOST_SCANS]
    page = {
        "organisation": account.organisation,
        "page": "post",
        "form": form or ScanForm(organisation_id, initial={"arrived_on": timezone.localdate()}),
        "is_set_up": get_box(organisation_id) is not None,
        "scans": [(scan, tell(scan)) for scan in scans],
        "folder": settings.LETTERS_FOLDER and settings.LETTERS_FOLDER / account.organisation.slug,
        "unaddressed": [each for each in outgoing if each.posting.state == PostingState.UNADDRESSED],
        "ready": [each for each in outgoing if each.posting.state == PostingState.READY],
        "printed": [each for each in outgoing if each.posting.state == PostingState.PRINTED],
        "over": [each for each in outgoing if each.posting.state in (PostingState.POSTED, PostingState.LEFT)],
        "done": done,
        "refusal": refusal,
    }
    return render(request, "desk/post.html", page, status=status)


def describe(each: Posting) -> Outgoing:
    first, _newline, rest = each.recipient.partition("\n")
    town = rest.rpartition("\n")[2]
    title = ", ".join(part for part in (first, town) if part) or _("Without an address")
    is_answer = each.kind == PostingKind.ANSWER
    return Outgoing(each, title, _("Answer") if is_answer else _("Acknowledgement"))


def tell(scan: Scan) -> str:
    """What became of a scan, in words."""
    if scan.state == ScanState.READ:
        count = int(getattr(scan, "count", 0))
        return ngettext("%(count)d letter, given to those who answer.", "%(count)d letters, given to those who answer.", count) % {
            "count": count
        }
    return str(WORDS[ScanState(scan.state)])


@never_cache
@login_required
@require_POST
def bring_scans(request: HttpRequest) -> HttpResponse:
    account = get_account(request)
    form = ScanForm(account.organisation_id, request.POST)
    files = request.FILES.getlist("scans")
    if not files:
        form.add_error("scans", _("Choose at least one file."))
    elif len(files) > MOST_FILES:
        form.add_error("scans", _("Choose at most %(count)d files at once.") % {"count": MOST_FILES})
    if get_box(account.organisation_id) is None:
        form.add_error(None, _("Letters are not set up yet. Ask an administrator: Settings, Letters."))
    if not form.is_valid():
        return draw_page(request, account, form, status=422)
    arrived_on: date = form.cleaned_data["arrived_on"]
    reason = form.cleaned_data["reason"]
    try:
        for file in files:
            how = Arrived(account.organisation_id, Origin.UPLOAD, file.name or "", reason.pk if reason else None, arrived_on)
            store_scan(how, file.read(), timezone.now())
    except RefusedError as error:
        form.add_error("scans", f"{file.name}: {error}")
        return draw_page(request, account, form, status=422)
    return redirect(reverse("desk-post") + "?done=scans")


@never_cache
@login_required
@require_POST
def move_postings(request: HttpRequest, state: str) -> HttpResponse:
    """Move the letters that were ticked."""
    account = get_account(request)
    chosen = read_ids(request.POST.getlist("posting"))
    try:
        wanted = PostingState(state)
        if not chosen or wanted == PostingState.UNADDRESSED:
            return draw_page(request, account, refusal=_("Tick at least one letter first."), status=422)
        posting.move(account, chosen, wanted, timezone.now())
    except ValueError:
        return draw_page(request, account, refusal=str(PostingMovedOnError()), status=409)
    except RefusedError as error:
        return draw_page(request, account, refusal=str(error), status=409)
    return redirect(reverse("desk-post") + "?done=moved#out")


def read_ids(said: Sequence[str]) -> list[UUID]:
    ids = []
    for each in said[:MOST_POSTINGS]:
        try:
            ids.append(UUID(each))
        except ValueError:
            continue
    return ids


@never_cache
@login_required
@require_POST
def address_posting(request: HttpRequest, posting_id: UUID) -> HttpResponse:
    account = get_account(request)
    try:
        posting.address(account, posting_id, request.POST.get("recipient", "").replace("\r\n", "\n"), timezone.now())
    except RefusedError as error:
        return draw_page(request, account, refusal=str(error), status=422)
    return redirect(reverse("desk-post") + "?done=moved#out")


@never_cache
@login_required
@require_safe
def show_posting(request: HttpRequest, posting_id: UUID) -> HttpResponse:
    """The letter as it is to be printed."""
    account = get_account(request)
    try:
        pdf = posting.get_pdf(account, posting_id, timezone.now())
    except RefusedError as error:
        return draw_page(request, account, refusal=str(error), status=404)
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{posting_id}.pdf"'})
