"""What every order has in common: it is kept once, with its trace and its facts, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Model

from guichet.decisions.routing.inputs import Input
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act, Details
from guichet.records.directory.models import Organisation, SeparatedQuerySet
from guichet.records.journal.actions import post
from guichet.records.orders.errors import AlreadyOrderedError, UnknownSubjectError
from guichet.records.orders.models import Order
from guichet.records.orders.words import ORDERS_CHANNEL

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Giving:
    """Who gives or takes back which order, and when. The same order given again is the same order."""

    organisation_id: int
    order_id: UUID
    account_id: int
    now: datetime

    def until(self, minutes: int | None) -> datetime | None:
        return None if minutes is None else self.now + timedelta(minutes=minutes)


def begin(giving: Giving) -> Order | None:
    """Wait for one's turn: supervisors of one organisation order one after another, so that each sees what the others ordered.

    :returns: the order, when it was given before.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=giving.organisation_id)
    return Order.objects.of(giving.organisation_id).filter(pk=giving.order_id).first()


def find(rows: SeparatedQuerySet[Row], pk: int | UUID) -> Row:  # type: ignore[type-var]  # every row here is separated
    """:raises UnknownSubjectError: there is no such row in the organisation."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise UnknownSubjectError
    return found


def check_alone(giving: Giving, like: Order) -> None:
    """:raises AlreadyOrderedError: an order that holds says the same; it names who gave it and when."""
    subjects = {"kind": like.kind, "agent": like.agent, "queue": like.queue, "team": like.team, "skill": like.skill}
    holding = Order.objects.of(giving.organisation_id).filter(ended_at__isnull=True, **subjects).first()
    if holding is not None:
        given_at = holding.given_at.astimezone(ZoneInfo(holding.organisation.time_zone))
        raise AlreadyOrderedError(who=holding.by.name or holding.by.email, time=f"{given_at:%H:%M}")


def keep(giving: Giving, order: Order, facts: Sequence[Input] = ()) -> Order:
    """Keep a new order with its trace, and tell the router what follows from it."""
    order.organisation_id, order.pk = giving.organisation_id, giving.order_id
    order.by_id, order.given_at = giving.account_id, giving.now
    order.save(force_insert=True)
    post_all(giving, facts, "give")
    trace(giving, order, "order-given")
    tell(giving.organisation_id)
    return order


def tell(organisation_id: int) -> None:
    """Have every process know that orders changed, once this transaction is kept."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [ORDERS_CHANNEL, str(organisation_id)])


def post_all(giving: Giving, facts: Sequence[Input], verb: str) -> None:
    for number, fact in enumerate(facts):
        post(giving.organisation_id, fact, get_input_id(giving.order_id, verb, number))


def get_input_id(order_id: UUID, verb: str, number: int = 0) -> UUID:
    """Under which a fact of an order is posted: "give" or "undo", and its number."""
    return uuid5(order_id, f"{verb} {number}")


def trace(giving: Giving, order: Order, verb: str) -> None:
    """Leave an entry in the trail: ids and numbers, never the text."""
    names = ("contact_id", "agent_id", "queue_id", "team_id", "skill_id")
    subjects = {name: str(value) for name in names if (value := getattr(order, name)) is not None}
    details: Details = {"kind": str(order.kind), "number": order.number, **subjects}
    record(giving.organisation_id, Act(verb, "order", str(order.pk), giving.account_id, details), giving.now)
