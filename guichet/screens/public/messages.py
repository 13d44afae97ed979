"""Leaving a message, at any hour, and how the answer is read. It works without scripts."""

import time
from collections.abc import Sequence
from typing import BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
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
from guichet.records.contacts.actions import Opening
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.errors import FileTooLargeError
from guichet.records.contacts.files import Upload
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.replies import LARGEST_LEFT, MOST_LEFT, ReplyWay, takes_messages
from guichet.records.contacts.sniffing import sniff
from guichet.records.contacts.telephone import LONGEST_TYPED, read_number
from guichet.records.contacts.words import LARGEST_FILE, Author
from guichet.records.directory.models import Organisation, Queue, Reason
from guichet.records.directory.queries import get_queue
from guichet.records.errors import RefusedError
from guichet.records.notices.answers import Received, receive_message
from guichet.records.separation import set_organisation
from guichet.screens.public.forms import RequestForm
from guichet.screens.public.reasons import is_called_back
from guichet.screens.public.views import describe_answer, get_opening

messages_of_an_address = Buckets(Allowance(burst=20, per_second=1 / 20))
"""A town hall's own computers share an address."""


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, or none. Each is looked into: a message is kept with all of them or not at all."""

    widget = ManyFilesInput

    def clean(self, data: "Sequence[UploadedFile[bytes]] | None", initial: object = None) -> "list[UploadedFile[bytes]]":
        files = [cast("UploadedFile[bytes]", super(FilesField, self).clean(each, initial)) for each in data or ()]
        if len(files) > MOST_LEFT or sum(file.size or 0 for file in files) > LARGEST_LEFT:
            limits = {"most": MOST_LEFT, "together": LARGEST_LEFT // 1_000_000}
            raise ValidationError(_("Send at most %(most)s files, of %(together)s MB together.") % limits)
        for file in files:
            check_file(file)
        return files


def check_file(file: "UploadedFile[bytes]") -> None:
    """:raises ValidationError: it cannot be kept; the sentence names it."""
    try:
        if (file.size or 0) > LARGEST_FILE:
            raise FileTooLargeError
        sniff(cast(BinaryIO, file.file))
    except RefusedError as error:
        raise ValidationError(_("%(name)s: %(problem)s") % {"name": file.name, "problem": error}, code=error.code) from error


class ReplyForm(RequestForm):
    """A message, its files, and how to tell of the answer."""

    field_order: tuple[str, ...] = ("key", "text", "attachments", "email", "number", "name", "territory", "language")
    attachments = FilesField(
        label=gettext_lazy("Files (optional)"),
        help_text=gettext_lazy("Pictures, PDFs, office documents or texts: five at most, of 10 MB each."),
        required=False,
        allow_empty_file=True,
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address (optional)"),
        help_text=gettext_lazy("We write to you when the answer is there. Without an address, you keep the link that you get at once."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    number = forms.CharField(
        label=gettext_lazy("Your telephone number (optional)"),
        help_text=gettext_lazy("Only if the agent may call you about this message."),
        max_length=LONGEST_TYPED,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: object, organisation: Organisation, language: str, **kwargs: object) -> None:
        super().__init__(*args, organisation=organisation, language=language, **kwargs)
        if settings.MAIL_SERVER is None:
            del self.fields["email"]

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        try:
            return read_number(typed) if typed else ""
        except RefusedError as error:
            raise ValidationError(str(error), code=error.code) from error

    def list_uploads(self) -> list[Upload]:
        return [
            Upload(key=self.cleaned_data["key"], author=Author.CITIZEN, name=file.name or "", content=cast(BinaryIO, file.file))
            for file in self.cleaned_data["attachments"]
        ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def message_page(request: HttpRequest, slug: str, reason_id: int) -> HttpResponse:
    """One reason: a message that an agent reads when he can."""
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    reason = get_object_or_404(Reason.objects.of(organisation.pk).current(), pk=reason_id)
    queue = get_message_queue(reason)
    language = get_language() or organisation.default_language
    form = ReplyForm(request.POST or None, request.FILES or None, organisation=organisation, language=language)
    status = 200
    if request.method == "POST":
        received, status = take(request, form, reason, queue)
        if received is not None:
            return redirect("follow", token=received.token)
    page = {
        "organisation": organisation,
        "reason": reason,
        "reason_label": reason.get_label(language),
        "opening": get_opening(organisation, reason),
        "is_called_back": is_called_back(reason),
        "promise": describe_answer(queue),
        "form": form,
        "had_files": bool(request.FILES),
    }
    return render(request, "public/leave_message.html", page, status=status)


def get_message_queue(reason: Reason) -> Queue:
    """The queue whose agents read messages about this reason.

    :raises Http404: nobody does.
    """
    queue = get_queue(reason)
    if queue is None or not takes_messages(queue):
        raise Http404
    return queue


def take(request: HttpRequest, form: ReplyForm, reason: Reason, queue: Queue) -> tuple[Received | None, int]:
    """Keep what a form says; nothing when it was refused, which the form then says, with the page's status."""
    if not form.is_valid():
        return None, 422
    try:
        messages_of_an_address.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
        return keep(form, reason, queue, f"{request.scheme}://{request.get_host()}"), 200
    except RefusedError as error:
        form.add_error(None, str(error))
        return None, error.status if isinstance(error, TooManyError) else 422


def keep(form: ReplyForm, reason: Reason, queue: Queue, site: str) -> Received:
    """:raises RefusedError: it cannot be kept, or nothing can be sent to the address."""
    said = form.cleaned_data
    spoken = said.get("language") or get_language() or queue.organisation.default_language
    place = said.get("territory")
    opening = Opening(
        key=said["key"],
        channel=Channel.MESSAGE,
        language=spoken,
        arrived_at=to_instant(timezone.now()),
        text=said["text"],
        citizen_name=said["name"],
    )
    arrival = get_arrival(reason.organisation_id, reason.pk, spoken, place.pk if place else None)
    return receive_message(opening, arrival, queue, ReplyWay(site, said.get("email", ""), said["number"]), form.list_uploads())
