"""Sessions in the directory's own table: Django's `SESSION_ENGINE`.

A session is found before its organisation is known, so its table is not closed like the others (`tests/separation`): whoever holds the
key may read the row, and once an organisation is set only its sessions are seen. `statements.SEAT_OF_SESSION` checks one with the
account, the agent and the roles behind it in one go, for the hot doors.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, router, transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from guichet.records.directory.models import Account, Session

ORGANISATION = "organisation"
"""In a session's data: the organisation of the account that signed on."""


@receiver(user_logged_in)
def remember_organisation(request: HttpRequest, user: Account, **_: object) -> None:
    request.session[ORGANISATION] = user.organisation_id


class SessionStore(SessionBase):
    def load(self) -> dict[str, Any]:
        row = Session.objects.filter(key=self.session_key, expires_at__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.data)

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key=session_key).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write the row, with the account and organisation that its data name.

        :raises CreateError: the key is taken. :raises UpdateError: the session was ended meanwhile.
        """
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)
        row = Session(
            key=self.session_key,
            account_id=int(data[SESSION_KEY]) if SESSION_KEY in data else None,
            organisation_id=data.get(ORGANISATION),
            data=self.encode(data),
            expires_at=self.get_expiry_date(),
        )
        if not must_create:
            if not Session.objects.filter(key=row.key).update(
                account_id=row.account_id, organisation_id=row.organisation_id, data=row.data, expires_at=row.expires_at
            ):
                raise UpdateError
            return None
        try:
            with transaction.atomic(using=router.db_for_write(Session)):
                row.save(force_insert=True)
        except IntegrityError as error:
            raise CreateError from error
        return None

    def delete(self, session_key: str | None = None) -> None:
        Session.objects.filter(key=session_key or self.session_key).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lt=timezone.now()).delete()
