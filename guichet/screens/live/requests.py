"""What an agent or a supervisor may ask about a contact, each as the check that a door can make and the fact that is then posted."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from guichet.decisions.routing import inputs
from guichet.decisions.routing.inputs import Input
from guichet.decisions.routing.words import AgentId, ContactId, ContactState, QueueId, Requirement
from guichet.doors.machinery import Machinery
from guichet.doors.reader import read
from guichet.doors.refusals import MalformedError
from guichet.doors.seats import Seat
from guichet.doors.trail import record_refused
from guichet.doors.words import Asked
from guichet.doors.writer import Line, Write
from guichet.records.contacts import callbacks, statements
from guichet.records.contacts.errors import (
    NoSuchContactError,
    NotInWrapUpError,
    NotOfferedError,
    NotOwnerError,
    NotWaitingError,
    UnknownAgentError,
)
from guichet.records.contacts.identifiers import derive_input_id
from guichet.records.contacts.queries import check_outcome, get_arrival, has_agent
from guichet.records.contacts.steps import list_steps_after
from guichet.records.contacts.texts import check_storable, check_text
from guichet.records.contacts.words import Author, MessageKind
from guichet.screens.live import words

IN_HAND = (ContactState.ASSIGNED, ContactState.INTERRUPTED)
WAITING = (ContactState.WAITING, ContactState.OFFERED)


class Standing(msgspec.Struct, frozen=True):
    """Where a contact stands: a row of `GET_STANDING`."""

    state: ContactState
    agent: AgentId | None
    offered_to: AgentId | None
    queue: QueueId
    reason: int
    language: str
    territory: int | None


class Asking:
    """A signed-in agent who asks something."""

    def __init__(self, machinery: Machinery, seat: Seat, agent: AgentId) -> None:
        self.machinery = machinery
        self.seat = seat
        self.agent = agent

    async def get_standing(self, contact: ContactId) -> Standing:
        """Where the contact stands now.

        :raises NoSuchContactError: his organisation has none of that id; he leaves a trace.
        """
        rows = await read(self.machinery.pool, self.seat.organisation, statements.GET_STANDING, contact=contact)
        if not rows:
            await record_refused(self.machinery, self.seat.organisation, contact, self.seat.asker, self.seat.account)
            raise NoSuchContactError
        state, *others = rows[0]
        return Standing(ContactState(state), *others)

    async def check_owned(self, contact: ContactId) -> Standing:
        """:raises NotOwnerError: it is not in his hands."""
        standing = await self.get_standing(contact)
        if standing.agent != self.agent or standing.state not in IN_HAND:
            raise NotOwnerError
        return standing

    async def post(self, verb: str, subject: str, key: UUID, fact: Input, **more: Any) -> words.Posted:
        """Write the fact down, with what belongs to it; the same key again is the same fact."""
        input_id = derive_input_id(self.seat.asker, verb, subject, key)
        await self.machinery.writer.write(Write(organisation=self.seat.organisation, fact=(input_id, fact), **more))
        return words.Posted(input=input_id)

    async def change_presence(self, asked: words.ChangePresence) -> words.Posted:
        fact = inputs.PresenceChanged(agent=self.agent, presence=asked.presence, reason=asked.reason)
        return await self.post("presence", str(self.agent), asked.key, fact)


async def accept(asking: Asking, contact: ContactId, asked: words.AcceptOffer) -> words.Posted:
    await check_offered(asking, contact)
    return await asking.post("accept", contact, asked.key, inputs.OfferAccepted(contact=contact, agent=asking.agent))


async def decline(asking: Asking, contact: ContactId, asked: words.DeclineOffer) -> words.Posted:
    await check_offered(asking, contact)
    fact = inputs.OfferDeclined(contact=contact, agent=asking.agent, reason=asked.reason)
    return await asking.post("decline", contact, asked.key, fact)


async def check_offered(asking: Asking, contact: ContactId) -> None:
    """Offered to him, or his already: an answer repeated after a lost reply is no mistake.

    :raises NotOfferedError: neither.
    """
    standing = await asking.get_standing(contact)
    if asking.agent not in (standing.offered_to, standing.agent):
        raise NotOfferedError


async def note_attempt(asking: Asking, contact: ContactId, asked: words.NoteAttempt) -> words.Posted:
    await asking.get_standing(contact)
    attempt = callbacks.Attempt(asking.seat.organisation, asking.agent, contact, asked.reason)
    return words.Posted(
        input=await asking.machinery.office.ask(attempt.organisation, callbacks.note_attempt, attempt, asked.key, datetime.now(UTC))
    )


async def pull(asking: Asking, contact: ContactId, asked: words.PullContact) -> words.Posted:
    standing = await asking.get_standing(contact)
    if standing.state not in WAITING and standing.agent != asking.agent:
        raise NotWaitingError
    return await asking.post("pull", contact, asked.key, inputs.ContactPulled(contact=contact, agent=asking.agent))


async def check_agent(asking: Asking, agent: int) -> None:
    """:raises UnknownAgentError: nobody of that id works in his organisation now."""
    organisation = asking.seat.organisation
    if not await asking.machinery.office.recall(organisation, has_agent, organisation, agent):
        raise UnknownAgentError


async def transfer(asking: Asking, contact: ContactId, asked: words.TransferContact) -> words.Posted:
    standing = await asking.check_owned(contact)
    if asked.note:
        check_text(asked.note)
    queue, requirements = await find_destination(asking, standing, asked)
    fact = inputs.ContactTransferred(contact=contact, agent=asking.agent, queue=queue, requirements=requirements)
    if not asked.note:
        return await asking.post("transfer", contact, asked.key, fact)
    note = Line(contact, asked.key, Author.AGENT, asked.note, MessageKind.NOTE, asking.agent)
    return await asking.post("transfer", contact, asked.key, fact, line=note)


async def find_destination(asking: Asking, standing: Standing, asked: words.TransferContact) -> tuple[QueueId, tuple[Requirement, ...]]:
    """The queue and the requirements of whom it goes to.

    :raises MalformedError: neither somebody nor a reason, or both.
    """
    if (asked.agent is None) == (asked.reason is None):
        raise MalformedError(detail="name either an agent or a reason")
    organisation = asking.seat.organisation
    reason = standing.reason if asked.reason is None else asked.reason
    arrival = await asking.machinery.office.recall(organisation, get_arrival, organisation, reason, standing.language, standing.territory)
    if asked.agent is None:
        return arrival.queue, arrival.requirements
    await check_agent(asking, asked.agent)
    return standing.queue, list_steps_after(AgentId(asked.agent), arrival.requirements)


async def end(asking: Asking, contact: ContactId, asked: words.EndConversation) -> words.Posted:
    standing = await asking.get_standing(contact)
    if standing.agent != asking.agent:
        raise NotOwnerError
    return await asking.post("end", contact, asked.key, inputs.ConversationEnded(contact=contact, agent=asking.agent))


async def extend(asking: Asking, contact: ContactId, asked: words.ExtendWrapUp) -> words.Posted:
    await check_in_wrap_up(asking, contact)
    return await asking.post("extend", contact, asked.key, inputs.WrapUpExtended(contact=contact, agent=asking.agent))


async def wrap_up(asking: Asking, contact: ContactId, asked: words.WrapUp) -> words.Posted:
    await check_in_wrap_up(asking, contact)
    check_storable(asked.note)
    organisation = asking.seat.organisation
    await asking.machinery.office.recall(organisation, check_outcome, organisation, asked.reason, asked.outcome)
    kept: dict[str, object] = {
        "organisation_id": organisation,
        "contact": contact,
        "agent": asking.agent,
        "reason": asked.reason,
        "outcome": asked.outcome,
        "note": asked.note,
    }
    fact = inputs.WrapUpDone(contact=contact, agent=asking.agent, outcome=asked.outcome)
    return await asking.post("wrap-up", contact, asked.key, fact, rows=((statements.KEEP_WRAP_UP, kept),))


async def check_in_wrap_up(asking: Asking, contact: ContactId) -> None:
    """In wrap-up, or closed by him already: said again after a lost reply is no mistake.

    :raises NotInWrapUpError: neither.
    """
    standing = await asking.get_standing(contact)
    if standing.agent != asking.agent or standing.state not in (ContactState.WRAPPING_UP, ContactState.CLOSED):
        raise NotInWrapUpError


class Request(msgspec.Struct, frozen=True):
    """How an agent's request is read and carried out."""

    asked: type[Asked]
    carry_out: Callable[[Asking, ContactId, Any], Awaitable[words.Posted]]


REQUESTS: dict[str, Request] = {
    "accept": Request(words.AcceptOffer, accept),
    "decline": Request(words.DeclineOffer, decline),
    "attempt": Request(words.NoteAttempt, note_attempt),
    "pull": Request(words.PullContact, pull),
    "transfer": Request(words.TransferContact, transfer),
    "end": Request(words.EndConversation, end),
    "extend": Request(words.ExtendWrapUp, extend),
    "wrap-up": Request(words.WrapUp, wrap_up),
}
"""POST /live/contacts/{contact}/<name>"""
