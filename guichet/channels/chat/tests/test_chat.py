"""The chat as a channel, and what its citizen is told."""

from guichet.channels.chat.events import list_changes
from guichet.channels.chat.words import Progress
from guichet.channels.contract_tests import ContractOfChannel
from guichet.decisions.routing import decisions as decided
from guichet.decisions.routing.words import AgentId, Channel, ContactId, Instant, QueueId, Requirement
from guichet.records.journal.words import Entry, Seq, Step

MINE, OTHER = ContactId("01900000-0000-7000-8000-000000000001"), ContactId("01900000-0000-7000-8000-000000000002")


class TestChat(ContractOfChannel):
    kind = "chat"


def write_entry(*decisions: decided.Decision) -> Entry:
    return Entry(seq=Seq(1), at=Instant(0), input_id=None, kind="TimerFired", step=Step(decisions=decisions))


def test_a_citizen_hears_of_his_own_contact_only() -> None:
    entry = write_entry(decided.Assigned(contact=OTHER, agent=AgentId(1)), decided.Withdrawn(contact=MINE, reason="left", waited_ms=1))
    assert [change.state for change in list_changes(entry, MINE)] == [Progress.LEFT]


def test_of_a_step_with_several_changes_the_last_one_is_told() -> None:
    requeued = decided.Queued(
        contact=MINE,
        queue=QueueId(1),
        channel=Channel.CHAT,
        arrived_at=Instant(0),
        rank_at=Instant(0),
        requirement=Requirement(),
        cause="transferred",
    )
    entry = write_entry(decided.Released(contact=MINE, agent=AgentId(1), reason="transferred"), requeued)
    assert [change.state for change in list_changes(entry, MINE)] == [Progress.WAITING]


def test_somebody_turned_away_is_told_why_and_of_another_way() -> None:
    [change] = list_changes(write_entry(decided.TurnedAway(contact=MINE, queue=QueueId(1), reason="queue-full")), MINE)
    assert change.state == Progress.TURNED_AWAY
    assert change.reason
    assert len(change.reason) > 40


def test_an_offer_is_no_news_for_the_citizen() -> None:
    assert list_changes(write_entry(decided.OfferEnded(contact=MINE, agent=AgentId(1), reason="declined")), MINE) == []
