"""Callbacks, as somebody who asked for one would tell it (R6)."""

import msgspec

from guichet.decisions.routing import inputs
from guichet.decisions.routing.decisions import (
    Closed,
    Decision,
    Held,
    Queued,
    Refused,
    Released,
)
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.tests.office import ALICE, BRUNO, NOON, QUEUE, Office, kinds, offers
from guichet.decisions.routing.words import (
    Channel,
    ContactId,
    Instant,
    Presence,
)


def ask_for_a_call(office: Office, name: str, not_before: Instant | None = None) -> list[Decision]:
    fact = inputs.ContactArrived(
        contact=ContactId(name), channel=Channel.CALLBACK, queue=QUEUE, requirements=(), arrived_at=office.now, not_before=not_before
    )
    return office.tell(fact)


def test_a_call_promised_for_later_is_kept_at_its_rank_until_its_time() -> None:
    office = Office()
    office.tell(inputs.QueueClosed(queue=QUEUE))
    later = Instant(NOON + 3_600_000)
    assert kinds(ask_for_a_call(office, "a", later)) == ["Queued", "Held"], "no hour is closed to it"
    office.tell(inputs.QueueOpened(queue=QUEUE))
    assert offers(office.employ(ALICE)) == []
    waiting = office.router.explain(ContactId("a"), office.now)
    assert waiting is not None
    assert (waiting.because, waiting.hold and waiting.hold.until) == ("promised-for-later", later)
    pulled = office.tell(inputs.ContactPulled(contact=ContactId("a"), agent=ALICE))
    assert pulled == [Refused(reason="not-before", contact=ContactId("a"), agent=ALICE)]
    office.tell(inputs.PresenceChanged(agent=ALICE, presence=Presence.PAUSED))
    office.wait(3_599_999)
    ask_for_a_call(office, "b")
    office.wait(1)
    back = office.tell(inputs.PresenceChanged(agent=ALICE, presence=Presence.AVAILABLE))
    assert offers(back) == [("a", ALICE)], "who asked an hour ago goes before who asked now"


def test_a_call_whose_timer_is_late_stays_where_it_is_whatever_is_restored() -> None:
    """What is restored in that instant must decide as what was not: a promise ends with its timer, not with a look at the clock."""
    office = Office(most_waiting=1)
    ask_for_a_call(office, "a", Instant(NOON + 1_000))
    office.now = Instant(NOON + 2_000)
    restored = Router.restore(office.router.snapshot())
    change = inputs.PriorityChanged(contact=ContactId("a"), priority_minutes=5, by=BRUNO)
    office.tell(change)
    restored.receive(change, office.now)
    chat = inputs.ContactArrived(contact=ContactId("b"), channel=Channel.CHAT, queue=QUEUE, requirements=(), arrived_at=office.now)
    assert kinds(office.tell(chat)) == kinds(restored.receive(chat, office.now)) == ["Queued"]
    assert office.router.handle_timer(office.now) == restored.handle_timer(office.now)
    assert office.router.snapshot() == restored.snapshot()


def test_a_call_in_vain_waits_again_at_its_rank_and_closes_after_the_last() -> None:
    office = Office()
    office.employ(ALICE)
    ask_for_a_call(office, "a")
    office.accept("a", ALICE)
    retry_at = Instant(NOON + 60_000)
    attempt = inputs.AttemptFailed(contact=ContactId("a"), agent=ALICE, reason="no-answer", retry_at=retry_at)
    released, queued, held = office.tell(attempt)
    assert isinstance(released, Released)
    assert isinstance(queued, Queued)
    assert (queued.arrived_at, queued.cause) == (NOON, "unreached")
    assert held == Held(contact=ContactId("a"), reason="callback", until=retry_at)
    assert offers(office.wait(60_000)) == [("a", ALICE)]
    office.accept("a", ALICE)
    last = office.tell(msgspec.structs.replace(attempt, retry_at=None))
    assert last == [Closed(contact=ContactId("a"), cause="unreached", outcome="unreached")]


def test_a_call_is_moved_until_somebody_calls() -> None:
    office = Office()
    office.employ(ALICE)
    ask_for_a_call(office, "a")
    moved = inputs.CallbackMoved(contact=ContactId("a"), not_before=Instant(NOON + 60_000))
    assert kinds(office.tell(moved)) == ["OfferEnded", "Queued", "Held"]
    assert kinds(office.tell(inputs.CallbackMoved(contact=ContactId("a")))) == ["Offered"]
    office.accept("a", ALICE)
    assert office.tell(moved) == [Refused(reason="not-waiting", contact=ContactId("a"))]


def test_a_chat_that_becomes_a_call_keeps_its_place() -> None:
    office = Office()
    office.ask("a")
    office.wait(1_000)
    ask_for_a_call(office, "b")
    office.tell(inputs.ChannelChanged(contact=ContactId("a"), channel=Channel.CALLBACK))
    assert offers(office.employ(ALICE)) == [("a", ALICE)]
