"""What is asked of whoever adds a relay service."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.records.calls.destinations import read_destination
from guichet.records.calls.models import RelayService
from guichet.records.calls.words import LONGEST_RELAY, RelayKind
from guichet.records.errors import RefusedError
from guichet.screens.settings.telephone.forms import read_typed_number
from guichet.screens.settings.telephone.outgoing_forms import check_few, split

UNSAID = frozenset('"<>\\')
"""They end a name where telephones read it."""
LONGEST_ADDRESS = 300
is_address = URLValidator(schemes=["https"])


class RelayForm(forms.Form):
    plain = ("name", "kinds", "address", "calls_from", "number", "is_active")

    name = forms.CharField(
        label=gettext_lazy("Name of the relay service"),
        help_text=gettext_lazy("As people know it. It stands on public pages, on agents’ desks and on their telephones."),
        max_length=LONGEST_RELAY,
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("How it speaks with people"),
        choices=RelayKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one at least: people look for theirs.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address of its page or application"),
        help_text=gettext_lazy("https://… Public pages lead there: people call you from it."),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    calls_from = forms.CharField(
        label=gettext_lazy("Numbers from which it calls you (optional)"),
        help_text=gettext_lazy(
            "Separated by commas; the service knows them. Its calls are then told from others: more time, no recording, and its number is "
            "never taken for a citizen’s."
        ),
        required=False,
        max_length=1_000,
    )
    number = forms.CharField(
        label=gettext_lazy("Number by which you ask it in (optional)"),
        help_text=gettext_lazy("Agents then call it by its name during a call, by the same rules as any number outside."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    @staticmethod
    def read(row: RelayService) -> dict[str, Any]:
        """What the form shows of a relay service."""
        return {name: getattr(row, name) for name in RelayForm.plain} | {"calls_from": ", ".join(row.calls_from)}

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not UNSAID.isdisjoint(name) or not name.isprintable():
            raise forms.ValidationError(_("Write the name without quotation marks and without < > \\."))
        return name

    def clean_address(self) -> str:
        typed = str(self.cleaned_data["address"]).strip()
        address = typed if "://" in typed else f"https://{typed}"
        try:
            is_address(address)
            is_plain = "@" not in urlsplit(address).netloc
        except (forms.ValidationError, ValueError):
            is_plain = False
        if not is_plain:
            raise forms.ValidationError(_("Write a whole address that begins with https://, for example https://www.relais.example."))
        return address

    def clean_calls_from(self) -> list[str]:
        found = [read_typed_number(each) for each in split(self.cleaned_data["calls_from"])]
        if not all(number.startswith("+") for number in found):
            raise forms.ValidationError(_("Write whole telephone numbers: the digits of an exchange are not what calls from outside show."))
        return check_few(found)

    def clean_number(self) -> str:
        """One that the rules can let agents call."""
        typed = str(self.cleaned_data["number"]).strip()
        try:
            return read_destination(typed).number if typed else ""
        except RefusedError as error:
            raise forms.ValidationError(str(error), code=error.code) from error
