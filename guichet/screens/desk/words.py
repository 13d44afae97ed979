"""What the desk's page is given beside the live state. Its TypeScript types are generated from here."""

from guichet.decisions.routing.words import AgentId, Channel, ContactId, Instant
from guichet.doors.words import Wire


class Choice(Wire, frozen=True):
    """Something to choose by name: `value` is what is sent."""

    value: str
    label: str


class ReasonChoice(Wire, frozen=True):
    """A reason that a contact can have; `group` is the branch of the tree it hangs on."""

    reason: int
    label: str
    group: str


class Colleague(Wire, frozen=True):
    agent: AgentId
    name: str


class DeskSetting(Wire, frozen=True):
    """What stays the same while the page is open. `agent` is whose desk it is: several may share a computer."""

    agent: AgentId
    pauses: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    reasons: tuple[ReasonChoice, ...]
    colleagues: tuple[Colleague, ...]


class WaitingNow(Wire, frozen=True):
    """A contact that waits and may be taken by hand; whether this agent is able is checked when it is taken."""

    contact: ContactId
    channel: Channel
    queue_name: str
    reason_name: str
    language: str
    arrived_at: Instant


class WaitingList(Wire, frozen=True):
    """GET /desk/waiting"""

    contacts: tuple[WaitingNow, ...]
