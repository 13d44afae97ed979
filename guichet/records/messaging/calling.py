"""The SMS that says, just before, that we call somebody back: he picks up a number that he does not know, or is ready for it.

Once for each try, to mobile telephones alone, and never where a relay service is called in his place. By hand or by a line of ours: where a
line leads out the voice process says it as the call begins, and whatever it left unsaid is found here within seconds.
"""

import re
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import Channel, ContactId, ContactState
from guichet.records.calls.lines import find_line_out
from guichet.records.calls.relays import find_way_through
from guichet.records.calls.ways import check_way
from guichet.records.contacts.models import Contact
from guichet.records.contacts.telephone import is_french, is_mobile, show_number
from guichet.records.errors import RefusedError
from guichet.records.journal.queries import list_recent
from guichet.records.messaging.held import find_sms_account
from guichet.records.messaging.models import Account, Outgoing
from guichet.records.messaging.outgoing import Draft, put_out
from guichet.records.messaging.words import Purpose

INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")
JUST_TAKEN = timedelta(minutes=1)
"""Whoever took a callback longer ago speaks already: an account that is set up meanwhile announces nothing."""


def announce(organisation_id: int, contact: ContactId, attempts: int, now: datetime) -> bool:
    """Tell him that this try begins; the same one again tells nothing more. Returns whether there was something to tell.

    :param attempts: calls in vain before it.
    """
    account = find_sms_account(organisation_id)
    row = Contact.objects.of(organisation_id).filter(pk=contact, channel=Channel.CALLBACK).select_related("callback").first()
    return account is not None and row is not None and _announce(account, row, attempts, now)


def announce_calls(organisation_id: int, now: datetime) -> int:
    """Tell those whose callback an agent has just taken and whom nobody has told, as those whom he dials by hand. Returns how many."""
    account = find_sms_account(organisation_id)
    if account is None:
        return 0
    rows = [row for row in _list_taken(organisation_id, now) if is_mobile(row.callback.number)]
    keys = {row.pk: derive_key(row.pk, row.callback.attempts) for row in rows}
    told = set(Outgoing.objects.of(organisation_id).filter(key__in=keys.values()).values_list("key", flat=True)) if keys else set()
    untold = [row for row in rows if keys[row.pk] not in told]
    recent = list_recent(organisation_id, [row.seq for row in untold], now - JUST_TAKEN) if untold else set()
    return sum(_announce(account, row, row.callback.attempts, now) for row in untold if row.seq in recent)


def derive_key(contact: UUID, attempts: int) -> UUID:
    return uuid5(contact, f"call announced {attempts}")


def _list_taken(organisation_id: int, now: datetime) -> list[Contact]:
    """A try that has just failed is in its agent's hands until the router has heard of it: it shall not look like the next one."""
    held = Contact.objects.of(organisation_id).filter(closed_at__isnull=True, agent__isnull=False, state=ContactState.ASSIGNED)
    begun = held.filter(Q(callback__attempts=0) | Q(callback__wanted_from__lte=now), channel=Channel.CALLBACK)
    return list(begun.select_related("callback"))


def _announce(account: Account, contact: Contact, attempts: int, now: datetime) -> bool:
    number = contact.callback.number
    if not is_mobile(number) or find_way_through(account.organisation_id, contact.pk) is not None:
        return False
    try:
        shown = _find_shown(account.organisation_id, number, now)
    except RefusedError:
        return False  # a rule holds the call back
    text = _write(account.organisation.name, contact.language, _show(shown, number))
    draft = Draft(key=derive_key(contact.pk, attempts), purpose=Purpose.CALL, handle=number, text=text, contact=contact)
    put_out(account, draft, now)
    return True


def _write(organisation: str, language: str, shown: str) -> str:
    with translation.override(language):
        if shown:
            text = _("%(organisation)s: we call you in a moment, from %(number)s, about the request that you left us.")
        else:
            text = _("%(organisation)s: we call you in a moment, about the request that you left us.")
        return text % {"organisation": organisation, "number": shown}


def _find_shown(organisation_id: int, number: str, now: datetime) -> str:
    """The number that his telephone will show; empty where the agent calls from a telephone of his own.

    :raises RefusedError: the call may not leave.
    """
    line = find_line_out(organisation_id) if settings.TELEPHONE else None
    if line is None:
        return ""
    check_way(organisation_id, number, now)
    return line.caller_id or line.number


def _show(shown: str, to: str) -> str:
    """As whoever reads it would dial it; empty for one that cannot be dialled from outside, as the extension of an exchange."""
    return show_number(shown, abroad=not is_french(to)) if INTERNATIONAL.fullmatch(shown) else ""
