"""Messages of which nobody knows whether they were sent, and what a person decides about each: once, and written down.

The outside may still tell what became of one; whoever decides meanwhile is then told that it has moved on.
"""

from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.actions import add_context
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Account as Person
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.errors import NothingToSendError, NotLeftError
from guichet.records.messaging.jobs import defer
from guichet.records.messaging.models import Outgoing
from guichet.records.messaging.words import OutgoingState


def list_uncertain(organisation_id: int, channel: str) -> QuerySet[Outgoing]:
    """What nothing hands over again by itself, the newest first."""
    uncertain = Outgoing.objects.of(organisation_id).filter(state=OutgoingState.UNCERTAIN, settled_at__isnull=False)
    return uncertain.filter(account__channel=channel).select_related("account").order_by("-created_at")


@transaction.atomic
def send_again(seen: Outgoing, person: Person, now: datetime) -> None:
    """Hand it over once more, as it was said; it may arrive twice. One decision sends once.

    :raises NotLeftError: it is not any more as he has seen it. :raises NothingToSendError: its text or its reader was erased.
    """
    if not seen.text or not seen.handle or not seen.account.is_active:
        raise NothingToSendError
    _decide(seen, OutgoingState.QUEUED, due_at=now, settled_at=None, code="")
    defer(seen.account, find_carrier(seen.account.kind), now)
    _tell(seen, person, now, "message-sent-again")


@transaction.atomic
def leave(seen: Outgoing, person: Person, now: datetime) -> None:
    """It is not sent any more; what it says is kept in its contact alone.

    :raises NotLeftError: it is not any more as he has seen it.
    """
    _decide(seen, OutgoingState.LEFT, text="", settled_at=now)
    _tell(seen, person, now, "message-left")


def _decide(seen: Outgoing, state: OutgoingState, **values: object) -> None:
    """Move it on, if nobody and no receipt did before: the row is compared and changed in one statement."""
    known = list_uncertain(seen.organisation_id, seen.account.channel).filter(pk=seen.pk, attempts=seen.attempts)
    if not known.order_by().update(state=state, **values):
        raise NotLeftError


def _tell(seen: Outgoing, person: Person, now: datetime, verb: str) -> None:
    """Written down, and said where whoever answers reads it."""
    record(seen.organisation_id, Act(verb, "outgoing", str(seen.pk), person.pk, {"attempts": seen.attempts}), now)
    if seen.contact_id is None:
        return
    contact = Contact.objects.of(seen.organisation_id).select_related("organisation").get(pk=seen.contact_id)
    with translation.override(contact.organisation.default_language):
        again = _("An administrator has the message sent again of which it was not known whether it was sent.")
        left = _("An administrator decided not to send again the message of which it is not known whether it was sent.")
        add_context(contact, uuid5(seen.pk, f"{verb}-{seen.attempts}"), again if verb == "message-sent-again" else left)
