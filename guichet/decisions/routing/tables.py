"""Every state a contact or an agent can be in, and what leads from one to the next.

A contact moves by decisions: the table says which decision may be taken in which state. The router goes through it, and whoever
follows the journal can go through it too, so both always agree. An agent moves by what is said or seen of him. A pair that is
missing here cannot happen: meeting one is a defect of the router, not a refusal.
"""

from enum import StrEnum

from guichet.decisions.routing.decisions import (
    Asked,
    Assigned,
    Closed,
    Decided,
    Held,
    Interrupted,
    Merged,
    Offered,
    OfferEnded,
    Parted,
    PutOff,
    Queued,
    Rechannelled,
    Relaxed,
    Released,
    Reprioritised,
    Resumed,
    Returned,
    TurnedAway,
    Withdrawn,
    WrapUpStarted,
)
from guichet.decisions.routing.words import ASKED, ASSIGNED, INTERRUPTED, MERGED, OFFERED, WAITING, WRAPPING_UP, ContactState, Presence

CONTACT: dict[tuple[ContactState | None, type[Decided]], ContactState] = {
    (None, Queued): WAITING,
    (None, TurnedAway): ContactState.TURNED_AWAY,
    (WAITING, Queued): WAITING,  # says where and why it waits again, after OfferEnded or Released
    (WAITING, Relaxed): WAITING,
    (WAITING, Held): WAITING,
    (WAITING, Rechannelled): WAITING,
    (WAITING, Reprioritised): WAITING,
    (WAITING, Offered): OFFERED,
    (WAITING, Assigned): ASSIGNED,  # pulled, or ordered by a supervisor
    (WAITING, TurnedAway): ContactState.TURNED_AWAY,
    (WAITING, Withdrawn): ContactState.WITHDRAWN,
    (WAITING, Merged): MERGED,  # what rang or was in hand is put down first
    (OFFERED, OfferEnded): WAITING,
    (OFFERED, Assigned): ASSIGNED,
    (OFFERED, Rechannelled): OFFERED,
    (OFFERED, Reprioritised): OFFERED,
    (ASSIGNED, Interrupted): INTERRUPTED,
    (ASSIGNED, Asked): ASKED,
    (ASSIGNED, Released): WAITING,
    (ASSIGNED, Rechannelled): ASSIGNED,
    (ASSIGNED, Reprioritised): ASSIGNED,
    (ASSIGNED, WrapUpStarted): WRAPPING_UP,
    (ASSIGNED, Closed): ContactState.CLOSED,
    (INTERRUPTED, Resumed): ASSIGNED,
    (INTERRUPTED, Asked): ASKED,
    (INTERRUPTED, Released): WAITING,
    (INTERRUPTED, Rechannelled): INTERRUPTED,
    (INTERRUPTED, Reprioritised): INTERRUPTED,
    (INTERRUPTED, WrapUpStarted): WRAPPING_UP,
    (INTERRUPTED, Closed): ContactState.CLOSED,
    (ASKED, PutOff): ASKED,
    (ASKED, Returned): ASSIGNED,
    (ASKED, Released): WAITING,
    (ASKED, Reprioritised): ASKED,
    (ASKED, Closed): ContactState.CLOSED,
    (MERGED, Parted): WAITING,
    (MERGED, Closed): ContactState.CLOSED,  # with what it had joined
    (WRAPPING_UP, WrapUpStarted): WRAPPING_UP,  # extended
    (WRAPPING_UP, Closed): ContactState.CLOSED,
}

ENDED = frozenset({ContactState.CLOSED, ContactState.WITHDRAWN, ContactState.TURNED_AWAY})
IN_HAND = frozenset({ASSIGNED, INTERRUPTED, WRAPPING_UP})
"""States in which a contact has an owner and is work of his."""
OWNED = IN_HAND | {ASKED}
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
