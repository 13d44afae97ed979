"""Closing a queue with a word to citizens, and opening it again."""

from datetime import datetime

from guichet.decisions.routing.inputs import Input, QueueClosed, QueueOpened
from guichet.decisions.routing.words import ContactId, QueueId
from guichet.records.contacts.announcing import announce
from guichet.records.contacts.models import Contact, QueueState
from guichet.records.contacts.texts import check_text
from guichet.records.directory.models import Queue
from guichet.records.directory.queries import is_open, list_queue_calendars
from guichet.records.orders.errors import QueueClosedAlreadyError
from guichet.records.orders.giving import Giving, begin, check_alone, find, keep
from guichet.records.orders.models import Order
from guichet.records.orders.words import OrderKind

SUPERVISOR = "supervisor"
"""Why a queue is closed: hours do not open what a supervisor closed (`engine.openings`)."""
HOURS = "closed-hours"


def close_queue(giving: Giving, queue_id: int, text: str, *, dismisses: bool, minutes: int | None) -> Order:
    """Take nobody more. Citizens read the announcement where they would have asked; those who wait read it in their conversation.

    :raises RefusedError: it is closed already, or there is no word for citizens.
    """
    if known := begin(giving):
        return known
    check_text(text)
    queue = find(Queue.objects.of(giving.organisation_id).current(), queue_id)
    order = Order(kind=OrderKind.CLOSE, queue=queue, text=text.strip(), until=giving.until(minutes))
    check_alone(giving, order)
    if not QueueState.objects.of(giving.organisation_id).filter(queue=queue, is_open=True).exists():
        raise QueueClosedAlreadyError
    keep(giving, order, [QueueClosed(queue=QueueId(queue.pk), reason=SUPERVISOR, dismiss_waiting=dismisses)])
    waiting = (
        Contact.objects.of(giving.organisation_id)
        .filter(queue=queue, closed_at__isnull=True, state__in=("waiting", "offered"))
        .order_by("pk")
    )
    announce(giving.organisation_id, [ContactId(str(pk)) for pk in waiting.values_list("pk", flat=True)], giving.order_id, order.text)
    return order


def reopen(order: Order, now: datetime) -> list[Input]:
    """Open, if its hours say so; otherwise it is closed by them, and opens with them."""
    assert order.queue_id is not None  # noqa: S101 - the subject of its kind
    queue = QueueId(order.queue_id)
    calendar = list_queue_calendars(order.organisation_id).get(queue)
    if calendar is not None and is_open(calendar, now):
        return [QueueOpened(queue=queue)]
    return [QueueClosed(queue=queue, reason=HOURS)]
