"""The SMS that brings whoever is in a call to the page where he and his agent see one another write."""

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.contacts.models import Contact
from guichet.records.messaging.beside import NoSmsError, SaidStopError
from guichet.records.messaging.held import find_sms_account
from guichet.records.messaging.outgoing import Draft, put_out
from guichet.records.messaging.words import OutgoingState, Purpose


def can_invite(organisation_id: int) -> bool:
    return find_sms_account(organisation_id) is not None


def invite(contact: Contact, number: str, link: str, key: UUID, now: datetime) -> None:
    """Send somebody in a call the page of it. The same key again sends nothing more.

    :raises NoSmsError: nothing can be sent. :raises SaidStopError: nothing may be sent there.
    """
    account = find_sms_account(contact.organisation_id)
    if account is None:
        raise NoSmsError
    with translation.override(contact.language):
        text = _("%(organisation)s: to write with your agent during the call, open %(link)s")
        text %= {"organisation": contact.organisation.name, "link": link}
    if put_out(account, Draft(key=key, purpose=Purpose.SCRIPT, handle=number, text=text), now).state != OutgoingState.QUEUED:
        raise SaidStopError
