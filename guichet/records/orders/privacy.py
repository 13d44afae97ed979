"""What this room holds about people: what supervisors wrote to colleagues and to everybody, as long as the trail of their acts."""

from datetime import timedelta

from guichet.records.orders.models import Order, Reading
from guichet.records.privacy import Personal, PersonalClass, declare

declare(
    Order,
    "id organisation kind by given_at until ended_at ended_by ending contact agent queue team skill number before",
    keep=timedelta(days=365),
    since="given_at",
    text=Personal(PersonalClass.STAFF, ""),
)
declare(Reading, "organisation order agent read_at")
