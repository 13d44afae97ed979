"""The forms of signing on."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from guichet.records.directory.models import Account


class SignInForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"), max_length=1000, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that your application shows now, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )


class FirstCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the application"),
        max_length=12,
        help_text=_("The six digits that it shows now."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """The password of whoever is signed in already."""

    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )


class NewPasswordForm(forms.Form):
    """A password chosen once: it can be shown, so it need not be typed twice."""

    password = forms.CharField(
        label=_("New password"),
        max_length=1000,
        strip=False,
        help_text=_("At least twelve characters: several words that you can remember are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, account: Account, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account)
        return password


class WelcomeForm(NewPasswordForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As citizens and colleagues read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "password")


class SecurityForm(forms.Form):
    """What an organisation asks of those who sign in."""

    lock_after_minutes = forms.IntegerField(
        label=_("Lock a screen after so many minutes without anybody"),
        help_text=_("Leave it empty to never lock. Ten minutes suit a shared post."),
        required=False,
        min_value=1,
        max_value=600,
    )
    needs_second_factor = forms.BooleanField(
        label=_("Administrators must sign in with a second proof"),
        help_text=_("An application that shows codes, or a passkey. Set yours up first."),
        required=False,
    )
