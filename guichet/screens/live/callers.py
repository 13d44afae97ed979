"""What is known of a call before anybody answers it. All of it is what a telephone network says: it proves nothing about who calls."""

from collections.abc import Mapping, Sequence
from typing import Any

from guichet.decisions.routing.words import Channel, ContactId
from guichet.doors.reader import read
from guichet.doors.writer import Pool
from guichet.records.calls.statements import LIST_CALLERS, MOST_EARLIER, show
from guichet.screens.live.words import CallerFacts

Callers = Mapping[ContactId, CallerFacts]


async def find_callers(pool: Pool, organisation: int, cards: Sequence[Sequence[Any]]) -> Callers:
    """Who calls, by contact, of the calls among these rows of `CARD`; most desks have none, and then nothing is asked.

    :raises UnavailableError: the database is away.
    """
    calls = [row[0] for row in cards if row[1] == Channel.VOICE]
    if not calls:
        return {}
    rows = await read(pool, organisation, LIST_CALLERS, contacts=calls, most=MOST_EARLIER)
    return {ContactId(contact): read_caller(said) for contact, *said in rows}


def read_caller(row: Sequence[Any]) -> CallerFacts:
    number, relay, line, dialled, earlier = row
    return CallerFacts(shown=show(number), relay=relay, line=line, dialled=show(dialled), earlier=earlier, is_all=earlier < MOST_EARLIER)
