"""Telling desks what their telephones do: all legs of the agent, whenever one of them changed; and the campaigns under which he may be
listened to."""

from functools import partial

from guichet.decisions.routing.words import AgentId
from guichet.doors.machinery import Machinery
from guichet.doors.reader import read
from guichet.doors.streams import write_event
from guichet.doors.writer import Pool
from guichet.records.calls.statements import LIST_DESK_CAMPAIGNS, LIST_LEGS, read_desk_campaign, read_leg
from guichet.screens.live import words


async def write_legs(pool: Pool, organisation: int, agent: AgentId) -> bytes:
    """The event that sets the legs of one desk.

    :raises UnavailableError: the database is away.
    """
    rows = await read(pool, organisation, LIST_LEGS, agent=agent)
    return write_event(words.LegsSet(legs=tuple(read_leg(row) for row in rows)))


async def write_campaigns(pool: Pool, organisation: int, agent: AgentId) -> bytes:
    """The event that sets the campaigns of one desk.

    :raises UnavailableError: the database is away.
    """
    rows = await read(pool, organisation, LIST_DESK_CAMPAIGNS, agents=[agent])
    return write_event(words.CampaignsSet(campaigns=tuple(read_desk_campaign(row) for row in rows)))


def hear_of_calls(machinery: Machinery) -> None:
    """From now on desks of this process are told when a call of theirs changes, or a campaign."""
    machinery.hub.hearers_of_calls.setdefault("desks", lambda organisation, agent, _: _tell(machinery, organisation, agent))
    machinery.hub.hearers_of_campaigns.setdefault("desks", lambda organisation: _tell_campaigns(machinery, organisation))


def _tell_campaigns(machinery: Machinery, organisation: int) -> None:
    for stream, (other, agent) in machinery.desks.items():
        if other == organisation:
            stream.take(partial(write_campaigns, machinery.pool, organisation, agent))


def _tell(machinery: Machinery, organisation: int, agent: AgentId | None) -> None:
    """Each desk reads in its own turn: two changes that come together are told in their order."""
    for stream, desk in machinery.desks.items():
        if desk == (organisation, agent):
            stream.take(partial(write_legs, machinery.pool, *desk))
