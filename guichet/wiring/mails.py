"""The mail servers that the environment names: `GUICHET_SMTP_URL` and `GUICHET_MAIL_FROM` for mails that go out, `GUICHET_LMTP` for those
that an own server brings."""

import os
from email.utils import parseaddr

from guichet.records.notices.server import MailServer, read_server
from guichet.records.notices.signing import Key, read_keys
from guichet.wiring.environment import SettingError, env_secret
from guichet.wiring.language import gettext as _


def find_server() -> MailServer | None:
    """None when there is none: mails then stay, and screens show what they say.

    :raises SettingError: the address cannot be used.
    """
    address = env_secret("GUICHET_SMTP_URL")
    if not address:
        return None
    try:
        return read_server(address, get_sender())
    except ValueError as error:
        raise SettingError(_("GUICHET_SMTP_URL cannot be used: %(reason)s.") % {"reason": _(str(error))}) from None


def get_sender() -> str:
    return parseaddr(os.environ.get("GUICHET_MAIL_FROM", ""))[1]


def find_keys() -> dict[str, Key]:
    """With what mails are signed: `GUICHET_DKIM=selector:domain:/path/to/key.pem`, several parted by spaces.

    :raises SettingError: one cannot be used.
    """
    try:
        return read_keys(os.environ.get("GUICHET_DKIM", ""))
    except ValueError as error:
        raise SettingError(_("GUICHET_DKIM cannot be used: %(reason)s.") % {"reason": error}) from None


def get_domain() -> str:
    """What stands behind the @ of every Message-ID."""
    return get_sender().rpartition("@")[2] or "guichet.invalid"


def find_door() -> tuple[str, int] | None:
    """Where `work` takes mails by LMTP: `GUICHET_LMTP=host:port`; None when it does not.

    :raises SettingError: it is no such address.
    """
    address = os.environ.get("GUICHET_LMTP", "").strip()
    if not address:
        return None
    host, _colon, port = address.rpartition(":")
    if not port.isascii() or not port.isdecimal() or not 1 <= int(port) <= 65_535:
        raise SettingError(_("GUICHET_LMTP cannot be used: write host:port, for example 127.0.0.1:8024."))
    return host.strip("[]") or "127.0.0.1", int(port)
