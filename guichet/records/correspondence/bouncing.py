"""What delivery reports say of mails that we sent."""

from datetime import datetime
from uuid import uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.contacts.actions import add_context
from guichet.records.contacts.callbacks import OVER
from guichet.records.contacts.models import Contact
from guichet.records.correspondence.arriving import arrive_bounced
from guichet.records.correspondence.models import IncomingMail
from guichet.records.correspondence.words import Action, Bounce
from guichet.records.notices.models import Mail
from guichet.records.notices.words import MailState, Purpose

PERHAPS = (MailState.SENT, MailState.UNCERTAIN)


def settle_bounce(incoming: IncomingMail, bounce: Bounce, now: datetime) -> bool:
    """Write down what a report says; False when it is about none of our mails. Nobody can guess a Message-ID of ours.

    A report decides an uncertain mail too: whatever came back or arrived was sent.
    """
    ours = Mail.objects.of(incoming.organisation_id).filter(message_id__in=bounce.message_ids, state__in=[*PERHAPS, MailState.BOUNCED])
    mail = ours.order_by("created_at").first()
    if mail is None:
        return False
    if bounce.action is Action.FAILED:
        if Mail.objects.filter(pk=mail.pk, state__in=PERHAPS).update(state=MailState.BOUNCED, text="", reply_code=550):
            _tell(incoming, mail, bounce)
    elif bounce.action is Action.DELIVERED:
        Mail.objects.filter(pk=mail.pk, state=MailState.UNCERTAIN).update(state=MailState.SENT, text="", sent_at=now)
    incoming.contact_id = incoming.contact_id or mail.contact_id
    return True


def _tell(incoming: IncomingMail, mail: Mail, bounce: Bounce) -> None:
    """Say it where an agent sees it: in the contact while it is open, else in one that goes on from it."""
    if mail.contact_id is None:
        return
    contact = Contact.objects.of(incoming.organisation_id).select_related("organisation").get(pk=mail.contact_id)
    with translation.override(contact.organisation.default_language):
        what = (
            _("The answer sent by e-mail came back") if mail.purpose == Purpose.REPLY else _("The acknowledgement sent by e-mail came back")
        )
        why = _explain(bounce.status)
        sentence = _("%(what)s: %(why)s") % {"what": what, "why": why}
    if mail.purpose == Purpose.REPLY and contact.state in OVER:
        arrive_bounced(incoming, contact, sentence)
    else:
        add_context(contact, uuid5(incoming.key, "bounce"), sentence)


def _explain(status: str) -> str:
    """An enhanced status code (RFC 3463) in words."""
    words = {
        "5.1": _("this address does not exist. Reach the person in another way."),
        "5.2": _("the mailbox takes no mail now, it is full or closed. Try again later, or reach the person in another way."),
        "5.7": _("the other side refuses our mails. Tell whoever runs the mail server."),
        "4.4": _("the other side did not answer for days. Try again later."),
    }
    return words.get(status[:3], _("the other side did not take it. Try again later, or reach the person in another way."))
