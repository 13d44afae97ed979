"""Whether an agent has room for one contact more, counted as the router counts it: said before somebody is promised to him."""

from django.db.models import Q

from guichet.decisions.routing.capacity import Load
from guichet.decisions.routing.words import Channel, ContactState
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Agent
from guichet.records.directory.queries import describe_capacity

TAKES_NO_SEAT = (ContactState.ASKED, ContactState.MERGED)


def has_room(agent: Agent, channel: Channel) -> bool:
    """What rings at him counts as well. Deferred work stands in the way of no live contact."""
    load = Load()
    load.configure(describe_capacity(agent.capacity))
    his = Contact.objects.of(agent.organisation_id).filter(Q(agent=agent) | Q(offered_to=agent), closed_at__isnull=True)
    for held, state in his.exclude(state__in=TAKES_NO_SEAT).values_list("channel", "state"):
        is_aside = state == ContactState.INTERRUPTED
        load.take(Channel(held), 0 if is_aside else load.units_of(Channel(held)))
        load.set_aside += is_aside
    return load.fits(channel)
