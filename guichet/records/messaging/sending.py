"""The sending of messages, each at most once.

Before the outside is reached the row says `uncertain`, committed; what the outside answered is written afterwards. A process that dies in
between leaves an uncertain message: it is handed over again only where the outside knows its key, otherwise a person decides.
"""

import time
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from guichet.records.faults import reach
from guichet.records.messaging.carriers import Carrier, find_carrier
from guichet.records.messaging.errors import NotTakenError, UncertainError
from guichet.records.messaging.jobs import defer
from guichet.records.messaging.models import Account, Outgoing
from guichet.records.messaging.outgoing import AT_ONCE, get_quiet_end
from guichet.records.messaging.receipts import apply
from guichet.records.messaging.stops import is_stopped
from guichet.records.messaging.telling import tell
from guichet.records.messaging.words import OutgoingState, Parcel, Purpose, Taken
from guichet.records.scripts.proofs import LIFE as CODE_LIFE
from guichet.records.separation import set_organisation

WAITS = (30, 120, 600, 1_800, 3_600, 3 * 3_600, 6 * 3_600)
"""Seconds before each further attempt: about half a day in all."""
STILL_AWAKE = timedelta(minutes=15)
"""Somebody who wrote so lately is not asleep: what a script says to him leaves in quiet hours too."""
LIVES = {Purpose.CODE.value: CODE_LIFE, Purpose.CALL.value: timedelta(minutes=2)}
"""After that it says what is not so any more."""
LONGEST_DRAIN = timedelta(seconds=50)
LOST = timedelta(minutes=3)
"""After that nobody has a message in hand any more."""
THROTTLED = "throttled"
"""The reason of a refusal that is the account's and not the message's."""
SHORTEST_PAUSE = 5

log = structlog.get_logger(__name__)


def drain(organisation_id: int, account_id: int) -> int:
    """Send what is due at an account, as fast as it may be, and return how many were handed over."""
    until, sent = timezone.now() + LONGEST_DRAIN, 0
    while outgoing := claim(organisation_id, account_id, timezone.now()):
        carrier = find_carrier(outgoing.account.kind)
        if carrier.features.sends_itself:
            raise TypeError("this account is drained by its session")
        hand_over(carrier, outgoing)
        sent += 1
        if timezone.now() > until:
            with transaction.atomic():
                set_organisation(organisation_id)
                defer(outgoing.account, carrier, timezone.now())
            break
        time.sleep(1 / max(1, outgoing.account.per_second))
    return sent


def hand_over(carrier: Carrier, outgoing: Outgoing) -> None:
    """Hand over a message that was claimed, and write down what the outside answered."""
    reach("messaging:before-sending")
    try:
        taken = carrier.send(outgoing.account, write_parcel(outgoing))
    except NotTakenError as error:
        record_refusal(outgoing, error, timezone.now())
        return
    except UncertainError as error:
        record_unknown(outgoing, error, timezone.now(), is_repeatable=carrier.features.is_repeatable)
        return
    reach("messaging:before-recording")
    record_taken(outgoing, taken, timezone.now())


def write_parcel(outgoing: Outgoing) -> Parcel:
    return Parcel(
        key=str(outgoing.key),
        handle=outgoing.handle,
        text=outgoing.text,
        files=tuple(str(file) for file in outgoing.files),
        is_public=outgoing.is_public,
        in_reply_to=outgoing.in_reply_to,
    )


@transaction.atomic
def claim(organisation_id: int, account_id: int, now: datetime) -> Outgoing | None:
    """Take the next message in hand: from here on it counts as perhaps sent. None while nothing may leave.

    What was said to one person leaves in its order; one that waits holds up only those behind it.
    """
    set_organisation(organisation_id)
    account = Account.objects.of(organisation_id).select_related("organisation").filter(pk=account_id, is_active=True).first()
    if account is None or (account.paused_until is not None and account.paused_until > now):
        return None
    queued = Outgoing.objects.of(organisation_id).filter(account_id=account_id, state=OutgoingState.QUEUED)
    quiet = get_quiet_end(account, now)
    if quiet is not None:
        late = queued.filter(due_at__lt=quiet).exclude(purpose=Purpose.CONFIRMATION)
        late = late.exclude(purpose__in=AT_ONCE, created_at__gt=now - STILL_AWAKE)
        if late.update(due_at=quiet):
            defer(account, find_carrier(account.kind), quiet)
    in_hand = Q(state=OutgoingState.QUEUED) | Q(state=OutgoingState.UNCERTAIN, tried_at__gt=now - LOST)
    ahead = (
        Outgoing.objects.of(organisation_id)
        .filter(in_hand, account_id=account_id, handle=OuterRef("handle"))
        .filter(Q(created_at__lt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), number__lt=OuterRef("number")))
    )
    due = queued.filter(due_at__lte=now).exclude(Exists(ahead)).order_by("due_at", "created_at", "number")
    outgoing = due.select_for_update(of=("self",), skip_locked=True).first()
    if outgoing is None:
        return None
    outgoing.account = account
    if not outgoing.handle or (outgoing.purpose != Purpose.CONFIRMATION and is_stopped(account, outgoing.handle)):
        return _refuse(outgoing, now)
    life = LIVES.get(outgoing.purpose)
    if life is not None and outgoing.created_at < now - life:
        return _drop_late(outgoing, now)
    outgoing.state, outgoing.attempts, outgoing.tried_at = OutgoingState.UNCERTAIN, outgoing.attempts + 1, now
    outgoing.save(update_fields=["state", "attempts", "tried_at"])
    return outgoing


