"""What is asked of whoever adds an account at a network. Secrets are never shown again."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guichet.records.directory.models import Reason
from guichet.records.messaging.accounts import read_secrets
from guichet.records.messaging.models import Account
from guichet.screens.settings.social.words import LABELS, Network

SECRETS = ("token", "app_secret", "secret")
MOST_LINES = 100
KEPT_SEALED = gettext_lazy("Kept sealed, never shown again. Empty: the one that is kept stays.")
FIRST_HINTS = {
    "token": gettext_lazy("Kept sealed, never shown again."),
    "app_secret": gettext_lazy("It proves that Meta wrote what comes (App settings, Basic)."),
    "secret": gettext_lazy("Empty: Guichet makes one and shows it once."),
}
"""What is said of a secret while none is kept."""


class ReasonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is no generic when it runs
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_label(get_language() or "fr"))


class Lines(forms.CharField):
    """One thing a line."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}), **more)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return [line.strip() for line in str(text or "").splitlines() if line.strip()][:MOST_LINES]


def _hide(label: Any, hint: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=2_000, widget=widget)


class AccountForm(forms.Form):
    """The fields of every network; those of others are left out. `kept`: the names of the secrets that the account has."""

    reason = ReasonField(
        empty_label=gettext_lazy("Choose…"),
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It says who answers what comes to this account."),
        queryset=Reason.objects.none(),
    )
    server = forms.CharField(max_length=300, widget=forms.URLInput())
    identity = forms.CharField(max_length=100)
    token = _hide(gettext_lazy("Access token"), KEPT_SEALED)
    app_secret = _hide(
        gettext_lazy("App secret"),
        gettext_lazy("It proves that Meta wrote what comes (App settings, Basic). Empty: the one that is kept stays."),
    )
    secret = _hide(gettext_lazy("Shared secret (optional)"), KEPT_SEALED)
    sayable = Lines(
        label=gettext_lazy("What may be said in public (optional)"),
        help_text=gettext_lazy(
            "Your own telephone numbers and addresses, one a line. Any other number or address in a public answer is taken for a citizen’s."
        ),
    )
    templates = Lines(
        label=gettext_lazy("Approved templates (optional)"),
        help_text=gettext_lazy("One a line: name, language, text. rendez_vous; fr; Bonjour {{1}}, votre rendez-vous est le {{2}}."),
    )
    acknowledges = forms.BooleanField(
        label=gettext_lazy("A private message is acknowledged at once, with the day of the answer"), required=False, initial=True
    )
    is_active = forms.BooleanField(label=gettext_lazy("Messages to this account are taken"), required=False, initial=True)

    def __init__(self, network: Network, account: Account, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        self.network = network
        self.kept = frozenset(read_secrets(account) or {})
        for name in ("server", "identity", *SECRETS, "templates"):
            if name not in network.fields:
                del self.fields[name]
            elif said := LABELS.get(f"{network.kind}-{name}"):
                label, hint = said
                self.fields[name].label, self.fields[name].help_text = str(label), str(hint)
        for name in SECRETS:
            if name in self.fields and name not in self.kept:
                self.fields[name].help_text = str(FIRST_HINTS[name])
        reason = self.fields["reason"]
        assert isinstance(reason, ReasonField)  # noqa: S101 - tells the type
        reason.queryset = Reason.objects.of(account.organisation_id).current().order_by("pk")

    def clean_server(self) -> str:
        return str(self.cleaned_data["server"]).strip().rstrip("/")

    def clean_token(self) -> str:
        token = str(self.cleaned_data["token"]).strip()
        if not token and "token" not in self.kept:
            raise forms.ValidationError(_("Type the token: none is kept yet, and without it the network cannot be reached."))
        return token

    def clean_identity(self) -> str:
        identity = str(self.cleaned_data["identity"]).strip()
        if self.network.kind in ("whatsapp", "messenger") and not (identity.isascii() and identity.isdecimal()):
            raise forms.ValidationError(_("This identifier is made of digits alone."))
        return identity

    def clean_templates(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["templates"]:
            parts = [part.strip() for part in line.split(";", 2)]
            if len(parts) != 3 or not all(parts):
                raise forms.ValidationError(
                    _("Write each template as: name; language; text. This one is not: %(line)s") % {"line": line[:80]}
                )
            found.append({"name": parts[0], "language": parts[1], "text": parts[2]})
        return found

    def list_settings(self) -> dict[str, Any]:
        """What the carrier must know, without what nobody may read."""
        names = ("server", "identity", "sayable", "templates")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def list_secrets(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].strip() for name in SECRETS if self.cleaned_data.get(name)}


def read_initial(account: Account) -> dict[str, Any]:
    """What an account's form shows; nothing secret."""
    if account.pk is None:
        return {}
    settings = account.settings
    templates = [f"{each['name']}; {each['language']}; {each['text']}" for each in settings.get("templates", [])]
    return {
        "reason": account.reason_id,
        "server": settings.get("server", ""),
        "identity": settings.get("identity", ""),
        "sayable": "\n".join(settings.get("sayable", [])),
        "templates": "\n".join(templates),
        "acknowledges": account.acknowledges,
        "is_active": account.is_active,
    }
