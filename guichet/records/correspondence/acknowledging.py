"""Saying by mail that a mail came, and until when it is answered. Never to a program, and not often to one address: loops end here."""

from uuid import uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.contacts.models import Contact
from guichet.records.correspondence.joining import write_thread
from guichet.records.correspondence.models import Exchange, IncomingMail
from guichet.records.correspondence.words import ReadMail, Verification
from guichet.records.errors import RefusedError
from guichet.records.notices.actions import send_mail
from guichet.records.notices.answers import MOST_ACKNOWLEDGED, count_acknowledged, describe_promise, find_language
from guichet.records.notices.words import Letter, Purpose


def acknowledge(contact: Contact, mail: IncomingMail, said: ReadMail) -> None:
    """Answer by itself, where that is of use."""
    if not _may(mail, said):
        return
    exchange = Exchange.objects.of(mail.organisation_id).get(pk=contact.pk)
    with translation.override(find_language(contact)):
        names = {"organisation": contact.organisation.name, "subject": said.subject or _("your mail")}
        paragraphs = [
            _("%(organisation)s has received your mail “%(subject)s”.") % names,
            describe_promise(exchange.promised_at, contact.organisation.time_zone),
            _("This is an automatic word: you need not answer it. To add something, answer it all the same, and it joins your request."),
        ]
        letter = Letter(
            key=uuid5(mail.key, "acknowledgement"),
            purpose=Purpose.ACKNOWLEDGEMENT,
            recipient=said.sender,
            subject=_("We have received your mail: %(subject)s") % names,
            text="\n\n".join(paragraphs),
            contact=str(contact.pk),
            sender=mail.mailbox.address,
            headers=write_thread(exchange),
        )
    try:
        send_mail(mail.organisation_id, letter)
    except RefusedError:
        return  # nothing can be sent there: the agent sees the same


def _may(mail: IncomingMail, said: ReadMail) -> bool:
    if not mail.mailbox.acknowledges or said.asks_no_reply or not said.sender or settings.MAIL_SERVER is None:
        return False
    return mail.verification != Verification.FAILED and count_acknowledged(mail.organisation_id, said.sender) < MOST_ACKNOWLEDGED