def _refuse(outgoing: Outgoing, now: datetime) -> Outgoing | None:
    """Erased, or silenced in the meantime. What stands behind it is looked for."""
    code = "stop" if outgoing.handle else "no-handle"
    outgoing.state, outgoing.code, outgoing.text, outgoing.settled_at = OutgoingState.REFUSED, code, "", now
    outgoing.save(update_fields=["state", "code", "text", "settled_at"])
    tell(outgoing, now)
    return claim(outgoing.organisation_id, outgoing.account_id, now)


def _drop_late(outgoing: Outgoing, now: datetime) -> Outgoing | None:
    """A code that serves no more is not sent, nor is a call announced that has been made (R11). What stands behind it is looked for."""
    outgoing.state, outgoing.code, outgoing.text, outgoing.settled_at = OutgoingState.LEFT, "late", "", now
    outgoing.save(update_fields=["state", "code", "text", "settled_at"])
    return claim(outgoing.organisation_id, outgoing.account_id, now)


@transaction.atomic
def record_taken(outgoing: Outgoing, taken: Taken, now: datetime) -> None:
    """The outside has it. What it told of it before we knew its name counts from now on."""
    set_organisation(outgoing.organisation_id)
    kept = _lock(outgoing)
    if kept is None:
        return
    kept.state, kept.names, kept.text, kept.sent_at, kept.code = OutgoingState.SENT, list(taken.references), "", now, ""
    kept.save(update_fields=["state", "names", "text", "sent_at", "code"])
    apply(kept, now)


@transaction.atomic
def record_refusal(outgoing: Outgoing, error: NotTakenError, now: datetime) -> None:
    """The outside certainly did not take it: try again later, unless that is of no use. When it asks for a pause, the account pauses."""
    set_organisation(outgoing.organisation_id)
    kept = _lock(outgoing)
    if kept is None:
        return
    is_throttled = error.reason == THROTTLED
    gives_up = error.permanent or (kept.attempts > len(WAITS) and not is_throttled)
    log.warning("a message was not taken", outgoing_id=str(kept.pk), reason=error.reason, attempts=kept.attempts, gives_up=gives_up)
    if gives_up:
        kept.state, kept.code, kept.text, kept.settled_at = OutgoingState.FAILED, error.reason, "", now
        kept.save(update_fields=["state", "code", "text", "settled_at"])
        tell(kept, now)
        return
    seconds = error.wait_seconds or (SHORTEST_PAUSE if is_throttled else WAITS[min(kept.attempts, len(WAITS)) - 1])
    due_at = now + timedelta(seconds=min(max(seconds, 1), 24 * 3_600))
    if is_throttled:
        Account.objects.of(kept.organisation_id).filter(pk=kept.account_id).update(paused_until=due_at)
        kept.attempts -= 1
    _put_back(kept, due_at, error.reason)


@transaction.atomic
def record_unknown(outgoing: Outgoing, error: UncertainError, now: datetime, *, is_repeatable: bool) -> None:
    """Nobody knows: handed over again where the outside knows its key, else it stays so and the agent is told."""
    set_organisation(outgoing.organisation_id)
    kept = _lock(outgoing)
    if kept is None:
        return
    log.warning("nobody knows whether a message was sent", outgoing_id=str(kept.pk), attempts=kept.attempts)
    if is_repeatable and kept.attempts <= len(WAITS):
        _put_back(kept, now + timedelta(seconds=WAITS[kept.attempts - 1]), "unknown")
        return
    kept.names = list(error.references)
    _leave_unknown(kept, now)


def _leave_unknown(outgoing: Outgoing, now: datetime) -> bool:
    """Nothing hands it over again; its agent is told once."""
    outgoing.settled_at = now
    outgoing.save(update_fields=["settled_at", "names"])
    return tell(outgoing, now)


def _lock(outgoing: Outgoing) -> Outgoing | None:
    """As it stands now; None when it was decided in the meantime."""
    kept = Outgoing.objects.of(outgoing.organisation_id).select_for_update(of=("self",)).select_related("account")
    return kept.filter(pk=outgoing.pk, state=OutgoingState.UNCERTAIN).first()


def _put_back(outgoing: Outgoing, due_at: datetime, code: str) -> None:
    outgoing.state, outgoing.due_at, outgoing.code = OutgoingState.QUEUED, due_at, code
    outgoing.save(update_fields=["state", "due_at", "code", "attempts"])
    defer(outgoing.account, find_carrier(outgoing.account.kind), due_at)


@transaction.atomic
def settle_lost(organisation_id: int, now: datetime) -> int:
    """What a process that died had in hand: handed over again where the outside knows its key, else told to its agent. Returns how many."""
    set_organisation(organisation_id)
    lost = Outgoing.objects.of(organisation_id).filter(state=OutgoingState.UNCERTAIN, tried_at__lt=now - LOST, settled_at__isnull=True)
    settled = 0
    for outgoing in lost.select_related("account").order_by("created_at").select_for_update(of=("self",), skip_locked=True)[:200]:
        if find_carrier(outgoing.account.kind).features.is_repeatable and outgoing.attempts <= len(WAITS) and outgoing.text:
            _put_back(outgoing, now, "unknown")
            settled += 1
        else:
            settled += _leave_unknown(outgoing, now)
    return settled


@transaction.atomic
def wake(organisation_id: int, now: datetime) -> int:
    """Begin again where something is due and no job has it, as after a restore. Returns for how many accounts."""
    set_organisation(organisation_id)
    due = Outgoing.objects.of(organisation_id).filter(state=OutgoingState.QUEUED, due_at__lt=now - timedelta(minutes=2))
    accounts = Account.objects.of(organisation_id).filter(pk__in=due.values("account_id"), is_active=True)
    for account in accounts:
        defer(account, find_carrier(account.kind), now)
    return len(accounts)
