"""The person behind a contact: how he is reached, his timeline whatever the channel, who else he may be, and what agents say of that."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import msgspec
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import Channel, ContactId, ContactState, Instant
from guichet.doors.answers import answer
from guichet.doors.bodies import parse, read_body
from guichet.doors.endpoints import get_contact_id
from guichet.doors.machinery import Machinery, get_machinery
from guichet.doors.reader import read, read_together
from guichet.doors.refusals import MalformedError
from guichet.doors.seats import Seat, get_agent
from guichet.records.contacts import history
from guichet.records.contacts.errors import NotOwnerError
from guichet.records.contacts.identity import judge_contact, take_back_for
from guichet.records.contacts.telephone import show_number
from guichet.records.people import statements
from guichet.records.people.judging import MOST_ALIKE
from guichet.records.people.likeness import MOST_PROPOSED, InCommon, Proposal, propose
from guichet.records.people.words import ContactPointKind, Ground
from guichet.screens.live.cards import get_label
from guichet.screens.live.kept import words
from guichet.screens.live.kept.history import IN_HAND, check_readable
from guichet.screens.live.requests import Asking

decode_judgement = msgspec.json.Decoder(words.JudgePerson)
decode_taking_back = msgspec.json.Decoder(words.TakeBack)


async def show_person(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/person"""
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    await check_readable(machinery, seat, contact)
    await answer(send, 200, await get_person(machinery, seat, contact))


async def show_timeline(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/timeline?before="""
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    await check_readable(machinery, seat, contact)
    [cursor] = parse_qs(scope["query_string"].decode("latin-1")).get("before", [""])[-1:]
    place = history.read_place(cursor)
    if place is None:
        raise MalformedError(detail="before: the place that the page of before named")
    rows = await read(machinery.pool, seat.organisation, history.LIST_PAST, **ask_past(contact, place))
    await answer(send, 200, make_timeline(rows, seat.language))


async def judge_person(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/person/judge"""
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    await check_in_hand(machinery, seat, contact)
    asked = parse(await read_body(scope, receive), decode_judgement)
    said = asked.citizen, asked.is_same
    now = datetime.now(UTC)
    await machinery.office.ask(seat.organisation, judge_contact, seat.organisation, UUID(contact), said, seat.account, now)
    await answer(send, 200, await get_person(machinery, seat, contact))


async def take_back(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/person/take-back"""
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    await check_in_hand(machinery, seat, contact)
    asked = parse(await read_body(scope, receive), decode_taking_back)
    now = datetime.now(UTC)
    await machinery.office.ask(seat.organisation, take_back_for, seat.organisation, UUID(contact), asked.judgement, seat.account, now)
    await answer(send, 200, await get_person(machinery, seat, contact))


async def check_in_hand(machinery: Machinery, seat: Seat, contact: ContactId) -> None:
    """Only who has the person before him can ask who it is.

    :raises NotOwnerError: the contact is not in his hands.
    """
    agent = get_agent(seat)
    standing = await Asking(machinery, seat, agent).get_standing(contact)
    if standing.agent != agent or standing.state not in IN_HAND:
        raise NotOwnerError


async def get_person(machinery: Machinery, seat: Seat, contact: ContactId) -> words.Person:
    """What is known of the person behind a contact, whoever asks."""
    [(citizen,)] = await read(machinery.pool, seat.organisation, history.GET_CITIZEN, contact=contact)
    if citizen is None:
        return words.Person(is_known=False, addresses=(), timeline=make_timeline([], ""), proposals=(), judged=())
    past, addresses, alike, judged = await read_together(
        machinery.pool,
        seat.organisation,
        (history.LIST_PAST, ask_past(contact, history.LATEST)),
        (history.LIST_ADDRESSES, {"contact": contact}),
        (statements.LIST_ALIKE, {"citizen": citizen, "most": MOST_ALIKE}),
        (statements.LIST_JUDGEMENTS, {"citizen": citizen}),
    )
    return words.Person(
        is_known=True,
        addresses=tuple(show_address(each) for each in history.read_addresses(addresses)),
        timeline=make_timeline(past, seat.language),
        proposals=tuple(show_proposal(each) for each in propose(alike)[:MOST_PROPOSED]),
        judged=tuple(read_judged(row) for row in judged),
    )


def ask_past(contact: ContactId, place: history.Place) -> dict[str, object]:
    """One more than is shown says whether there are more."""
    return {"contact": contact, "limit": history.PAST_SHOWN + 1, "before_us": place.before_us, "before": place.before}


def make_timeline(rows: Sequence[Sequence[Any]], language: str) -> words.Timeline:
    """A page of rows of `LIST_PAST`."""
    shown = rows[: history.PAST_SHOWN]
    is_all = len(rows) == len(shown)
    following = "" if is_all else history.write_place(shown[-1][6], ContactId(str(shown[-1][0])))
    return words.Timeline(past=tuple(read_past(row, language) for row in shown), following=following)


def read_past(row: Sequence[Any], language: str) -> history.PastContact:
    """Parse a row of `LIST_PAST`."""
    contact, channel, state, reason, reason_labels, agent, arrived_us, closed_at, outcome, outcome_labels = row
    return history.PastContact(
        contact=ContactId(str(contact)),
        channel=Channel(channel),
        state=ContactState(state),
        reason_name=get_label(reason_labels, reason, language),
        agent_name=agent or "",
        outcome_name=get_label(outcome_labels, outcome, language) if outcome else "",
        arrived_at=Instant(arrived_us // 1_000),
        closed_at=closed_at,
    )


def read_judged(row: Sequence[Any]) -> words.Judged:
    """Parse a row of `LIST_JUDGEMENTS`."""
    number, is_same, grounds, made_by, made_at = row
    return words.Judged(id=number, is_same=is_same, grounds=tuple(map(Ground, grounds)), made_by=made_by, made_at=Instant(made_at))


def show_address(address: history.Address) -> history.Address:
    """A number as people write it, an account without the word for its network; anything else as it is kept."""
    return msgspec.structs.replace(address, value=show_value(address.kind, address.value))


def show_proposal(proposal: Proposal) -> Proposal:
    in_common = [show_in_common(each) for each in proposal.in_common]
    return msgspec.structs.replace(proposal, in_common=tuple(in_common))


def show_in_common(shared: InCommon) -> InCommon:
    return msgspec.structs.replace(shared, value=show_value(shared.ground, shared.value))


def show_value(kind: str, value: str) -> str:
    if kind == ContactPointKind.TELEPHONE:
        return show_number(value)
    return value.partition(":")[2] if kind == ContactPointKind.NETWORK else value
