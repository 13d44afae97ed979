"""The whole floor at one instant: queues, agents, contacts, and the indexes that find them fast.

It holds facts and keeps its indexes in line with them; it decides nothing. `moves.py` changes it, `matching.py` reads it.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.availability import Availability
from guichet.decisions.routing.bounds import REMEMBERED_MS
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.lanes import Lanes, Line
from guichet.decisions.routing.pools import Pools
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.timers import Timers
from guichet.decisions.routing.words import LIVE, MERGED, AgentId, Channel, ContactId, ContactState, Instant, QueueId, QueuePolicy, Reserve


@dataclass(slots=True, eq=False)
class Queue:
    policy: QueuePolicy
    is_open: bool = False
    reason: str | None = None
    waiting: dict[ContactId, Contact] = field(default_factory=dict)
    """Waiting now, ringing ones not counted."""

    def refuses(self, channel: Channel) -> Refusal | None:
        """Why it takes nobody more of this channel, if so.

        Deferred work can wait: no hour and no number refuses it, and it fills no queue for those who cannot.
        """
        if channel not in LIVE:
            return None
        if not self.is_open:
            return Refusal.QUEUE_CLOSED
        return Refusal.QUEUE_FULL if self._is_full() else None

    def _is_full(self) -> bool:
        most = self.policy.most_waiting
        if most is None or len(self.waiting) < most:
            return False
        return sum(contact.live for contact in self.waiting.values()) >= most


@dataclass(slots=True, eq=False)
class Guard:
    """A reserve and who can do its work."""

    reserve: Reserve
    able: int


class Floor:
    def __init__(self) -> None:
        self.now = Instant(0)
        self.decisions: list[Decision] = []
        """What was decided since the current input came in."""
        self.queues: dict[QueueId, Queue] = {}
        self.agents: dict[AgentId, Agent] = {}
        self.contacts: dict[ContactId, Contact] = {}
        """Those not ended."""
        self.ended: dict[ContactId, ContactState] = {}
        self.endings: deque[tuple[Instant, ContactId]] = deque()
        self.guards: list[Guard] = []
        self.pools = Pools()
        self.lanes = Lanes(self.pools)
        self.availability = Availability(self.agents, self.pools)
        self.timers = Timers(self.contacts)
        self.stirred_agents: dict[AgentId, Agent] = {}
        """Who may take something since the last matching."""
        self.stirred_lines: dict[Line, None] = {}
        """Whose head changed since the last matching."""

    def pass_time(self, now: Instant) -> None:
        """A clock that goes back is not followed: time stands still until it catches up."""
        if now > self.now:
            self.now = now
        while self.endings and self.endings[0][0] + REMEMBERED_MS <= self.now:
            del self.ended[self.endings.popleft()[1]]

    def head(self, line: Line) -> Contact | None:
        """The first by rank of those who stand in the line."""
        return self.contacts[line.ranks.first[2]] if line.ranks else None

    def enter_line(self, contact: Contact) -> None:
        """A contact waits: matching may find it, unless a call is promised for later, which its timer ends."""
        if contact.not_before is not None:
            self.arm(contact)
            return
        self.queues[contact.queue].waiting[contact.id] = contact
        if self.lanes.add(contact) or (contact.line is not None and contact.id in contact.line.lane.unheld):
            self._stir_line(contact.line)
        self.arm(contact)

    def enter_lines(self, contacts: list[Contact]) -> None:
        """Many wait at once, on a floor that is restored: there is nothing to match."""
        for contact in contacts:
            self.queues[contact.queue].waiting[contact.id] = contact
        self.lanes.add_all(contacts)

    def leave_line(self, contact: Contact) -> None:
        """It waits no more. Between an owner and the next it stands in no line yet.

        The next of its line could be taken by the same agents, so nothing new fits; but a reserve's hold is recorded for heads only.
        """
        if contact.line is None:
            return
        del self.queues[contact.queue].waiting[contact.id]
        line = self.lanes.remove(contact)
        if self.guards:
            self._stir_line(line)

    def arm(self, contact: Contact) -> None:
        """Set its timer to the next instant that matters to it."""
        wake = contact.next_wake()
        if wake != contact.wake:
            self.timers.set(contact, wake)

    def forget_contact(self, contact: Contact, state: ContactState) -> None:
        """It ended; its id is remembered for a while."""
        if contact.wake is not None:
            self.timers.set(contact, None)
        del self.contacts[contact.id]
        self.remember(contact.id, state)

    def remember(self, contact: ContactId, state: ContactState) -> None:
        self.ended[contact] = state
        self.endings.append((self.now, contact))

    def bits(self, *agents: AgentId) -> int:
        """These agents as a set; unknown ones are nobody."""
        bits = 0
        for agent in agents:
            if (known := self.agents.get(agent)) is not None:
                bits |= known.bit
        return bits

    def relearn_abilities(self) -> None:
        """Somebody's abilities changed: who can serve each lane, who is in each reserve."""
        self.lanes.relearn()
        self.configure_guards([guard.reserve for guard in self.guards])

    def configure_guards(self, reserves: Iterable[Reserve]) -> None:
        self.guards = [Guard(reserve, self.pools.able(reserve.skills, reserve.territory)) for reserve in reserves]

    def update_agent(self, agent: Agent) -> None:
        """His fields changed: bring the indexes in line, and have matching look at him if there may be something for him."""
        self.availability.update(agent)
        if agent.rooms or agent.load.set_aside:
            self.stirred_agents[agent.id] = agent
        if self.guards:
            self._look_at_guards(agent)

    def occupy_agent(self, agent: Agent) -> None:
        """He took something more, and nothing else changed: what he has set aside fits no better than before."""
        self.availability.update(agent)
        if agent.rooms:
            self.stirred_agents[agent.id] = agent

    def forget_agent(self, agent: Agent) -> None:
        del self.agents[agent.id]
        self.stirred_agents.pop(agent.id, None)
        self.availability.forget(agent)
        self.pools.dismiss(agent)
        self.relearn_abilities()

    def find_contact(self, contact: ContactId) -> Contact | Refusal:
        """One that goes on in another is reached by the other alone."""
        if (known := self.contacts.get(contact)) is not None:
            return Refusal.MERGED if known.state is MERGED else known
        return Refusal.ALREADY_ENDED if contact in self.ended else Refusal.UNKNOWN_CONTACT

    def _look_at_guards(self, agent: Agent) -> None:
        was_wholly_free = agent.counted_free
        self.availability.settle()
        if agent.counted_free and not was_wholly_free:
            self.strengthen_guards(agent)

    def strengthen_guards(self, agent: Agent) -> None:
        """One more is wholly free: a reserve that becomes more than full lets go of all its members."""
        for guard in self.guards:
            members = guard.able & self.availability.wholly_free
            if guard.able & agent.bit and members.bit_count() == guard.reserve.count + 1:
                for member in self.pools.agents(members):
                    self.stirred_agents[member.id] = member

    def stir_everything(self) -> None:
        for agent in self.agents.values():
            if agent.rooms:
                self.stirred_agents[agent.id] = agent
        for lane in self.lanes.numbered:
            for line in lane.lines():
                self._stir_line(line)

    def _stir_line(self, line: Line | None) -> None:
        if line is not None:
            self.stirred_lines[line] = None
