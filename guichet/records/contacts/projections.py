"""What the journal says about contacts, agents and queues, as rows that screens can read.

`project` is pure: entries in, changes out. The engine writes the changes in the commit that writes the entries, and rebuilding them
from the whole journal gives what is stored (R7), because changes of one row merge in order, whatever the batches were.
"""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

import msgspec

from guichet.decisions.routing import decisions as decided
from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.words import (
    AgentId,
    Channel,
    ContactId,
    ContactState,
    Instant,
    Presence,
    QueueId,
    Requirement,
    Why,
)
from guichet.records.journal.words import Entry, Seq, encoder


class ContactChange(msgspec.Struct, omit_defaults=True):
    """What changed of a contact. None says "as it was", but for the owner, the offer and the wrap-up: they follow `state`.

    `keeps_agent`: the state changed and the owner did not (a closed contact still names who closed it). `into`: what it joined, "" once it
    has parted from it.
    """

    id: ContactId
    seq: Seq
    state: ContactState | None = None
    agent_id: AgentId | None = None
    keeps_agent: bool = False
    offered_to: AgentId | None = None
    offered_until: Instant | None = None
    wrap_up_until: Instant | None = None
    channel: Channel | None = None
    queue_id: QueueId | None = None
    arrived_at: Instant | None = None
    rank_at: Instant | None = None
    step: int | None = None
    priority_minutes: int | None = None
    put_off_ms: int | None = None
    requirement: Requirement | None = None
    first_answer_at: Instant | None = None
    ended_at: Instant | None = None
    closed_at: Instant | None = None
    outcome: str | None = None
    why: Why | dict[str, str | int] | None = None
    into: str | None = None

    def place(self, state: ContactState, agent: AgentId | None = None) -> None:
        """Put the contact into a state, with its owner; an offer or a wrap-up of before is over."""
        self.state, self.agent_id, self.keeps_agent = state, agent, False
        self.offered_to = self.offered_until = self.wrap_up_until = None

    def close(self, state: ContactState, at: Instant) -> None:
        """End it for good. Whoever owned it stays named."""
        agent, known = self.agent_id, self.state is not None and not self.keeps_agent
        self.place(state, agent)
        self.keeps_agent = not known
        self.ended_at = self.ended_at or at
        self.closed_at = at


class PresenceChange(msgspec.Struct):
    agent_id: AgentId
    presence: Presence
    reason: str | None
    since: Instant
    seq: Seq


class QueueChange(msgspec.Struct):
    queue_id: QueueId
    is_open: bool
    reason: str | None
    seq: Seq


class Changes(msgspec.Struct):
    """Rows to change, each once, as they are after the last entry."""

    contacts: dict[ContactId, ContactChange] = {}
    presences: dict[AgentId, PresenceChange] = {}
    queues: dict[QueueId, QueueChange] = {}

    def add(self, decisions: Iterable[Decision], at: Instant, seq: Seq) -> None:
        """Take in what was decided at one entry; entries come in order."""
        contacts = self.contacts
        for decision in decisions:
            change_row = ROWS.get(type(decision))
            if change_row is None:
                self._add_other(decision, at, seq)
                continue
            contact: ContactId = decision.contact  # type: ignore[union-attr, assignment]  # all those in `ROWS` are about one
            change = contacts.get(contact)
            if change is None:
                change = contacts[contact] = ContactChange(contact, seq)
            else:
                change.seq = seq
            change_row(change, decision, at)
            if isinstance(decision, decided.Merged | decided.Parted):
                self._age(decision, seq)

    def _age(self, decision: decided.Merged | decided.Parted, seq: Seq) -> None:
        """What a contact joined is as old as the older of them, until they part."""
        other = decision.into if isinstance(decision, decided.Merged) else decision.out_of
        change = self.contacts.setdefault(other, ContactChange(other, seq))
        change.seq, change.arrived_at, change.rank_at = seq, decision.arrived_at, decision.rank_at

    def _add_other(self, decision: Decision, at: Instant, seq: Seq) -> None:
        match decision:
            case decided.PresenceSet(agent=agent):
                self.presences[agent] = PresenceChange(agent, decision.presence, decision.reason, at, seq)
            case decided.QueueSet(queue=queue):
                self.queues[queue] = QueueChange(queue, decision.open, decision.reason, seq)


