"""Answering by mail a contact that came by another channel: it gets a side that is held by mail, from here on."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.decisions.routing.words import Channel
from guichet.records.contacts.models import Contact
from guichet.records.correspondence.models import Exchange, Mailbox
from guichet.records.correspondence.words import Verification
from guichet.records.directory.models import SeparatedQuerySet
from guichet.records.errors import RefusedError
from guichet.records.people.words import ContactPointKind, normalise


class NoMailboxError(RefusedError):
    code = "no-mailbox"
    message = gettext_lazy("Nothing can be sent by e-mail yet: an administrator sets up a mailbox first.")


def can_mail(organisation_id: int) -> bool:
    return settings.MAIL_SERVER is not None and _list_mailboxes(organisation_id).exists()


def go_on_by_mail(contact: Contact, address: str) -> str:
    """Make a contact ready to be answered by mail, and return what its agents read there about it. Answers to it join the contact.

    :raises NoMailboxError: there is none to write from. :raises AddressUnusableError: it is no address.
    """
    exchange = Exchange.objects.of(contact.organisation_id).select_for_update(of=("self",)).filter(pk=contact.pk).first()
    if contact.channel == Channel.EMAIL and exchange is not None:
        return _tell(exchange.address)
    mailbox = _find_mailbox(contact)
    if mailbox is None or settings.MAIL_SERVER is None:
        raise NoMailboxError
    address = normalise(ContactPointKind.EMAIL, address)
    if exchange is None:
        Exchange.objects.create(
            organisation_id=contact.organisation_id,
            contact=contact,
            mailbox=mailbox,
            address=address,
            verification=Verification.UNKNOWN,
            told_number=contact.last_number,
        )
    else:
        exchange.address, exchange.is_watched = address, True
        exchange.save(update_fields=["address", "is_watched"])
    return _tell(address)


def _tell(address: str) -> str:
    return _("From here on, answers leave by e-mail to %(address)s.") % {"address": address}


def _find_mailbox(contact: Contact) -> Mailbox | None:
    """One that its reason's mails come to; else the first."""
    mailboxes = _list_mailboxes(contact.organisation_id).order_by("pk")
    return mailboxes.filter(reason_id=contact.reason_id).first() or mailboxes.first()


def _list_mailboxes(organisation_id: int) -> SeparatedQuerySet[Mailbox]:
    return Mailbox.objects.of(organisation_id).filter(is_active=True, receives_scans=False)
