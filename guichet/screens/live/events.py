"""From an entry of the journal to what one agent is told. Pure: what a card needs from the database is fetched by the stream."""

from collections.abc import Container, Iterable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from guichet.decisions.routing import decisions as decided
from guichet.decisions.routing.inputs import ContactArrived
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.words import AgentId, ContactId, Instant
from guichet.records.journal.words import Entry
from guichet.screens.live import words

REFUSED = {
    Refusal.NOT_WAITING: _("This contact is not waiting any more: somebody else took it, or the citizen left."),
    Refusal.OFFER_GONE: _("This contact is no longer offered to you."),
    Refusal.NOT_OWNER: _("This contact is no longer in your hands."),
    Refusal.NO_ROOM: _("You have as much in hand as you can hold."),
    Refusal.AGENT_OFFLINE: _("Say that you are available first."),
    Refusal.AGENT_NOT_AVAILABLE: _("Say that you are available first."),
    Refusal.NOT_ABLE: _("This contact needs skills, a language or a territory that you do not have."),
    Refusal.KEPT_FOR_ANOTHER: _("This contact is kept for a colleague for a moment."),
    Refusal.RESERVED: _("You are kept free for citizens who may call or chat at any moment."),
    Refusal.NOT_BEFORE: _("This call is promised for later. It rings when its time has come."),
    Refusal.NOT_A_CALLBACK: _("This contact is not a call any more."),
    Refusal.QUEUE_CLOSED: _("That queue is closed. Choose another."),
    Refusal.QUEUE_FULL: _("That queue is full. Choose another."),
    Refusal.MERGED: _("This contact goes on in another one already."),
    Refusal.NOT_MERGED: _("This contact stands on its own already."),
    Refusal.NOT_DEFERRED: _("Somebody waits in this contact for an answer at once: it can neither rest nor go on in another one."),
    Refusal.ASKED: _("This contact rests while an answer is waited for. Take it up again first."),
    Refusal.NOT_ASKED: _("Nobody is waited for here any more."),
    Refusal.CONVERSATION_OVER: _("This conversation is over; it only waits for its wrap-up."),
    Refusal.WRAP_UP_LIMIT: _("The wrap-up cannot be made any longer."),
    Refusal.UNKNOWN_CONTACT: _("This contact is over."),
    Refusal.ALREADY_ENDED: _("This contact is over."),
}
REFUSED_OTHERWISE = _("This was not possible any more when it was decided. Nothing has changed.")


def get_sentence(reason: str) -> str:
    """What the agent is told when the router refused; a code of a later version gets the general sentence."""
    known = reason in frozenset(Refusal)
    return str(REFUSED.get(Refusal(reason), REFUSED_OTHERWISE) if known else REFUSED_OTHERWISE)


class CardWanted(NamedTuple):
    """An event that carries the contact's card."""

    contact: ContactId
    event: type[
        words.ContactOffered
        | words.ContactAssigned
        | words.ContactRechannelled
        | words.ContactsJoined
        | words.MessagesTakenOut
        | words.AskingChanged
    ]


Outline = words.DeskEvent | CardWanted


def list_events(entry: Entry, agent: AgentId, mine: Container[ContactId]) -> Iterable[Outline]:
    """What this agent is told of an entry. `mine` are the contacts he owned or that rang at him before it."""
    cause = entry.step.input
    if isinstance(cause, ContactArrived) and cause.taken_out_of is not None and cause.taken_out_of in mine:
        yield CardWanted(cause.taken_out_of, words.MessagesTakenOut)
    for decision in entry.step.decisions:
        if getattr(decision, "agent", agent) != agent:
            continue
        contact = getattr(decision, "contact", None)
        if contact is not None and getattr(decision, "agent", None) is None and contact not in mine:
            continue
        event = _get_event(decision, entry.at)
        if event is not None:
            yield event


def _get_event(decision: decided.Decision, at: Instant) -> Outline | None:
    match decision:
        case decided.Offered():
            return CardWanted(decision.contact, words.ContactOffered)
        case decided.Assigned():
            return CardWanted(decision.contact, words.ContactAssigned)
        case decided.OfferEnded():
            return words.OfferEnded(contact=decision.contact, reason=decision.reason)
        case decided.Released():
            return words.ContactReleased(contact=decision.contact, reason=decision.reason)
        case decided.PresenceSet():
            return words.PresenceSet(presence=decision.presence, reason=decision.reason, since=at)
        case decided.Refused():
            message = get_sentence(decision.reason)
            return words.Refused(contact=decision.contact, reason=decision.reason, message=message)
        case _:
            return _get_event_of_work(decision)


def _get_event_of_work(decision: decided.Decision) -> Outline | None:
    """What becomes of a contact that is his already."""
    match decision:
        case decided.Interrupted():
            return words.ContactInterrupted(contact=decision.contact)
        case decided.Resumed():
            return words.ContactResumed(contact=decision.contact)
        case decided.Rechannelled():
            return CardWanted(decision.contact, words.ContactRechannelled)
        case decided.Merged():
            return CardWanted(decision.into, words.ContactsJoined)
        case decided.Parted():
            return CardWanted(decision.out_of, words.ContactsJoined)
        case decided.Asked() | decided.Returned():
            return CardWanted(decision.contact, words.AskingChanged)
        case decided.WrapUpStarted():
            return words.WrapUpStarted(contact=decision.contact, until=decision.until)
        case decided.Closed():
            return words.ContactClosed(contact=decision.contact, cause=decision.cause)
        case decided.Withdrawn():
            return words.ContactClosed(contact=decision.contact, cause="withdrawn")
        case _:
            return None
