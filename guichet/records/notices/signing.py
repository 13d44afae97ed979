"""Signing mails by DKIM (RFC 6376), so that whoever gets one can see that it is ours.

One key for each domain that mails are sent from. A domain without one is not signed here: its mail server may do it.
"""

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from typing import NamedTuple

import dkim

SIGNED = (b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references", b"mime-version", b"content-type")
"""Headers, `From` twice: nobody can add a second one. What lists and servers add on the way is left out."""
SHAPE = (b"relaxed", b"relaxed")


class Key(NamedTuple):
    """`selector` is the name under which the domain publishes the other half of the key; `secret` a PEM."""

    selector: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.selector})"


def read_keys(setting: str) -> dict[str, Key]:
    """Read `selector:domain:/path/to/key.pem`, several of them parted by spaces.

    :raises ValueError: it is no such setting, or a key cannot be read or used; the message says which.
    """
    keys = {}
    for part in setting.split():
        selector, _, rest = part.partition(":")
        domain, _, path = rest.partition(":")
        if not (selector and domain and path):
            raise ValueError(f"{part}: write selector:domain:/path/to/key.pem")
        try:
            keys[domain.lower()] = key = Key(selector, Path(path).read_bytes())
            dkim.sign(b"From: a@example.org\r\n\r\nx\r\n", b"try", b"example.org", key.secret)
        except (OSError, dkim.DKIMException, dkim.KeyFormatError) as error:
            raise ValueError(f"{path}: {error}") from None
    return keys


def sign(message: EmailMessage, keys: Mapping[str, Key]) -> bytes:
    """The mail as it goes over the line, signed where its sender's domain has a key."""
    content = message.as_bytes(policy=SMTP)
    domain = parseaddr(str(message["From"]))[1].rpartition("@")[2].lower()
    key = keys.get(domain)
    if key is None:
        return content
    present = [name for name in SIGNED if message.get(name.decode()) is not None]
    headers = [*present, b"from"]
    signature: bytes = dkim.sign(content, key.selector.encode(), domain.encode(), key.secret, canonicalize=SHAPE, include_headers=headers)
    return signature + content
