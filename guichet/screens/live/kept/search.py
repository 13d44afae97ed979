"""Search over contacts: who steers finds all of the organisation's, an agent those in which he took part."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import Channel, ContactId, ContactState, Instant
from guichet.doors.answers import answer
from guichet.doors.machinery import get_machinery
from guichet.doors.reader import read
from guichet.doors.refusals import MalformedError
from guichet.doors.seats import Seat, get_agent
from guichet.records.contacts.searching import FIND, cut_excerpt
from guichet.records.contacts.texts import check_storable
from guichet.records.directory.words import STEERING
from guichet.screens.live.cards import get_label
from guichet.screens.live.kept import words

MOST_FOUND = 30
LONGEST_WORDS = 200


async def search(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/search?words="""
    asked = read_words(scope)
    part_of = None if not STEERING.isdisjoint(seat.roles) else get_agent(seat)
    machinery = get_machinery(scope)
    rows = await read(machinery.pool, seat.organisation, FIND, words=asked, part_of=part_of, limit=MOST_FOUND + 1)
    found = tuple(read_found(row, seat.language) for row in rows[:MOST_FOUND])
    await answer(send, 200, words.SearchAnswer(found=found, is_everything=len(rows) <= MOST_FOUND))


def read_words(scope: Scope) -> str:
    """:raises MalformedError: none, or far too many. :raises UnstorableTextError: a NUL among them."""
    query: str = scope["query_string"].decode("latin-1")
    [asked] = parse_qs(query).get("words", [""])[:1]
    if not asked.strip() or len(asked) > LONGEST_WORDS:
        raise MalformedError(detail=f"`words` takes 1 to {LONGEST_WORDS} characters")
    check_storable(asked)
    return asked


def read_found(row: Sequence[Any], language: str) -> words.Found:
    """Parse a row of `FIND`."""
    contact, channel, state, citizen_name, reason, labels, agent, arrived_at, closed_at, excerpt = row
    return words.Found(
        contact=ContactId(str(contact)),
        channel=Channel(channel),
        state=ContactState(state),
        citizen_name=citizen_name,
        reason_name=get_label(labels, reason, language),
        agent_name=agent or "",
        arrived_at=Instant(arrived_at),
        closed_at=closed_at,
        excerpt=tuple(words.Piece(text=text, is_hit=is_hit) for text, is_hit in cut_excerpt(excerpt)),
    )
