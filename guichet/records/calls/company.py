"""Which colleagues an agent can ask into a call now."""

from guichet.decisions.routing.words import AgentId, Presence
from guichet.records.calls.models import Leg
from guichet.records.contacts.models import AgentPresence


def list_free(organisation_id: int, asking: int) -> list[AgentId]:
    """Those who are available and in no call."""
    speaking = Leg.objects.of(organisation_id).filter(ended_at__isnull=True, agent__isnull=False).values_list("agent_id", flat=True)
    present = AgentPresence.objects.filter(organisation_id=organisation_id, presence=Presence.AVAILABLE)
    free = present.exclude(agent_id=asking).exclude(agent_id__in=speaking)
    return [AgentId(agent) for agent in free.order_by("agent_id").values_list("agent_id", flat=True)]
