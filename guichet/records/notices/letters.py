"""What is written into a mail: the message as it travels (RFC 5322), with a text for every reader and the same in HTML."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.utils.encoding import punycode
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString

from guichet.records.notices.models import Mail

PAGE = "<!doctype html><html><meta charset=utf-8><body style='font:1rem/1.5 sans-serif;max-width:38em'>{}</body></html>"


def compose(mail: Mail, sender: str, organisation: str, now: datetime) -> EmailMessage:
    """The message; every attempt writes the same one, but for its date."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(to_line(organisation), addr_spec=sender)
    message["To"] = fold_domain(mail.recipient)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(PAGE.format(_to_html(mail.text)), subtype="html", cte="quoted-printable")
    return message


def fold_domain(address: str) -> str:
    """The address as every server understands it: a domain with accents in its ASCII form."""
    user, _, domain = address.rpartition("@")
    return f"{user}@{punycode(domain)}"


def to_line(text: str) -> str:
    """A subject is one line."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()


def _to_html(text: str) -> str:
    paragraphs = [urlize(SafeString(escape(paragraph))).replace("\n", "<br>") for paragraph in re.split(r"\n\s*\n", text.strip())]
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
