"""Amounts as people type and read them; kept in ten-thousandths of a euro."""

import re
from decimal import Decimal

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from guichet.decisions.dialling.words import EURO, Money
from guichet.screens.settings.controls.words import Said

CENT = Money(EURO // 100)
AMOUNT = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?", re.ASCII)
GAPS = re.compile(r"[\s\u00a0\u202f€]")


class AmountField(forms.CharField):
    """An amount with at most two places, or nothing. :param unit: what 1 stands for. :param most: in that unit."""

    def __init__(self, unit: Money, most: int, label: Said, help_text: Said = "") -> None:
        super().__init__(required=False, max_length=20, widget=forms.TextInput({"inputmode": "decimal"}))
        self.label, self.help_text = label, help_text  # type: ignore[assignment]  # said in the language of the page
        self.unit, self.most = unit, most

    def clean(self, value: object) -> Money | None:
        typed = GAPS.sub("", str(super().clean(value)))
        if not typed:
            return None
        found = AMOUNT.fullmatch(typed)
        if found is None:
            raise forms.ValidationError(_("Write an amount with two places at most, for example 2.5."))
        amount = Decimal(f"{found[1]}.{found[2] or 0}")
        if amount > self.most:
            raise forms.ValidationError(_("This is more than %(most)d: check the unit.") % {"most": self.most})
        return Money(int(amount * self.unit))


def show_amount(money: int | None, unit: Money) -> str:
    """As it is typed; nothing for none."""
    return "" if money is None else number_format((Decimal(money) / unit).normalize(), use_l10n=True).strip() or "0"


def show_euros(money: int) -> str:
    return _("€%(amount)s") % {"amount": number_format((Decimal(money) / EURO).quantize(Decimal("0.01")), decimal_pos=2, use_l10n=True)}
