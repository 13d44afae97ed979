"""What the desk's page is given beside the live state. Its TypeScript types are generated from here."""

from typing import Literal

from guichet.decisions.routing.words import AgentId, Channel, ContactId, Instant
from guichet.doors.words import Wire


class Choice(Wire, frozen=True):
    """Something to choose by name: `value` is what is sent."""

    value: str
    label: str


class AskingChoice(Wire, frozen=True):
    """What citizens are asked for: `value` is what is sent, and they are waited for so many days."""

    value: str
    label: str
    days: int


class ReasonChoice(Wire, frozen=True):
    """A reason that a contact can have; `group` is the branch of the tree it hangs on."""

    reason: int
    label: str
    group: str


class Colleague(Wire, frozen=True):
    agent: AgentId
    name: str


class CompanyNow(Wire, frozen=True):
    """GET /desk/company: the colleagues who can be asked into a call now, and whether emergency numbers can."""

    free: tuple[AgentId, ...]
    calls_for_help: bool


class RelayChoice(Wire, frozen=True):
    """A relay service that can be asked into a call."""

    relay: int
    name: str


class DeskSetting(Wire, frozen=True):
    """What stays the same while the page is open. `agent` is whose desk it is: several may share a computer.

    `sees_all`: his search covers all contacts of the organisation, not only those in which he took part.
    `drafts`: a model drafts answers when he asks.
    `telephone`: where he is rung for calls; empty while the organisation has no line. `emergency`: from where emergency numbers can be
    called; `call`: only while he is in one; `none`: from nowhere here; empty where nobody calls at all.
    """

    agent: AgentId
    agent_name: str
    organisation_name: str
    sees_all: bool
    drafts: bool
    telephone: Literal["", "browser", "telephone"]
    emergency: Literal["", "none", "call", "telephone"]
    pauses: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    askings: tuple[AskingChoice, ...]
    reasons: tuple[ReasonChoice, ...]
    colleagues: tuple[Colleague, ...]
    relays: tuple[RelayChoice, ...]


class WaitingNow(Wire, frozen=True):
    """A contact that waits and may be taken by hand; whether this agent is able is checked when it is taken.

    `waits_since`: its arrival, or the hour for which a call was promised.
    `waiting_for` is the router's last word on it, as a code: "held:" and the reason of the hold, else why it waits (again).
    """

    contact: ContactId
    channel: Channel
    queue_name: str
    reason_name: str
    language: str
    arrived_at: Instant
    waits_since: Instant
    waiting_for: str
    step: int


class WaitingList(Wire, frozen=True):
    """GET /desk/waiting"""

    contacts: tuple[WaitingNow, ...]


class SnippetChoice(Wire, frozen=True):
    """A model of an answer. `blanks` are the names between braces; `reason` restricts it to contacts of that reason."""

    snippet: int
    title: str
    text: str
    blanks: tuple[str, ...]
    reason: int | None
    is_mine: bool


class SnippetList(Wire, frozen=True):
    """GET /desk/snippets/list"""

    snippets: tuple[SnippetChoice, ...]
