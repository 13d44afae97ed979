"""The mail server of an installation, and handing one mail to it over SMTP (RFC 5321).

Whatever fails before the server has the whole text is certain: the mail was not taken. From then on until its answer nothing is certain.
"""

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from guichet.records.errors import OutsideError

PORTS = {"smtp": 587, "smtps": 465}
ANSWER_SECONDS = 30
TRIAL_SECONDS = 5
LONGEST_ANSWER_SECONDS = 600
"""A server may check a mail before it says that it has it (RFC 5321, 4.5.3.2.6)."""


def N_(text: str) -> str:  # noqa: N802 - the name under which catalogues are collected
    """A text to be translated later. Django's own needs settings, and the doctor runs before there are any."""
    return text


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over. `is_encrypted` from the first byte (smtps); otherwise STARTTLS is used where the server offers it."""

    host: str
    port: int
    is_encrypted: bool
    user: str
    password: str
    sender: str

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


class Trouble(StrEnum):
    """Why a mail server takes nothing."""

    HOST = "host"
    TLS = "tls"
    OPEN_PASSWORD = "open-password"  # noqa: S105 - a code
    LOGIN = "login"
    SERVER = "server"


SENTENCES = {
    Trouble.HOST: N_("The server does not answer at this address and port. Check both, and whether a firewall stands between."),
    Trouble.TLS: N_(
        "The server answers, but not encrypted as the address says, or its certificate is not good. Check the port, and smtp:// or smtps://."
    ),
    Trouble.OPEN_PASSWORD: N_("The password would travel unencrypted: the server offers no STARTTLS. Use smtps://, or another port."),
    Trouble.LOGIN: N_("The server refuses this name or this password. Check both; some providers want a password made for programs."),
    Trouble.SERVER: N_("The server answers, and refuses or breaks off before a mail is handed over. Its own log says why."),
}
"""In English: whoever shows one translates it, the command line without Django."""


class NotTakenError(OutsideError):
    """The server certainly has not taken the mail. `reply_code` is its answer, if it gave one."""

    code = "mail-not-taken"

    def __init__(self, *, permanent: bool, reply_code: int | None = None, trouble: Trouble = Trouble.SERVER) -> None:
        super().__init__(permanent=permanent)
        self.reply_code = reply_code
        self.trouble = trouble


class UncertainError(OutsideError):
    """The server got the mail and its answer never came."""

    code: ClassVar[str] = "mail-uncertain"

    def __init__(self) -> None:
        super().__init__(permanent=True)


def read_server(address: str, sender: str) -> MailServer:
    """Read `smtp(s)://user:password@host:port`.

    :raises ValueError: it is no such address, or there is no sender; the message says in English what is expected.
    """
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(N_("use smtp://user:password@host:port, or smtps:// for a server that is encrypted from the first byte"))
    if "@" not in sender:
        raise ValueError(N_("set GUICHET_MAIL_FROM to the address from which mails are sent"))
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, parts.port or PORTS[parts.scheme], parts.scheme == "smtps", user, password, sender)


def hand_over(server: MailServer, content: bytes, recipient: str, return_path: str | None = None) -> None:
    """Give a mail to the server, as it goes over the line (`signing.sign`); returning means that the server has it.

    :param return_path: to where it comes back, "" for nowhere, None for the server's own sender.

    :raises NotTakenError: it has not. :raises UncertainError: nobody knows.
    """
    with _certain_failures(), _greet(server) as client:
        _expect(client.mail(server.sender if return_path is None else return_path), 250)
        _expect(client.rcpt(recipient), 250, 251)
        _give(client, content)


def try_server(server: MailServer) -> None:
    """Greet the server as before a mail, sign on where a name is given, and leave: nothing is sent.

    :raises NotTakenError: its `trouble` says why a mail would not leave.
    """
    with _certain_failures(), _greet(server, TRIAL_SECONDS) as client, suppress(OSError, smtplib.SMTPException):
        client.quit()


@contextmanager
def _greet(server: MailServer, seconds: float = ANSWER_SECONDS) -> Iterator[smtplib.SMTP]:
    tls = ssl.create_default_context()
    client = smtplib.SMTP_SSL(timeout=seconds, context=tls) if server.is_encrypted else smtplib.SMTP(timeout=seconds)
    client._host = server.host  # type: ignore[attr-defined]  # the name that the certificate must carry
    try:
        _expect(_connect(client, server), 220)
        client.ehlo_or_helo_if_needed()
        if not server.is_encrypted and client.has_extn("starttls"):
            client.starttls(context=tls)
            client.ehlo()
        if server.user:
            _sign_on(client, server)
        yield client
    finally:
        client.close()


def _connect(client: smtplib.SMTP, server: MailServer) -> tuple[int, bytes]:
    try:
        return client.connect(server.host, server.port)
    except smtplib.SMTPServerDisconnected:
        raise NotTakenError(permanent=False, trouble=Trouble.HOST) from None


def _sign_on(client: smtplib.SMTP, server: MailServer) -> None:
    """A password never leaves this machine in the clear."""
    if not isinstance(client.sock, ssl.SSLSocket) and not _is_loopback(server.host):
        raise NotTakenError(permanent=False, trouble=Trouble.OPEN_PASSWORD)
    client.login(server.user, server.password)


def _give(client: smtplib.SMTP, content: bytes) -> None:
    _expect(client.docmd("DATA"), 354)
    assert client.sock is not None  # noqa: S101 - tells the type: it is connected
    client.sock.settimeout(LONGEST_ANSWER_SECONDS)
    quoted = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in content.rstrip(b"\r\n").split(b"\r\n"))
    try:
        client.send(quoted + b"\r\n.\r\n")
        reply = client.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise UncertainError from error
    _expect(reply, 250)


def _expect(reply: tuple[int, bytes], *codes: int) -> None:
    if reply[0] not in codes:
        raise NotTakenError(permanent=500 <= reply[0] < 600, reply_code=reply[0])


@contextmanager
def _certain_failures() -> Iterator[None]:
    """What smtplib and the network raise, in our words. Refusals at the greeting and at signing on may end: they are tried again."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        trouble = Trouble.LOGIN if isinstance(error, smtplib.SMTPAuthenticationError) else Trouble.SERVER
        raise NotTakenError(permanent=False, reply_code=error.smtp_code, trouble=trouble) from None
    except smtplib.SMTPException:
        raise NotTakenError(permanent=False) from None
    except ssl.SSLError:
        raise NotTakenError(permanent=False, trouble=Trouble.TLS) from None
    except OSError:
        raise NotTakenError(permanent=False, trouble=Trouble.HOST) from None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
