"""Ending orders: taken back by a supervisor, over by themselves, or refused by the router."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from guichet.decisions.routing.inputs import Input
from guichet.decisions.routing.refusals import Refusal
from guichet.records.errors import RefusedError
from guichet.records.orders import contacts, errors, queues, skills
from guichet.records.orders.giving import Giving, begin, post_all, tell, trace
from guichet.records.orders.models import Order
from guichet.records.orders.words import Ending, OrderKind

REFUSED: dict[str, type[RefusedError]] = {
    Refusal.AGENT_NOT_AVAILABLE: errors.AgentAwayError,
    Refusal.AGENT_OFFLINE: errors.AgentAwayError,
    Refusal.NO_ROOM: errors.AgentFullError,
    Refusal.UNKNOWN_CONTACT: errors.ContactOverError,
    Refusal.ALREADY_ENDED: errors.ContactOverError,
    Refusal.CONVERSATION_OVER: errors.ConversationOverError,
    Refusal.NOT_OWNER: errors.NoLongerInHandError,
}
"""What the router says no to, in the words of whoever ordered it."""


def undo(giving: Giving) -> Order:
    """Take an order back: what was before it holds again, beside the other orders that hold.

    :raises RefusedError: it ended already, or nothing is left to take back.
    """
    order = begin(giving)
    if order is None:
        raise errors.NoSuchOrderError
    if order.ended_at is not None:
        if order.ending == Ending.UNDONE and order.ended_by_id == giving.account_id:
            return order
        raise (
            errors.OrderExpiredError if order.ended_by is None else errors.OrderEndedError(who=order.ended_by.name or order.ended_by.email)
        )
    post_all(giving, list_facts_back(order, giving.now), "undo")
    end(order, Ending.UNDONE, giving.now, giving.account_id)
    trace(giving, order, "order-undone")
    return order


def list_facts_back(order: Order, now: datetime) -> list[Input]:
    match OrderKind(order.kind):
        case OrderKind.ASSIGN:
            return contacts.take_back(order)
        case OrderKind.PRIORITY:
            return contacts.restore_priority(order)
        case OrderKind.SKILL | OrderKind.OVERFLOW:
            return skills.give_back(order)
        case OrderKind.CLOSE:
            return queues.reopen(order, now)
        case OrderKind.MESSAGE:
            return []


def end(order: Order, ending: Ending, now: datetime, account_id: int | None = None) -> None:
    order.ending, order.ended_at, order.ended_by_id = ending, now, account_id
    order.save(update_fields=["ending", "ended_at", "ended_by"])
    tell(order.organisation_id)


def refuse(organisation_id: int, order_id: UUID, reason: str, now: datetime) -> RefusedError:
    """The router refused: the order does not hold. Returns what to say."""
    order = Order.objects.of(organisation_id).select_related("agent").get(pk=order_id)
    if order.ended_at is None:
        end(order, Ending.REFUSED, now)
    error = REFUSED.get(reason, errors.NotPossibleAnyMoreError)
    return error(agent=order.agent.name) if order.agent is not None else error()


@transaction.atomic
def end_due(organisation_id: int, now: datetime) -> int:
    """End the orders whose time is over, and return how many. What concerned one contact is only out of sight from then on."""
    due = Order.objects.of(organisation_id).filter(ended_at__isnull=True, until__lte=now).select_for_update(skip_locked=True, of=("self",))
    count = 0
    for order in due:
        giving = Giving(organisation_id, order.pk, 0, now)
        if order.kind not in (OrderKind.ASSIGN, OrderKind.PRIORITY):
            post_all(giving, list_facts_back(order, now), "undo")
        end(order, Ending.EXPIRED, now)
        count += 1
    return count
