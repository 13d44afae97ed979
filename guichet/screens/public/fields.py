"""Fields that Django has not."""

from collections.abc import Sequence
from typing import BinaryIO, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from guichet.records.contacts.errors import FileTooLargeError
from guichet.records.contacts.replies import LARGEST_LEFT, MOST_LEFT
from guichet.records.contacts.sniffing import sniff
from guichet.records.contacts.words import LARGEST_FILE
from guichet.records.errors import RefusedError


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
