"""From an entry of the journal to what one agent is told. Pure: what a card needs from the database is fetched by the stream."""

from collections.abc import Container, Iterable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from guichet.decisions.routing import decisions as decided
from guichet.decisions.routing.words import AgentId, ContactId, Instant
from guichet.records.journal.words import Entry
from guichet.screens.live import words

REFUSED = {
    "not-waiting": _("This contact is not waiting any more: somebody else took it, or the citizen left."),
    "not-offered": _("This contact is no longer offered to you."),
    "not-owner": _("This contact is no longer in your hands."),
    "no-capacity": _("You have as much in hand as you can hold."),
    "not-available": _("Say that you are available first."),
    "not-able": _("This contact needs skills, a language or a territory that you do not have."),
    "unknown-contact": _("This contact is over."),
}
REFUSED_OTHERWISE = _("This was not possible any more when it was decided. Nothing has changed.")


class CardWanted(NamedTuple):
    """An event that carries the contact's card: offered or, when `is_owned`, assigned."""

    contact: ContactId
    is_owned: bool


Outline = words.DeskEvent | CardWanted


def list_events(entry: Entry, agent: AgentId, mine: Container[ContactId]) -> Iterable[Outline]:
    """What this agent is told of an entry. `mine` are the contacts he owned or that rang at him before it."""
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
            return CardWanted(decision.contact, False)
        case decided.Assigned():
            return CardWanted(decision.contact, True)
        case decided.OfferEnded():
            return words.OfferEnded(contact=decision.contact, reason=decision.reason)
        case decided.Released():
            return words.ContactReleased(contact=decision.contact, reason=decision.reason)
        case decided.PresenceSet():
            return words.PresenceSet(presence=decision.presence, reason=decision.reason, since=at)
        case decided.Refused():
            message = str(REFUSED.get(decision.reason, REFUSED_OTHERWISE))
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
            return words.ContactRechannelled(contact=decision.contact, channel=decision.channel)
        case decided.WrapUpStarted():
            return words.WrapUpStarted(contact=decision.contact, until=decision.until)
        case decided.Closed():
            return words.ContactClosed(contact=decision.contact, cause=decision.cause)
        case decided.Withdrawn():
            return words.ContactClosed(contact=decision.contact, cause="withdrawn")
        case _:
            return None
