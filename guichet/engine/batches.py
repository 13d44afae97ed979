"""A batch: what goes into the journal in one commit. Routing it is pure: facts, the router and the time in, entries out."""

from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec

from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.inputs import Input
from guichet.decisions.routing.words import Instant
from guichet.engine.effects import Effects, add_effects
from guichet.engine.inbox import Fact, Spoiled
from guichet.records.contacts.projections import Changes
from guichet.records.errors import DefectError
from guichet.records.journal.words import Seq, Step


class Routing(Protocol):
    """What the engine needs of a router."""

    def receive(self, input: Input, now: Instant) -> list[Decision]: ...
    def next_timer(self) -> Instant | None: ...
    def handle_timer(self, now: Instant) -> list[Decision]: ...


class TimerFailedError(DefectError):
    """The router failed on a timer, or says that one is due and does nothing when told that it fired."""

    code = "timer-failed"


class Batch(msgspec.Struct):
    """Columns of the entries after `before`, one element per entry, all at the instant `at`; and what else the commit changes.

    `taken` are the inbox rows that become entries, `spoiled` those that are set aside.
    """

    before: Seq
    at: Instant
    taken: list[int] = []
    spoiled: list[Spoiled] = []
    input_ids: list[str] = []
    """Empty where a timer fired."""
    steps: list[Step] = []
    changes: Changes = msgspec.field(default_factory=Changes)
    effects: Effects = {}

    last: Seq = Seq(0)

    def __post_init__(self) -> None:
        self.last = self.before

    def add(self, fact: Fact | None, decisions: Sequence[Decision]) -> None:
        """Number one more entry. Without a fact, a timer fired."""
        self.last = last = Seq(self.last + 1)
        if fact is None:
            self.input_ids.append("")
            self.steps.append(Step(decisions=tuple(decisions)))
        else:
            self.taken.append(fact.inbox_id)
            self.input_ids.append(fact.input_id)
            self.steps.append(Step(decisions=tuple(decisions), input=fact.input))
        self.changes.add(decisions, self.at, last)
        add_effects(self.effects, decisions, last)


def route(router: Routing, facts: Iterable[Fact], batch: Batch, timers_until: Instant) -> None:
    """Take facts through the router, in order, with the timers due between them, and those due until `timers_until` after them.

    What was posted before a timer was due is received before it fires, however late it is read: an acceptance posted in time is not
    lost because the engine stood still.
    """
    for fact in facts:
        fire_timers(router, batch, min(fact.posted_at, timers_until))
        batch.add(fact, router.receive(fact.input, batch.at))
    fire_timers(router, batch, timers_until)


def fire_timers(router: Routing, batch: Batch, until: Instant) -> None:
    """Fire every timer due at `until` or before.

    :raises TimerFailedError: the router fails, or a timer stays due although nothing happens.
    """
    while (due := router.next_timer()) is not None and due <= until:
        try:
            decisions = router.handle_timer(batch.at)
        except Exception as error:
            raise TimerFailedError from error
        if not decisions and router.next_timer() == due:
            raise TimerFailedError
        batch.add(None, decisions)