def _queue(change: ContactChange, decision: decided.Queued, _at: Instant) -> None:
    change.place(ContactState.WAITING)
    change.channel, change.queue_id, change.rank_at = decision.channel, decision.queue, decision.rank_at
    change.step, change.requirement = decision.step, decision.requirement
    change.why = {"cause": decision.cause}


def _offer(change: ContactChange, decision: decided.Offered, _at: Instant) -> None:
    change.place(ContactState.OFFERED)
    change.offered_to, change.offered_until, change.why = decision.agent, decision.until, decision.why


def _return(change: ContactChange, _decision: decided.OfferEnded | decided.Released, _at: Instant) -> None:
    change.place(ContactState.WAITING)


def _assign(change: ContactChange, decision: decided.Assigned, at: Instant) -> None:
    change.place(ContactState.ASSIGNED, decision.agent)
    change.first_answer_at, change.why = change.first_answer_at or at, decision.why or change.why


def _resume(change: ContactChange, decision: decided.Resumed, _at: Instant) -> None:
    change.place(ContactState.ASSIGNED, decision.agent)


def _interrupt(change: ContactChange, decision: decided.Interrupted, _at: Instant) -> None:
    change.place(ContactState.INTERRUPTED, decision.agent)


def _ask(change: ContactChange, decision: decided.Asked, _at: Instant) -> None:
    change.place(ContactState.ASKED, decision.agent)
    change.why = {"asked": decision.reason, "until": decision.until}


def _put_off(change: ContactChange, decision: decided.PutOff, _at: Instant) -> None:
    change.put_off_ms, change.rank_at = decision.put_off_ms, decision.rank_at


def _come_back(change: ContactChange, decision: decided.Returned, _at: Instant) -> None:
    change.place(ContactState.ASSIGNED, decision.agent)
    change.why = {"cause": decision.cause}


def _wrap_up(change: ContactChange, decision: decided.WrapUpStarted, at: Instant) -> None:
    change.place(ContactState.WRAPPING_UP, decision.agent)
    change.wrap_up_until, change.ended_at = decision.until, change.ended_at or at


def _close(change: ContactChange, decision: decided.Closed, at: Instant) -> None:
    change.close(ContactState.CLOSED, at)
    change.outcome = decision.outcome


def _withdraw(change: ContactChange, decision: decided.Withdrawn, at: Instant) -> None:
    change.close(ContactState.WITHDRAWN, at)
    change.why = {"withdrawn": decision.reason}


def _turn_away(change: ContactChange, decision: decided.TurnedAway, at: Instant) -> None:
    change.close(ContactState.TURNED_AWAY, at)
    change.why = {"turned_away": decision.reason}


def _relax(change: ContactChange, decision: decided.Relaxed, _at: Instant) -> None:
    change.step, change.requirement = decision.step, decision.requirement


def _hold(change: ContactChange, decision: decided.Held, _at: Instant) -> None:
    change.why = {"held": decision.reason, "until": decision.until}


def _rechannel(change: ContactChange, decision: decided.Rechannelled, _at: Instant) -> None:
    change.channel = decision.channel


def _merge(change: ContactChange, decision: decided.Merged, _at: Instant) -> None:
    change.place(ContactState.MERGED)
    change.into = decision.into


def _part(change: ContactChange, _decision: decided.Parted, _at: Instant) -> None:
    change.place(ContactState.WAITING)
    change.into = ""


def _reprioritise(change: ContactChange, decision: decided.Reprioritised, _at: Instant) -> None:
    change.priority_minutes, change.rank_at = decision.priority_minutes, decision.rank_at


ROWS: dict[type[Decision], Callable[[ContactChange, Any, Instant], None]] = {
    decided.Queued: _queue,
    decided.Offered: _offer,
    decided.OfferEnded: _return,
    decided.Released: _return,
    decided.Assigned: _assign,
    decided.Resumed: _resume,
    decided.Interrupted: _interrupt,
    decided.Asked: _ask,
    decided.PutOff: _put_off,
    decided.Returned: _come_back,
    decided.WrapUpStarted: _wrap_up,
    decided.Closed: _close,
    decided.Withdrawn: _withdraw,
    decided.TurnedAway: _turn_away,
    decided.Relaxed: _relax,
    decided.Held: _hold,
    decided.Merged: _merge,
    decided.Parted: _part,
    decided.Rechannelled: _rechannel,
    decided.Reprioritised: _reprioritise,
}
"""How each decision about a contact changes its row. A table, because the engine looks here for every decision it makes."""
ELSEWHERE = (decided.PresenceSet, decided.QueueSet, decided.Refused)
"""Decisions that change no contact."""


