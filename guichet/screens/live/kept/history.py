"""Past contacts to be read, and by whom. Reading what is not one's own leaves a trace."""

from datetime import UTC, datetime

from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Instant
from guichet.doors.answers import answer, answer_nothing
from guichet.doors.endpoints import get_contact_id
from guichet.doors.hub import Sign
from guichet.doors.machinery import Machinery, get_machinery
from guichet.doors.reader import read, read_together
from guichet.doors.seats import Seat
from guichet.doors.trail import record_refused
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.calls.statements import LIST_RECORDED
from guichet.records.contacts import history, statements
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.queries import read_messages
from guichet.records.contacts.words import Author
from guichet.records.directory.words import STEERING
from guichet.screens.live.cards import get_label, show_to_agent
from guichet.screens.live.kept import words
from guichet.screens.live.words import RecordingFacts

IN_HAND = (ContactState.ASSIGNED, ContactState.INTERRUPTED, ContactState.ASKED, ContactState.WRAPPING_UP)


async def show_history(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/history"""
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    grounds = await check_readable(machinery, seat, contact)
    if grounds != "took-part":
        act = Act("contact-read", "contact", contact, seat.account, {"grounds": grounds})
        await machinery.office.ask(seat.organisation, record, seat.organisation, act, datetime.now(UTC))
    await answer(send, 200, await get_past(machinery, seat, contact))


async def look(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """POST /live/contacts/{contact}/looking: tell whoever answers it that somebody else reads along. Kept nowhere."""
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    await check_readable(machinery, seat, contact)
    [(name,)] = await read(machinery.pool, seat.organisation, history.GET_NAME, account=seat.account)
    machinery.listener.tell(seat.organisation, Sign(contact, Author.AGENT, looker=name))
    await answer_nothing(send)


async def check_readable(machinery: Machinery, seat: Seat, contact: ContactId) -> str:
    """Why somebody may read the contact: "took-part", "taken-apart", "same-person" or "steering".

    :raises NoSuchContactError: he may not, or there is none; he leaves a trace.
    """
    agent = seat.agent or AgentId(0)
    [(grounds, exists)] = await read(machinery.pool, seat.organisation, history.MAY_READ, contact=contact, agent=agent)
    if grounds is None and exists and not STEERING.isdisjoint(seat.roles):
        return "steering"
    if grounds is None:
        await record_refused(machinery, seat.organisation, contact, seat.asker, seat.account)
        raise NoSuchContactError
    return str(grounds)


async def get_past(machinery: Machinery, seat: Seat, contact: ContactId) -> words.Past:
    """The contact with all that was said, as it stands now.

    :raises NoSuchContactError: there is none.
    """
    agent, steers = seat.agent or AgentId(0), not STEERING.isdisjoint(seat.roles)
    rows, lines, recorded = await read_together(
        machinery.pool,
        seat.organisation,
        (history.GET_PAST, {"contact": contact}),
        (statements.LIST_MESSAGES, {"contacts": [contact]}),
        (LIST_RECORDED, {"contact": contact, "agent": agent, "steers": steers}),
    )
    if not rows:
        raise NoSuchContactError
    (_, channel, state, reason, reason_labels, queue, queue_labels, name, spoken, owner, arrived_at, closed_at, outcome, labels, note) = (
        rows[0]
    )
    return words.Past(
        contact=contact,
        channel=Channel(channel),
        state=ContactState(state),
        reason_name=get_label(reason_labels, reason, seat.language),
        queue_name=get_label(queue_labels, queue, seat.language),
        citizen_name=name,
        language=spoken,
        agent_name=owner or "",
        owner_name=(owner or "") if ContactState(state) in IN_HAND else "",
        arrived_at=Instant(arrived_at),
        closed_at=closed_at,
        outcome_name=get_label(labels, outcome, seat.language) if outcome else "",
        note=note,
        messages=tuple(show_to_agent(told.message, agent) for told in read_messages(lines)),
        recordings=tuple(RecordingFacts(key, seconds, Instant(at)) for key, seconds, at in recorded),
    )
