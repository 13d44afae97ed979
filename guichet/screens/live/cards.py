"""Reading the cards of contacts, and an agent's whole state, on one snapshot."""

from collections.abc import Sequence
from typing import Any

import msgspec

from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Instant, Presence, QueueId, Why
from guichet.doors.reader import read_together
from guichet.doors.refusals import MalformedError
from guichet.doors.seats import Seat
from guichet.doors.writer import Pool
from guichet.records.contacts import statements
from guichet.records.contacts.queries import read_messages
from guichet.records.contacts.telephone import show_number
from guichet.records.contacts.words import Message
from guichet.records.journal.statements import GET_HEAD
from guichet.records.orders.statements import LIST_UNREAD
from guichet.screens.live.words import CallFacts, Card, LetterFacts, MailFacts, Me, Notice, ReplyFacts, State

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


def read_card(row: Sequence[Any], messages: Sequence[Message], language: str) -> Card:
    """Parse a row of `GET_CARD` or `LIST_CARDS`."""
    contact, channel, state, queue, reason, spoken, territory, written_in, name, arrived_at, offered_until, wrap_up_until, why, facts = row[
        :14
    ]
    queue_key, queue_labels, reason_key, reason_labels = row[14:]
    return Card(
        contact=ContactId(str(contact)),
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
        reply=read_reply(facts) if channel == Channel.MESSAGE else None,
        mail=MailFacts(**facts) if channel == Channel.EMAIL and facts else None,
        letter=msgspec.convert(facts, LetterFacts) if channel == Channel.LETTER and facts else None,
        messages=tuple(messages),
    )


def read_call(call: dict[str, Any] | None) -> CallFacts | None:
    """Parse what `CARD` says of a callback; None for a contact of another channel, or whose number was erased."""
    return CallFacts(**call, shown=show_number(call["number"])) if call and call["number"] else None


def read_reply(facts: dict[str, Any] | None) -> ReplyFacts | None:
    """Parse what `CARD` says of a message left; None for one that was a conversation before."""
    return ReplyFacts(**facts, shown=show_number(facts["number"]) if facts["number"] else "") if facts else None


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
    messages = [show_to_agent(told.message, agent) for told in read_messages(lines)]
    return read_card(rows[0], messages, language) if rows else None


def read_notice(row: Sequence[Any]) -> Notice:
    """Parse a row of `LIST_UNREAD`."""
    _, notice, by, text, at = row
    return Notice(notice=notice, by=by, text=text, at=at)


async def get_state(pool: Pool, seat: Seat, agent: AgentId) -> State:
    """All that an agent's desk shows, as it stood at one instant."""
    [[head]], [presence], cards, lines, unread = await read_together(
        pool,
        seat.organisation,
        (GET_HEAD, {}),
        (statements.GET_PRESENCE, {"agent": agent}),
        (statements.LIST_CARDS, {"agent": agent}),
        (statements.LIST_MESSAGES_OF_CARDS, {"agent": agent}),
        (LIST_UNREAD, {"agents": [agent]}),
    )
    said: dict[ContactId, list[Message]] = {}
    for told in read_messages(lines):
        said.setdefault(told.contact, []).append(show_to_agent(told.message, agent))
    contacts = tuple(read_card(row, said.get(ContactId(str(row[0])), []), seat.language) for row in cards)
    numbers = {card.contact: card.messages[-1].number if card.messages else 0 for card in contacts}
    notices = tuple(read_notice(row) for row in unread)
    return State(me=read_me(presence, seat, agent), contacts=contacts, notices=notices, cursor=write_place(head, numbers))


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
