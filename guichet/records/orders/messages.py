"""A message to a team, shown on its desks until each has read it."""

from django.db.models import Q

from guichet.records.contacts.texts import check_text
from guichet.records.directory.models import Agent, Team
from guichet.records.orders.errors import NoSuchOrderError, NoSuchTeamError
from guichet.records.orders.giving import Giving, begin, find, keep, tell
from guichet.records.orders.models import Order, Reading
from guichet.records.orders.words import OrderKind


def message_team(giving: Giving, team_id: int | None, text: str, minutes: int) -> Order:
    """Tell a team something, or everybody.

    :raises RefusedError: nobody is in it, or the text is empty or cannot be kept.
    """
    if known := begin(giving):
        return known
    check_text(text)
    team = None if team_id is None else find(Team.objects.of(giving.organisation_id).current(), team_id)
    if not list_addressed(giving.organisation_id, None if team is None else team.pk):
        raise NoSuchTeamError
    return keep(giving, Order(kind=OrderKind.MESSAGE, team=team, text=text.strip(), until=giving.until(minutes)))


def list_addressed(organisation_id: int, team_id: int | None) -> list[int]:
    agents = Agent.objects.of(organisation_id).current()
    return list((agents if team_id is None else agents.filter(team_id=team_id)).values_list("pk", flat=True))


def mark_read(giving: Giving, agent_id: int) -> None:
    """The agent has read a message. Again changes nothing.

    :raises NoSuchOrderError: it was not for him.
    """
    team = Agent.objects.of(giving.organisation_id).filter(pk=agent_id).values_list("team_id", flat=True).first()
    messages = Order.objects.of(giving.organisation_id).filter(pk=giving.order_id, kind=OrderKind.MESSAGE)
    message = messages.filter(Q(team__isnull=True) | Q(team=team)).first()
    if message is None:
        raise NoSuchOrderError
    reading = Reading(organisation_id=giving.organisation_id, order=message, agent_id=agent_id, read_at=giving.now)
    Reading.objects.bulk_create([reading], ignore_conflicts=True)
    tell(giving.organisation_id)
