"""The carrier of accounts that an SMSC holds over SMPP 3.4: one session for both ways, in a thread of `guichet work`."""

import socket
import ssl
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

import structlog
from django.utils.translation import gettext as _

from guichet.channels.sms import settings as limits
from guichet.channels.sms.flow import Flow
from guichet.channels.sms.pdus import Login, read_deliver
from guichet.channels.sms.session import Bound, Over, Session, State
from guichet.channels.sms.troubles import SmsError, Trouble, explain, find_trouble
from guichet.records.messaging.accounts import read_secrets
from guichet.records.messaging.errors import UncertainError
from guichet.records.messaging.held import get_account, note
from guichet.records.messaging.models import Account
from guichet.records.messaging.words import Event, Features, Parcel, Taken

log = structlog.get_logger(__name__)


class Smpp:
    features = Features(sends_itself=True, knows_stop=True, most_text=limits.MOST_TEXT)

    def read(self, account: Account, raw: bytes) -> Sequence[Event]:
        return read_deliver(
            raw, is_latin=account.settings.get("alphabet") == "latin-1", is_decimal=bool(account.settings.get("receipts_in_decimal"))
        )

    def send(self, account: Account, parcel: Parcel) -> Taken:  # noqa: ARG002 - the protocol's signature
        """Never: what is queued is taken by the session."""
        raise UncertainError

    def check(self, account: Account) -> str:
        with connect(account) as line:
            session = Session(read_login(account), time.monotonic())
            while session.state is State.BINDING:
                for event in exchange(line, session):
                    if isinstance(event, Over):
                        raise find_trouble(event.reason, event.status)
                    if isinstance(event, Bound):
                        session.leave()
                        line.sendall(session.take_bytes())
                        return _("The operator is reached and lets Guichet in, for both ways. It calls itself “%(name)s”.") % {
                            "name": event.name or "SMSC"
                        }
        raise SmsError(Trouble.BROKEN)

    def explain(self, trouble: str) -> str:
        return explain(trouble)


def open_carrier() -> Smpp:
    return Smpp()


def read_login(account: Account) -> Login:
    """:raises SmsError: its password cannot be read any more."""
    secrets = read_secrets(account)
    if secrets is None:
        raise SmsError(Trouble.SEALED)
    return Login(str(account.settings.get("login", "")), secrets.get("password", ""), str(account.settings.get("system_type", "")))


def connect(account: Account) -> socket.socket:
    """:raises SmsError: nothing answers there, or not encrypted as chosen."""
    host, port = str(account.settings.get("host", "")), int(account.settings.get("port", 2775))
    try:
        line = socket.create_connection((host, port), timeout=limits.CONNECT_SECONDS)
    except (OSError, UnicodeError) as error:
        raise SmsError(Trouble.HOST) from error
    if account.settings.get("security") != "tls":
        return line
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except OSError as error:
        line.close()
        raise SmsError(Trouble.TLS) from error


def exchange(line: socket.socket, session: Session) -> list[object]:
    """Write what is to be written, read what is there, and let time pass. A broken line is the session's end."""
    now = time.monotonic()
    events: list[object] = list(session.handle_time(now))
    try:
        if session.outgoing:
            line.settimeout(limits.LINK_SECONDS)
            line.sendall(session.take_bytes())
        line.settimeout(limits.READ_SECONDS)
        events += session.receive(line.recv(65_536), time.monotonic())
    except TimeoutError:
        pass
    except OSError:
        events += session.receive(b"", now)
    return events


def stay(account: Account, stop: threading.Event) -> None:
    """Hold a session until it ends, the account changes, or the process stops.

    :raises SmsError: it ended, and why.
    """
    with connect(account) as line:
        session = Session(read_login(account), time.monotonic())
        flow = Flow(account, session)
        try:
            end = _run(line, account, session, flow, stop)
        finally:
            flow.close()
        if end is not None:
            raise find_trouble(end.reason, end.status)
        with suppress(OSError):
            session.leave()
            line.sendall(session.take_bytes())


def _run(line: socket.socket, account: Account, session: Session, flow: Flow, stop: threading.Event) -> Over | None:
    """None when it is us who end it."""
    looked = time.monotonic()
    while not stop.is_set() or session.submitted:
        for event in exchange(line, session):
            if isinstance(event, Over):
                return event
            if isinstance(event, Bound):
                note(account, "")
            flow.take(event, line)
        now = time.monotonic()
        if now - looked > limits.LOOK_SECONDS * 4:
            looked = now
            if has_changed(account):
                return None
        if not stop.is_set():
            flow.send_due(now)
    return None


def has_changed(account: Account) -> bool:
    kept = get_account(account.organisation_id, account.pk)
    seen = ("settings", "secret", "address", "is_active")
    return kept is None or any(_plain(getattr(kept, name)) != _plain(getattr(account, name)) for name in seen)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
