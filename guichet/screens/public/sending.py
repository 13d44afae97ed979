"""A citizen sends a file without scripts: the form of the conversation's page."""

from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.files import Upload, add_file
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import Author
from guichet.records.errors import RefusedError
from guichet.screens.public.forms import FileForm, MessageForm
from guichet.screens.public.passes import find_own_contact
from guichet.screens.public.views import draw_conversation, show_nothing_here


@never_cache
@require_POST
def send_file(request: HttpRequest) -> HttpResponse:
    contact = find_own_contact(request)
    if contact is None:
        return show_nothing_here(request)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid() and keep(contact, form):
        return redirect("conversation")
    return draw_conversation(request, contact, MessageForm(), form)


def keep(contact: Contact, form: FileForm) -> bool:
    """Add the form's file; False when it was refused, which the form then says."""
    file = cast("UploadedFile[bytes]", form.cleaned_data["file"])
    upload = Upload(key=form.cleaned_data["key"], author=Author.CITIZEN, name=file.name or "", content=cast(BinaryIO, file.file))
    try:
        add_file(contact.organisation_id, ContactId(str(contact.pk)), upload)
    except RefusedError as error:
        form.add_error("file", str(error))
        return False
    return True
