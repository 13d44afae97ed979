"""The board at one instant, as rows that two instants can be compared by, and their wording in a language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import msgspec
from django.utils import translation

from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Instant, Presence, QueueId, Requirement
from guichet.doors.machinery import read_clock
from guichet.doors.reader import Rows, read, read_together
from guichet.doors.seats import Seat
from guichet.doors.writer import Pool
from guichet.records.calls.words import LegCard
from guichet.records.contacts.queries import read_why
from guichet.records.figures.queries import read_watchpoints
from guichet.records.figures.statements import LIST_ALERTS
from guichet.records.figures.words import COUNTED, Counts
from guichet.records.journal.statements import GET_HEAD
from guichet.records.orders.sentences import Subjects, write_sentence
from guichet.records.orders.statements import LIST_HOLDING
from guichet.records.orders.words import OrderKind
from guichet.screens.live.board import ongoing, statements, words
from guichet.screens.live.cards import get_label

MOST_SHOWN = 100
"""Waiting contacts listed one by one; rows count them all, and lists show them all."""
NEVER = Instant(0)
Section = dict[Any, tuple[Any, ...]]


@dataclass(slots=True, eq=False)
class Reading:
    """Rows by their identity, as the database gave them. `counted`: up to which entry the figures had come when it was `head`."""

    head: int = 0
    counted: int = 0
    at: Instant = NEVER
    course: tuple[Any, ...] = ()
    queues: Section = field(default_factory=dict)
    rows: Section = field(default_factory=dict)
    teams: Section = field(default_factory=dict)
    agents: Section = field(default_factory=dict)
    contacts: Section = field(default_factory=dict)
    alerts: Section = field(default_factory=dict)
    orders: Section = field(default_factory=dict)
    calls: Section = field(default_factory=dict)

    @property
    def is_behind(self) -> bool:
        """More figures are coming."""
        return self.counted < self.head


SECTIONS = ("queues", "rows", "teams", "agents", "contacts", "alerts", "orders", "calls")
QUERIES: tuple[tuple[str, dict[str, object]], ...] = (
    (GET_HEAD, {}),
    (statements.GET_COUNTED, {}),
    (statements.SUM_COURSE, {}),
    (statements.LIST_QUEUES, {}),
    (statements.COUNT_WAITING, {}),
    (statements.COUNT_HELD, {}),
    (statements.SUM_DAY, {}),
    (statements.LIST_TEAMS, {}),
    (statements.LIST_WAITING, {"limit": MOST_SHOWN}),
    (LIST_ALERTS, {}),
    (LIST_HOLDING, {}),
    *ongoing.QUERIES,
)


@dataclass(slots=True)
class Touched:
    """Agents and contacts that something happened to."""

    agents: set[AgentId] = field(default_factory=set)
    contacts: set[ContactId] = field(default_factory=set)


async def read_board(pool: Pool, organisation: int, touched: Touched | None = None) -> Reading:
    """Read the board as it stands; of the agents all, or only those who were touched.

    :raises UnavailableError: the database is away.
    """
    among: tuple[str, dict[str, object]] = (
        (statements.LIST_AGENTS, {})
        if touched is None
        else (statements.LIST_AGENTS_AMONG, {"agents": sorted(touched.agents), "contacts": sorted(touched.contacts)})
    )
    (
        [[head]],
        [[counted]],
        course,
        queues,
        waiting,
        held,
        day,
        teams,
        contacts,
        alerts,
        orders,
        calls,
        campaigns,
        found,
    ) = await read_together(pool, organisation, *QUERIES, among)
    return Reading(
        head=head,
        counted=counted,
        at=read_clock(),
        course=tuple(tuple(row) for row in course),
        queues=index(queues),
        rows=join_rows(queues, waiting, held, day),
        teams=index(teams),
        agents=index(found),
        contacts=index(contacts),
        alerts={(row[0], row[1]): tuple(row) for row in alerts},
        orders=index(orders),
        calls=ongoing.join_calls(calls, campaigns, read_clock()),
    )


async def read_touched(pool: Pool, organisation: int, told: Reading, touched: Touched) -> Reading:
    """What was told, with those who were touched as they stand now; the figures stay as they were told.

    :raises UnavailableError: the database is away.
    """
    queries: list[tuple[str, dict[str, object]]] = [
        (GET_HEAD, {}),
        (statements.LIST_AGENTS_AMONG, {"agents": sorted(touched.agents), "contacts": sorted(touched.contacts)}),
        *ongoing.QUERIES,
    ]
    if touched.contacts:
        queries.append((statements.LIST_WAITING, {"limit": MOST_SHOWN}))
    [[head]], agents, calls, campaigns, *waiting = await read_together(pool, organisation, *queries)
    contacts = index(waiting[0]) if waiting else told.contacts
    held = ongoing.join_calls(calls, campaigns, read_clock())
    return replace(told, head=head, at=read_clock(), agents=told.agents | index(agents), contacts=contacts, calls=held)


def index(rows: Rows) -> Section:
    return {row[0]: tuple(row) for row in rows}


def join_rows(queues: Rows, waiting: Rows, held: Rows, day: Rows) -> Section:
    """A row for each queue and channel in which there is something, or was today; of queues in use."""
    known = {row[0] for row in queues}
    parts = [{(row[0], row[1]): tuple(row[2:]) for row in rows if row[0] in known} for rows in (waiting, held, day)]
    nothing = ((0, None, 0, 0), (0, 0, 0), (0,) * len(COUNTED))
    return {
        key: (*key, *(value for part, empty in zip(parts, nothing, strict=True) for value in part.get(key, empty)))
        for key in sorted(set().union(*parts))
    }


async def read_paces(pool: Pool, organisation: int) -> words.Paces:
    """:raises UnavailableError: the database is away."""
    rows = await read(pool, organisation, statements.LIST_PACES)
    return words.Paces(
        paces=tuple(words.Pace(channel=Channel(channel), treat_ms=treat_ms, a_day=a_day) for channel, treat_ms, a_day in rows)
    )


# ---- in words


def write_board(reading: Reading, seat: Seat, attending: tuple[LegCard, ...]) -> words.Board:
    own: dict[str, Any] = {"account": seat.account, "attending": attending}
    course, sections = read_course(reading.course), write_sections(reading, seat.language)
    return words.Board(at=reading.at, course=course, cursor=str(reading.head), **sections, **own)


def write_sections(reading: Reading, language: str) -> dict[str, Any]:
    return {
        "queues": tuple(read_queue(row, language) for row in reading.queues.values()),
        "rows": tuple(read_row(row) for row in reading.rows.values()),
        "teams": tuple(words.Team(team=row[0], name=row[1]) for row in reading.teams.values()),
        "agents": tuple(read_agent(row) for row in reading.agents.values()),
        "contacts": tuple(read_waiting(row, language) for row in reading.contacts.values()),
        "alerts": tuple(read_alert(row) for row in reading.alerts.values()),
        "orders": tuple(read_order(row, language) for row in reading.orders.values()),
        "calls": tuple(ongoing.read_call(row) for row in reading.calls.values()),
    }


def write_change(change: Reading, gone: Sequence[str], language: str, *, is_whole: bool = False) -> words.BoardChanged:
    """`change`: only the rows that differ, no course when it is as before."""
    course = read_course(change.course) if change.course else None
    return words.BoardChanged(at=change.at, is_whole=is_whole, course=course, gone=tuple(gone), **write_sections(change, language))


def read_queue(row: Sequence[Any], language: str) -> words.QueueShown:
    queue, key, labels, commitment_ms, closed_because = row
    return words.QueueShown(
        queue=QueueId(queue), name=get_label(labels, key, language), commitment_ms=commitment_ms, closed_because=closed_because
    )


def read_row(row: Sequence[Any]) -> words.Row:
    queue, channel, waiting, longest_since, late, soon, in_hand, wrapping_up, asked, *sums = row
    counts = msgspec.structs.asdict(Counts(*sums))
    day = words.Day(**{name: counts[name] for name in words.Day.__struct_fields__})
    return words.Row(
        queue=QueueId(queue),
        channel=Channel(channel),
        waiting=waiting,
        late=late,
        soon=soon,
        longest_since=longest_since,
        in_hand=in_hand,
        wrapping_up=wrapping_up,
        asked=asked,
        day=day,
    )


def read_agent(row: Sequence[Any]) -> words.AgentShown:
    agent, name, team, presence, reason, since, in_hand, wrapping_up, ringing = row
    return words.AgentShown(
        agent=AgentId(agent),
        name=name,
        team=team,
        presence=Presence(presence),
        reason=reason,
        since=since,
        in_hand=in_hand,
        wrapping_up=wrapping_up,
        ringing=ringing,
    )


def read_waiting(row: Sequence[Any], language: str) -> words.WaitingShown:
    contact, channel, state, queue, reason_key, reason_labels, *instants, priority, offered_to, why, requirement = row
    arrived_at, waits_since, rank_at = instants
    return words.WaitingShown(
        contact=ContactId(contact),
        channel=Channel(channel),
        state=ContactState(state),
        queue=QueueId(queue),
        reason_name=get_label(reason_labels, reason_key, language),
        arrived_at=arrived_at,
        waits_since=waits_since,
        rank_at=rank_at,
        priority_minutes=priority,
        offered_to=offered_to,
        waiting_for=explain_waiting(ContactState(state), read_why(why)),
        skills=msgspec.json.decode(requirement, type=Requirement).skills,
    )


def explain_waiting(state: ContactState, why: Mapping[str, Any]) -> str:
    """Why it waits still, as a code: it rings; a hold by its reason; else nobody able is free, since it arrived or came back."""
    if state == ContactState.OFFERED:
        return "ringing"
    if "held" in why:
        return f"held:{why['held']}"
    return str(why.get("cause", "arrived"))


def read_alert(row: Sequence[Any]) -> words.AlertShown:
    [point] = read_watchpoints([row])
    return words.AlertShown(kind=point.kind, queue=point.queue, since=point.since, raised_at=Instant(point.raised_at or point.since))


def read_order(row: Sequence[Any], language: str) -> words.OrderShown:
    order, kind, by, given_at, until, text, number, agent, *labelled, readers = row
    queue_key, queue_labels, team, skill_key, skill_labels, reason_key, reason_labels = labelled
    subjects = Subjects(
        agent=agent or "",
        queue=get_label(queue_labels or {}, queue_key or "", language),
        team=team or "",
        skill=get_label(skill_labels or {}, skill_key or "", language),
        reason=get_label(reason_labels or {}, reason_key or "", language),
        number=number,
    )
    with translation.override(language):
        sentence = write_sentence(OrderKind(kind), subjects)
    return words.OrderShown(
        order=UUID(order), kind=OrderKind(kind), by=by, given_at=given_at, until=until, sentence=sentence, text=text, readers=readers
    )


def read_course(rows: Sequence[Sequence[Any]]) -> words.Course:
    """Parse the rows of `SUM_COURSE`: lately, and before; either may have nothing."""
    day_begun_at, turn = rows[0][0], rows[0][1]
    sums = {bool(row[2]): Counts(*row[3:]) for row in rows if row[2] is not None}
    return words.Course(
        day_begun_at=day_begun_at,
        lately=write_stretch(Instant(turn), sums.get(True, Counts())),
        before=write_stretch(Instant(turn - 4 * 900_000), sums.get(False, Counts())),
    )


def write_stretch(since: Instant, counts: Counts) -> words.Stretch:
    names = [name for name in words.Stretch.__struct_fields__ if name != "since"]
    return words.Stretch(since=since, **{name: getattr(counts, name) for name in names})
