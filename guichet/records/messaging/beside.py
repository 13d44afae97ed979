"""Answering by SMS a contact that came by another channel: it gets a side that is held at our number, from here on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.decisions.routing.words import Channel
from guichet.records.contacts.models import Contact
from guichet.records.contacts.telephone import read_number, show_number
from guichet.records.errors import RefusedError
from guichet.records.messaging.held import find_sms_account
from guichet.records.messaging.models import Talk
from guichet.records.messaging.stops import is_stopped


class NoSmsError(RefusedError):
    code = "no-sms"
    message = gettext_lazy("Nothing can be sent by SMS yet: an administrator sets up a number first.")


class HeldAtNetworkError(RefusedError):
    code = "held-at-network"
    message = gettext_lazy("This contact is held at a social network: go on there in private, or by e-mail.")


class SaidStopError(RefusedError):
    code = "said-stop"
    message = gettext_lazy("This person has said STOP: nothing leaves for this number. Choose another way.")


def can_text(contact: Contact) -> bool:
    return find_sms_account(contact.organisation_id) is not None and not _is_held_elsewhere(contact)


def go_on_by_sms(contact: Contact, typed: str) -> str:
    """Make a contact ready to be answered by SMS, and return what its agents read there about it. Answers to it join the contact.

    :raises RefusedError: there is no number to write from, or none to write to.
    """
    talk = _find_talk(contact)
    if talk is not None and contact.channel == Channel.SMS:
        return _tell(talk.handle)
    if talk is not None and talk.account.channel != Channel.SMS:
        raise HeldAtNetworkError
    account = find_sms_account(contact.organisation_id) if talk is None else talk.account
    if account is None:
        raise NoSmsError
    handle = read_number(typed)
    if is_stopped(account, handle):
        raise SaidStopError
    if talk is None:
        Talk.objects.create(
            organisation_id=contact.organisation_id, contact=contact, account=account, handle=handle, told_number=contact.last_number
        )
    else:
        talk.handle, talk.is_watched = handle, True
        talk.save(update_fields=["handle", "is_watched"])
    return _tell(handle)


def _tell(handle: str) -> str:
    return _("From here on, answers leave by SMS to %(number)s.") % {"number": show_number(handle)}


def _is_held_elsewhere(contact: Contact) -> bool:
    return Talk.objects.of(contact.organisation_id).filter(pk=contact.pk).exclude(account__channel=Channel.SMS).exists()


def _find_talk(contact: Contact) -> Talk | None:
    talks = Talk.objects.of(contact.organisation_id).select_for_update(of=("self",)).select_related("account")
    return talks.filter(pk=contact.pk).first()
