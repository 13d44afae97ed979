"""What follows from the decisions alone: a projection like those of the database, kept beside the router to be compared with it."""

from dataclasses import dataclass, field

from guichet.decisions.routing import decisions as said
from guichet.decisions.routing.tables import CONTACT, ENDED
from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Instant, Presence, QueueId, Requirement


@dataclass
class Row:
    """A contact as the projections know it."""

    id: ContactId
    queue: QueueId
    state: ContactState
    channel: Channel | None = None
    arrived_at: Instant | None = None
    rank_at: Instant | None = None
    requirement: Requirement | None = None
    step: int = 0
    agent: AgentId | None = None
    until: Instant | None = None
    holds: dict[str, Instant] = field(default_factory=dict)
    endings: int = 0
    offers: int = 0


@dataclass
class Ledger:
    rows: dict[ContactId, Row] = field(default_factory=dict)
    presences: dict[AgentId, Presence] = field(default_factory=dict)
    queues: dict[QueueId, bool] = field(default_factory=dict)

    def apply(self, decision: said.Decision) -> None:
        match decision:
            case said.PresenceSet():
                self.presences[decision.agent] = decision.presence
            case said.QueueSet():
                self.queues[decision.queue] = decision.open
            case said.Refused():
                pass
            case _:
                self._move(decision)

    def _move(self, decision: "said.Decision") -> None:
        assert not isinstance(decision, said.PresenceSet | said.QueueSet | said.Refused)
        row = self.rows.get(decision.contact)
        state = CONTACT[row.state if row else None, type(decision)]
        if row is None:
            assert isinstance(decision, said.Queued | said.TurnedAway)
            row = self.rows[decision.contact] = Row(decision.contact, decision.queue, state)
        _write(row, decision)
        if isinstance(decision, said.Merged | said.Parted):
            other = self.rows[decision.into if isinstance(decision, said.Merged) else decision.out_of]
            other.arrived_at, other.rank_at = decision.arrived_at, decision.rank_at
        row.state = state
        if state is not ContactState.WAITING:
            row.holds = {}
        if state in ENDED:
            row.endings += 1
            row.agent = row.until = None

    def in_hand(self, agent: AgentId) -> list[Row]:
        """What the agent is offered or holds."""
        return [row for row in self.rows.values() if row.agent == agent]

    def waiting(self) -> list[Row]:
        return [row for row in self.rows.values() if row.state is ContactState.WAITING]


def _write(row: Row, decision: said.Decision) -> None:
    match decision:
        case said.Queued():
            row.queue, row.channel, row.requirement = decision.queue, decision.channel, decision.requirement
            row.arrived_at, row.rank_at, row.step = decision.arrived_at, decision.rank_at, decision.step
        case said.Relaxed():
            row.step, row.requirement, row.holds = decision.step, decision.requirement, {}
        case said.Held():
            row.holds[decision.reason] = decision.until
        case said.Offered():
            row.agent, row.until, row.offers = decision.agent, decision.until, row.offers + 1
        case said.Assigned():
            row.agent, row.until = decision.agent, None
        case said.OfferEnded() | said.Released():
            row.agent = row.until = None
        case said.Rechannelled():
            row.channel = decision.channel
        case said.Reprioritised():
            row.rank_at = decision.rank_at
        case said.Asked():
            row.until = decision.until
        case said.PutOff():
            row.rank_at = decision.rank_at
        case said.Returned():
            row.until = None
        case said.WrapUpStarted():
            row.until = decision.until
        case _:
            pass
