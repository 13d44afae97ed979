"""The smallest router that the engine can be tried with: it queues, assigns, lets contacts wait out, and fails when told to."""

from typing import Self

from guichet.decisions.routing.decisions import Assigned, Closed, Decision, PresenceSet, Queued, Refused, Withdrawn
from guichet.decisions.routing.inputs import (
    ContactArrived,
    ContactTransferred,
    ContactWithdrawn,
    Input,
    OfferAccepted,
    PresenceChanged,
    PriorityChanged,
    WrapUpDone,
)
from guichet.decisions.routing.snapshot import Ending, RouterState
from guichet.decisions.routing.words import ContactId, ContactState, Instant, Requirement

LONGEST_MS = 60_000


class TinyRouter:
    """`PriorityChanged` on a contact that waits makes it fail; so does the timer of a contact with 99 minutes of priority."""

    def __init__(self) -> None:
        self.waiting: dict[ContactId, int] = {}

    @classmethod
    def make(cls, state: RouterState | None) -> Self:
        router = cls()
        router.waiting = {ending.contact: ending.ended_at for ending in state.endings} if state else {}
        return router

    def snapshot(self) -> RouterState:
        """What waits, in the place that the real state has for what ended."""
        waiting = (Ending(contact=contact, state=ContactState.WAITING, ended_at=Instant(due)) for contact, due in self.waiting.items())
        return RouterState(now=Instant(0), endings=tuple(waiting))

    def receive(self, input: Input, now: Instant) -> list[Decision]:
        match input:
            case ContactArrived(contact=contact):
                self.waiting[contact] = 1 if input.priority_minutes == 99 else now + LONGEST_MS
                return [
                    Queued(
                        contact=contact,
                        queue=input.queue,
                        channel=input.channel,
                        arrived_at=input.arrived_at,
                        rank_at=input.arrived_at,
                        requirement=Requirement(),
                    )
                ]
            case OfferAccepted(contact=contact) if self.waiting.pop(contact, None):
                return [Assigned(contact=contact, agent=input.agent)]
            case WrapUpDone(contact=contact):
                return [Closed(contact=contact, cause="wrap-up-done", outcome=input.outcome)]
            case ContactWithdrawn(contact=contact) if self.waiting.pop(contact, None):
                return [Withdrawn(contact=contact, reason=input.reason, waited_ms=0)]
            case PresenceChanged():
                return [PresenceSet(agent=input.agent, presence=input.presence, reason=input.reason)]
            case PriorityChanged(contact=contact):
                del self.waiting[contact]
                raise ZeroDivisionError
            case ContactTransferred(contact=contact):
                return [Assigned(contact=contact, agent=input.agent)]
            case _:
                return [Refused(reason="not-in-this-test")]

    def next_timer(self) -> Instant | None:
        return Instant(min(self.waiting.values())) if self.waiting else None

    def handle_timer(self, now: Instant) -> list[Decision]:
        late = sorted(contact for contact, due in self.waiting.items() if 1 < due <= now)
        for contact in late:
            del self.waiting[contact]
        return [Withdrawn(contact=contact, reason="lost", waited_ms=LONGEST_MS) for contact in late]
