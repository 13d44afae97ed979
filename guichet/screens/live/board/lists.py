"""The list behind every figure: the very contacts that it counts."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from starlette.types import Scope

from guichet.decisions.routing.words import Channel, ContactId, ContactState
from guichet.doors.reader import read_together
from guichet.doors.refusals import MalformedError
from guichet.doors.writer import Pool
from guichet.records.contacts.synthetic import IS_SYNTHETIC
from guichet.records.figures.words import SHORT_MS
from guichet.screens.live.board import statements, words
from guichet.screens.live.cards import get_label

PAGE = 50
LARGEST = 2**53


class Figure(StrEnum):
    WAITING = "waiting"
    LATE = "late"
    SOON = "soon"
    IN_HAND = "in-hand"
    ASKED = "asked"
    BACKLOG = "backlog"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered-late"
    ABANDONED = "abandoned"
    ABANDONED_SHORT = "abandoned-short"
    TURNED_AWAY = "turned-away"
    CLOSED = "closed"


class Behind(NamedTuple):
    """The condition under which a contact is counted, and the order of the list."""

    condition: str
    order: str


WAITS = "contact.closed_at is null and contact.state in ('waiting', 'offered')"
TODAY = """{} >= (select date_trunc('day', now() at time zone time_zone) at time zone time_zone
  from directory_organisation where id = %(organisation_id)s)"""
SHORT = f"contact.closed_at < contact.arrived_at + interval '{SHORT_MS} ms'"
ENDED = TODAY.format("contact.closed_at")
ANSWERED = TODAY.format("contact.first_answer_at")
UNANSWERED = f"contact.state = 'withdrawn' and contact.first_answer_at is null and {ENDED}"
TURNED_AWAY = f"contact.state = 'turned_away' and contact.first_answer_at is null and not ({IS_SYNTHETIC})"
DUE = statements.DUE
SOON = f"contact.channel in ({statements.DEFERRED}) and {DUE} >= now() and {DUE} < now() + interval '{statements.SOON_HOURS} hours'"

BEHIND: Mapping[Figure, Behind] = {
    Figure.WAITING: Behind(WAITS, "contact.rank_at"),
    Figure.LATE: Behind(f"{WAITS} and {statements.DUE_TO_WAITING} < now()", "contact.rank_at"),
    Figure.SOON: Behind(f"{WAITS} and {SOON}", "contact.rank_at"),
    Figure.IN_HAND: Behind("contact.state in ('assigned', 'interrupted') and contact.closed_at is null", "contact.arrived_at"),
    Figure.ASKED: Behind("contact.state = 'asked' and contact.closed_at is null", "contact.arrived_at"),
    Figure.BACKLOG: Behind(
        f"contact.closed_at is null and contact.state not in ('merged', 'asked') and contact.channel in ({statements.DEFERRED})",
        "contact.rank_at",
    ),
    Figure.ANSWERED: Behind(ANSWERED, "contact.first_answer_at desc"),
    Figure.ANSWERED_LATE: Behind(f"{ANSWERED} and contact.first_answer_at > {DUE}", "contact.first_answer_at desc"),
    Figure.ABANDONED: Behind(f"{UNANSWERED} and not {SHORT}", "contact.closed_at desc"),
    Figure.ABANDONED_SHORT: Behind(f"{UNANSWERED} and {SHORT}", "contact.closed_at desc"),
    Figure.TURNED_AWAY: Behind(f"{TURNED_AWAY} and {ENDED}", "contact.closed_at desc"),
    Figure.CLOSED: Behind(f"contact.first_answer_at is not null and {ENDED}", "contact.closed_at desc"),
}


class Wanted(NamedTuple):
    figure: Figure
    queue: int | None
    channel: Channel | None
    offset: int


def read_wanted(scope: Scope) -> Wanted:
    """:raises MalformedError: no figure of that name, or no number."""
    query = {name: values[0] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
    try:
        channel = Channel(query["channel"]) if "channel" in query else None
        return Wanted(Figure(query.get("figure", "")), _read_number(query, "queue"), channel, _read_number(query, "from") or 0)
    except ValueError as error:
        raise MalformedError(detail="figure, queue, channel or from") from error


def _read_number(query: Mapping[str, str], name: str) -> int | None:
    """:raises ValueError: what is there is no number of ours."""
    if name not in query:
        return None
    number = int(query[name])
    if not 0 <= number < LARGEST:
        raise ValueError(name)
    return number


async def list_contacts(pool: Pool, organisation: int, wanted: Wanted, language: str) -> words.ContactList:
    """One page of the list behind a figure."""
    behind = BEHIND[wanted.figure]
    chosen = f"{statements.LISTED} and {behind.condition}"
    names: dict[str, object] = {"queue": wanted.queue, "channel": wanted.channel, "offset": wanted.offset, "page": PAGE}
    [[count]], rows = await read_together(
        pool,
        organisation,
        (f"select count(*) from ({chosen}) as chosen", names),  # noqa: S608 - parts of our own
        (f"{chosen} order by {behind.order}, contact.id limit %(page)s offset %(offset)s", names),
    )
    return words.ContactList(count=count, contacts=tuple(read_listed(row, language) for row in rows))


def read_listed(row: Sequence[Any], language: str) -> words.Listed:
    contact, channel, state, queue_key, queue_labels, reason_key, reason_labels, *instants, agent_name = row
    arrived_at, waits_since, answered_at, ended_at = instants
    return words.Listed(
        contact=ContactId(contact),
        channel=Channel(channel),
        state=ContactState(state),
        queue_name=get_label(queue_labels, queue_key, language),
        reason_name=get_label(reason_labels, reason_key, language),
        arrived_at=arrived_at,
        waits_since=waits_since,
        answered_at=answered_at,
        ended_at=ended_at,
        agent_name=agent_name,
    )
