"""Calls in progress on the board: who is in them, and who may listen, as the rule says at the instant of the reading."""

import json
from collections.abc import Sequence
from typing import Any

from guichet.decisions.listening.rule import Obstacle, OngoingCall, find_access
from guichet.decisions.routing.words import Instant
from guichet.doors.reader import Rows, read
from guichet.doors.writer import Pool
from guichet.records.calls.statements import LIST_CALLS, LIST_CAMPAIGNS, LIST_LISTENING, read_campaign, read_leg
from guichet.records.calls.words import LegCard, LegState, Part, Side
from guichet.records.contacts.telephone import show_number
from guichet.screens.live.board import words

MOST_CALLS = 50
QUERIES: tuple[tuple[str, dict[str, object]], ...] = ((LIST_CALLS, {"limit": MOST_CALLS}), (LIST_CAMPAIGNS, {}))


def join_calls(calls: Rows, campaigns: Rows, now: Instant) -> dict[str, tuple[Any, ...]]:
    """A row for each call: what the database says of it, then who may listen until when, and what stands in the way of others."""
    known = [read_campaign(row) for row in campaigns]
    found = {}
    for call, contact, line, began_at, is_told, legs in calls:
        access = find_access(describe(json.loads(legs), is_told=is_told), known, now)
        permits = tuple(sorted((account, permit.until) for account, permit in access.permits.items()))
        found[call] = (call, contact, line, began_at, legs, permits, str(access.obstacle or Obstacle.NOT_NAMED))
    return found


def describe(legs: Sequence[Sequence[Any]], *, is_told: bool) -> OngoingCall:
    """A call as the rule takes it."""
    speaking = [leg for leg in legs if leg[3] == LegState.TALKING]
    agent = next((leg[9] for leg in speaking if leg[1] == Side.AGENT and leg[2] == Part.MAIN), None)
    return OngoingCall(agent=agent, has_citizen=any(leg[1] == Side.CITIZEN for leg in speaking), citizen_told=is_told)


def read_call(row: Sequence[Any]) -> words.CallShown:
    call, contact, line, began_at, legs, permits, obstacle = row
    return words.CallShown(
        call=call,
        contact=contact,
        line=line,
        began_at=began_at,
        legs=tuple(_read_leg(leg) for leg in json.loads(legs)),
        permits=tuple(words.ListeningPermit(account=account, until=Instant(until)) for account, until in permits),
        obstacle=Obstacle(obstacle),
    )


def _read_leg(leg: Sequence[Any]) -> words.LegShown:
    key, side, part, state, name, number, since, account, manner, _, sounding = leg
    shown = name or (show_number(number) if number else "")
    known = {"side": side, "part": part, "state": state, "name": shown, "since": since, "account": account, "manner": manner}
    return words.LegShown(leg=key, **known, sounding=sounding)


async def list_attending(pool: Pool, organisation: int, account: int) -> tuple[LegCard, ...]:
    """The legs by which an account listens. :raises UnavailableError: the database is away."""
    return tuple(read_leg(row) for row in await read(pool, organisation, LIST_LISTENING, account=account))
