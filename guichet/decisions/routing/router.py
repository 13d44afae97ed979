"""The router of one organisation: facts and instants go in, decisions come out.

It never asks the time, never raises for an input, and decides the same for the same inputs at the same instants, whatever was
snapshot and restored in between.

    router = Router()
    decisions = router.receive(fact, now)
    while (at := router.next_timer()) is not None and at <= now: decisions += router.handle_timer(now)
"""

from collections.abc import Callable, Mapping
from typing import Any

from guichet.decisions.routing import arrivals, asking, callbacks, claims, configuring, conversations, inputs, merging, offers, presences
from guichet.decisions.routing.decisions import Decision, Refused
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.inputs import Input
from guichet.decisions.routing.matching import match
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.snapshot import RouterState, restore_floor, take_snapshot
from guichet.decisions.routing.waiting import Waiting, explain, positions
from guichet.decisions.routing.waking import wake
from guichet.decisions.routing.words import ContactId, Instant, QueueId

RECEIVERS: Mapping[type[Input], Callable[[Floor, Any], Refusal | None]] = {
    inputs.QueueConfigured: configuring.configure_queue,
    inputs.QueueOpened: configuring.open_queue,
    inputs.QueueClosed: configuring.close_queue,
    inputs.ReservesConfigured: configuring.configure_reserves,
    inputs.AgentConfigured: configuring.configure_agent,
    inputs.AgentRemoved: presences.remove_agent,
    inputs.PresenceChanged: presences.change_presence,
    inputs.AgentVanished: presences.vanish,
    inputs.ContactArrived: arrivals.arrive,
    inputs.ContactWithdrawn: arrivals.leave,
    inputs.OfferAccepted: offers.accept,
    inputs.OfferDeclined: offers.decline,
    inputs.ContactPulled: claims.pull,
    inputs.ContactAssigned: claims.order,
    inputs.ContactTransferred: conversations.transfer,
    inputs.ContactRequalified: arrivals.requalify,
    inputs.CitizenAsked: asking.ask_citizen,
    inputs.AskingEnded: asking.end_asking,
    inputs.ContactsMerged: merging.merge_contacts,
    inputs.ContactsParted: merging.part_contacts,
    inputs.ChannelChanged: arrivals.change_channel,
    inputs.CallbackMoved: callbacks.move,
    inputs.AttemptFailed: callbacks.fail,
    inputs.PriorityChanged: arrivals.change_priority,
    inputs.ConversationEnded: conversations.end,
    inputs.WrapUpExtended: conversations.extend,
    inputs.WrapUpDone: conversations.finish,
}
"""One function per kind of input. The pairs match by construction, which the type of a mapping cannot say."""


class Router:
    def __init__(self) -> None:
        self._floor = Floor()

    def receive(self, input: Input, now: Instant) -> list[Decision]:
        """What follows from a fact, in order. A fact that does not fit gives one `Refused` and changes nothing."""
        floor = self._floor
        floor.pass_time(now)
        refusal = RECEIVERS[type(input)](floor, input)
        if refusal is not None:
            floor.decisions.append(_refuse(refusal, input))
        self._match(floor)
        decisions, floor.decisions = floor.decisions, []
        return decisions

    def next_timer(self) -> Instant | None:
        """When `handle_timer` has something to do, if nothing is received until then."""
        return self._floor.timers.next()

    def handle_timer(self, now: Instant) -> list[Decision]:
        """What follows from the time that passed: everything due by now, in the order of instants, then of contacts."""
        floor = self._floor
        floor.pass_time(now)
        for contact in floor.timers.take_due(floor.now):
            wake(floor, contact)
        self._match(floor)
        decisions, floor.decisions = floor.decisions, []
        return decisions

    _match = staticmethod(match)

    def snapshot(self) -> RouterState:
        return take_snapshot(self._floor)

    @classmethod
    def restore(cls, state: RouterState) -> "Router":
        router = cls()
        router._floor = restore_floor(state)
        return router

    def explain(self, contact: ContactId, now: Instant) -> Waiting | None:
        """Why the contact still waits; None when it does not."""
        return explain(self._floor, contact, now)

    def positions(self, queue: QueueId) -> dict[ContactId, int]:
        return positions(self._floor, queue)


def _refuse(refusal: Refusal, input: Input) -> Refused:
    contact: ContactId | None = getattr(input, "contact", None)
    return Refused(reason=refusal.value, contact=contact, agent=getattr(input, "agent", None))
