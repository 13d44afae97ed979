"""The forms of SMS accounts: what all have, and what each way to an operator needs."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.records.directory.models import Reason
from guichet.records.messaging.models import Account
from guichet.records.messaging.senders import is_sender
from guichet.screens.settings.mailboxes import ReasonField


def make_clock(label: Any, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, required=False, widget=widget)


def make_secret(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=gettext_lazy("Kept sealed, never shown again. Empty: the one that is kept stays."),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class AccountForm(forms.Form):
    """`plain` are the model's own fields, `kept` those of its settings, `secrets` are never shown again."""

    plain = ("address", "reason", "is_active", "acknowledges", "quiet_from", "quiet_until", "per_second")
    kept: tuple[str, ...] = ("price",)
    secrets: tuple[str, ...] = ()

    address = forms.CharField(
        label=gettext_lazy("Sender"),
        help_text=gettext_lazy(
            "The number your operator gave you (36105, +33612345678). A name (MAIRIE) can be sent from, but nobody can answer it."
        ),
        max_length=16,
    )
    reason = ReasonField(
        empty_label=gettext_lazy("Choose…"),
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It says who answers what comes to this number."),
        queryset=Reason.objects.none(),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Messages are taken and sent"), required=False, initial=True)
    acknowledges = forms.BooleanField(
        label=gettext_lazy("Each request is acknowledged at once, with the day of the answer (costs one or two SMS)"), required=False
    )
    price = forms.DecimalField(
        label=gettext_lazy("Price of one SMS in euros (optional)"),
        help_text=gettext_lazy("The agent sees what a message costs before he sends it: 0.06 for six cents."),
        required=False,
        min_value=0,
        max_value=Decimal(10),
        max_digits=6,
        decimal_places=4,
    )
    quiet_from = make_clock(
        gettext_lazy("Nothing leaves from (optional)"), gettext_lazy("The evening hour: 20:00. Answers wait until morning.")
    )
    quiet_until = make_clock(gettext_lazy("until (optional)"))
    per_second = forms.IntegerField(
        label=gettext_lazy("SMS a second at most"),
        help_text=gettext_lazy("What your contract allows."),
        min_value=1,
        max_value=200,
        initial=5,
    )

    def __init__(self, organisation_id: int, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        field = self.fields["reason"]
        assert isinstance(field, ReasonField)  # noqa: S101 - tells the type
        field.queryset = Reason.objects.of(organisation_id).current().order_by("pk")

    @classmethod
    def read(cls, account: Account) -> dict[str, Any]:
        """What the form shows of an account."""
        return {name: getattr(account, name) for name in cls.plain} | {name: account.settings.get(name) for name in cls.kept}

    def write(self, account: Account) -> tuple[dict[str, Any], dict[str, str]]:
        """The account's values and its secrets, as the form says."""
        found = self.cleaned_data
        price = found["price"]
        kept = {name: found[name] for name in self.kept} | {"price": None if price is None else str(price)}
        values = {name: found[name] for name in self.plain} | {"settings": {**account.settings, **kept}}
        return values, {name: str(found[name]) for name in self.secrets}

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        if not address.isalnum():
            address = address.replace(" ", "") if address.startswith("+") or address.replace(" ", "").isdecimal() else address
        if not is_sender(address):
            raise forms.ValidationError(_("A number of 3 to 15 digits, or a name of 2 to 11 letters without accents."))
        return address

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (values.get("quiet_from") is None) != (values.get("quiet_until") is None) and not self.errors:
            self.add_error("quiet_until", _("Say both hours, or none."))
        return values


class SmppForm(AccountForm):
    field_order = ("address", "reason", "host", "port", "security", "login", "password", "price", "quiet_from", "quiet_until")
    kept = ("price", "host", "port", "security", "login", "system_type", "alphabet", "receipts_in_decimal")
    secrets = ("password",)

    host = forms.CharField(label=gettext_lazy("Operator’s SMPP server"), help_text=gettext_lazy("smpp.operateur.fr"), max_length=253)
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=65_535, initial=3550)
    security = forms.ChoiceField(
        label=gettext_lazy("Encryption"),
        choices=[
            ("tls", gettext_lazy("TLS (port 3550 at many operators)")),
            ("none", gettext_lazy("None (port 2775, only over a closed network of the operator)")),
        ],
    )
    login = forms.CharField(label=gettext_lazy("Name of the account (system_id)"), max_length=15)
    password = make_secret(gettext_lazy("Password (eight signs at most)"))
    system_type = forms.CharField(
        label=gettext_lazy("Kind of system (optional)"),
        help_text=gettext_lazy("Only where the operator gave you one (system_type)."),
        required=False,
        max_length=12,
    )
    alphabet = forms.ChoiceField(
        label=gettext_lazy("Alphabet where none is named"),
        choices=[("gsm", gettext_lazy("GSM (the usual one)")), ("latin-1", gettext_lazy("Latin-1"))],
    )
    receipts_in_decimal = forms.BooleanField(
        label=gettext_lazy("Receipts name messages in decimal, their taking in hexadecimal"),
        help_text=gettext_lazy("Tick it when messages arrive but are never shown as delivered."),
        required=False,
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if len(password) > 8 or not password.isascii():
            raise forms.ValidationError(_("SMPP knows passwords of eight signs at most, without accents."))
        return password


class GatewayForm(AccountForm):
    field_order = ("address", "reason", "url", "key", "price", "quiet_from", "quiet_until")
    kept = ("price", "url")
    secrets = ("key",)

    url = forms.URLField(
        label=gettext_lazy("Address of the gateway"),
        help_text=gettext_lazy("Where Guichet hands messages over: https://passerelle.ville.fr/sms"),
        max_length=500,
        assume_scheme="https",
    )
    key = make_secret(gettext_lazy("Shared key (at least 16 signs)"))

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if key and len(key) < 16:
            raise forms.ValidationError(_("Take a key of at least 16 signs: whoever guesses it can write in your name."))
        return key


FORMS: dict[str, type[AccountForm]] = {"smpp": SmppForm, "gateway": GatewayForm}
