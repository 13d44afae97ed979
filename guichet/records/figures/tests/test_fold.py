"""Each contact is counted exactly once (R7), whatever happens to it and in whatever portions it is read."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.routing import decisions as decided
from guichet.decisions.routing import inputs
from guichet.decisions.routing.inputs import ContactArrived
from guichet.decisions.routing.words import AgentId, Channel, ContactId, Instant, Presence, Requirement
from guichet.records.figures.fold import Fold
from guichet.records.figures.queries import count_again
from guichet.records.figures.tests.histories import QUEUES, History
from guichet.records.figures.words import SHORT_MS, Counts, Subject, get_quarter
from guichet.records.journal.words import Entry

SEEDS = st.integers(0, 10_000)


def sum_up(counts: dict[object, Counts]) -> Counts:
    total = Counts()
    for each in counts.values():
        total.add(each)
    return total


def fold(entries: list[Entry]) -> Fold:
    found = Fold()
    for entry in entries:
        found.take(entry)
    return found


@given(SEEDS)
def test_each_contact_is_counted_exactly_once(seed: int) -> None:
    history = History(Random(seed)).go_on(120)
    found = fold(history.entries)
    total = sum_up(found.counts)  # type: ignore[arg-type]
    known = {entry.step.input.contact for entry in history.entries if isinstance(entry.step.input, ContactArrived)}
    unanswered = sum(account.answered_at is None for account in found.accounts.values()) + count_ended_in_another(history.entries)
    assert total.arrived == len(known)
    assert total.arrived == total.answered + total.abandoned + total.abandoned_short + total.turned_away + unanswered
    under_way = sum(not account.is_merged for account in found.accounts.values())
    ended = total.closed + total.abandoned + total.abandoned_short + total.turned_away + total.merged
    assert total.arrived + total.parted == ended + under_way


def count_ended_in_another(entries: list[Entry]) -> int:
    """How many were closed with the contact they had joined, and never answered on their own."""
    decisions = [decision for entry in entries for decision in entry.step.decisions]
    answered = {decision.contact for decision in decisions if isinstance(decision, decided.Assigned)}
    ended = {decision.contact for decision in decisions if isinstance(decision, decided.Closed) and decision.cause == "merged"}
    return len(ended - answered)


def test_histories_have_contacts_join_and_part() -> None:
    total = Counts()
    for seed in range(20):
        total.add(sum_up(fold(History(Random(seed)).go_on(120).entries).counts))  # type: ignore[arg-type]
    assert total.merged > total.parted > 5


@given(SEEDS)
def test_figures_equal_a_plain_count_of_what_became_of_each_contact(seed: int) -> None:
    """The same by another way: what is first and last written of each contact, without any account of it."""
    entries = History(Random(seed)).go_on(120).entries
    fates: dict[ContactId, list[str]] = {}
    arrived: dict[ContactId, Instant] = {}
    for entry in entries:
        for decision in entry.step.decisions:
            contact = getattr(decision, "contact", None)
            if contact is None or isinstance(decision, decided.Refused):
                continue
            arrived.setdefault(contact, entry.step.input.arrived_at if isinstance(entry.step.input, ContactArrived) else entry.at)
            fates.setdefault(contact, []).append(name_fate(decision, entry.at - arrived[contact]))
    plain = Counter("answered" if "answered" in fate else fate[-1] for fate in fates.values())
    total = sum_up(fold(entries).counts)  # type: ignore[arg-type]
    counted = {name: getattr(total, name) for name in ("answered", "abandoned", "abandoned_short", "turned_away")}
    assert counted == {name: plain[name] for name in counted}


def name_fate(decision: object, waited_ms: int) -> str:
    match decision:
        case decided.Assigned():
            return "answered"
        case decided.TurnedAway():
            return "turned_away"
        case decided.Withdrawn():
            return "abandoned_short" if waited_ms < SHORT_MS else "abandoned"
        case _:
            return "under way"


@given(SEEDS, st.integers(1, 40))
def test_the_portions_in_which_the_journal_is_read_change_nothing(seed: int, portion: int) -> None:
    entries = History(Random(seed)).go_on(100).entries
    whole, carried = fold(entries), Fold()
    counts: dict[object, Counts] = {}
    for start in range(0, len(entries), portion):
        carried = Fold(commitments=carried.commitments, accounts=carried.accounts)
        for entry in entries[start : start + portion]:
            carried.take(entry)
        for cell, added in carried.counts.items():
            counts.setdefault(cell, Counts()).add(added)
    assert (counts, carried.accounts) == (whole.counts, whole.accounts)


def test_a_wait_is_judged_by_the_commitment_that_held_at_arrival() -> None:
    history = History(Random(1))
    contact = ContactId("00000000-0000-0000-0000-000000000001")
    history.contacts.append(contact)
    history.random.random = lambda: 0.95  # type: ignore[method-assign] # the same contact
    history.random.choice = lambda options: options[0]  # type: ignore[method-assign,assignment]
    history.live(history.arrive())
    history.now += 60_000
    history.live(history.change_presence())
    history.now += 1
    history.live(history.act())
    [(cell, counts)] = [(cell, counts) for cell, counts in fold(history.entries).counts.items() if counts.answered]
    assert (counts.in_time, counts.wait_ms) == (0, 60_001)
    assert (cell.channel, cell.quarter) == (Channel.CHAT, get_quarter(Instant(history.now)))


def test_while_somebody_is_waited_for_nobody_handles_his_contact() -> None:
    history, agent = History(Random(1)), AgentId(1)
    contact = ContactId("00000000-0000-0000-0000-000000000001")
    history.live(inputs.PresenceChanged(agent=agent, presence=Presence.AVAILABLE))
    arrived_at, until = Instant(history.now), Instant(history.now + 86_400_000)
    arrival = inputs.ContactArrived(
        contact=contact, channel=Channel.EMAIL, queue=QUEUES[0], requirements=(Requirement(),), arrived_at=arrived_at
    )
    for fact, ms in (
        (arrival, 0),
        (inputs.OfferAccepted(contact=contact, agent=agent), 1_000),
        (inputs.CitizenAsked(contact=contact, agent=agent, reason="document", until=until), 3_600_000),
        (inputs.AskingEnded(contact=contact, until=until), 2_000),
        (inputs.ConversationEnded(contact=contact, agent=agent), 0),
    ):
        history.live(fact)
        history.now += ms
    total = sum_up(fold(history.entries).counts)  # type: ignore[arg-type]
    assert (total.handling_ms, total.answered) == (3_000, 1)


def test_reason_and_territory_come_with_the_contact() -> None:
    history = History(Random(2))
    history.live(history.arrive())
    [cell] = count_again(history.entries, {history.contacts[0]: Subject(7, 9)})
    assert (cell.reason, cell.territory) == (7, 9)
