"""Which orders hold: for the board, for citizens, for desks."""

from collections.abc import Iterable

from django.db.models import Q

from guichet.records.orders.models import Order
from guichet.records.orders.sentences import Subjects, write_sentence
from guichet.records.orders.words import OrderKind


def describe(order: Order, language: str) -> str:
    """What it says, for an answer to whoever gave it."""
    subjects = Subjects(
        agent=order.agent.name if order.agent else "",
        queue=order.queue.get_label(language) if order.queue else "",
        team=order.team.name if order.team else "",
        skill=order.skill.get_label(language) if order.skill else "",
        reason=order.contact.reason.get_label(language) if order.contact else "",
        number=order.number,
    )
    return write_sentence(OrderKind(order.kind), subjects)


def list_announcements(organisation_id: int, queues: Iterable[int] | None = None) -> list[str]:
    """What citizens are told of queues that a supervisor closed: of all, or of these. Each sentence once."""
    closing = Order.objects.of(organisation_id).filter(kind=OrderKind.CLOSE, ended_at__isnull=True).order_by("given_at")
    if queues is not None:
        closing = closing.filter(queue__in=list(queues))
    return list(dict.fromkeys(closing.values_list("text", flat=True)))


def list_closed_queues(organisation_id: int) -> set[int]:
    """The queues that a supervisor closed."""
    closing = Order.objects.of(organisation_id).filter(kind=OrderKind.CLOSE, ended_at__isnull=True)
    return {pk for pk in closing.values_list("queue_id", flat=True) if pk is not None}


def list_unread(organisation_id: int, agent_id: int, team_id: int | None) -> list[Order]:
    """The messages that an agent has not read yet, oldest first."""
    for_him = Q(team__isnull=True) if team_id is None else Q(team__isnull=True) | Q(team_id=team_id)
    holding = Order.objects.of(organisation_id).filter(for_him, kind=OrderKind.MESSAGE, ended_at__isnull=True)
    return list(holding.exclude(readings__agent_id=agent_id).select_related("by").order_by("given_at"))
