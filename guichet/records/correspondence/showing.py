"""A mail as it came, as a page for whoever answers it: who it says it is from, all of its text, and its own page, cleaned.

The page stands alone: no script, no style of the mail's, no picture, nothing fetched. Whoever hands it out says so to the browser
(`POLICY`), which takes it for another origin than ours.
"""

import base64
import hashlib
from collections.abc import Iterator
from uuid import UUID

from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import AgentId
from guichet.records.contacts.queries import get_owner
from guichet.records.contacts.taking import find_place
from guichet.records.correspondence.models import IncomingMail
from guichet.records.correspondence.pages import clean, is_heavy
from guichet.records.correspondence.reading import read_mail
from guichet.records.correspondence.words import ReadMail, Verification

STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 sans-serif;max-width:48rem;margin:1.5rem auto;padding:0 1rem;overflow-wrap:anywhere}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}dt{font-weight:bold}dd{margin:0 0 .5rem}pre{font:inherit;white-space:pre-wrap}"
    "table{max-width:100%}section{border-top:1px solid;padding-top:.5rem}"
)
POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; frame-ancestors 'self'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'"
)


def show_original(organisation_id: int, contact: UUID, number: int, owner: AgentId | None, language: str) -> bytes | None:
    """The page of the mail behind a line; None when there is none, or when the contact is not `owner`'s (None: anybody's)."""
    if owner is not None and get_owner(organisation_id, contact) != owner:
        return None
    came_to, came_as = find_place(organisation_id, contact, number)
    mail = IncomingMail.objects.of(organisation_id).filter(contact_id=came_to, number=came_as).first()
    if mail is None:
        return None
    with translation.override(language):
        return draw(read_mail(bytes(mail.raw), mail.return_path), Verification(mail.verification), language).encode()


def draw(said: ReadMail, verification: Verification, language: str) -> str:
    title = escape(said.subject or _("Mail without a subject"))
    parts = "".join(_draw_parts(said, verification))
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>{parts}</main></body></html>"
    )


def _draw_parts(said: ReadMail, verification: Verification) -> Iterator[str]:
    sender = f"{said.sender_name} <{said.sender}>" if said.sender_name else said.sender or "—"
    facts = [(_("Sender"), sender), (_("Recipients"), ", ".join(said.recipients) or "—"), (_("Sender’s address"), describe(verification))]
    yield "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts) + "</dl>"
    yield f"<pre>{escape(said.text)}</pre>"
    if said.quoted:
        summary = escape(_("What it repeats of earlier mails"))
        yield f"<details><summary>{summary}</summary><pre>{escape(said.quoted)}</pre></details>"
    if said.html and is_heavy(said.html):
        sentence = escape(_("Its page is too heavy to be shown: this is its text."))
        yield f"<p>{sentence}</p>"
    elif said.html:
        heading = escape(_("As it was laid out, without pictures"))
        yield f"<section><h2>{heading}</h2>{clean(said.html)}</section>"


def describe(verification: Verification) -> str:
    match verification:
        case Verification.VERIFIED:
            return _("Verified by our mail server")
        case Verification.FAILED:
            return _("Perhaps forged, says our mail server")
        case Verification.UNKNOWN:
            return _("Not verified")
