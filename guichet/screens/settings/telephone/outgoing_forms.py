"""What is asked of whoever says what agents may call, and what it may cost."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.decisions.dialling.words import EURO, Zone
from guichet.records.calls.models import CallingRules, Line
from guichet.screens.settings.telephone.amounts import CENT, AmountField, show_amount
from guichet.screens.settings.telephone.forms import read_typed_number

PREFIX = re.compile(r"\+[1-9]\d{0,9}", re.ASCII)
MOST_ENTRIES = 50
PRICES = ("landline_price", "mobile_price", "abroad_price")
CAPS = ("day_cap", "month_cap")
DEAREST_MINUTE, LARGEST_CAP = 1_000, 1_000_000
"""Cents, and euros."""
ZONES = {
    Zone.FRANCE: gettext_lazy("Metropolitan France"),
    Zone.OVERSEAS: gettext_lazy("Overseas France"),
    Zone.EUROPE: gettext_lazy("European Union, and the countries beside it"),
}


class LineField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is no generic when it runs
    def label_from_instance(self, obj: Line) -> str:
        return f"{obj.label} ({obj.number})"


class EmergencyForm(forms.Form):
    line = LineField(
        label=gettext_lazy("Line by which they leave"),
        queryset=Line.objects.none(),
        required=False,
        empty_label=gettext_lazy("None: agents use another telephone"),
        error_messages={"invalid_choice": gettext_lazy("This line leads nowhere any more. Choose one that has a server.")},
    )

    def __init__(self, organisation_id: int, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        field = self.fields["line"]
        assert isinstance(field, LineField)  # noqa: S101 - tells the type
        field.queryset = Line.objects.of(organisation_id).exclude(trunk="").order_by("number")


class OutgoingForm(forms.Form):
    zones = forms.MultipleChoiceField(
        label=gettext_lazy("Where agents may call"),
        help_text=gettext_lazy("People may ask to be called back in all three: where you leave one out, agents write to them instead."),
        choices=[(zone.value, label) for zone, label in ZONES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    prefixes = forms.CharField(
        label=gettext_lazy("Other countries, by their prefix (optional)"),
        help_text=gettext_lazy("+212, +1418: separated by commas. Numbers that cost more are never called."),
        required=False,
        max_length=600,
    )
    callers = forms.CharField(
        label=gettext_lazy("Numbers that your operator lets you show (optional)"),
        help_text=gettext_lazy("Separated by commas. A line that shows another one does not call. Empty: any number of your lines."),
        required=False,
        max_length=1_000,
    )
    landline_price = AmountField(
        CENT,
        DEAREST_MINUTE,
        gettext_lazy("A minute to a fixed number of metropolitan France, in cents (optional without a cap)"),
        gettext_lazy("As your operator’s contract says; 0: it is not counted, and no cap holds it back."),
    )
    mobile_price = AmountField(
        CENT, DEAREST_MINUTE, gettext_lazy("A minute to a mobile number of metropolitan France, in cents (optional without a cap)")
    )
    abroad_price = AmountField(
        CENT,
        DEAREST_MINUTE,
        gettext_lazy("A minute overseas and abroad, in cents (optional without a cap)"),
        gettext_lazy("The dearest of those you allow."),
    )
    day_cap = AmountField(
        EURO,
        LARGEST_CAP,
        gettext_lazy("Cap of a day, in euros (optional)"),
        gettext_lazy("Beyond it no call begins. Those that go on are not cut, so that a little more may be spent."),
    )
    month_cap = AmountField(EURO, LARGEST_CAP, gettext_lazy("Cap of a month, in euros (optional)"))

    @staticmethod
    def read(row: CallingRules) -> dict[str, Any]:
        """What the form shows of the rules."""
        lists = {"zones": row.zones, "prefixes": ", ".join(row.prefixes), "callers": ", ".join(row.callers)}
        prices = {name: show_amount(getattr(row, name), CENT) for name in PRICES}
        return lists | prices | {name: show_amount(getattr(row, name), EURO) for name in CAPS}

    def clean_prefixes(self) -> list[str]:
        found = [re.sub(r"[\s().-]", "", each) for each in split(self.cleaned_data["prefixes"])]
        wrong = next((each for each in found if not PREFIX.fullmatch(each)), None)
        if wrong is not None:
            raise forms.ValidationError(_("“%(prefix)s” is no prefix: write + and the digits of the country, as +212.") % {"prefix": wrong})
        return check_few(found)

    def clean_callers(self) -> list[str]:
        return check_few([read_typed_number(each) for each in split(self.cleaned_data["callers"])])

    def clean(self) -> dict[str, Any]:
        """A cap that would count nothing is worse than none."""
        values = super().clean() or {}
        caps = [values.get(name) for name in CAPS]
        for name in PRICES:
            if any(cap is not None for cap in caps) and name in values and values[name] is None:
                self.add_error(name, _("Say what a minute costs, or write 0: without it the cap would count nothing of it."))
        day, month = caps
        if day is not None and month is not None and day > month:
            self.add_error("day_cap", _("The cap of a day is above that of the month: lower one, or raise the other."))
        return values


def split(typed: str) -> list[str]:
    return [each.strip() for each in re.split(r"[,;\n]", typed) if each.strip()]


def check_few(entries: Iterable[str]) -> list[str]:
    """:raises ValidationError: more than anybody needs."""
    found = list(dict.fromkeys(entries))
    if len(found) > MOST_ENTRIES:
        raise forms.ValidationError(_("At most %(most)d: leave out the others.") % {"most": MOST_ENTRIES})
    return found
