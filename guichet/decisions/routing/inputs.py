"""What may reach the router: facts in the past tense, each written to the inbox by whoever saw it happen.

An input carries ids and numbers only: never a name, a number, a text or a health attribute of a citizen.
"""

from guichet.decisions.routing.words import (
    AgentId,
    AgentProfile,
    Channel,
    ContactId,
    Instant,
    Presence,
    QueueId,
    QueuePolicy,
    Requirement,
    Reserve,
    Word,
)


class Fact(Word, frozen=True, tag=True, tag_field="type"):
    """An input of the router, named by its class in the journal."""


class QueueConfigured(Fact, frozen=True):
    policy: QueuePolicy


class QueueOpened(Fact, frozen=True):
    """Opening hours arrive as inputs. A queue is closed until its first opening."""

    queue: QueueId


class QueueClosed(Fact, frozen=True):
    """New live arrivals are turned away; contacts already waiting are kept, offered and answered, unless `dismiss_waiting` sends the
    live ones away. Deferred work goes on arriving and waiting."""

    queue: QueueId
    reason: str = "closed-hours"
    dismiss_waiting: bool = False


class ReservesConfigured(Fact, frozen=True):
    """Replaces every reserve of the organisation."""

    reserves: tuple[Reserve, ...]


class AgentConfigured(Fact, frozen=True):
    """What an agent can do now. Work already in hand stays with him even when he could no longer be offered it."""

    profile: AgentProfile


class AgentRemoved(Fact, frozen=True):
    agent: AgentId


class PresenceChanged(Fact, frozen=True):
    """`reason` is the code of a pause. Going offline returns offers and live work still unanswered; see `AgentVanished` for a crash."""

    agent: AgentId
    presence: Presence
    reason: str | None = None


class AgentVanished(Fact, frozen=True):
    """His screens were silent for too long: his work returns to the queue with its original age (R5)."""

    agent: AgentId


class ContactArrived(Fact, frozen=True):
    """`requirements` are the steps in order of `after_ms`, the first at 0. `arrived_at` counts from the citizen's own act.

    `not_before`: a call is promised for then. Until then it is kept at its rank, and no hour is closed to it. `is_synthetic`: the house
    asks itself, to see what its doors say; nobody is ever offered it. `taken_out_of`: the contact out of which an agent took it, because
    it asks something else; `arrived_at` is then that of what was taken out.
    """

    contact: ContactId
    channel: Channel
    queue: QueueId
    requirements: tuple[Requirement, ...]
    arrived_at: Instant
    priority_minutes: int = 0
    not_before: Instant | None = None
    is_synthetic: bool = False
    taken_out_of: ContactId | None = None


class ContactWithdrawn(Fact, frozen=True):
    """The citizen left, by will (`left`) or by silence (`lost`)."""

    contact: ContactId
    reason: str = "left"


class OfferAccepted(Fact, frozen=True):
    contact: ContactId
    agent: AgentId


class OfferDeclined(Fact, frozen=True):
    contact: ContactId
    agent: AgentId
    reason: str | None = None


class ContactPulled(Fact, frozen=True):
    """An agent takes a waiting contact himself, under the same checks as an offer (R2, R4)."""

    contact: ContactId
    agent: AgentId


class ContactAssigned(Fact, frozen=True):
    """A supervisor gives a waiting or owned contact to an agent, under the same checks; `by` is who ordered it."""

    contact: ContactId
    agent: AgentId
    by: AgentId


class ContactTransferred(Fact, frozen=True):
    """The owner passes the contact on: to a queue, other skills, or somebody (`requirements[0].agent`). It keeps its age."""

    contact: ContactId
    agent: AgentId
    queue: QueueId
    requirements: tuple[Requirement, ...]


class ContactRequalified(Fact, frozen=True):
    """More is known of what a contact needs that nobody has answered yet: the language in which it is written. It keeps its age, its rank
    and the time from which its steps count."""

    contact: ContactId
    requirements: tuple[Requirement, ...]


class CitizenAsked(Fact, frozen=True):
    """The owner asked the citizen something and waits for his answer until `until`; `reason` is a code of the directory.

    `put_off_ms`: by how much the promise moves if nobody answers until then. Only who knows the hours of the queue can say.
    """

    contact: ContactId
    agent: AgentId
    reason: str
    until: Instant
    put_off_ms: int = 0


class AskingEnded(Fact, frozen=True):
    """The asking that was to last until `until` is over: the citizen answered, or its owner (`agent`) takes the contact up again.
    The promise moves by `put_off_ms`, and never by more than what was said when he was asked."""

    contact: ContactId
    until: Instant
    put_off_ms: int = 0
    agent: AgentId | None = None


class ContactsMerged(Fact, frozen=True):
    """`agent`, who owns `into`, says that `contact` asks the same: it joins `into`, which is as old from then on as the older of them."""

    contact: ContactId
    into: ContactId
    agent: AgentId


class ContactsParted(Fact, frozen=True):
    """`agent`, who owns what `contact` had joined, takes that back: both are again what they were."""

    contact: ContactId
    agent: AgentId


class ChannelChanged(Fact, frozen=True):
    """The same contact goes on by another channel; it keeps its id, its rank and, when he can, its owner.

    `not_before`: by a call that is promised for then, whoever is free at that moment.
    """

    contact: ContactId
    channel: Channel
    not_before: Instant | None = None


class CallbackMoved(Fact, frozen=True):
    """The citizen wants to be called at another time; None: as soon as possible. Its rank stays (R6)."""

    contact: ContactId
    not_before: Instant | None = None


class AttemptFailed(Fact, frozen=True):
    """The owner called and reached nobody. It waits again at its rank until `retry_at` (R6); None: that was the last call."""

    contact: ContactId
    agent: AgentId
    reason: str
    retry_at: Instant | None = None


class PriorityChanged(Fact, frozen=True):
    contact: ContactId
    priority_minutes: int
    by: AgentId


class ConversationEnded(Fact, frozen=True):
    """The exchange is over; its owner goes to wrap-up. `agent`: who ended it, so that he never ends what he passed on meanwhile."""

    contact: ContactId
    by: str = "agent"  # "agent" | "citizen" | "silence"
    agent: AgentId | None = None


class WrapUpExtended(Fact, frozen=True):
    contact: ContactId
    agent: AgentId
    more_ms: int = 30_000


class WrapUpDone(Fact, frozen=True):
    contact: ContactId
    agent: AgentId
    outcome: str | None = None


Input = (
    QueueConfigured
    | QueueOpened
    | QueueClosed
    | ReservesConfigured
    | AgentConfigured
    | AgentRemoved
    | PresenceChanged
    | AgentVanished
    | ContactArrived
    | ContactWithdrawn
    | OfferAccepted
    | OfferDeclined
    | ContactPulled
    | ContactAssigned
    | ContactTransferred
    | ContactRequalified
    | CitizenAsked
    | AskingEnded
    | ContactsMerged
    | ContactsParted
    | ChannelChanged
    | CallbackMoved
    | AttemptFailed
    | PriorityChanged
    | ConversationEnded
    | WrapUpExtended
    | WrapUpDone
)
