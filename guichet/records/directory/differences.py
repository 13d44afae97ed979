"""What the router must be told when the directory has changed."""

from collections.abc import Iterable, Sequence

from guichet.decisions.routing.inputs import AgentConfigured, AgentRemoved, Input, QueueClosed, QueueConfigured, ReservesConfigured
from guichet.decisions.routing.words import AgentId, QueueId
from guichet.records.directory.queries import Configuration

REMOVED = "removed"


def list_differences(before: Sequence[Configuration], after: Sequence[Configuration]) -> Iterable[Input]:
    """What the router must be told to get from one configuration to the other."""
    known = {_get_subject(fact): fact for fact in before}
    wanted = {_get_subject(fact): fact for fact in after}
    for subject, fact in wanted.items():
        if known.get(subject) != fact:
            yield fact
    for subject in known.keys() - wanted.keys():
        match subject:
            case ("queue", queue):
                yield QueueClosed(queue=QueueId(queue), reason=REMOVED)
            case ("agent", agent):
                yield AgentRemoved(agent=AgentId(agent))


def _get_subject(fact: Configuration) -> tuple[str, int]:
    match fact:
        case QueueConfigured(policy=policy):
            return ("queue", policy.queue)
        case AgentConfigured(profile=profile):
            return ("agent", profile.agent)
        case ReservesConfigured():
            return ("reserves", 0)
