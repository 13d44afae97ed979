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

from guichet.records.contacts.models import File, FilePart
from guichet.records.notices.models import Mail

PAGE = "<!doctype html><html><meta charset=utf-8><body style='font:1rem/1.5 sans-serif;max-width:38em'>{}</body></html>"


def compose(mail: Mail, sender: str, organisation: str, now: datetime) -> EmailMessage:
    """The message; every attempt writes the same one, but for its date."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(to_line(organisation), addr_spec=mail.sender or sender)
    message["To"] = fold_domain(mail.recipient)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = mail.message_id
    if not mail.is_written:
        message["Auto-Submitted"] = "auto-replied" if mail.sender else "auto-generated"
    for name, value in mail.headers.items():
        message[name] = to_line(value)
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(PAGE.format(_to_html(mail.text)), subtype="html", cte="quoted-printable")
    for file in list_files(mail):
        kind, _, subtype = file.media_type.partition("/")
        message.add_attachment(read_file(file), maintype=kind, subtype=subtype, filename=file.name)
    return message


def list_files(mail: Mail) -> list[File]:
    """Those of its contact that are still there."""
    if not mail.files or mail.contact_id is None:
        return []
    return list(File.objects.of(mail.organisation_id).filter(contact_id=mail.contact_id, pk__in=mail.files).order_by("created_at"))


def read_file(file: File) -> bytes:
    parts = FilePart.objects.of(file.organisation_id).filter(file=file).order_by("place").values_list("content", flat=True)
    return b"".join(bytes(part) for part in parts)


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
