"""Random histories of a counter: the real router, and whoever comes, answers, passes on, leaves and ends, in any order."""

from collections.abc import Callable, Iterator
from random import Random
from uuid import UUID

from guichet.decisions.routing import inputs
from guichet.decisions.routing.inputs import Input
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.words import (
    AgentId,
    AgentProfile,
    Capacity,
    Channel,
    ChannelCapacity,
    ContactId,
    ContactState,
    Instant,
    Presence,
    QueueId,
    QueuePolicy,
    Requirement,
)
from guichet.records.journal.words import Entry, Seq, Step

QUEUES = (QueueId(1), QueueId(2))
AGENTS = (AgentId(1), AgentId(2), AgentId(3))
CHANNELS = (Channel.CHAT, Channel.EMAIL, Channel.VOICE)
NOBODY = ContactId(str(UUID(int=0)))
BEGUN_AT = 1_800_000_000_000


class History:
    """Lives `steps` facts and keeps the journal of them. `queues` and `agents`: ids to use instead of made-up ones."""

    def __init__(self, random: Random, queues: tuple[QueueId, ...] = QUEUES, agents: tuple[AgentId, ...] = AGENTS) -> None:
        self.random, self.queues, self.agents = random, queues, agents
        self.router = Router()
        self.now = BEGUN_AT
        self.entries: list[Entry] = []
        self.contacts: list[ContactId] = []
        for fact in self.list_configuration():
            self.live(fact)

    def list_configuration(self) -> Iterator[Input]:
        capacity = Capacity(units=3, channels=tuple(ChannelCapacity(channel=channel, most=2, units=1) for channel in CHANNELS))
        for queue in self.queues:
            yield inputs.QueueConfigured(policy=QueuePolicy(queue=queue, commitment_ms=60_000 * queue, wrap_up_ms=30_000, most_waiting=8))
            yield inputs.QueueOpened(queue=queue)
        for agent in self.agents:
            yield inputs.AgentConfigured(profile=AgentProfile(agent=agent, capacity=capacity))

    def live(self, fact: Input | None) -> None:
        """Let the router live a fact, or fire its timers; both as the engine writes them down."""
        at = Instant(self.now)
        while (due := self.router.next_timer()) is not None and due <= at:
            self.write(None, tuple(self.router.handle_timer(at)))
        if fact is not None:
            self.write(fact, tuple(self.router.receive(fact, at)))

    def write(self, fact: Input | None, decisions: tuple[object, ...]) -> None:
        kind = "TimerFired" if fact is None else type(fact).__name__
        step = Step(decisions=decisions, input=fact)  # type: ignore[arg-type]
        self.entries.append(Entry(seq=Seq(len(self.entries) + 1), at=Instant(self.now), input_id=None, kind=kind, step=step))

    def go_on(self, steps: int) -> "History":
        for _ in range(steps):
            self.now += self.random.choice((0, 0, 300, 4_000, 12_000, 70_000, 400_000))
            self.live(self.random.choice(self.list_acts())())
        return self

    def list_acts(self) -> list[Callable[[], Input | None]]:
        common = [self.arrive, self.act, self.answer]
        return [*common * 3, self.change_presence, self.change_presence, self.steer, self.join, self.join, self.rest, lambda: None]

    def arrive(self) -> Input:
        """Somebody comes; now and then he is told of twice."""
        if not self.contacts or self.random.random() < 0.9:
            self.contacts.append(ContactId(str(UUID(int=len(self.contacts) + 1))))
        queue, channel = self.random.choice(self.queues), self.random.choice(CHANNELS)
        arrived_at = Instant(self.now - self.random.choice((0, 0, 40, 90_000)))
        return inputs.ContactArrived(
            contact=self.contacts[-1], channel=channel, queue=queue, requirements=(Requirement(),), arrived_at=arrived_at
        )

    def change_presence(self) -> Input:
        presence = self.random.choice((Presence.AVAILABLE, Presence.AVAILABLE, Presence.PAUSED, Presence.OFFLINE))
        return inputs.PresenceChanged(agent=self.random.choice(self.agents), presence=presence)

    def act(self) -> Input:
        """An agent or a citizen does something with a contact, whether or not it fits."""
        contact, agent = self.random.choice(self.contacts or [NOBODY]), self.random.choice(self.agents)
        queue = self.random.choice(self.queues)
        return self.random.choice(
            (
                inputs.OfferAccepted(contact=contact, agent=agent),
                inputs.ContactPulled(contact=contact, agent=agent),
                inputs.OfferDeclined(contact=contact, agent=agent),
                inputs.ContactWithdrawn(contact=contact),
                inputs.ConversationEnded(contact=contact, by="citizen"),
                inputs.ConversationEnded(contact=contact, agent=agent),
                inputs.ContactTransferred(contact=contact, agent=agent, queue=queue, requirements=()),
                inputs.WrapUpDone(contact=contact, agent=agent, outcome="resolved"),
                inputs.ChannelChanged(contact=contact, channel=Channel.CHAT),
            )
        )

    def answer(self) -> Input | None:
        """Whoever is rung takes it up, if he is still in time."""
        ringing = [contact for contact in self.router.snapshot().contacts if contact.state is ContactState.OFFERED]
        if not ringing:
            return None
        offered = self.random.choice(ringing)
        assert offered.agent is not None
        return inputs.OfferAccepted(contact=offered.id, agent=offered.agent)

    def join(self) -> Input | None:
        """An agent has something join what he has in hand, or takes it back."""
        contacts = self.router.snapshot().contacts
        held = [contact for contact in contacts if contact.state in (ContactState.ASSIGNED, ContactState.INTERRUPTED)]
        if not held:
            return None
        into = self.random.choice(held)
        assert into.agent is not None
        contact = self.random.choice(contacts).id
        if self.random.random() < 0.6:
            return inputs.ContactsMerged(contact=contact, into=into.id, agent=into.agent)
        joined = [other.id for other in contacts if other.into == into.id]
        return inputs.ContactsParted(contact=self.random.choice(joined or [contact]), agent=into.agent)

    def rest(self) -> Input | None:
        """An agent asks a citizen something, or goes on with what he had asked about."""
        contacts = [contact for contact in self.router.snapshot().contacts if contact.agent is not None]
        if not contacts:
            return None
        contact = self.random.choice(contacts)
        assert contact.agent is not None
        if contact.state is ContactState.ASKED and contact.until is not None:
            return inputs.AskingEnded(contact=contact.id, until=contact.until, put_off_ms=60_000)
        until = Instant(self.now + 300_000)
        return inputs.CitizenAsked(contact=contact.id, agent=contact.agent, reason="document", until=until, put_off_ms=300_000)

    def steer(self) -> Input:
        contact, agent = self.random.choice(self.contacts or [NOBODY]), self.random.choice(self.agents)
        queue = self.random.choice(self.queues)
        return self.random.choice(
            (
                inputs.ContactAssigned(contact=contact, agent=agent, by=agent),
                inputs.PriorityChanged(contact=contact, priority_minutes=5, by=agent),
                inputs.QueueClosed(queue=queue, reason="supervisor", dismiss_waiting=self.random.random() < 0.3),
                inputs.QueueOpened(queue=queue),
                inputs.AgentVanished(agent=agent),
            )
        )
