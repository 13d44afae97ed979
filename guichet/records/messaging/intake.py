"""From what was kept to what becomes of it: a contact, a line in one, a word about one of ours, or set aside with the reason.

Each is read in one transaction. What goes wrong in it is ours: it then stays as it came, in quarantine, and can be read again after a
correction. What kills its reader is not read a third time.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from guichet.records.contacts.errors import UnknownReasonError
from guichet.records.faults import reach
from guichet.records.messaging import arriving, joining
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.errors import UnreadableError
from guichet.records.messaging.models import Incoming
from guichet.records.messaging.receipts import settle
from guichet.records.messaging.silencing import obey
from guichet.records.messaging.words import LONGEST_HANDLE, LONGEST_REFERENCE, MOST_EVENTS, Arrival, Cause, IncomingState, Told
from guichet.records.separation import set_organisation

MOST_TRIES = 3
LATE = timedelta(seconds=30)
"""Whoever kept something reads it at once; after that somebody else does."""
PATIENCE = timedelta(minutes=30)
"""For so long the pieces of a long message wait for one another."""
MOST_OF_SENDER = 100
"""Messages of one person a day that become lines; more is set aside, where a person sees it."""
DAY = timedelta(days=1)
Place = tuple[IncomingState, Cause]

log = structlog.get_logger(__name__)


def take_in(organisation_id: int, incoming_id: UUID, now: datetime, *, is_wanted: bool = False) -> None:
    """Read what was kept. Returns normally whatever it is; read already, nothing happens. `is_wanted`: somebody has looked at it and wants
    it answered, whatever it is.

    :raises OperationalError: the database is away; it is read later.
    """
    try:
        with transaction.atomic():
            set_organisation(organisation_id)
            incoming = _lock(incoming_id, IncomingState.RECEIVED)
            if incoming is not None:
                _read(incoming, now, is_wanted=is_wanted)
                reach("messaging:before-commit")
    except (OperationalError, InterfaceError):
        raise
    except UnknownReasonError:
        _quarantine(organisation_id, incoming_id, Cause.NO_REASON)
    except UnreadableError as error:
        log.warning("a message is in quarantine", incoming_id=str(incoming_id), reason=str(error)[:200])
        _quarantine(organisation_id, incoming_id, Cause.UNREADABLE)
    except Exception:
        log.exception("a message could not be read", incoming_id=str(incoming_id))
        _quarantine(organisation_id, incoming_id, Cause.UNREADABLE)
    reach("messaging:after-commit")


def take_in_late(organisation_id: int, now: datetime) -> int:
    """Read what its reader left behind when it died, and pieces that waited long enough for the others. Returns how many there were."""
    with transaction.atomic():
        set_organisation(organisation_id)
        kept = Incoming.objects.of(organisation_id)
        late = kept.filter(state=IncomingState.RECEIVED, received_at__lt=now - LATE)
        chosen = list(late.order_by("received_at")[:200].values_list("pk", "tries"))
        kept.filter(pk__in=[pk for pk, _ in chosen]).update(tries=F("tries") + 1)
        waiting = kept.filter(state=IncomingState.WAITING, received_at__lt=now - PATIENCE)
        pieces = list(waiting.order_by("received_at", "pk")[:200].values_list("pk", flat=True))
    for incoming_id, tries in chosen:
        if tries < MOST_TRIES:
            take_in(organisation_id, incoming_id, now)
        else:
            _quarantine(organisation_id, incoming_id, Cause.UNREADABLE)
    for incoming_id in pieces:
        _end_waiting(organisation_id, incoming_id, now)
    return len(chosen) + len(pieces)


@transaction.atomic
def _end_waiting(organisation_id: int, incoming_id: UUID, now: datetime) -> None:
    """Take what is there of a long message: the missing piece is said to be missing."""
    set_organisation(organisation_id)
    incoming = _lock(incoming_id, IncomingState.WAITING)
    if incoming is None:
        return  # a piece before it has taken it along
    joining.lock_person(incoming.account, incoming.handle)
    whole = joining.join_parts(incoming, is_late=True)
    if whole is not None:
        state, cause = _place(incoming, whole, now, is_wanted=False)
        joining.mark_parts(incoming, state, cause)


def _lock(incoming_id: UUID, state: IncomingState) -> Incoming | None:
    """What came, if it is still to be read and nobody is at it."""
    waiting = Incoming.objects.select_for_update(of=("self",), skip_locked=True)
    return waiting.filter(pk=incoming_id, state=state).select_related("account__organisation", "account__reason").first()


def _read(incoming: Incoming, now: datetime, *, is_wanted: bool) -> None:
    events = find_carrier(incoming.account.kind).read(incoming.account, bytes(incoming.raw))
    if len(events) > MOST_EVENTS:
        raise UnreadableError("too many events in one")
    state, cause = IncomingState.SETTLED, Cause.REPORT if events else Cause.EMPTY
    for event in events:
        if isinstance(event, Told):
            settle(incoming.account, event, now)
            continue
        place = _take(incoming, event, now, is_wanted=is_wanted, is_alone=len(events) == 1)
        if state != IncomingState.READ:
            state, cause = place
    incoming.state, incoming.cause = state, cause
    incoming.save(
        update_fields=["raw", "state", "cause", "reference", "handle", "part_group", "part_number", "part_count", "contact", "number"],
    )


def _take(incoming: Incoming, event: Arrival, now: datetime, *, is_wanted: bool, is_alone: bool) -> Place:
    """Place one message; a piece of one waits until all are here."""
    incoming.handle = joining.clean(event.handle)[:LONGEST_HANDLE]
    incoming.reference = joining.clean(event.reference)[:LONGEST_REFERENCE]
    joining.lock_person(incoming.account, incoming.handle)
    part = event.part
    if part is None or not is_alone or not joining.is_sound(part):
        return _place(incoming, event, now, is_wanted=is_wanted)
    incoming.part_group, incoming.part_number, incoming.part_count = part.group[:LONGEST_REFERENCE], part.number, part.count
    if joining.has_part(incoming):
        return IncomingState.ASIDE, Cause.REPEATED
    whole = joining.join_parts(incoming, is_late=is_wanted)
    if whole is None:
        return IncomingState.WAITING, Cause.NONE
    state, cause = _place(incoming, whole, now, is_wanted=is_wanted)
    joining.mark_parts(incoming, state, cause)
    return state, cause


def _place(incoming: Incoming, event: Arrival, now: datetime, *, is_wanted: bool) -> Place:
    """Decide what becomes of a message, and do it."""
    reference = joining.clean(event.reference)[:LONGEST_REFERENCE] or incoming.key
    if joining.has_arrived(incoming.account, reference):
        return IncomingState.ASIDE, Cause.REPEATED
    if obey(incoming, event, now):
        joining.note_arrived(incoming.account, reference, now)
        return IncomingState.SETTLED, Cause.STOP
    if not is_wanted and _is_flooding(incoming, now):
        return IncomingState.ASIDE, Cause.FLOOD
    joining.note_arrived(incoming.account, reference, now)
    cause = arriving.arrive(incoming, event, reference, now, is_wanted=is_wanted)
    if cause is Cause.SCRIPT and incoming.contact_id is None:
        joining.forget(incoming)
        return IncomingState.SETTLED, cause
    return (IncomingState.ASIDE if cause is Cause.THANKS else IncomingState.READ), cause


def _is_flooding(incoming: Incoming, now: datetime) -> bool:
    recent = Incoming.objects.of(incoming.organisation_id).filter(
        account_id=incoming.account_id, handle=incoming.handle, received_at__gt=now - DAY, state=IncomingState.READ
    )
    return bool(incoming.handle) and recent[:MOST_OF_SENDER].count() >= MOST_OF_SENDER


@transaction.atomic
def _quarantine(organisation_id: int, incoming_id: UUID, cause: Cause) -> None:
    set_organisation(organisation_id)
    Incoming.objects.of(organisation_id).filter(pk=incoming_id, state=IncomingState.RECEIVED).update(
        state=IncomingState.QUARANTINED, cause=cause
    )
