"""What the guide asks of the organisation and of its first people."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.records.directory.models.organisations import KEY_LENGTH, KEY_PATTERN
from guichet.screens.settings.words import HOLIDAYS, ZONES


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of your organisation"),
        help_text=gettext_lazy("As people know it, for instance: Town hall of Bar-le-Duc."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": gettext_lazy("Write the name of your organisation.")},
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Where you are"),
        help_text=gettext_lazy("For the time and the public holidays."),
        choices=HOLIDAYS[1:],
    )
    site = forms.CharField(
        label=gettext_lazy("A place where you receive people (optional)"),
        help_text=gettext_lazy("For instance: Town hall. You can add others later."),
        max_length=200,
        required=False,
    )
    address = forms.CharField(
        label=gettext_lazy("Address of this place (optional)"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code (optional)"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    city = forms.CharField(
        label=gettext_lazy("Town (optional)"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    slug = forms.CharField(
        label=gettext_lazy("Short name in the addresses of your pages (optional)"),
        help_text=gettext_lazy("Left empty, it is made from the name: mairie-de-bar-le-duc. It cannot be changed later."),
        max_length=KEY_LENGTH,
        required=False,
        validators=[RegexValidator(KEY_PATTERN, gettext_lazy("Write small letters, digits and single hyphens only, such as bar-le-duc."))],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, object]:
        said = self.cleaned_data
        if "name" in said and not said.get("slug") and "slug" not in self.errors:
            said["slug"] = make_slug(said["name"])
            if not said["slug"]:
                raise ValidationError({"slug": _("No short name can be made from this name: write one.")})
        return said


def make_slug(name: str) -> str:
    """A short name for addresses; empty when nothing of the name can stand there."""
    return slugify(name).replace("_", "-")[:KEY_LENGTH].strip("-")


def get_time_zone(place: str) -> str:
    """The time zone of a territory with holidays of its own."""
    names = dict(HOLIDAYS)
    return next((zone for zone, name in ZONES if name == names.get(place)), "Europe/Paris")


class PasswordField(forms.CharField):
    def __init__(self, label: object, help_text: object = "") -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(label=label, help_text=help_text, max_length=1000, strip=False, widget=widget)  # type: ignore[arg-type]  # lazy texts


class AdministratorForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your first name and name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("You will sign in with it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": gettext_lazy("Write your e-mail address.")},
    )
    password = PasswordField(
        gettext_lazy("Choose a password"), gettext_lazy("At least twelve characters: several words that you can remember are good.")
    )
    again = PasswordField(gettext_lazy("The same password again"))

    def clean(self) -> dict[str, object]:
        said = self.cleaned_data
        if "password" in said and "again" in said and said["password"] != said["again"]:
            raise ValidationError({"again": _("The two passwords differ. Write the same one twice.")})
        return said


class AgentForm(forms.Form):
    """`skills` are keys of the directory."""

    name = forms.CharField(
        label=gettext_lazy("First name and name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the agent's name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the agent's e-mail address.")},
    )
