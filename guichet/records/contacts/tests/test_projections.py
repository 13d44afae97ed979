"""Rows follow from entries, and batches make no difference to them."""

from collections.abc import Sequence
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.routing.decisions import (
    Assigned,
    Closed,
    Decision,
    Held,
    Interrupted,
    Offered,
    OfferEnded,
    PresenceSet,
    Queued,
    QueueSet,
    Rechannelled,
    Refused,
    Relaxed,
    Released,
    Reprioritised,
    Resumed,
    TurnedAway,
    Withdrawn,
    WrapUpStarted,
)
from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Instant, Presence, QueueId, Requirement, Why
from guichet.records.contacts.projections import ELSEWHERE, ROWS, Changes, ContactChange, project
from guichet.records.journal.words import Entry, Seq, Step

CONTACT, AGENT, OTHER, QUEUE = ContactId("c"), AgentId(1), AgentId(2), QueueId(7)
QUEUED = Queued(
    contact=CONTACT,
    queue=QUEUE,
    channel=Channel.CHAT,
    arrived_at=Instant(1),
    rank_at=Instant(9),
    requirement=Requirement(),
    cause="arrived",
)
OFFERED = Offered(contact=CONTACT, agent=AGENT, until=Instant(50), why=Why(waited_ms=3, rank_at=Instant(9)))
ASSIGNED = Assigned(contact=CONTACT, agent=AGENT)
WRAPPING = WrapUpStarted(contact=CONTACT, agent=AGENT, until=Instant(90))
CLOSED = Closed(contact=CONTACT, cause="wrap-up-done", outcome="settled")
ANY: Sequence[Decision] = (
    QUEUED,
    OFFERED,
    OfferEnded(contact=CONTACT, agent=AGENT, reason="expired"),
    ASSIGNED,
    Released(contact=CONTACT, agent=AGENT, reason="transferred"),
    Interrupted(contact=CONTACT, agent=OTHER),
    Resumed(contact=CONTACT, agent=OTHER),
    Rechannelled(contact=CONTACT, channel=Channel.VOICE),
    Reprioritised(contact=CONTACT, priority_minutes=5, rank_at=Instant(4)),
    Relaxed(contact=CONTACT, step=1, requirement=Requirement(after_ms=5)),
    Held(contact=CONTACT, reason="hall", until=Instant(8)),
    WRAPPING,
    CLOSED,
    Withdrawn(contact=CONTACT, reason="left", waited_ms=1),
    TurnedAway(contact=CONTACT, queue=QUEUE, reason="queue-full"),
    PresenceSet(agent=AGENT, presence=Presence.PAUSED, reason="lunch"),
    QueueSet(queue=QUEUE, open=True),
    Refused(reason="gone", contact=CONTACT),
)


def entries(decisions: Sequence[Decision]) -> list[Entry]:
    return [
        Entry(seq=Seq(number), at=Instant(number * 10), input_id=None, kind="TimerFired", step=Step(decisions=(decision,)))
        for number, decision in enumerate(decisions, start=1)
    ]


def change_of(*decisions: Decision) -> ContactChange:
    return project(entries(decisions)).contacts[CONTACT]


def test_every_decision_changes_a_contact_or_is_said_not_to() -> None:
    assert {*ROWS, *ELSEWHERE} == {*get_args(Decision)}


def test_an_offer_shows_to_whom_and_until_when() -> None:
    change = change_of(QUEUED, OFFERED)
    assert (change.state, change.agent_id, change.offered_to, change.offered_until) == (ContactState.OFFERED, None, AGENT, 50)


def test_an_offer_that_ends_leaves_nothing_of_itself() -> None:
    change = change_of(QUEUED, OFFERED, OfferEnded(contact=CONTACT, agent=AGENT, reason="expired"), QUEUED)
    assert (change.state, change.offered_to, change.offered_until, change.why) == (ContactState.WAITING, None, None, {"cause": "arrived"})


def test_an_assignment_keeps_the_explanation_of_its_offer() -> None:
    change = change_of(QUEUED, OFFERED, ASSIGNED)
    assert (change.state, change.agent_id, change.offered_to, change.why) == (ContactState.ASSIGNED, AGENT, None, OFFERED.why)


def test_the_first_answer_is_the_first() -> None:
    assert change_of(QUEUED, ASSIGNED, QUEUED, ASSIGNED).first_answer_at == 20


@pytest.mark.parametrize("before", [[QUEUED, OFFERED, ASSIGNED, WRAPPING], [QUEUED, ASSIGNED]])
def test_a_closed_contact_names_who_closed_it(before: list[Decision]) -> None:
    change = change_of(*before, CLOSED)
    assert (change.state, change.agent_id, change.keeps_agent, change.outcome) == (ContactState.CLOSED, AGENT, False, "settled")


def test_a_contact_closed_in_a_later_batch_keeps_the_agent_that_its_row_names() -> None:
    assert change_of(CLOSED).keeps_agent


def test_the_conversation_ended_when_wrap_up_began() -> None:
    change = change_of(QUEUED, ASSIGNED, WRAPPING, CLOSED)
    assert (change.ended_at, change.closed_at) == (30, 40)


def test_a_refusal_changes_nothing() -> None:
    assert project(entries([Refused(reason="gone", contact=CONTACT)])) == Changes()


@given(st.lists(st.sampled_from(ANY), max_size=12), st.integers(min_value=0, max_value=12))
def test_one_batch_or_two_give_the_same_row(decisions: list[Decision], cut: int) -> None:
    whole = entries(decisions)
    assert stored(project(whole)) == stored(project(whole[:cut]), project(whole[cut:]))


def stored(*batches: Changes) -> dict[str, object]:
    """The row after these changes, by the rules of `CHANGE_CONTACTS`."""
    row: dict[str, object] = {}
    for batch in batches:
        for change in batch.contacts.values():
            values = msgspec.structs.asdict(change)
            placed = ("agent_id", "offered_to", "offered_until", "wrap_up_until")
            new = {name: value for name, value in values.items() if value is not None and name not in placed}
            if change.state is not None:
                new |= {name: values[name] for name in placed if not (name == "agent_id" and change.keeps_agent)}
            first = {name: row[name] for name in ("first_answer_at", "ended_at") if row.get(name) is not None}
            row |= new | first
    row.pop("keeps_agent", None)
    return {name: value for name, value in row.items() if value is not None}
