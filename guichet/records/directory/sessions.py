"""Sessions in the directory's own table: Django's `SESSION_ENGINE`.

A session is found before its organisation is known, so its table is not closed like the others: whoever holds the key may read the row,
and once an organisation is set only its sessions are seen. `statements.SEATS_OF_SESSIONS` checks one with the account, the agent and the
roles behind it in one go, for the hot doors.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.dispatch import receiver
from django.http import HttpRequest

from guichet.records.directory.models import Account, Session

ORGANISATION, DEVICE = "organisation", "device"
"""In a session's data: the organisation of the account that signed on, and on what."""
TOUCHED_EVERY = timedelta(minutes=1)

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@receiver(user_logged_in)
def remember_organisation(request: HttpRequest, user: Account, **_: object) -> None:
    request.session[ORGANISATION] = user.organisation_id
    request.session[DEVICE] = describe_device(request.headers.get("User-Agent", ""))


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
        row.device = data.get(DEVICE, "")
        return row


def end_other_sessions(account_id: int, kept: str | None) -> None:
    """End every session of the account but one: whoever signed on with the old password is out, at the hot doors too."""
    Session.objects.filter(account_id=account_id).exclude(pk=kept).delete()


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner sees it. `handle` names it on pages: its key would open it."""

    handle: str
    device: str
    started_at: datetime
    active_at: datetime
    is_locked: bool
    is_current: bool


def list_sessions(account: Account, current: str | None, now: datetime) -> Sequence[OpenSession]:
    """Where the account is signed in, this session first, then the last used."""
    rows = Session.objects.filter(account_id=account.pk, expire_date__gt=now).order_by("-active_at")
    found = [
        OpenSession(name_session(row.pk), row.device, row.started_at, row.active_at, row.locked_at is not None, row.pk == current)
        for row in rows
    ]
    return sorted(found, key=lambda session: not session.is_current)


def end_session(account: Account, handle: str) -> None:
    """End the session that a page calls `handle`, if it is the account's."""
    for row in Session.objects.filter(account_id=account.pk):
        if name_session(row.pk) == handle:
            row.delete()


def name_session(key: str) -> str:
    return sha256(f"session\n{key}".encode()).hexdigest()[:24]


def is_locked(key: str, account: Account, now: datetime) -> bool:
    """Whether the session waits for its account to prove itself again: somebody locked it, or nobody was there for too long."""
    row = Session.objects.filter(pk=key).values("locked_at", "active_at").first()
    if row is None:
        return False
    minutes = account.organisation.lock_after_minutes
    return row["locked_at"] is not None or (minutes is not None and row["active_at"] < now - timedelta(minutes=minutes + 1))


def lock(key: str, now: datetime) -> None:
    Session.objects.filter(pk=key, locked_at__isnull=True).update(locked_at=now)


def unlock(key: str, now: datetime) -> None:
    Session.objects.filter(pk=key).update(locked_at=None, active_at=now)


def touch(key: str, now: datetime) -> None:
    """Somebody did something in it; written once a minute at most."""
    Session.objects.filter(pk=key, locked_at__isnull=True, active_at__lt=now - TOUCHED_EVERY).update(active_at=now)


def describe_device(user_agent: str) -> str:
    """The browser and the system, as people call them; empty when unknown."""
    names = [next((name for mark, name in marks if re.search(mark, user_agent)), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in names if name)
