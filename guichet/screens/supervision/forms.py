"""What is asked of whoever makes the link of a wall display, or declares a listening campaign."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guichet.records.calls.campaigns import get_earliest, list_possible_listeners
from guichet.records.calls.lines import list_lines
from guichet.records.calls.models import Line
from guichet.records.calls.words import LONGEST_AIM, Purpose
from guichet.records.contacts.telephone import show_number
from guichet.records.directory.models import Account, Agent, Queue, Team
from guichet.records.directory.names import BY_NAME
from guichet.records.orders.words import LONGEST_NAME

if TYPE_CHECKING:  # generic for the type checker only
    _ChoiceOfQueues = forms.ModelMultipleChoiceField[Queue]
    _Choices = forms.ModelMultipleChoiceField[Any]
else:
    _ChoiceOfQueues = _Choices = forms.ModelMultipleChoiceField


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


class NamesField(_Choices):
    """Several rows, each by the name that people know it by."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, **more)

    def label_from_instance(self, obj: Team | Agent | Account | Line) -> str:
        if isinstance(obj, Line):
            return f"{obj.label} ({show_number(obj.number) if obj.number.startswith('+') else obj.number})"
        return obj.name or (obj.email if isinstance(obj, Account) else "")


class InstantField(forms.DateTimeField):
    """A day and a time of the organisation, to the minute."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 900}, format="%Y-%m-%dT%H:%M")
        wrong = _("Give a day and a time, such as 2026-12-01 14:00.")
        super().__init__(widget=widget, error_messages={"required": wrong, "invalid": wrong}, **more)


class CampaignForm(forms.Form):
    """`key` makes it safe to send twice: the same key is the same campaign. Times are those of the active time zone."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        help_text=_("What is heard serves this and nothing else."),
        choices=Purpose.choices,
        error_messages={"required": _("Choose a purpose."), "invalid_choice": _("Choose a purpose.")},
    )
    aim = forms.CharField(
        label=_("In a sentence"),
        help_text=_("Agents read it on their desks: what you want to learn, and what becomes of it. Name nobody."),
        max_length=LONGEST_AIM,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a sentence what it is for: agents read it.")},
    )
    teams = NamesField(label=_("Teams"), help_text=_("Those whose calls may be listened to."))
    agents = NamesField(label=_("Agents"), help_text=_("Beside the teams."))
    listeners = NamesField(label=_("Who may listen"), help_text=_("Agents read these names."))
    lines = NamesField(label=_("Lines whose callers are told"), help_text=_("None ticked: all. Who was not told is not listened to."))
    begins_at = InstantField(label=_("From"), help_text=_("At the earliest the next full hour that leaves half an hour to tell agents."))
    ends_at = InstantField(label=_("Until"), help_text=_("At most 30 days later."))

    def __init__(self, organisation_id: int, now: datetime, data: Any = None) -> None:
        begins_at = get_earliest(now)
        initial = {"key": uuid4(), "begins_at": begins_at, "ends_at": begins_at + timedelta(days=5)}
        super().__init__(data, initial=initial, label_suffix="")
        choices: dict[str, QuerySet[Any]] = {
            "teams": Team.objects.of(organisation_id).current().order_by("name"),
            "agents": Agent.objects.of(organisation_id).current().order_by(BY_NAME),
            "listeners": list_possible_listeners(organisation_id),
            "lines": list_lines(organisation_id).filter(is_active=True),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, NamesField)  # noqa: S101 - for the type checker
            field.queryset = rows
            if not rows.exists():
                del self.fields[name]
