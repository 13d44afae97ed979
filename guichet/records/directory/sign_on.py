"""Django's authentication backend for local accounts. It runs before the organisation is known, through two functions of the database
that read as the tables' owner: everything else stays closed until `set_organisation`."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from guichet.records.directory.models import Account
from guichet.records.separation import set_organisation


def find_account(email: str) -> Account | None:
    """The active account with this e-mail, whatever its organisation."""
    folded = email.strip().lower()
    if "\0" in folded:
        return None
    return next(iter(Account.objects.raw("select * from directory_account_by_email(%s)", [folded])), None)


class LocalAccountBackend(BaseBackend):
    def authenticate(self, request: HttpRequest | None, email: str = "", password: str = "", **kwargs: Any) -> Account | None:  # noqa: ARG002 - Django's signature
        """The account, when the password is its own. An unknown e-mail costs as much time as a wrong password."""
        account = find_account(email)
        if account is None:
            make_password(password)
            return None
        if not check_password(password, account.password):
            return None
        set_organisation(account.organisation_id)
        return account

    def get_user(self, user_id: int) -> Account | None:
        return next(iter(Account.objects.raw("select * from directory_account_by_id(%s)", [user_id])), None)
