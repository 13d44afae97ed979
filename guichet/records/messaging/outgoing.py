"""What is to go out is a row before it is anything else: written in the caller's transaction, sent afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guichet.records.contacts.models import Contact
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.jobs import defer
from guichet.records.messaging.models import Account, Outgoing
from guichet.records.messaging.quiet import find_end
from guichet.records.messaging.stops import is_stopped
from guichet.records.messaging.telling import tell
from guichet.records.messaging.words import OutgoingState, Purpose

AT_ONCE = (Purpose.CONFIRMATION, Purpose.SCRIPT, Purpose.CODE, Purpose.CALL, Purpose.ANSWER)
"""Said to somebody who is writing or calling now, or whom we call now because he asked for it: quiet hours, which protect those who sleep,
do not hold it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`key` makes putting out idempotent: the same one again is the same message. `number` is its line in its contact."""

    key: UUID
    purpose: Purpose
    handle: str
    text: str
    contact: Contact | None = None
    number: int | None = None
    files: Sequence[str] = ()
    is_public: bool = False
    in_reply_to: str = ""


def put_out(account: Account, draft: Draft, now: datetime) -> Outgoing:
    """Keep a message and have it sent once this transaction is committed, or say at once why it will not be."""
    state, code = judge(account, draft)
    quiet = None if draft.purpose in AT_ONCE else get_quiet_end(account, now)
    outgoing, is_new = Outgoing.objects.get_or_create(
        organisation_id=account.organisation_id,
        key=draft.key,
        defaults={
            "account": account,
            "purpose": draft.purpose,
            "contact": draft.contact,
            "number": draft.number,
            "handle": draft.handle,
            "text": draft.text if state == OutgoingState.QUEUED else "",
            "files": list(draft.files),
            "is_public": draft.is_public,
            "in_reply_to": draft.in_reply_to,
            "state": state,
            "code": code,
            "created_at": now,
            "due_at": quiet or now,
            "settled_at": None if state == OutgoingState.QUEUED else now,
        },
    )
    if is_new and state == OutgoingState.QUEUED:
        defer(account, find_carrier(account.kind), outgoing.due_at)
    elif is_new:
        tell(outgoing, now)
    return outgoing


def judge(account: Account, draft: Draft) -> tuple[OutgoingState, str]:
    """Whether it may go out at all, and if not, why."""
    if not draft.handle:
        return OutgoingState.FAILED, "no-handle"
    if draft.purpose != Purpose.CONFIRMATION and is_stopped(account, draft.handle):
        return OutgoingState.REFUSED, "stop"
    features = find_carrier(account.kind).features
    if draft.files and not features.carries_files:
        return OutgoingState.FAILED, "file"
    if len(draft.text) > features.most_text:
        return OutgoingState.FAILED, "long"
    return OutgoingState.QUEUED, ""


def get_quiet_end(account: Account, now: datetime) -> datetime | None:
    return find_end(account.quiet_from, account.quiet_until, account.organisation.time_zone, now)
