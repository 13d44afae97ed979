"""What is asked of whoever makes the link of a wall display."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.records.directory.models import Queue
from guichet.records.orders.words import LONGEST_NAME

if TYPE_CHECKING:  # generic for the type checker only
    _ChoiceOfQueues = forms.ModelMultipleChoiceField[Queue]
else:
    _ChoiceOfQueues = forms.ModelMultipleChoiceField


class QueuesField(_ChoiceOfQueues):
    def label_from_instance(self, obj: Queue) -> str:
        return obj.get_label()


class WallForm(forms.Form):
    """`key` makes it safe to send twice: the same key is the same link."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of the display"),
        help_text=_("It stands in large letters above the figures: a room, a team. Name nobody."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give the display a name, so that you find its link again.")},
    )
    queues = QueuesField(
        label=_("Queues"),
        help_text=_("Tick those it shows. None ticked: the whole organisation, queues of later days included."),
        queryset=Queue.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("The link opens for"),
        choices=[(1, _("one day")), (7, _("one week")), (30, _("30 days")), (90, _("three months")), (365, _("one year"))],
        coerce=int,
        initial=90,
    )

    def __init__(self, organisation_id: int, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4()}, label_suffix="")
        queues = self.fields["queues"]
        assert isinstance(queues, QueuesField)  # noqa: S101 - for the type checker
        queues.queryset = Queue.objects.of(organisation_id).current().order_by("key")
