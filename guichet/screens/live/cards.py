"""Reading the cards of contacts, and an agent's whole state, on one snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Instant, Presence, QueueId, Why
from guichet.doors.reader import read_together
from guichet.doors.refusals import MalformedError
from guichet.doors.seats import Seat
from guichet.doors.writer import Pool
from guichet.records.calls.statements import LIST_DESK_CAMPAIGNS, LIST_LEGS, read_desk_campaign, read_leg
from guichet.records.contacts import joined, statements
from guichet.records.contacts.joined import JoinedRow
from guichet.records.contacts.queries import read_messages
from guichet.records.contacts.telephone import show_number
from guichet.records.contacts.words import Message, RealTimeText
from guichet.records.journal.statements import GET_HEAD
from guichet.records.orders.statements import LIST_UNREAD
from guichet.screens.live.callers import Callers, find_callers
from guichet.screens.live.words import (
    AskingFacts,
    CallFacts,
    Card,
    Joined,
    LetterFacts,
    MailFacts,
    Me,
    Notice,
    Origin,
    ReplyFacts,
    State,
    TakenOut,
)

Labels = dict[str, str]
LONGEST_PLACE = 10_000
"""Characters of a cursor."""


def get_label(labels: Labels, key: str, language: str) -> str:
    """The wording of a queue or a reason in a language, else French, else its key."""
    return labels.get(language) or labels.get("fr") or key


def read_explanation(why: str) -> Why | None:
    """The router's `Why`; None when what it last said of the contact was something else."""
    try:
        return msgspec.json.decode(why, type=Why)
    except msgspec.ValidationError:
        return None


def read_card(row: Sequence[Any], said: "Said", language: str) -> Card:
    """Parse a row of `GET_CARD` or `LIST_CARDS`."""
    contact, channel, state, queue, reason, spoken, territory, written_in, name, arrived_at, offered_until, wrap_up_until, why = row[:13]
    _, facts, asked, text, queue_key, queue_labels, reason_key, reason_labels, taken_out, origin = row[13:]
    contact = ContactId(str(contact))
    return Card(
        contact=contact,
        channel=Channel(channel),
        state=ContactState(state),
        queue=QueueId(queue),
        queue_name=get_label(queue_labels, queue_key, language),
        reason=reason,
        reason_name=get_label(reason_labels, reason_key, language),
        language=spoken,
        written_in=written_in if written_in not in (None, spoken) else "",
        territory=territory,
        citizen_name=name,
        arrived_at=Instant(arrived_at),
        offered_until=offered_until,
        wrap_up_until=wrap_up_until,
        why=read_explanation(why),
        call=read_call(facts) if channel == Channel.CALLBACK else None,
        caller=said.callers.get(contact),
        reply=read_reply(facts) if channel == Channel.MESSAGE else None,
        mail=MailFacts(**facts) if channel == Channel.EMAIL and facts else None,
        letter=msgspec.convert(facts, LetterFacts) if channel == Channel.LETTER and facts else None,
        asking=read_asking(asked, language) if asked else None,
        text=None if text is None else RealTimeText(text),
        messages=tuple(said.messages.get(contact, ())),
        joined=tuple(show_joined(each, said.messages, language) for each in said.joined if each.top == contact),
        taken_out=tuple(show_taken_out(each, language) for each in taken_out or ()),
        origin=None if origin is None else show_origin(origin, language),
    )


def show_taken_out(row: Sequence[Any], language: str) -> TakenOut:
    contact, reason_key, labels, numbers = row
    return TakenOut(contact=ContactId(contact), reason_name=get_label(labels, reason_key, language), numbers=tuple(numbers))


def show_origin(row: Sequence[Any], language: str) -> Origin:
    contact, reason_key, labels, arrived_at = row
    return Origin(contact=ContactId(contact), reason_name=get_label(labels, reason_key, language), arrived_at=Instant(arrived_at))


def show_joined(row: JoinedRow, messages: Mapping[ContactId, Sequence[Message]], language: str) -> Joined:
    return Joined(
        contact=row.contact,
        into=row.into,
        channel=row.channel,
        reason_name=get_label(row.reason_labels, row.reason_key, language),
        citizen_name=row.citizen_name,
        arrived_at=row.arrived_at,
        is_put_back=row.is_put_back,
        messages=tuple(messages.get(row.contact, ())),
    )


def read_call(call: dict[str, Any] | None) -> CallFacts | None:
    """Parse what `CARD` says of a callback; None for a contact of another channel, or whose number was erased."""
    if not call or not call["number"]:
        return None
    through = call["relay_number"]
    return CallFacts(**call, shown=show_number(call["number"]), relay_shown=show_number(through) if through else "")


def read_reply(facts: dict[str, Any] | None) -> ReplyFacts | None:
    """Parse what `CARD` says of a message left; None for one that was a conversation before."""
    return ReplyFacts(**facts, shown=show_number(facts["number"]) if facts["number"] else "") if facts else None


def read_asking(asked: dict[str, Any], language: str) -> AskingFacts:
    """Parse what `CARD` says of a contact that rests."""
    reason_name = get_label(asked["labels"], asked["key"], language)
    return AskingFacts(reason_name=reason_name, since=asked["since"], until=asked["until"], is_put_off=asked["is_put_off"])


