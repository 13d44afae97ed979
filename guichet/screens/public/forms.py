"""What a citizen is asked: as little as an answer needs."""

from typing import TYPE_CHECKING, BinaryIO, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guichet.decisions.routing.words import Channel, Instant
from guichet.records.contacts.actions import Opening
from guichet.records.contacts.files import Upload
from guichet.records.contacts.queries import Arrival, get_arrival
from guichet.records.contacts.replies import ReplyWay
from guichet.records.contacts.telephone import LONGEST_TYPED, read_number
from guichet.records.contacts.texts import check_text
from guichet.records.contacts.words import LONGEST_TEXT, Author
from guichet.records.directory.models import Organisation, Reason, Skill, Territory
from guichet.records.directory.recall import recall
from guichet.records.directory.words import TerritoryKind
from guichet.records.errors import RefusedError
from guichet.screens.public.fields import FilesField
from guichet.screens.public.reasons import Branch

if TYPE_CHECKING:  # generic for the type checker only
    _ChoiceOfTerritory = forms.ModelChoiceField[Territory]
else:
    _ChoiceOfTerritory = forms.ModelChoiceField


class TerritoryField(_ChoiceOfTerritory):
    def label_from_instance(self, obj: Territory) -> str:
        return obj.name


class MessageForm(forms.Form):
    """A message under a key of its own: sending the form twice says it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your message.")},
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            check_text(text)
        except RefusedError as error:
            raise ValidationError(str(error), code=error.code) from error
        return text


class FileForm(forms.Form):
    """A file under a key of its own, for browsers without scripts."""

    prefix = "file"
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label=_("A file"),
        help_text=_("A picture, a PDF, an office document or a text, of 10 MB at most."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first.")},
    )


class RequestForm(MessageForm):
    """A first message, with the little that helps to find who can answer it."""

    field_order: tuple[str, ...] = ("key", "text", "name", "territory", "language")
    name = forms.CharField(
        label=_("Your name (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    territory = TerritoryField(
        label=_("Where you live"),
        queryset=Territory.objects.none(),
        empty_label=_("Choose…"),
        error_messages={"required": _("Choose where you live.")},
    )
    language = forms.ChoiceField(label=_("Language of the conversation"))

    def __init__(self, *args: object, organisation: Organisation, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        self._ask_territory(organisation)
        self._ask_language(organisation, language)
        self.fields["text"].help_text = _("Say what you need in a few words. Do not write passwords or bank card numbers.")

    def write_opening(self, channel: Channel, language: str, arrived_at: Instant) -> Opening:
        """What a valid form asks, in the language that it names or else in this one."""
        said = self.cleaned_data
        return Opening(
            key=said["key"],
            channel=channel,
            language=said.get("language") or language,
            arrived_at=arrived_at,
            text=said["text"] or None,
            citizen_name=said["name"],
        )

    def find_arrival(self, reason: Reason, language: str) -> Arrival:
        """:raises UnknownReasonError: nobody answers it."""
        place = self.cleaned_data.get("territory")
        return get_arrival(reason.organisation_id, reason.pk, language, place.pk if place else None)

    def _ask_territory(self, organisation: Organisation) -> None:
        places = Territory.objects.of(organisation.pk).current().filter(kind=TerritoryKind.DEPARTEMENT).order_by("name")
        if recall(("places", organisation.pk), places.count) < 2:
            del self.fields["territory"]
            return
        field = self.fields["territory"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = places

    def _ask_language(self, organisation: Organisation, language: str) -> None:
        spoken = recall(("spoken", organisation.pk), lambda: list(Skill.objects.of(organisation.pk).current().exclude(language_code="")))
        choices = sorted((skill.language_code, skill.get_label(language)) for skill in spoken)
        if len(choices) < 2:
            del self.fields["language"]
            return
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices
        field.initial = language if language in dict(choices) else organisation.default_language


class ReplyWayForm(forms.Form):
    """How to tell of the answer to a message; each may be left empty."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    email = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        help_text=_("We write to you when the answer is there. Without an address, you keep the link that you get at once."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    number = forms.CharField(
        label=_("Your telephone number (optional)"),
        help_text=_("Only if the agent may call you about this message."),
        max_length=LONGEST_TYPED,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        if settings.MAIL_SERVER is None:
            del self.fields["email"]

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        try:
            return read_number(typed) if typed else ""
        except RefusedError as error:
            raise ValidationError(str(error), code=error.code) from error

    def get_way(self, site: str) -> ReplyWay:
        return ReplyWay(site, self.cleaned_data.get("email", ""), self.cleaned_data["number"])


class ReplyForm(ReplyWayForm, RequestForm):
    """A message, its files, and how to tell of the answer."""

    field_order: tuple[str, ...] = ("key", "text", "attachments", "email", "number", "name", "territory", "language")
    attachments = FilesField(
        label=_("Files (optional)"),
        help_text=_("Pictures, PDFs, office documents or texts: five at most, of 10 MB each."),
        required=False,
        allow_empty_file=True,
    )

    def list_uploads(self) -> list[Upload]:
        return [
            Upload(key=self.cleaned_data["key"], author=Author.CITIZEN, name=file.name or "", content=cast(BinaryIO, file.file))
            for file in self.cleaned_data["attachments"]
        ]


LATER = ("attachments", "email", "number")
"""What a message asks for more than a conversation."""


class WidgetForm(ReplyForm):
    """The request inside another site's page: its subject is chosen in the form itself, and so is whether it waits for an answer."""

    field_order = ("key", "reason", "text", *LATER, "name", "territory", "language")
    reason = forms.ChoiceField(label=_("What is it about?"), error_messages={"required": _("Choose a subject.")})

    def __init__(
        self, organisation: Organisation, language: str, branches: list[Branch], *, leaves: bool, about: int | None = None
    ) -> None:
        """`leaves`: a message can be left about something. `about`: the reason that is chosen already."""
        super().__init__(organisation=organisation, language=language)
        for name in LATER:
            if not leaves:
                self.fields.pop(name, None)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        groups = [(branch.label, [(reason.pk, reason.get_label(language)) for reason in branch.reasons]) for branch in branches]
        field.choices = [("", _("Choose…")), *groups]
        field.initial = about
        self.fields["text"].widget.attrs["rows"] = 4
