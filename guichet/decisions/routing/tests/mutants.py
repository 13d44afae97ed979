"""Faults that peers have shipped, each a small change of the router: the tests of the tests.

Each is a context inside which the router is wrong. What is patched is looked up by name, so a mutant that no longer mutates anything
fails its test instead of passing silently.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from unittest.mock import patch

from guichet.decisions.routing import callbacks, claims, matching, moves, offers, presences, waking
from guichet.decisions.routing import floor as floor_module
from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.capacity import Load
from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.decisions import Queued
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.timers import Timers
from guichet.decisions.routing.words import Channel, Instant

Mutant = Callable[[], AbstractContextManager[object]]


def match_only_on_arrival() -> AbstractContextManager[object]:
    """Nobody looks at who waits when an agent becomes free (Chatwoot)."""
    match = matching.match

    def match_arrivals(floor: Floor) -> None:
        if any(isinstance(decision, Queued) and decision.cause == "arrived" for decision in floor.decisions):
            match(floor)
        floor.stirred_agents.clear()
        floor.stirred_lines.clear()

    return patch.object(Router, "_match", staticmethod(match_arrivals))


def capacity_off_by_one() -> AbstractContextManager[object]:
    def rooms(load: Load) -> int:
        left = load.units - load.live_units
        fitting = load.seats.fitting[left, -1 if load.set_aside else left - load.deferred_units]
        return fitting & sum(1 << number for number, most in enumerate(load.seats.most) if load.counts[number] <= most)

    return patch.object(Load, "rooms", rooms)


def newest_first() -> AbstractContextManager[object]:
    def rank(contact: Contact, rank_at: Instant) -> None:
        contact.rank_at = rank_at
        contact.key = (Instant(-rank_at), Instant(-contact.arrived_at), contact.id)

    return patch.object(Contact, "rank", rank)


def timer_not_cleared() -> AbstractContextManager[object]:
    set_timer = Timers.set

    def set_only(timers: Timers, contact: Contact, wake: Instant | None) -> None:
        if wake is not None:
            set_timer(timers, contact, wake)

    return patch.object(Timers, "set", set_only)


def limit_checked_before_the_claim() -> AbstractContextManager[object]:
    """A pull counts what the agent held before it rang at him (Rocket.Chat)."""
    check = claims._check

    def check_before(floor: Floor, contact: Contact, agent: Agent) -> Refusal | None:
        ringing = agent.offer
        if ringing is None:
            return check(floor, contact, agent)
        agent.load.give_back(ringing.channel, ringing.units)
        refusal = check(floor, contact, agent)
        agent.load.take(ringing.channel, ringing.units)
        return refusal

    return patch.object(claims, "_check", check_before)


def relaxation_loses_the_place() -> AbstractContextManager[object]:
    relax = moves.relax

    def relax_anew(floor: Floor, contact: Contact) -> None:
        floor.leave_line(contact)
        contact.rank(Instant(floor.now + 1))
        floor.enter_line(contact)
        relax(floor, contact)

    return patch.object(waking, "relax", relax_anew)


def reserve_starves() -> AbstractContextManager[object]:
    """Deferred work is held back for ever."""
    return patch.object(Contact, "overrides_at", Instant(1 << 60))


def age_lost_when_an_agent_vanishes() -> AbstractContextManager[object]:
    enqueue = moves.enqueue

    def enqueue_anew(floor: Floor, contact: Contact, cause: str) -> None:
        contact.arrived_at = floor.now
        contact.age = (floor.now, contact.id)
        contact.rank(contact.rank_at)
        enqueue(floor, contact, cause)

    return patch.object(presences, "enqueue", enqueue_anew)


def silent_agent_stays_available() -> AbstractContextManager[object]:
    """Who does not answer is offered the same contact again."""
    return patch.object(offers, "set_presence", lambda *_: None)


def presence_not_checked_at_the_claim() -> AbstractContextManager[object]:
    check = claims._check

    def check_ability(floor: Floor, contact: Contact, agent: Agent) -> Refusal | None:
        refusal = check(floor, contact, agent)
        return None if refusal is Refusal.AGENT_NOT_AVAILABLE else refusal

    return patch.object(claims, "_check", check_ability)


def called_before_the_time_promised() -> AbstractContextManager[object]:
    return patch.object(Contact, "is_promised_for_later", lambda *_: False)


def rank_lost_by_a_call_in_vain() -> AbstractContextManager[object]:
    """A callback nobody answered starts again at the end of the queue (R6)."""
    enqueue = moves.enqueue

    def enqueue_anew(floor: Floor, contact: Contact, cause: str) -> None:
        contact.rank(Instant(floor.now + 1))
        contact.arrived_at = floor.now
        contact.age = (floor.now, contact.id)
        enqueue(floor, contact, cause)

    return patch.object(callbacks, "enqueue", enqueue_anew)


def message_refused_at_closed_hours() -> AbstractContextManager[object]:
    """What can wait is held to the hours of what cannot."""
    return patch.object(floor_module, "LIVE", frozenset(Channel))


def age_lost_when_contacts_join() -> AbstractContextManager[object]:
    """What joins is forgotten, and whoever asked first waits as long as whoever asked last (R5)."""
    return patch.object(Contact, "grow_old", lambda *_: None)


MUTANTS: list[Mutant] = [
    match_only_on_arrival,
    capacity_off_by_one,
    newest_first,
    timer_not_cleared,
    limit_checked_before_the_claim,
    relaxation_loses_the_place,
    reserve_starves,
    age_lost_when_an_agent_vanishes,
    silent_agent_stays_available,
    presence_not_checked_at_the_claim,
    called_before_the_time_promised,
    rank_lost_by_a_call_in_vain,
    message_refused_at_closed_hours,
    age_lost_when_contacts_join,
]
