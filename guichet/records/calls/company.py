"""Which colleagues an agent can ask into a call now."""

from guichet.decisions.routing.words import AgentId, Presence
from guichet.records.calls.legs import list_open
from guichet.records.contacts.models import AgentPresence


def list_free(organisation_id: int, asking: int) -> list[AgentId]:
    """Those who are available and in no call, as `legs.consult` takes them."""
    speaking = list_open(organisation_id).filter(agent__isnull=False).values_list("agent_id", flat=True)
    present = AgentPresence.objects.filter(organisation_id=organisation_id, presence=Presence.AVAILABLE)
    free = present.exclude(agent_id=asking).exclude(agent_id__in=speaking)
    return [AgentId(agent) for agent in free.order_by("agent_id").values_list("agent_id", flat=True)]
