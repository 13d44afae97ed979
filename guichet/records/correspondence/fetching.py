"""A mailbox at another server (IMAP, RFC 3501): reaching it, and saying in words why it cannot be reached."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from guichet.records.correspondence.models import Mailbox
from guichet.records.correspondence.words import Security
from guichet.records.directory.seals import unseal
from guichet.records.errors import OutsideError

FOLDER = "INBOX"
ANSWER_SECONDS = 15


class Trouble(StrEnum):
    """Why a mailbox is not fetched."""

    HOST = "host"
    TLS = "tls"
    OPEN_PASSWORD = "open-password"  # noqa: S105 - a code
    LOGIN = "login"
    SEALED = "sealed"
    FOLDER = "folder"
    SERVER = "server"


SENTENCES = {
    Trouble.HOST: _("The server does not answer at this address and port. Check both, and whether a firewall stands between."),
    Trouble.TLS: _("The server answers, but not encrypted as chosen, or its certificate is not good. Check the port and the encryption."),
    Trouble.OPEN_PASSWORD: _("The password would travel unencrypted. Choose an encryption."),
    Trouble.LOGIN: _("The server refuses this name or this password. Check both; some providers want a password made for programs."),
    Trouble.SEALED: _("The password that is kept cannot be read any more: the key of this installation has changed. Type it again."),
    Trouble.FOLDER: _("The server has no inbox (INBOX) for this name."),
    Trouble.SERVER: _("The server broke off. Mails are fetched again by themselves in a moment."),
}


class MailboxError(OutsideError):
    """The mailbox was not reached; `trouble` says why."""

    code = "mailbox-unreachable"

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(permanent=trouble not in (Trouble.HOST, Trouble.SERVER))
        self.trouble = trouble

    def __str__(self) -> str:
        return str(SENTENCES[self.trouble])


@contextmanager
def open_mailbox(mailbox: Mailbox) -> Iterator[IMAPClient]:
    """The inbox, selected, for a block.

    :raises MailboxError: it cannot be reached, or breaks off.
    """
    if mailbox.security == Security.NONE and mailbox.host not in ("localhost", "127.0.0.1", "::1"):
        raise MailboxError(Trouble.OPEN_PASSWORD)
    password = unseal(bytes(mailbox.secret)) if mailbox.secret else None
    if password is None:
        raise MailboxError(Trouble.SEALED)
    client = _connect(mailbox)
    try:
        _enter(client, mailbox.login, password.decode())
        yield client
    except (OSError, IMAPClientError) as error:
        raise MailboxError(Trouble.SERVER) from error
    finally:
        _leave(client)


def _connect(mailbox: Mailbox) -> IMAPClient:
    context = ssl.create_default_context()
    is_tls = mailbox.security == Security.TLS
    try:
        client = IMAPClient(mailbox.host, mailbox.port, ssl=is_tls, ssl_context=context if is_tls else None, timeout=ANSWER_SECONDS)
    except ssl.SSLError as error:
        raise MailboxError(Trouble.TLS) from error
    except (OSError, IMAPClientError) as error:
        raise MailboxError(Trouble.HOST) from error
    if mailbox.security == Security.STARTTLS:
        try:
            client.starttls(context)
        except (OSError, IMAPClientError) as error:
            _leave(client)
            raise MailboxError(Trouble.TLS) from error
    return client


def _leave(client: IMAPClient) -> None:
    """Politely, and if that fails all the same."""
    with suppress(OSError, IMAPClientError):
        client.logout()
    with suppress(OSError, IMAPClientError):
        client.shutdown()


def _enter(client: IMAPClient, login: str, password: str) -> None:
    try:
        client.login(login, password)
    except (LoginError, UnicodeError) as error:
        raise MailboxError(Trouble.LOGIN) from error
    try:
        client.select_folder(FOLDER)
    except IMAPClientError as error:
        raise MailboxError(Trouble.FOLDER) from error


def check_mailbox(mailbox: Mailbox) -> int:
    """Reach it as fetching does, and return how many mails lie there unread.

    :raises MailboxError: it cannot be reached; the message says why.
    """
    with open_mailbox(mailbox) as client:
        return len(client.search("UNSEEN"))
