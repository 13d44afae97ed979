"""Everything that goes over the doors of the board. Its TypeScript types are generated from here."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from guichet.decisions.listening.rule import Obstacle
from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Instant, Presence, QueueId, SkillId
from guichet.doors.words import Asked, Id, Wire
from guichet.records.calls.words import LONGEST_SDP, LegCard
from guichet.records.figures.words import AlertKind
from guichet.records.orders.words import LONGEST_TEXT, MOST_MINUTES, OrderKind

Minutes = Annotated[int, msgspec.Meta(ge=1, le=MOST_MINUTES)]
Priority = Annotated[int, msgspec.Meta(ge=-MOST_MINUTES, le=MOST_MINUTES)]
Level = Annotated[int, msgspec.Meta(ge=0, le=5)]
Description = Annotated[str, msgspec.Meta(pattern="^v=0\r?\n", max_length=LONGEST_SDP)]
"""Of media (SDP, RFC 8866)."""
Text = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]


class Day(Wire, frozen=True):
    """Sums since midnight (`figures.words.Counts`): each contact once."""

    arrived: int
    answered: int
    in_time: int
    abandoned: int
    abandoned_short: int
    turned_away: int
    transferred: int
    closed: int
    handled: int
    wait_ms: int
    handling_ms: int
    wrap_up_ms: int


class Row(Wire, frozen=True):
    """A queue and a channel: contacts of it as they stand now, and its day. `late`: of those who wait, beyond the commitment;
    `soon`: written ones that will be within hours.

    `longest_since`: since when the one waits who has waited longest. `in_hand`: contacts an agent holds. `asked`: those that rest while
    their citizens are waited for.
    """

    queue: QueueId
    channel: Channel
    waiting: int
    late: int
    soon: int
    longest_since: Instant | None
    in_hand: int
    wrapping_up: int
    asked: int
    day: Day


class QueueShown(Wire, frozen=True):
    """`closed_because`: "closed-hours", "supervisor" ...; None when it is open."""

    queue: QueueId
    name: str
    commitment_ms: int
    closed_because: str | None


class AgentShown(Wire, frozen=True):
    agent: AgentId
    name: str
    team: int | None
    presence: Presence
    reason: str | None
    since: Instant | None
    in_hand: int
    wrapping_up: int
    ringing: int


class Team(Wire, frozen=True):
    team: int
    name: str


class WaitingShown(Wire, frozen=True):
    """`waits_since`: its arrival, or the hour for which a call is promised, which may be to come. `waiting_for` says why it still waits, as
    the router last explained it. `skills`: what whoever answers must have now."""

    contact: ContactId
    channel: Channel
    state: ContactState
    queue: QueueId
    reason_name: str
    arrived_at: Instant
    waits_since: Instant
    rank_at: Instant
    priority_minutes: int
    offered_to: AgentId | None
    waiting_for: str
    skills: tuple[tuple[SkillId, int], ...]


class AlertShown(Wire, frozen=True):
    kind: AlertKind
    queue: QueueId
    since: Instant
    raised_at: Instant


class Stretch(Wire, frozen=True):
    """Sums of the whole organisation over some quarters of an hour, from `since` on."""

    since: Instant
    answered: int
    in_time: int
    abandoned: int


class Course(Wire, frozen=True):
    """How the day goes: this quarter of an hour with the one before it, and the hour before those. `day_begun_at`: midnight here."""

    day_begun_at: Instant
    lately: Stretch
    before: Stretch


class OrderShown(Wire, frozen=True):
    """An order that holds. `sentence` says what was ordered, in the reader's language; `until` when it ends by itself.

    `readers`: how many have read a message.
    """

    order: UUID
    kind: OrderKind
    by: str
    given_at: Instant
    until: Instant | None
    sentence: str
    text: str
    readers: int


class LegShown(Wire, frozen=True):
    """Somebody in a call. `name`: the agent's, the listener's, or the number of somebody outside as it is read; empty when it is withheld.
    `since`: when it was answered, before that when it began. `account`, `manner`: of a supervisor who listens.
    `sounding`: how it sounds to those who hear it; "silent": nothing arrives from it; empty while nobody has reported."""

    leg: str
    side: Literal["citizen", "agent", "outside", "listener"]
    part: Literal["main", "guest"]
    state: Literal["ringing", "talking", "held", "ended"]
    name: str
    since: Instant
    account: int | None
    manner: Literal["listen", "whisper", "join", ""]
    sounding: Literal["good", "medium", "bad", "silent", ""]


class ListeningPermit(Wire, frozen=True):
    """An account that may listen to a call, until when at the latest."""

    account: int
    until: Instant


class CallShown(Wire, frozen=True):
    """A call that is not over, with everybody in it. `permits`: who may listen to it; `obstacle`: why nobody else may, as a code."""

    call: str
    contact: str
    line: str
    began_at: Instant
    legs: tuple[LegShown, ...]
    permits: tuple[ListeningPermit, ...]
    obstacle: Obstacle


class Board(Wire, frozen=True):
    """GET /live/board. `contacts`: the first of those who wait, in the order of their rank; the rows count them all. `account`: who looks;
    `attending`: the legs by which he listens."""

    at: Instant
    course: Course
    queues: tuple[QueueShown, ...]
    rows: tuple[Row, ...]
    teams: tuple[Team, ...]
    agents: tuple[AgentShown, ...]
    contacts: tuple[WaitingShown, ...]
    alerts: tuple[AlertShown, ...]
    orders: tuple[OrderShown, ...]
    calls: tuple[CallShown, ...]
    account: int
    attending: tuple[LegCard, ...]
    cursor: str


class Listed(Wire, frozen=True):
    """A contact in the list behind a figure. `waits_since`: its arrival, or the hour for which a call is promised."""

    contact: ContactId
    channel: Channel
    state: ContactState
    queue_name: str
    reason_name: str
    arrived_at: Instant
    waits_since: Instant
    answered_at: Instant | None
    ended_at: Instant | None
    agent_name: str | None


class Pace(Wire, frozen=True):
    """A written channel over the last four weeks: how long one takes an agent, finishing included, and how many are closed a day."""

    channel: Channel
    treat_ms: int
    a_day: float


class Paces(Wire, frozen=True):
    """GET /live/board/paces: of the channels of which something was closed. They change once a day."""

    paces: tuple[Pace, ...]


class ContactList(Wire, frozen=True):
    """GET /live/board/contacts: one page; `count` is of the whole list."""

    count: int
    contacts: tuple[Listed, ...]


# ---- asked. `key` makes each order safe to repeat: the same key again is the same order.


class Order(Asked, frozen=True, tag_field="kind"):
    """POST /live/board/orders: one of the kinds below."""

    key: UUID


class AssignContact(Order, frozen=True, tag="assign"):
    """Give a contact to an agent, under the same checks as an offer."""

    contact: UUID
    agent: Id


class ChangePriority(Order, frozen=True, tag="priority"):
    """Have a contact wait as if it had come so many minutes earlier."""

    contact: UUID
    minutes: Priority


class LendSkill(Order, frozen=True, tag="skill"):
    """Let an agent answer with a skill he has not, or (level 0) spare him one he has, for a while."""

    agent: Id
    skill: Id
    level: Level
    minutes: Minutes


class OpenOverflow(Order, frozen=True, tag="overflow"):
    """Have a team answer a queue beside those who do, for a while."""

    queue: Id
    team: Id
    minutes: Minutes


class CloseQueue(Order, frozen=True, tag="close"):
    """Take nobody more, with a word to citizens; `dismisses`: those who wait are told to come back, too. Until it is opened again."""

    queue: Id
    text: Text
    dismisses: bool = False
    minutes: Minutes | None = None


class MessageTeam(Order, frozen=True, tag="message"):
    """Tell a team (or everybody) something on their desks, until each has read it."""

    text: Text
    team: Id | None = None
    minutes: Minutes = 240


Asking = AssignContact | ChangePriority | LendSkill | OpenOverflow | CloseQueue | MessageTeam


class UndoOrder(Asked, frozen=True):
    """POST /live/board/orders/{order}/undo"""

    key: UUID


class AttendCall(Asked, frozen=True):
    """POST /live/board/calls/{call}/attend: listen, whisper or join from now on. Says how it shall be, so that it may be repeated."""

    key: UUID
    manner: Literal["listen", "whisper", "join"]


class AnswerAttending(Asked, frozen=True):
    """POST /live/board/attending/{leg}/answer: how the supervisor's browser is reached. The same once more changes nothing."""

    key: UUID
    sdp: Description