def show_to_agent(message: Message, agent: AgentId) -> Message:
    """A message as an agent sees it: with the key of his own only."""
    return message if message.agent == agent else msgspec.structs.replace(message, key=None)


async def get_card(pool: Pool, organisation: int, agent: AgentId, contact: ContactId, language: str) -> Card | None:
    """A contact as it stands now, with all that was said; None when it is not this agent's."""
    rows, lines = await read_together(
        pool,
        organisation,
        (statements.GET_CARD, {"contact": contact, "agent": agent}),
        (statements.LIST_MESSAGES, {"contacts": [contact]}),
    )
    if not rows:
        return None
    said = gather(lines, agent)
    if has_joined(rows[0]):
        said = await add_joined(pool, organisation, agent, said)
    return read_card(rows[0], said._replace(callers=await find_callers(pool, organisation, rows)), language)


class Said(NamedTuple):
    """What was said in contacts, which of them go on in others, and who calls."""

    messages: dict[ContactId, list[Message]]
    joined: Sequence[JoinedRow] = ()
    callers: Callers = MappingProxyType({})


def gather(lines: Iterable[Sequence[Any]], agent: AgentId) -> Said:
    """Sort rows of messages by contact."""
    messages: dict[ContactId, list[Message]] = {}
    for told in read_messages(lines):
        messages.setdefault(told.contact, []).append(show_to_agent(told.message, agent))
    return Said(messages)


def has_joined(row: Sequence[Any]) -> bool:
    """Of a row of `CARD`: whether others go on in it. Few do, and only those are looked for."""
    return bool(row[13])


async def add_joined(pool: Pool, organisation: int, agent: AgentId, said: Said) -> Said:
    """With what goes on in the agent's contacts."""
    rows, lines = await read_together(
        pool, organisation, (joined.LIST_JOINED, {"agent": agent}), (joined.LIST_MESSAGES_OF_JOINED, {"agent": agent})
    )
    return Said({**said.messages, **gather(lines, agent).messages}, joined.read_joined(rows))


def get_last(messages: Sequence[Message]) -> int:
    """The number reached."""
    return messages[-1].number if messages else 0


def read_notice(row: Sequence[Any]) -> Notice:
    """Parse a row of `LIST_UNREAD`."""
    _, notice, by, text, at = row
    return Notice(notice=notice, by=by, text=text, at=at)


async def get_state(pool: Pool, seat: Seat, agent: AgentId) -> State:
    """All that an agent's desk shows, as it stood at one instant."""
    [[head]], [presence], cards, lines, unread, legs, campaigns = await read_together(
        pool,
        seat.organisation,
        (GET_HEAD, {}),
        (statements.GET_PRESENCE, {"agent": agent}),
        (statements.LIST_CARDS, {"agent": agent}),
        (statements.LIST_MESSAGES_OF_CARDS, {"agent": agent}),
        (LIST_UNREAD, {"agents": [agent]}),
        (LIST_LEGS, {"agent": agent}),
        (LIST_DESK_CAMPAIGNS, {"agents": [agent]}),
    )
    said = gather(lines, agent)
    if any(has_joined(row) for row in cards):
        said = await add_joined(pool, seat.organisation, agent, said)
    said = said._replace(callers=await find_callers(pool, seat.organisation, cards))
    contacts = tuple(read_card(row, said, seat.language) for row in cards)
    shown: list[Card | Joined] = [*contacts, *(each for card in contacts for each in card.joined)]
    numbers = {each.contact: get_last(each.messages) for each in shown}
    notices = tuple(read_notice(row) for row in unread)
    return State(
        me=read_me(presence, seat, agent),
        contacts=contacts,
        notices=notices,
        legs=tuple(read_leg(row) for row in legs),
        campaigns=tuple(read_desk_campaign(row) for row in campaigns),
        cursor=write_place(head, numbers),
    )


def read_me(row: Sequence[Any], seat: Seat, agent: AgentId) -> Me:
    """Parse a row of `GET_PRESENCE`. Somebody of whom nothing is known yet is offline."""
    name, presence, reason, since = row
    return Me(
        agent=agent,
        name=name,
        roles=tuple(sorted(seat.roles)),
        presence=Presence(presence or Presence.OFFLINE),
        presence_reason=reason,
        since=since,
    )


def write_place(seq: int, numbers: dict[ContactId, int]) -> str:
    """A cursor: the journal's number, and the number reached in each open conversation."""
    return ";".join([str(seq), *(f"{contact}={number}" for contact, number in numbers.items())])


def read_place(cursor: str) -> tuple[int, dict[ContactId, int]]:
    """Read a cursor.

    :raises MalformedError: it is not one of ours.
    """
    seq, *numbers = cursor.split(";")
    pairs = [word.split("=") for word in numbers]
    is_ours = len(cursor) < LONGEST_PLACE and is_number(seq) and all(len(pair) == 2 and is_number(pair[1], 9) for pair in pairs)
    if not is_ours:
        raise MalformedError(detail="the cursor is not one of ours")
    return int(seq), {ContactId(contact): int(number) for contact, number in pairs}


def is_number(text: str, digits: int = 18) -> bool:
    return text.isdecimal() and len(text) <= digits
