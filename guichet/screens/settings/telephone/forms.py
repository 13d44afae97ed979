"""What is asked of whoever adds a number that citizens call."""

import re
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.decisions.dialling.emergency import read_emergency
from guichet.records.calls.lines import LONGEST_ANNOUNCEMENT
from guichet.records.calls.models import Line
from guichet.records.calls.trials import ENCRYPTED, SIP_PORT, SIPS_PORT
from guichet.records.calls.words import LONGEST_KEPT_DAYS, MOST_REASONS, RecordingPurpose
from guichet.records.contacts.telephone import LONGEST_TYPED
from guichet.records.directory.models import Reason, Territory
from guichet.records.directory.words import TerritoryKind
from guichet.records.prompts.sentences import get_sentences
from guichet.screens.settings.mailboxes import ReasonField
from guichet.screens.settings.telephone.words import LANGUAGES

HOST = re.compile(r"(?:sip(s?):)?([a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?)(?::(\d{2,5}))?(;transport=tls)?", re.IGNORECASE)
"""Whether it is encrypted (by either mark), the host and the port."""
INTERNAL_DIGITS = 8


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is no generic when it runs
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class LineForm(forms.Form):
    """`menu_1` to `menu_8`: the reasons by their digits. Sentences are asked for in each language of the line."""

    plain = (
        *("number", "label", "languages", "reason", "territory", "is_active", "takes_messages", "recorded_for", "recorded_days"),
        *("trunk", "username", "registers", "caller_id"),
    )

    number = forms.CharField(
        label=gettext_lazy("Number that citizens call"),
        help_text=gettext_lazy("01 23 45 67 89, +33123456789, or the digits by which your exchange reaches us (4500)."),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    label = forms.CharField(label=gettext_lazy("Name of the line"), help_text=gettext_lazy("Agents see it when it rings."), max_length=100)
    is_active = forms.BooleanField(label=gettext_lazy("Calls are taken"), required=False, initial=True)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("With several, the caller chooses first."),
        choices=list(LANGUAGES.items()),
        initial=["fr"],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = ReasonField(
        empty_label=gettext_lazy("Choose…"),
        label=gettext_lazy("Reason of those who choose none"),
        help_text=gettext_lazy("Somebody who presses 0 or nothing reaches whoever answers it."),
        queryset=Reason.objects.none(),
    )
    territory = PlaceField(
        empty_label=gettext_lazy("Asked by postal code, where there are several départements"),
        label=gettext_lazy("Where its callers live"),
        help_text=gettext_lazy("For a regional number: nobody is asked where he lives, and those who serve that territory are called."),
        queryset=Territory.objects.none(),
        required=False,
    )
    takes_messages = forms.BooleanField(
        label=gettext_lazy("Callers may leave a message"),
        help_text=gettext_lazy(
            "When it is closed or full, and by key 3 while they wait. The message becomes a contact of the channel “Message left”, "
            "which the queue must take; it is kept encrypted, for six months at most."
        ),
        required=False,
    )
    recorded_for = forms.ChoiceField(
        label=gettext_lazy("Conversations are recorded"),
        help_text=gettext_lazy(
            "Callers hear what for and for how long before anything is recorded, and refuse by the star key or by saying so. Agents stop "
            "it for card numbers and health. Kept encrypted; each listening is written down. Tell your agents and your data protection "
            "officer first."
        ),
        choices=[("", gettext_lazy("No")), *RecordingPurpose.choices],
        required=False,
    )
    recorded_days = forms.IntegerField(
        label=gettext_lazy("Days after which a recording is erased"),
        help_text=gettext_lazy("180 at most."),
        min_value=1,
        max_value=LONGEST_KEPT_DAYS,
        initial=30,
        required=False,
    )
    trunk = forms.CharField(
        label=gettext_lazy("Server of your operator or exchange (optional)"),
        help_text=gettext_lazy("sip.operateur.fr or 192.0.2.5:5060; sips:sip.operateur.fr when it is encrypted. Calls leave by it."),
        required=False,
        max_length=200,
    )
    username = forms.CharField(label=gettext_lazy("User name (optional)"), required=False, max_length=100)
    password = forms.CharField(
        label=gettext_lazy("Password (optional)"),
        help_text=gettext_lazy("Kept sealed, never shown again. Empty: the one that is kept stays."),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    registers = forms.BooleanField(
        label=gettext_lazy("This server sends calls only to whoever has registered there"),
        help_text=gettext_lazy("Guichet then registers with the user name and the password, stays registered, and this page says so."),
        required=False,
    )
    caller_id = forms.CharField(
        label=gettext_lazy("Number shown to those whom agents call (optional)"),
        help_text=gettext_lazy("Your operator must allow it. Empty: the number of the line."),
        required=False,
        max_length=30,
    )

    def __init__(self, organisation_id: int, languages: list[str], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        reasons = Reason.objects.of(organisation_id).current().order_by("position", "pk")
        self.spoken = [language for language in LANGUAGES if language in languages]
        for digit in range(1, MOST_REASONS + 1):
            label = _("Key %(digit)s of the menu (optional)") % {"digit": digit}
            self.fields[f"menu_{digit}"] = ReasonField(label=label, required=False, queryset=reasons, empty_label=_("Nothing"))
        for language in self.spoken:
            name = {"language": LANGUAGES[language]}
            self.fields[f"welcome_{language}"] = _make_text(
                _("Welcome, %(language)s (optional)") % name,
                _("Empty: “%(said)s”") % {"said": get_sentences(language).welcome.format(name=_("(name of the organisation)"))},
            )
            self.fields[f"announcement_{language}"] = _make_text(
                _("Announcement now, %(language)s (optional)") % name,
                _("Said to everybody before anything else, as long as it stands here."),
            )
        field = self.fields["reason"]
        assert isinstance(field, ReasonField)  # noqa: S101 - tells the type
        field.queryset = reasons
        places = self.fields["territory"]
        assert isinstance(places, PlaceField)  # noqa: S101 - tells the type
        places.queryset = Territory.objects.of(organisation_id).current().exclude(kind=TerritoryKind.SITE).order_by("name")

    @staticmethod
    def read(line: Line) -> dict[str, Any]:
        """What the form shows of a line; nothing secret."""
        if line.pk is None:
            return {}
        known = {reason.key: reason for reason in Reason.objects.of(line.organisation_id).current().filter(key__in=line.menu)}
        menu = {f"menu_{digit}": known.get(key) for digit, key in enumerate(line.menu, start=1)}
        said = {f"{name}_{language}": text for name in ("welcome", "announcement") for language, text in getattr(line, name).items()}
        return {name: getattr(line, name) for name in LineForm.plain} | menu | said

    def write(self) -> dict[str, object]:
        found = self.cleaned_data
        menu = [found[f"menu_{digit}"] for digit in range(1, MOST_REASONS + 1)]
        spoken = {
            name: {language: text for language in self.spoken if (text := found[f"{name}_{language}"].strip())}
            for name in ("welcome", "announcement")
        }
        return {name: found[name] for name in self.plain} | spoken | {"menu": [reason.key for reason in menu if reason is not None]}

    def clean_number(self) -> str:
        return read_own_number(str(self.cleaned_data["number"]))

    def clean_caller_id(self) -> str:
        typed = str(self.cleaned_data["caller_id"]).strip()
        return read_own_number(typed) if typed else ""

    def clean_recorded_days(self) -> int:
        return self.cleaned_data["recorded_days"] or int(self.fields["recorded_days"].initial)

    def clean_trunk(self) -> str:
        typed = str(self.cleaned_data["trunk"]).strip()
        if not typed:
            return ""
        found = HOST.fullmatch(typed)
        if found is None or int(found[3] or SIP_PORT) > 65_535:
            raise forms.ValidationError(
                _("Write the name or the address of a machine, with a port if it is not 5060: sip.operateur.fr:5062.")
            )
        encrypted = ENCRYPTED if found[1] or found[4] else ""
        return f"sip:{found[2].lower()}:{found[3] or (SIPS_PORT if encrypted else SIP_PORT)}{encrypted}"

    def clean_username(self) -> str:
        """It becomes part of a header of SIP."""
        username = str(self.cleaned_data["username"]).strip()
        if not re.fullmatch(r"[\w.+@*-]*", username, re.ASCII):
            raise forms.ValidationError(_("A user name is made of letters without accents, digits and . + @ - _ *"))
        return username

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("registers") and not (values.get("trunk", "?") and values.get("username", "?")):
            self.add_error("registers", _("Write the server and the user name: without them nobody can register."))
        chosen = [values.get(f"menu_{digit}") for digit in range(1, MOST_REASONS + 1)]
        given = [reason for reason in chosen if reason is not None]
        if len(set(given)) < len(given):
            self.add_error(None, _("The same reason has two keys: leave one."))
        if given and None in chosen[: len(given)]:
            self.add_error(None, _("Fill the keys of the menu without a gap: callers hear 1, then 2, then 3."))
        return values


class TrialForm(forms.Form):
    """Whom to ring for a test call; also on the page of the line, beside its own number."""

    number = forms.CharField(
        label=gettext_lazy("Number to call"),
        help_text=gettext_lazy(
            "Your mobile (06 12 34 56 78), or a telephone of your exchange where this line has a number within it. It is not kept with the"
            " result."
        ),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="trial_%s", label_suffix="")


def _make_text(label: str, help_text: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=LONGEST_ANNOUNCEMENT, widget=widget)


def read_own_number(typed: str) -> str:
    """As `read_typed_number`, of a number that an administration can have. Few digits may be those of its exchange, whichever they are.

    :raises ValidationError: it is none, one of an emergency service, or one for which callers pay more.
    """
    if read_emergency(typed) is not None:
        raise forms.ValidationError(_("This is an emergency number: its calls never come here. Write a number of yours, as 0123456789."))
    number = read_typed_number(typed)
    if number.startswith("+") and phonenumbers.number_type(phonenumbers.parse(number)) == phonenumbers.PhoneNumberType.PREMIUM_RATE:
        raise forms.ValidationError(
            _("Calls to this number cost more than others: citizens cannot be asked to pay them. Write an ordinary number.")
        )
    return number


def read_typed_number(typed: str) -> str:
    """E.164, or the few digits of a private exchange.

    :raises ValidationError: neither.
    """
    bare = re.sub(r"[\s.\-()]", "", typed)
    if bare.isascii() and bare.isdecimal() and len(bare) <= INTERNAL_DIGITS and not bare.startswith("0"):
        return bare
    try:
        number = phonenumbers.parse(typed, "FR")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise forms.ValidationError(_("This is neither a telephone number nor the digits of an exchange."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
