"""What belongs together: the pieces of a long message, the words of one person, and what came twice."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection
from django.utils.translation import gettext as _
from msgspec import structs

from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.models import Account, Arrived, Incoming
from guichet.records.messaging.words import MOST_PARTS, Arrival, Cause, IncomingState, Part

TOGETHER = timedelta(hours=24)
"""A phone numbers its long messages from 0 to 255 and begins anew."""


def clean(text: str) -> str:
    """What PostgreSQL can keep: halves of a pair that met again are one sign, others are shown as lost, a NUL is dropped."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def lock_person(account: Account, handle: str) -> None:
    """One word of a person at a time, until the end of the transaction: two at once would open two contacts."""
    digest = sha256(f"{account.pk}\n{handle}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])


def is_sound(part: Part) -> bool:
    """Whether a piece's own word for its place can be believed."""
    return bool(part.group) and 2 <= part.count <= MOST_PARTS and 1 <= part.number <= part.count


def _list_parts(incoming: Incoming) -> list[Incoming]:
    """The pieces that wait, without this one, by their number."""
    waiting = Incoming.objects.of(incoming.organisation_id).filter(
        account_id=incoming.account_id,
        state=IncomingState.WAITING,
        handle=incoming.handle,
        part_group=incoming.part_group,
        part_count=incoming.part_count,
        received_at__gt=incoming.received_at - TOGETHER,
    )
    return list(waiting.exclude(pk=incoming.pk).order_by("part_number"))


def has_part(incoming: Incoming) -> bool:
    return any(each.part_number == incoming.part_number for each in _list_parts(incoming))


def join_parts(incoming: Incoming, *, is_late: bool) -> Arrival | None:
    """The whole of a long message; None while a piece is missing, unless it is too late to wait for it."""
    parts = {each.part_number: each for each in (*_list_parts(incoming), incoming)}
    count = incoming.part_count or 1
    if len(parts) < count and not is_late:
        return None
    said = {number: _read_part(each) for number, each in parts.items()}
    first = next(said[number] for number in sorted(said, key=lambda number: number or 0))
    missing = " " + _("[part missing]") + " "
    text = "".join(said[number].text if number in said else missing for number in range(1, count + 1))
    return structs.replace(first, text=text, reference=first.reference and f"{first.reference}+{count}", part=None)


def _read_part(incoming: Incoming) -> Arrival:
    [event] = find_carrier(incoming.account.kind).read(incoming.account, bytes(incoming.raw))
    if not isinstance(event, Arrival):
        raise TypeError("a piece of a message is no message any more")
    return event


def mark_parts(incoming: Incoming, state: IncomingState, cause: Cause) -> None:
    """All pieces go where the whole went."""
    pieces = [each.pk for each in _list_parts(incoming)]
    found = {"state": state, "cause": cause, "contact_id": incoming.contact_id, "number": incoming.number}
    Incoming.objects.of(incoming.organisation_id).filter(pk__in=[*pieces, incoming.pk]).update(**found)


def forget(incoming: Incoming) -> None:
    """What a script heard stands in its session, and goes with it: nothing of it stays here, nor of its pieces."""
    nothing: dict[str, object] = {"raw": b"", "handle": "", "reference": "", "part_group": ""}
    pieces = [each.pk for each in _list_parts(incoming)] if incoming.part_group else []
    Incoming.objects.of(incoming.organisation_id).filter(pk__in=pieces).update(**nothing, state=IncomingState.SETTLED, cause=Cause.SCRIPT)
    for name, value in nothing.items():
        setattr(incoming, name, value)


def has_arrived(account: Account, reference: str) -> bool:
    return Arrived.objects.of(account.organisation_id).filter(account=account, reference=reference).exists()


def note_arrived(account: Account, reference: str, now: datetime) -> None:
    Arrived.objects.get_or_create(
        organisation_id=account.organisation_id, account=account, reference=reference, defaults={"arrived_at": now}
    )
