"""From the journal and the contact's row to what its citizen is told. Pure."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from guichet.channels.chat.words import Progress, StateChanged
from guichet.decisions.routing import decisions as decided
from guichet.decisions.routing.words import ContactId, ContactState
from guichet.records.contacts.words import Author, Message, MessageKind
from guichet.records.journal.words import Entry

PROGRESS: Mapping[str, Progress] = {
    ContactState.WAITING: Progress.WAITING,
    ContactState.OFFERED: Progress.WAITING,
    ContactState.ASSIGNED: Progress.ANSWERED,
    ContactState.INTERRUPTED: Progress.ANSWERED,
    ContactState.ASKED: Progress.ANSWERED,
    ContactState.MERGED: Progress.ANSWERED,
    ContactState.WRAPPING_UP: Progress.ENDED,
    ContactState.CLOSED: Progress.ENDED,
    ContactState.WITHDRAWN: Progress.LEFT,
    ContactState.TURNED_AWAY: Progress.TURNED_AWAY,
}

TURNED_AWAY = {
    "queue-closed": _("We are closed for now. The opening hours and the other ways to reach us are on this page."),
    "queue-full": _("Too many people are waiting right now. Try again a little later, or use another way on this page."),
}
TURNED_AWAY_OTHERWISE = _("We cannot answer here right now. The other ways to reach us are on this page.")


def explain_turning_away(reason: str) -> str:
    """The sentence for a refusal at the door, in the language now active (R17)."""
    return str(TURNED_AWAY.get(reason, TURNED_AWAY_OTHERWISE))


def list_changes(entry: Entry, contact: ContactId) -> list[StateChanged]:
    """What the citizen of this contact is told of an entry: the last state it leads to, or nothing."""
    changes = [change for decision in entry.step.decisions if (change := _get_change(decision, contact))]
    return changes[-1:]


def _get_change(decision: decided.Decision, contact: ContactId) -> StateChanged | None:
    if getattr(decision, "contact", None) != contact:
        return None
    match decision:
        case decided.Queued():
            return StateChanged(state=Progress.WAITING, reason=None)
        case decided.Assigned():
            return StateChanged(state=Progress.ANSWERED, reason=None)
        case decided.WrapUpStarted() | decided.Closed():
            return StateChanged(state=Progress.ENDED, reason=None)
        case decided.Withdrawn():
            return StateChanged(state=Progress.LEFT, reason=None)
        case decided.TurnedAway():
            return StateChanged(state=Progress.TURNED_AWAY, reason=explain_turning_away(decision.reason))
        case _:
            return None


def is_for_citizen(message: Message) -> bool:
    """Notes are for agents only; their numbers are missing from what a citizen sees, and nothing else of them shows."""
    return message.kind != MessageKind.NOTE


def show_to_citizen(message: Message) -> Message:
    """A message as its citizen sees it: no agent's id, and the key of his own only."""
    key = message.key if message.author == Author.CITIZEN else None
    return Message(
        number=message.number,
        author=message.author,
        kind=message.kind,
        text=message.text,
        at=message.at,
        key=key,
        attachment=message.attachment,
        answer=message.answer,
    )
