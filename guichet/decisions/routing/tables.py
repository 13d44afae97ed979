"""Every state a contact or an agent can be in, and what leads from one to the next.

A contact moves by decisions: the table says which decision may be taken in which state. The router goes through it, and whoever
follows the journal can go through it too, so both always agree. An agent moves by what is said or seen of him. A pair that is
missing here cannot happen: meeting one is a defect of the router, not a refusal.
"""

from enum import StrEnum

from guichet.decisions.routing.decisions import (
    Assigned,
    Closed,
    Decided,
    Held,
    Interrupted,
    Offered,
    OfferEnded,
    Queued,
    Rechannelled,
    Relaxed,
    Released,
    Reprioritised,
    Resumed,
    TurnedAway,
    Withdrawn,
    WrapUpStarted,
)
from guichet.decisions.routing.words import ContactState, Presence

_WAITING = ContactState.WAITING
_OFFERED = ContactState.OFFERED
_ASSIGNED = ContactState.ASSIGNED
_INTERRUPTED = ContactState.INTERRUPTED
_WRAPPING_UP = ContactState.WRAPPING_UP

CONTACT: dict[tuple[ContactState | None, type[Decided]], ContactState] = {
    (None, Queued): _WAITING,
    (None, TurnedAway): ContactState.TURNED_AWAY,
    (_WAITING, Queued): _WAITING,  # says where and why it waits again, after OfferEnded or Released
    (_WAITING, Relaxed): _WAITING,
    (_WAITING, Held): _WAITING,
    (_WAITING, Rechannelled): _WAITING,
    (_WAITING, Reprioritised): _WAITING,
    (_WAITING, Offered): _OFFERED,
    (_WAITING, Assigned): _ASSIGNED,  # pulled, or ordered by a supervisor
    (_WAITING, TurnedAway): ContactState.TURNED_AWAY,
    (_WAITING, Withdrawn): ContactState.WITHDRAWN,
    (_OFFERED, OfferEnded): _WAITING,
    (_OFFERED, Assigned): _ASSIGNED,
    (_OFFERED, Rechannelled): _OFFERED,
    (_OFFERED, Reprioritised): _OFFERED,
    (_ASSIGNED, Interrupted): _INTERRUPTED,
    (_ASSIGNED, Released): _WAITING,
    (_ASSIGNED, Rechannelled): _ASSIGNED,
    (_ASSIGNED, Reprioritised): _ASSIGNED,
    (_ASSIGNED, WrapUpStarted): _WRAPPING_UP,
    (_ASSIGNED, Closed): ContactState.CLOSED,
    (_INTERRUPTED, Resumed): _ASSIGNED,
    (_INTERRUPTED, Released): _WAITING,
    (_INTERRUPTED, Rechannelled): _INTERRUPTED,
    (_INTERRUPTED, Reprioritised): _INTERRUPTED,
    (_INTERRUPTED, WrapUpStarted): _WRAPPING_UP,
    (_INTERRUPTED, Closed): ContactState.CLOSED,
    (_WRAPPING_UP, WrapUpStarted): _WRAPPING_UP,  # extended
    (_WRAPPING_UP, Closed): ContactState.CLOSED,
}

ENDED = frozenset({ContactState.CLOSED, ContactState.WITHDRAWN, ContactState.TURNED_AWAY})
IN_HAND = frozenset({ContactState.ASSIGNED, ContactState.INTERRUPTED, ContactState.WRAPPING_UP})
"""States in which a contact has an owner."""


class AgentEvent(StrEnum):
    """What is said or seen of an agent."""

    READY = "ready"
    PAUSE = "pause"
    SIGNED_OFF = "signed-off"
    NO_ANSWER = "no-answer"
    VANISHED = "vanished"
    REMOVED = "removed"


AGENT: dict[tuple[Presence, AgentEvent], Presence] = {
    (Presence.OFFLINE, AgentEvent.READY): Presence.AVAILABLE,
    (Presence.OFFLINE, AgentEvent.PAUSE): Presence.PAUSED,
    (Presence.OFFLINE, AgentEvent.REMOVED): Presence.OFFLINE,
    (Presence.AVAILABLE, AgentEvent.PAUSE): Presence.PAUSED,
    (Presence.AVAILABLE, AgentEvent.NO_ANSWER): Presence.PAUSED,
    (Presence.AVAILABLE, AgentEvent.SIGNED_OFF): Presence.OFFLINE,
    (Presence.AVAILABLE, AgentEvent.VANISHED): Presence.OFFLINE,
    (Presence.AVAILABLE, AgentEvent.REMOVED): Presence.OFFLINE,
    (Presence.PAUSED, AgentEvent.READY): Presence.AVAILABLE,
    (Presence.PAUSED, AgentEvent.PAUSE): Presence.PAUSED,  # for another reason
    (Presence.PAUSED, AgentEvent.SIGNED_OFF): Presence.OFFLINE,
    (Presence.PAUSED, AgentEvent.VANISHED): Presence.OFFLINE,
    (Presence.PAUSED, AgentEvent.REMOVED): Presence.OFFLINE,
}
