"""What this room holds about people: what supervisors wrote to colleagues and to everybody, as long as the trail of their acts.

A link to a wall display names no citizen; its name may name somebody who works here.
"""

from datetime import timedelta

from guichet.records.orders.models import Order, Reading, WallLink
from guichet.records.privacy import Gone, Personal, PersonalClass, declare

declare(
    Order,
    "id organisation kind by given_at until ended_at ended_by ending contact agent queue team skill number before",
    keep=timedelta(days=365),
    since="given_at",
    text=Personal(PersonalClass.STAFF, ""),
)
declare(Reading, "organisation order agent read_at")
declare(
    WallLink,
    "id organisation queues by made_at expires_at revoked_at revoked_by",
    keep=timedelta(days=365),
    since="expires_at",
    name=Personal(PersonalClass.STAFF, Gone),
)
