"""Why a contact still waits, for the citizen, the agent and the supervisor who ask."""

from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.moves import CALLBACK
from guichet.decisions.routing.words import AVAILABLE, ContactId, Hold, Instant, Presence, QueueId, Word


class Waiting(Word, frozen=True):
    """`because`, the first that is true:

    - "nobody-able": no agent has what its present step requires;
    - "nobody-able-signed-in": none of those who have it is there;
    - "promised-for-later": it is to be called at `hold.until`, and stands in no line before;
    - "held": somebody able is free, and `hold` says why he is kept from it and until when;
    - "behind": somebody able is free, but kept for contacts before it in its lane;
    - "all-busy-or-paused": those who are able and there have no room, or pause.
    """

    contact: ContactId
    because: str
    waited_ms: int
    rank_at: Instant
    step: int
    place: int
    """1 for the next of its lane: the contacts that require the same; 0 for a call that is promised for later."""
    able: int
    """How many agents have what it requires now."""
    signed_in: int
    available: int
    free: int
    hold: Hold | None = None
    relaxes_at: Instant | None = None
    """When its next requirement step holds, if it has one."""


def explain(floor: Floor, contact_id: ContactId, now: Instant) -> Waiting | None:
    """None for a contact that does not wait."""
    contact = floor.contacts.get(contact_id)
    if contact is None:
        return None
    if contact.line is None:
        return _explain_promise(contact, now) if contact.not_before is not None else None
    lane = contact.line.lane
    able = lane.able if contact.requirement.agent is None else lane.able & floor.bits(contact.requirement.agent)
    agents = list(floor.pools.agents(able))
    free = floor.availability.with_room(lane.able, lane.channel_number)
    hold = max((hold for hold in contact.holds if hold.until > now), key=lambda hold: hold.until, default=None)
    signed_in = sum(agent.presence is not Presence.OFFLINE for agent in agents)
    return Waiting(
        contact=contact.id,
        because=_because(len(agents), signed_in, bool(free), hold),
        waited_ms=max(0, now - contact.arrived_at),
        rank_at=contact.rank_at,
        step=contact.step,
        place=_place(contact),
        able=len(agents),
        signed_in=signed_in,
        available=sum(agent.presence is AVAILABLE for agent in agents),
        free=free.bit_count(),
        hold=hold,
        relaxes_at=contact.relaxes_at,
    )


def _explain_promise(contact: Contact, now: Instant) -> Waiting:
    assert contact.not_before is not None  # noqa: S101 - asked of such a contact only
    return Waiting(
        contact=contact.id,
        because="promised-for-later",
        waited_ms=max(0, now - contact.arrived_at),
        rank_at=contact.rank_at,
        step=contact.step,
        place=0,
        able=0,
        signed_in=0,
        available=0,
        free=0,
        hold=Hold(reason=CALLBACK, until=contact.not_before),
    )


def positions(floor: Floor, queue: QueueId) -> dict[ContactId, int]:
    """The place of everybody who waits in a queue, from 1, in the order of rank."""
    known = floor.queues.get(queue)
    if known is None:
        return {}
    ordered = sorted(known.waiting.values(), key=lambda contact: contact.key)
    return {contact.id: place for place, contact in enumerate(ordered, start=1)}


def _because(able: int, signed_in: int, free: bool, hold: Hold | None) -> str:
    if hold is not None:
        return "held"
    if not able:
        return "nobody-able"
    if not signed_in:
        return "nobody-able-signed-in"
    return "behind" if free else "all-busy-or-paused"


def _place(contact: Contact) -> int:
    assert contact.line is not None  # noqa: S101 - it waits
    return 1 + sum(line.ranks.count_before(contact.key) for line in contact.line.lane.lines())
