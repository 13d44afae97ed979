"""Callers whom an accident cuts off: they stand where they stood, to be called back, and whoever calls them reads why.

An accident is a program that dies, a house that stops, a database that stays away: never the wish of anybody on the line.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import structlog
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import Channel, ContactId
from guichet.records.contacts.actions import Opening, add_context
from guichet.records.contacts.callbacks import Wish, ask_callback, call_back_cut_off, to_instant
from guichet.records.contacts.errors import UnknownReasonError
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.directory.models import Reason
from guichet.records.directory.queries import get_queue
from guichet.records.errors import RefusedError

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CutOff:
    """A caller as his call knew him. `contact`: empty while he was still in the menu; `number`: where he is called back (E.164), empty when
    he withheld it or spoke through an interpreter; `reason`: what he chose, or what his line is about."""

    call: UUID
    contact: ContactId
    number: str
    reason: str
    language: str
    came_at: datetime
    territory: int | None = None


def keep_cut_off(organisation_id: int, cut: CutOff, now: datetime) -> bool:
    """Whether he is called back. The same call again changes nothing."""
    rows = Contact.objects.of(organisation_id).select_related("organisation", "callback")
    contact = rows.filter(pk=cut.contact).first() if cut.contact else None
    try:
        with transaction.atomic():
            return _open(organisation_id, cut, now) if contact is None else _go_on(contact, cut, now)
    except RefusedError as error:
        log.warning("a caller who was cut off is not called back", code=error.code, contact_id=cut.contact)
        return False


def _go_on(contact: Contact, cut: CutOff, now: datetime) -> bool:
    is_callback = contact.channel == Channel.CALLBACK
    number = contact.callback.number if is_callback else cut.number
    if not number:
        return False
    call_back_cut_off(contact, cut.call, number, now)
    _tell_agents(contact, cut.call)
    return True


def _open(organisation_id: int, cut: CutOff, now: datetime) -> bool:
    """He had not come far: he is called back about what he chose so far."""
    reason = Reason.objects.of(organisation_id).current().filter(key=cut.reason).first()
    queue = None if reason is None else get_queue(reason)
    if not cut.number or reason is None or queue is None:
        return False
    with suppress(UnknownReasonError):
        arrival = get_arrival(organisation_id, reason.pk, cut.language, cut.territory)
        key, came_at = uuid5(cut.call, "cut off"), to_instant(cut.came_at)
        opening = Opening(key=key, channel=Channel.CALLBACK, language=cut.language, arrived_at=came_at)
        opened = ask_callback(opening, arrival, queue, Wish(cut.number), now)
        _tell_agents(Contact.objects.of(organisation_id).select_related("organisation").get(pk=opened.contact), cut.call)
        return True
    return False


def _tell_agents(contact: Contact, call: UUID) -> None:
    """Whoever calls him reads it first."""
    with translation.override(contact.organisation.default_language):
        text = _("The call was cut off by an incident on our side: begin by saying so.")
    add_context(contact, uuid5(call, "cut off"), text)
