"""One open queue, its agents and a clock, for stories told at the counter."""

from guichet.decisions.routing import inputs
from guichet.decisions.routing.decisions import (
    Decision,
    Offered,
)
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.words import (
    AgentId,
    AgentProfile,
    Capacity,
    Channel,
    ChannelCapacity,
    ContactId,
    Instant,
    Presence,
    QueueId,
    QueuePolicy,
    Requirement,
    SkillId,
)

NOON = Instant(1_800_000_000_000)
QUEUE = QueueId(1)
ALICE, BRUNO = AgentId(1), AgentId(2)
CAPACITY = Capacity(
    units=2,
    channels=(
        ChannelCapacity(channel=Channel.VOICE, most=1, units=2),
        ChannelCapacity(channel=Channel.CHAT, most=2, units=1),
        ChannelCapacity(channel=Channel.CALLBACK, most=1, units=2),
        ChannelCapacity(channel=Channel.EMAIL, most=2, units=1),
        ChannelCapacity(channel=Channel.MESSAGE, most=1, units=1),
    ),
)
FRENCH = SkillId(7)


class Office:
    """One open queue and a clock."""

    def __init__(self, **policy: int) -> None:
        self.router = Router()
        self.now = NOON
        self.tell(inputs.QueueConfigured(policy=QueuePolicy(queue=QUEUE, **{"commitment_ms": 300_000, **policy})))
        self.tell(inputs.QueueOpened(queue=QUEUE))

    def tell(self, fact: inputs.Input) -> list[Decision]:
        return self.router.receive(fact, self.now)

    def wait(self, ms: int) -> list[Decision]:
        self.now = Instant(self.now + ms)
        return self.router.handle_timer(self.now)

    def employ(self, agent: AgentId, skills: tuple[tuple[SkillId, int], ...] = ()) -> list[Decision]:
        self.tell(inputs.AgentConfigured(profile=AgentProfile(agent=agent, capacity=CAPACITY, skills=skills)))
        return self.tell(inputs.PresenceChanged(agent=agent, presence=Presence.AVAILABLE))

    def ask(self, name: str, channel: Channel = Channel.CHAT, *steps: Requirement, priority: int = 0) -> list[Decision]:
        fact = inputs.ContactArrived(
            contact=ContactId(name), channel=channel, queue=QUEUE, requirements=steps, arrived_at=self.now, priority_minutes=priority
        )
        return self.tell(fact)

    def accept(self, name: str, agent: AgentId) -> list[Decision]:
        return self.tell(inputs.OfferAccepted(contact=ContactId(name), agent=agent))


def kinds(decisions: list[Decision]) -> list[str]:
    return [type(decision).__name__ for decision in decisions]


def offers(decisions: list[Decision]) -> list[tuple[str, int]]:
    return [(decision.contact, decision.agent) for decision in decisions if isinstance(decision, Offered)]
