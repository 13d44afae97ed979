"""Relay services: operators who interpret between deaf citizens, in their own application, and agents on the telephone.

Kept by administrators; known by the numbers from which they call, and asked in by name. Their calls have the hours, the queue, the rank
and the age of everybody's. A number of theirs is never a citizen's.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.transaction import on_commit
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.decisions.dialling.relays import Relay
from guichet.decisions.routing.words import ContactId
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.calls.models import RelayedCall, RelayService
from guichet.records.contacts.actions import add_context
from guichet.records.contacts.models import Contact
from guichet.records.contacts.telephone import show_number
from guichet.records.directory.models import Account
from guichet.records.directory.recall import forget, recall
from guichet.records.errors import RefusedError


class RelayNameTakenError(RefusedError):
    code = "relay-name-taken"
    message = gettext_lazy("A relay service has this name already. Change that one instead.")


class RelayNumberTakenError(RefusedError):
    code = "relay-number-taken"
    message = gettext_lazy("“%(name)s” calls from %(number)s already: a call must say which of the two it comes through.")


class NoSuchRelayError(RefusedError):
    code = "no-such-relay"
    message = gettext_lazy("This relay service cannot be asked in any more. Reload the page, or call its number.")


def list_relays(organisation_id: int) -> QuerySet[RelayService]:
    return RelayService.objects.of(organisation_id).order_by("-is_active", "name")


def recall_relays(organisation_id: int) -> list[RelayService]:
    """Those in use, as public pages ask at every visit."""
    return recall(("relays", organisation_id), lambda: list(list_relays_in_use(organisation_id)))


def list_relays_in_use(organisation_id: int) -> QuerySet[RelayService]:
    return RelayService.objects.of(organisation_id).filter(is_active=True).order_by("name")


def list_asked_in(organisation_id: int) -> QuerySet[RelayService]:
    """Those that can be called."""
    return list_relays_in_use(organisation_id).exclude(number="")


def find_asked_in(organisation_id: int, key: int) -> RelayService:
    """:raises NoSuchRelayError: it is not in use, has no number, or is another organisation's."""
    found = list_asked_in(organisation_id).filter(pk=key).first()
    if found is None:
        raise NoSuchRelayError
    return found


def describe_relay(row: RelayService) -> Relay:
    return Relay(row.pk, row.name, tuple(row.calls_from))


@transaction.atomic
def save_relay(row: RelayService, values: Mapping[str, object], account: Account, now: datetime) -> RelayService:
    """Keep a relay service, new or changed.

    :raises RelayNameTakenError: another one has this name. :raises RelayNumberTakenError: another one in use calls from the same number.
    """
    verb = "relay-changed" if row.pk else "relay-added"
    for name, value in values.items():
        setattr(row, name, value)
    _check_numbers(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise RelayNameTakenError from error
    on_commit(forget)
    record(row.organisation_id, Act(verb, "relay", str(row.pk), account.pk), now)
    return row


def _check_numbers(row: RelayService) -> None:
    """:raises RelayNumberTakenError: a call would come through two."""
    if not row.is_active:
        return
    for other in list_relays_in_use(row.organisation_id).exclude(pk=row.pk):
        both = {*row.calls_from} & {*other.calls_from}
        if both:
            raise RelayNumberTakenError(name=other.name, number=show_number(min(both)))


def call_through(organisation_id: int, contact: ContactId, relay: int) -> None:
    """The callback of this contact goes through a relay service; agents read it before they call.

    :raises NoSuchRelayError: it cannot be called.
    """
    row = find_asked_in(organisation_id, relay)
    RelayedCall.objects.update_or_create(contact_id=contact, organisation_id=organisation_id, defaults={"relay": row})
    tell_agents(organisation_id, contact, row.name)


def find_way_through(organisation_id: int, contact: UUID) -> RelayService | None:
    """By which a callback goes, whether that one can still be called or not; None: by none."""
    found = RelayedCall.objects.of(organisation_id).filter(contact_id=contact).select_related("relay").first()
    return None if found is None else found.relay


def tell_agents(organisation_id: int, contact: ContactId, name: str) -> None:
    """Whoever is offered this contact reads, before he answers, that an interpreter speaks. Again changes nothing.

    :raises RefusedError: the contact is over.
    """
    row = Contact.objects.of(organisation_id).select_related("organisation").get(pk=contact)
    with translation.override(row.organisation.default_language):
        text = _("Through the relay service “%(name)s”: an interpreter speaks for the citizen. Everything takes longer.") % {"name": name}
    add_context(row, uuid5(row.pk, "relay"), text)