def project(entries: Iterable[Entry]) -> Changes:
    """Return the rows as they are after these entries."""
    changes = Changes()
    for entry in entries:
        changes.add(entry.step.decisions, entry.at, entry.seq)
    return changes


CHANGE_CONTACTS = """
update contacts_contact as c set
  state = coalesce(r.state, c.state),
  agent_id = case when r.state is null or r.keeps_agent then c.agent_id else r.agent_id end,
  offered_to = case when r.state is null then c.offered_to else r.offered_to end,
  offered_until = case when r.state is null then c.offered_until else to_timestamp(r.offered_until / 1000.0::float8) end,
  wrap_up_until = case when r.state is null then c.wrap_up_until else to_timestamp(r.wrap_up_until / 1000.0::float8) end,
  channel = coalesce(r.channel, c.channel),
  queue_id = coalesce(r.queue_id, c.queue_id),
  arrived_at = coalesce(to_timestamp(r.arrived_at / 1000.0::float8), c.arrived_at),
  rank_at = coalesce(to_timestamp(r.rank_at / 1000.0::float8), c.rank_at),
  step = coalesce(r.step, c.step),
  priority_minutes = coalesce(r.priority_minutes, c.priority_minutes),
  put_off_ms = coalesce(r.put_off_ms, c.put_off_ms),
  requirement = coalesce(r.requirement, c.requirement),
  first_answer_at = coalesce(c.first_answer_at, to_timestamp(r.first_answer_at / 1000.0::float8)),
  ended_at = coalesce(c.ended_at, to_timestamp(r.ended_at / 1000.0::float8)),
  closed_at = coalesce(to_timestamp(r.closed_at / 1000.0::float8), c.closed_at),
  outcome = coalesce(r.outcome, c.outcome),
  why = coalesce(r.why, c.why),
  into_id = case when r."into" is null then c.into_id else nullif(r."into", '')::uuid end,
  seq = r.seq
from json_to_recordset(%(rows)s::json) as r(
  id uuid, seq bigint, state text, agent_id bigint, keeps_agent bool, offered_to bigint, offered_until bigint, wrap_up_until bigint,
  channel text, queue_id bigint, rank_at bigint, step int, priority_minutes int, requirement jsonb, first_answer_at bigint,
  ended_at bigint, closed_at bigint, outcome text, why jsonb, arrived_at bigint, put_off_ms bigint, "into" text)
where c.organisation_id = %(organisation_id)s and c.id = r.id and r.seq between %(before)s + 1 and %(last)s
"""
"""Every `seq` lies between these. Saying so has the planner expect one row instead of a hundred, so that it looks each contact up by its
key: while statistics lag behind, it would rather read all contacts of the organisation, and go through the changes for each.
"""
CHANGE_PRESENCES = """
insert into contacts_presence as p (organisation_id, agent_id, presence, reason, since, seq)
select %(organisation_id)s, agent_id, presence, reason, to_timestamp(since / 1000.0::float8), seq
from json_to_recordset(%(rows)s::json) as r(agent_id bigint, presence text, reason text, since bigint, seq bigint)
on conflict (agent_id) do update
set presence = excluded.presence, reason = excluded.reason, since = excluded.since, seq = excluded.seq
"""
CHANGE_QUEUES = """
insert into contacts_queue_state as q (organisation_id, queue_id, is_open, reason, seq)
select %(organisation_id)s, queue_id, is_open, reason, seq
from json_to_recordset(%(rows)s::json) as r(queue_id bigint, is_open bool, reason text, seq bigint)
on conflict (queue_id) do update set is_open = excluded.is_open, reason = excluded.reason, seq = excluded.seq
"""


def list_statements(changes: Changes) -> list[tuple[str, str]]:
    """Return the statements that store the changes, each with its `rows` (JSON); they also take `organisation_id`.

    Contacts come in the order of their ids, and the engine's session reaches them one by one in this order (`engine.connections`):
    doors lock them in the same order when they number messages, so neither ever waits for the other in a circle.
    """
    candidates = (
        (CHANGE_CONTACTS, sorted(changes.contacts.values(), key=attrgetter("id"))),
        (CHANGE_PRESENCES, list(changes.presences.values())),
        (CHANGE_QUEUES, list(changes.queues.values())),
    )
    return [(statement, encoder.encode(rows).decode()) for statement, rows in candidates if rows]