class LeaveCall(Asked, frozen=True):
    """POST /live/board/attending/{leg}/leave"""

    key: UUID


class Given(Wire, frozen=True):
    """200: it holds; 202: it is written down, and holds as soon as the engine has taken it."""

    order: UUID
    sentence: str


class SkillChoice(Wire, frozen=True):
    skill: SkillId
    label: str


class Ability(Wire, frozen=True):
    agent: AgentId
    skills: tuple[tuple[SkillId, int], ...]


class Choices(Wire, frozen=True):
    """GET /live/board/choices: what orders may name."""

    skills: tuple[SkillChoice, ...]
    abilities: tuple[Ability, ...]


# ---- told


class Told(Wire, frozen=True, tag=True, tag_field="type"):
    """An event, named by its class."""


class BoardChanged(Told, frozen=True):
    """What changed since the last one: rows replaced by their identity, `gone` ones removed. With `is_whole` everything is replaced.

    `gone` names rows as "section:identity", a row of `rows` as "rows:queue:channel". `course` is None when it is as before.
    """

    at: Instant
    is_whole: bool
    course: Course | None
    queues: tuple[QueueShown, ...]
    rows: tuple[Row, ...]
    teams: tuple[Team, ...]
    agents: tuple[AgentShown, ...]
    contacts: tuple[WaitingShown, ...]
    alerts: tuple[AlertShown, ...]
    orders: tuple[OrderShown, ...]
    calls: tuple[CallShown, ...]
    gone: tuple[str, ...]


class AttendingSet(Told, frozen=True):
    """The legs by which this supervisor listens: all of them."""

    attending: tuple[LegCard, ...]


class Reset(Told, frozen=True):
    """Fetch the board anew."""


BoardEvent = BoardChanged | AttendingSet | Reset
