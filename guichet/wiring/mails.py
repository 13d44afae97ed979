"""The mail server that the environment names: `GUICHET_SMTP_URL`, `GUICHET_MAIL_FROM`."""

import os
from email.utils import parseaddr

from guichet.records.notices.server import MailServer, read_server
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
        raise SettingError(_("GUICHET_SMTP_URL cannot be used: %(reason)s.") % {"reason": error}) from None


def get_sender() -> str:
    return parseaddr(os.environ.get("GUICHET_MAIL_FROM", ""))[1]


def get_domain() -> str:
    """What stands behind the @ of every Message-ID."""
    return get_sender().rpartition("@")[2] or "guichet.invalid"
