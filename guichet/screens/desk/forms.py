"""What is asked of somebody who writes a model of an answer."""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guichet.records.contacts.models import Snippet
from guichet.records.contacts.texts import check_text
from guichet.records.directory.models import Account, Agent, Reason
from guichet.records.errors import RefusedError

if TYPE_CHECKING:  # generic for the type checker only
    _ChoiceOfReason = forms.ModelChoiceField[Reason]
    _SnippetForm = forms.ModelForm[Snippet]
else:
    _ChoiceOfReason = forms.ModelChoiceField
    _SnippetForm = forms.ModelForm


class ReasonField(_ChoiceOfReason):
    def label_from_instance(self, obj: Reason) -> str:
        return f"{obj.parent.get_label()} – {obj.get_label()}" if obj.parent else obj.get_label()


class SnippetForm(_SnippetForm):
    """`is_shared` is asked only of those who may edit the organisation's models and have models of their own too."""

    is_shared = forms.TypedChoiceField(
        label=_("For whom?"),
        choices=[("no", _("For me alone")), ("yes", _("For everybody in the organisation"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    reason = ReasonField(
        label=_("Only for this reason (optional)"), queryset=Reason.objects.none(), required=False, empty_label=_("Every reason")
    )

    class Meta:
        model = Snippet
        fields = ("title", "text", "reason")
        labels = {"title": _("Title"), "text": _("Text")}  # noqa: RUF012 - Django's own form
        help_texts = {  # noqa: RUF012
            "title": _("A few words by which you find it: you type / then the beginning of the title."),
            "text": _(
                "{usager}, {agent}, {organisme}, {motif} and {date} are filled in by themselves."
                " Any other word between braces, such as {numéro de dossier}, is a blank to be filled in before sending."
            ),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}  # noqa: RUF012
        error_messages = {  # noqa: RUF012
            "title": {"required": _("Give it a title.")},
            "text": {"required": _("Write the text.")},
        }

    def __init__(self, *args: object, account: Account, agent: Agent | None, may_share: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        reasons = Reason.objects.of(account.organisation_id).current().select_related("parent")
        reason.queryset = reasons.order_by("parent__position", "position", "key")
        self.agent = agent
        if not (may_share and agent):
            del self.fields["is_shared"]
        elif self.instance.pk:
            self.fields["is_shared"].initial = "no" if self.instance.agent_id else "yes"

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            check_text(text)
        except RefusedError as error:
            raise ValidationError(str(error), code=error.code) from error
        return text

    def fill(self) -> Snippet:
        """The model as it was asked for; whose it is follows what may be asked."""
        snippet: Snippet = self.save(commit=False)
        is_shared = self.cleaned_data.get("is_shared", self.agent is None)
        snippet.agent = None if is_shared else self.agent
        return snippet
