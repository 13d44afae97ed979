"""What the outside tells of ours: kept under its name, in whatever order it comes, and applied once the sending is known."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from guichet.records.messaging.models import Account, Outgoing, Receipt
from guichet.records.messaging.telling import tell
from guichet.records.messaging.words import LONGEST_REFERENCE, OutgoingState, ReceiptState, Told

ON_ITS_WAY = (OutgoingState.UNCERTAIN, OutgoingState.SENT, OutgoingState.QUEUED)


def settle(account: Account, told: Told, now: datetime) -> None:
    """Keep a receipt, and apply it to the message it is about, if that is known already. The same again changes nothing."""
    reference = told.reference.replace("\0", "")[:LONGEST_REFERENCE]
    if not reference:
        return
    Receipt.objects.get_or_create(
        organisation_id=account.organisation_id,
        account=account,
        reference=reference,
        state=told.state,
        defaults={"code": told.code.replace("\0", "")[:40], "received_at": now},
    )
    ours = Outgoing.objects.of(account.organisation_id).select_for_update(of=("self",)).filter(account=account)
    outgoing = ours.filter(_name(reference)).order_by("-created_at").first()
    if outgoing is not None:
        apply(outgoing, now)


def _name(reference: str) -> Q:
    """By the outside's name for a piece of it, or by our own key."""
    try:
        return Q(names__contains=[reference]) | Q(key=UUID(reference))
    except ValueError:
        return Q(names__contains=[reference])


def apply(outgoing: Outgoing, now: datetime) -> None:
    """Bring a message to what is told of its pieces: failed when one of them did, delivered when all were. Delivered stays so."""
    if outgoing.state == OutgoingState.DELIVERED:
        return
    known = [*outgoing.names, str(outgoing.key)]
    receipts = list(Receipt.objects.of(outgoing.organisation_id).filter(account_id=outgoing.account_id, reference__in=known))
    delivered = {each.reference for each in receipts if each.state == ReceiptState.DELIVERED}
    failed = [each for each in receipts if each.state == ReceiptState.FAILED and each.reference not in delivered]
    is_whole = str(outgoing.key) in delivered or (bool(outgoing.names) and delivered.issuperset(outgoing.names))
    if is_whole:
        _move(outgoing, OutgoingState.DELIVERED, "", now)
    elif failed and outgoing.state in ON_ITS_WAY:
        _move(outgoing, OutgoingState.FAILED, failed[0].code, now)
        tell(outgoing, now)
    elif receipts and outgoing.state == OutgoingState.UNCERTAIN:
        _move(outgoing, OutgoingState.SENT, "", now)


def _move(outgoing: Outgoing, state: OutgoingState, code: str, now: datetime) -> None:
    outgoing.state, outgoing.code, outgoing.text, outgoing.settled_at = state, code, "", now
    outgoing.sent_at = outgoing.sent_at or (None if state == OutgoingState.FAILED else now)
    outgoing.save(update_fields=["state", "code", "text", "settled_at", "sent_at"])
