"""Sessions in the directory's own table: Django's `SESSION_ENGINE`.

A session is found before its organisation is known, so its table is not closed like the others: whoever holds the key may read the row,
and once an organisation is set only its sessions are seen. `statements.SEATS_OF_SESSIONS` checks one with the account, the agent and the
roles behind it in one go, for the hot doors.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.dispatch import receiver
from django.http import HttpRequest

from guichet.records.directory.models import Account, Session

ORGANISATION = "organisation"
"""In a session's data: the organisation of the account that signed on."""


@receiver(user_logged_in)
def remember_organisation(request: HttpRequest, user: Account, **_: object) -> None:
    request.session[ORGANISATION] = user.organisation_id


class SessionStore(DatabaseSessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row, with the account and organisation that its data name."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 - tells the type; `get_model_class` says so
        row.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.organisation_id = data.get(ORGANISATION)
        return row


def end_other_sessions(account_id: int, kept: str | None) -> None:
    """End every session of the account but one: whoever signed on with the old password is out, at the hot doors too."""
    Session.objects.filter(account_id=account_id).exclude(pk=kept).delete()
