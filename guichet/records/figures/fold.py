"""From the journal to figures. Pure: entries in, sums out, the same whatever the portions in which the entries come.

A contact is opened by its arrival and forgotten when it ends. What must be remembered in between is its `Account`, and of a queue the
commitment that holds now; both are given back to whoever keeps them, so that a process may stop after any entry and another go on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from guichet.decisions.routing import decisions as decided
from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.inputs import ContactArrived, Input, QueueConfigured
from guichet.decisions.routing.words import Channel, ContactId, Instant, QueueId
from guichet.records.contacts.waiting import MINUTE_MS
from guichet.records.figures.words import SHORT_MS, Cell, Counts, Subject, get_quarter
from guichet.records.journal.words import Entry


class Account(msgspec.Struct):
    """A contact that has not ended. `due_at`: the commitment of its queue, as it was promised at arrival; a priority below zero is a
    later promise, made to whoever leaves a message. `is_merged`: it goes on in another, where it is counted no more."""

    contact: ContactId
    channel: Channel
    queue: QueueId
    reason: int
    territory: int
    arrived_at: Instant
    due_at: Instant | None = None
    answered_at: Instant | None = None
    held_since: Instant | None = None
    wrapping_since: Instant | None = None
    is_merged: bool = False


@dataclass(slots=True)
class Fold:
    """Takes entries in order. `subjects` names what the contacts are about that arrive in them.

    `counts` are additions to what was counted before; `ended` are the accounts to forget.
    """

    subjects: Mapping[ContactId, Subject] = field(default_factory=dict)
    commitments: dict[QueueId, int] = field(default_factory=dict)
    accounts: dict[ContactId, Account] = field(default_factory=dict)
    counts: dict[Cell, Counts] = field(default_factory=dict)
    ended: set[ContactId] = field(default_factory=set)

    def take(self, entry: Entry) -> None:
        if isinstance(entry.step.input, QueueConfigured):
            policy = entry.step.input.policy
            self.commitments[policy.queue] = policy.commitment_ms
        for decision in entry.step.decisions:
            self._take_decision(decision, entry.step.input, entry.at)

    def _take_decision(self, decision: Decision, cause: Input | None, at: Instant) -> None:
        if isinstance(decision, decided.Refused | decided.PresenceSet | decided.QueueSet):
            return
        account = self.accounts.get(decision.contact)
        if account is None:
            if not isinstance(cause, ContactArrived) or cause.contact != decision.contact or cause.is_synthetic:
                return  # it ended already, began before the first entry that is left, or nobody asks in it
            account = self._open(cause, at)
        self._follow(account, decision, at)

    def _open(self, fact: ContactArrived, at: Instant) -> Account:
        reason, territory = self.subjects.get(fact.contact, Subject())
        commitment = self.commitments.get(fact.queue)
        later_ms = -min(0, fact.priority_minutes) * MINUTE_MS
        due_at = None if commitment is None else Instant(fact.arrived_at + commitment + later_ms)
        account = Account(fact.contact, fact.channel, fact.queue, reason, territory, fact.arrived_at, due_at)
        self.accounts[fact.contact] = account
        self._at(account, at).arrived += 1
        return account

    def _follow(self, account: Account, decision: Decision, at: Instant) -> None:
        match decision:
            case decided.Queued(queue=queue, channel=channel, cause=cause):
                account.queue, account.channel = queue, channel
                self._at(account, at).transferred += cause == "transferred"
            case decided.Rechannelled(channel=channel):
                account.channel = channel
            case decided.Assigned():
                self._answer(account, at)
            case decided.Released() | decided.Asked():
                self._put_down(account, at)
            case decided.Returned():
                account.held_since = at
            case decided.Merged():
                account.is_merged = True
                self._at(account, at).merged += 1
            case decided.Parted():
                account.is_merged = False
                self._at(account, at).parted += 1
            case decided.WrapUpStarted(extended=False):
                self._put_down(account, at)
                account.wrapping_since = at
            case decided.Withdrawn() | decided.TurnedAway() | decided.Closed():
                self._end(account, decision, at)

    def _answer(self, account: Account, at: Instant) -> None:
        account.held_since = at
        if account.answered_at is not None:
            return
        account.answered_at = at
        counts = self._at(account, at)
        counts.answered += 1
        counts.in_time += is_in_time(account, at)
        counts.wait_ms += max(0, at - account.arrived_at)

    def _put_down(self, account: Account, at: Instant) -> None:
        if account.held_since is not None:
            counts = self._at(account, at)
            counts.handled += 1
            counts.handling_ms += at - account.held_since
            account.held_since = None

    def _end(self, account: Account, decision: Decision, at: Instant) -> None:
        """What ends with the contact it joined was counted when it did."""
        if not account.is_merged:
            self._count_end(account, decision, at)
        del self.accounts[account.contact]
        self.ended.add(account.contact)

    def _count_end(self, account: Account, decision: Decision, at: Instant) -> None:
        self._put_down(account, at)
        counts = self._at(account, at)
        if account.wrapping_since is not None:
            counts.wrap_up_ms += at - account.wrapping_since
        if account.answered_at is not None:
            counts.closed += 1
        elif isinstance(decision, decided.TurnedAway):
            counts.turned_away += 1
        elif at - account.arrived_at < SHORT_MS:
            counts.abandoned_short += 1
        else:
            counts.abandoned += 1
            counts.late += not is_in_time(account, at)

    def _at(self, account: Account, at: Instant) -> Counts:
        cell = Cell(get_quarter(at), account.channel, account.queue, account.reason, account.territory)
        return self.counts.setdefault(cell, Counts())


def is_in_time(account: Account, at: Instant) -> bool:
    """Without a promise there is none to break."""
    return account.due_at is None or at <= account.due_at
