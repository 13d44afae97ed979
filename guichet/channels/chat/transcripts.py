"""The written trace of a conversation by mail, for whoever holds its pass and asks for it.

The address is one that he types: the mail says that somebody asked for it there, and holds nothing that only its owner may know beyond the
conversation itself. It is asked for a few times at most, so that nobody can have us write to strangers.
"""

import time
from datetime import timedelta
from uuid import UUID

import msgspec
from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from starlette.types import Receive, Scope, Send

from guichet.channels.chat import settings as limits
from guichet.channels.chat.errors import NoMailServerError
from guichet.channels.chat.words import SendTranscript
from guichet.decisions.routing.words import ContactId
from guichet.doors.answers import answer_nothing
from guichet.doors.bodies import get_header, parse, read_body
from guichet.doors.limits import Buckets
from guichet.doors.machinery import get_address, get_machinery
from guichet.doors.passes import find_own
from guichet.doors.refusals import find_language
from guichet.doors.seats import check_origin
from guichet.doors.sites import find_site
from guichet.records.contacts.actions import FOLLOW_LIFE, make_link
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.identifiers import derive_input_id
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.words import Author, LinkPurpose, MessageKind
from guichet.records.notices.actions import send_mail
from guichet.records.notices.words import Letter, Purpose

decode = msgspec.json.Decoder(SendTranscript)
of_a_contact = Buckets(limits.TRANSCRIPTS_OF_A_CONTACT)
of_an_address = Buckets(limits.TRANSCRIPTS_OF_AN_ADDRESS)


async def send(scope: Scope, receive: Receive, reply: Send) -> None:
    """POST /chat/contacts/{contact}/transcript: 204 once it is written down to be sent."""
    check_origin(scope)
    organisation, contact = await find_own(scope)
    asked = parse(await read_body(scope, receive), decode)
    of_a_contact.take(contact, time.monotonic())
    of_an_address.take(get_address(scope), time.monotonic())
    language = find_language(get_header(scope, b"accept-language"))
    office = get_machinery(scope).office
    await office.ask(organisation, send_transcript, organisation, contact, asked, find_site(scope), language)
    await answer_nothing(reply)


def send_transcript(organisation_id: int, contact_id: ContactId, asked: SendTranscript, site: str, language: str) -> None:
    """Have what was said sent to an address, with a link to follow the request. The same key again sends nothing more.

    :raises RefusedError: there is no such contact, nothing can be sent there, or no mail leaves from here.
    """
    contact = Contact.objects.of(organisation_id).filter(pk=UUID(contact_id)).select_related("organisation", "reason").first()
    if contact is None:
        raise NoSuchContactError
    if settings.MAIL_SERVER is None:
        raise NoMailServerError
    with translation.override(language):
        link = site + reverse("follow", args=[make_link(contact, LinkPurpose.FOLLOW, FOLLOW_LIFE)])
        send_mail(
            organisation_id,
            Letter(
                key=derive_input_id(f"citizen:{contact_id}", "transcript", contact_id, asked.key),
                purpose=Purpose.TRANSCRIPT,
                recipient=asked.address,
                subject=_("Your conversation with %(organisation)s") % {"organisation": contact.organisation.name},
                text=write_transcript(contact, link, language),
                contact=contact_id,
            ),
        )


def write_transcript(contact: Contact, link: str, language: str) -> str:
    """What was said, in order, in plain text; never an internal note."""
    arrived = timezone.localtime(contact.arrived_at)
    said = contact.messages.exclude(kind=MessageKind.NOTE).order_by("number")
    names = dict(contact.files.values_list("key", "name"))
    return "\n\n".join(
        [
            _("Here is what was said in your conversation of %(day)s with %(organisation)s, about “%(reason)s”.")
            % {
                "day": formats.date_format(arrived, "j F Y"),
                "organisation": contact.organisation.name,
                "reason": contact.reason.get_label(language),
            },
            *(write_line(message, names.get(message.key, "")) for message in said),
            _("You can follow your request here for %(days)s days. Give this address to nobody: whoever has it can read your request.")
            % {"days": FOLLOW_LIFE // timedelta(days=1)},
            link,
            _("You receive this mail because somebody asked for it on our page, with your address. It was not you? You can delete it."),
        ]
    )


def write_line(message: Message, file: str) -> str:
    who = {Author.CITIZEN: _("You"), Author.AGENT: _("Agent")}.get(Author(message.author), _("Information"))
    at = formats.time_format(timezone.localtime(message.created_at), "TIME_FORMAT")
    text = (_("[file: %(name)s]") % {"name": file} if file else _("[file erased]")) if message.kind == MessageKind.FILE else message.text
    return f"{who}, {at}\n{text}{write_source(message)}"


def write_source(message: Message) -> str:
    """Which article the message gives, on a line of its own."""
    given = message.read_answer()
    if given is None:
        return ""
    names = {"article": given.article, "version": given.version}
    if given.is_reworded:
        return "\n" + _("(From article %(article)s, version %(version)s)") % names
    return "\n" + _("(Article %(article)s, version %(version)s)") % names
