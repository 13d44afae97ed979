"""The router's promises one by one, as somebody at the counter would tell them."""

import subprocess
import sys

import msgspec

from guichet.decisions.routing import inputs
from guichet.decisions.routing.decisions import (
    Assigned,
    Closed,
    Held,
    Interrupted,
    Offered,
    OfferEnded,
    PresenceSet,
    Queued,
    Refused,
    Relaxed,
    Resumed,
    TurnedAway,
    WrapUpStarted,
)
from guichet.decisions.routing.diagrams import draw_agent, draw_contact
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.tests.office import ALICE, BRUNO, FRENCH, NOON, QUEUE, Office, kinds, offers
from guichet.decisions.routing.words import (
    AgentId,
    AgentProfile,
    Capacity,
    Channel,
    ChannelCapacity,
    ContactId,
    Instant,
    Presence,
    Requirement,
    Reserve,
)


def test_a_chat_from_arrival_to_closing() -> None:
    office = Office()
    office.employ(ALICE)
    assert kinds(office.ask("a")) == ["Queued", "Offered"]
    assert kinds(office.accept("a", ALICE)) == ["Assigned"]
    ended = office.tell(inputs.ConversationEnded(contact=ContactId("a")))
    assert ended == [WrapUpStarted(contact=ContactId("a"), agent=ALICE, until=Instant(NOON + 60_000))]
    done = office.tell(inputs.WrapUpDone(contact=ContactId("a"), agent=ALICE, outcome="answered"))
    assert done == [Closed(contact=ContactId("a"), cause="wrap-up-done", outcome="answered")]


def test_the_agent_who_has_been_idle_the_longest_is_offered_the_contact() -> None:
    office = Office()
    office.employ(BRUNO)
    office.wait(1_000)
    office.employ(ALICE)
    assert offers(office.ask("a")) == [("a", BRUNO)]


def test_an_agent_who_does_not_answer_is_paused_and_the_contact_keeps_its_age() -> None:
    office = Office()
    office.employ(ALICE)
    office.ask("a")
    ended, paused, queued = office.wait(20_000)
    assert ended == OfferEnded(contact=ContactId("a"), agent=ALICE, reason="expired")
    assert paused == PresenceSet(agent=ALICE, presence=Presence.PAUSED, reason="no-answer")
    assert isinstance(queued, Queued)
    assert (queued.arrived_at, queued.cause) == (NOON, "expired")


def test_an_answer_in_time_leaves_no_timer_behind() -> None:
    office = Office()
    office.employ(ALICE)
    office.ask("a")
    office.accept("a", ALICE)
    assert office.router.next_timer() is None


def test_whoever_declines_rests_from_the_contact_for_a_recorded_while() -> None:
    office = Office()
    office.employ(ALICE)
    office.ask("a")
    declined = office.tell(inputs.OfferDeclined(contact=ContactId("a"), agent=ALICE))
    assert declined[-1] == Held(contact=ContactId("a"), reason="declined", until=Instant(NOON + 30_000))
    assert offers(office.wait(30_000)) == [("a", ALICE)]


def test_live_work_interrupts_deferred_work_which_is_taken_up_again_afterwards() -> None:
    office = Office(wrap_up_ms=0)
    office.employ(ALICE)
    office.ask("mail", Channel.EMAIL)
    office.accept("mail", ALICE)
    assert offers(office.ask("call", Channel.VOICE)) == [("call", ALICE)]
    assert office.accept("call", ALICE)[1:] == [Interrupted(contact=ContactId("mail"), agent=ALICE)]
    assert offers(office.ask("another mail", Channel.EMAIL)) == []
    after = office.tell(inputs.ConversationEnded(contact=ContactId("call")))
    assert Resumed(contact=ContactId("mail"), agent=ALICE) in after


def test_work_set_aside_that_becomes_the_most_urgent_is_taken_up_when_it_fits() -> None:
    office = Office()
    seats = [(Channel.LETTER, 3), (Channel.EMAIL, 1), (Channel.CHAT, 3)]
    channels = tuple(ChannelCapacity(channel=channel, most=1, units=units) for channel, units in seats)
    office.tell(inputs.AgentConfigured(profile=AgentProfile(agent=ALICE, capacity=Capacity(units=4, channels=channels))))
    office.tell(inputs.PresenceChanged(agent=ALICE, presence=Presence.AVAILABLE))
    for name, (channel, _) in zip("abc", seats, strict=True):
        office.ask(name, channel)
        office.accept(name, ALICE)
        office.wait(1)
    urgent = office.tell(inputs.PriorityChanged(contact=ContactId("b"), priority_minutes=5, by=BRUNO))
    assert kinds(urgent) == ["Reprioritised", "Resumed"]


def test_live_work_goes_first_until_the_promise_to_deferred_work_is_due() -> None:
    office = Office()
    office.ask("mail", Channel.EMAIL)
    office.wait(1_000)
    office.ask("call", Channel.VOICE)
    offered = office.employ(ALICE)[-1]
    assert isinstance(offered, Offered)
    assert (offered.contact, offered.why.overtook) == ("call", "live-first")
    late = Office()
    late.ask("mail", Channel.EMAIL)
    late.wait(300_000)
    late.ask("call", Channel.VOICE)
    assert offers(late.employ(ALICE)) == [("mail", ALICE)]


def test_requirements_relax_with_time_without_losing_the_place() -> None:
    office = Office()
    office.employ(ALICE, ((FRENCH, 2),))
    strict = Requirement(skills=((FRENCH, 4),))
    relaxed = Requirement(after_ms=60_000, skills=((FRENCH, 1),))
    assert kinds(office.ask("a", Channel.CHAT, strict, relaxed)) == ["Queued"]
    first, offered = office.wait(60_000)
    assert first == Relaxed(contact=ContactId("a"), step=1, requirement=relaxed)
    assert isinstance(offered, Offered)
    assert (offered.why.waited_ms, offered.why.rank_at) == (60_000, NOON + 300_000)


def test_a_preferred_agent_is_waited_for_within_a_bound_that_is_recorded() -> None:
    office = Office()
    office.employ(ALICE)
    steps = (Requirement(agent=BRUNO), Requirement(after_ms=45_000))
    held = office.ask("a", Channel.CHAT, *steps)[-1]
    assert held == Held(contact=ContactId("a"), reason="preferred-agent", until=Instant(NOON + 45_000))
    explained = office.router.explain(ContactId("a"), office.now)
    assert explained is not None
    assert (explained.because, explained.place, explained.relaxes_at) == ("held", 1, NOON + 45_000)
    assert offers(office.wait(45_000)) == [("a", ALICE)]


def test_a_reserve_keeps_the_last_agent_for_live_work_until_the_promise_is_due() -> None:
    office = Office()
    office.tell(inputs.ReservesConfigured(reserves=(Reserve(name="calls", count=1),)))
    office.employ(ALICE)
    held = office.ask("mail", Channel.EMAIL)[-1]
    assert held == Held(contact=ContactId("mail"), reason="reserve:calls", until=Instant(NOON + 300_000))
    assert offers(office.employ(BRUNO)) == [("mail", ALICE)]


def test_a_transfer_keeps_the_age_and_does_not_come_back_to_who_passed_it_on() -> None:
    office = Office()
    office.employ(ALICE)
    office.ask("a")
    office.accept("a", ALICE)
    office.wait(5_000)
    passed = office.tell(inputs.ContactTransferred(contact=ContactId("a"), agent=ALICE, queue=QUEUE, requirements=(Requirement(),)))
    assert kinds(passed) == ["Released", "Queued", "Held"]
    queued = passed[1]
    assert isinstance(queued, Queued)
    assert (queued.arrived_at, queued.rank_at) == (NOON, NOON + 300_000)


def test_an_agent_who_vanishes_gives_everything_back_with_its_age() -> None:
    office = Office()
    office.employ(ALICE)
    office.ask("chat")
    office.accept("chat", ALICE)
    office.ask("mail", Channel.EMAIL)
    office.accept("mail", ALICE)
    office.wait(9_000)
    back = [decision for decision in office.tell(inputs.AgentVanished(agent=ALICE)) if isinstance(decision, Queued)]
    assert {(queued.contact, queued.arrived_at, queued.cause) for queued in back} == {
        ("chat", NOON, "vanished"),
        ("mail", NOON, "vanished"),
    }


def test_a_pull_is_refused_where_an_offer_would_not_be_made() -> None:
    office = Office()
    office.employ(ALICE)
    office.ask("a", Channel.CHAT, Requirement(skills=((FRENCH, 1),)))
    refused = Refused(reason="not-able", contact=ContactId("a"), agent=ALICE)
    assert office.tell(inputs.ContactPulled(contact=ContactId("a"), agent=ALICE)) == [refused]


def test_a_supervisor_gives_an_owned_contact_to_somebody_else() -> None:
    office = Office()
    office.employ(ALICE)
    office.ask("a")
    office.accept("a", ALICE)
    office.employ(BRUNO)
    moved = office.tell(inputs.ContactAssigned(contact=ContactId("a"), agent=BRUNO, by=AgentId(9)))
    assert kinds(moved) == ["Released", "Assigned"]
    assigned = moved[1]
    assert isinstance(assigned, Assigned)
    assert assigned.why is not None
    assert assigned.why.chosen == "assigned-by-supervisor"


def test_a_contact_that_changes_channel_keeps_its_owner_while_he_has_room() -> None:
    office = Office()
    office.employ(ALICE)
    office.ask("a")
    office.accept("a", ALICE)
    assert kinds(office.tell(inputs.ChannelChanged(contact=ContactId("a"), channel=Channel.VOICE))) == ["Rechannelled"]
    moved = office.tell(inputs.ChannelChanged(contact=ContactId("a"), channel=Channel.VISIT))
    assert kinds(moved) == ["Released", "Queued"]


def test_a_closed_queue_and_a_full_queue_say_so_at_once() -> None:
    office = Office(most_waiting=1)
    office.ask("a")
    assert office.ask("b") == [TurnedAway(contact=ContactId("b"), queue=QUEUE, reason="queue-full")]
    office.tell(inputs.QueueClosed(queue=QUEUE))
    assert office.ask("c") == [TurnedAway(contact=ContactId("c"), queue=QUEUE, reason="queue-closed")]
    assert office.ask("b") == [Refused(reason="already-ended", contact=ContactId("b"))]


def test_what_can_wait_is_refused_by_no_hour_and_no_full_queue() -> None:
    office = Office(most_waiting=1)
    office.ask("a")
    assert kinds(office.ask("b", Channel.MESSAGE)) == ["Queued"]
    office.tell(inputs.QueueClosed(queue=QUEUE))
    assert kinds(office.ask("c", Channel.MESSAGE)) == ["Queued"]


def test_who_is_there_before_the_opening_is_offered_what_waited() -> None:
    office = Office()
    office.tell(inputs.QueueClosed(queue=QUEUE))
    office.ask("a", Channel.MESSAGE)
    assert offers(office.employ(ALICE)) == [("a", ALICE)]


def test_messages_left_in_the_night_leave_room_for_those_who_cannot_wait() -> None:
    office = Office(most_waiting=2)
    for name in ("a", "b", "c"):
        office.ask(name, Channel.MESSAGE)
    assert kinds(office.ask("d")) == ["Queued"]
    assert kinds(office.ask("e")) == ["Queued"]
    assert kinds(office.ask("f")) == ["TurnedAway"]


def test_who_dismisses_those_waiting_keeps_what_can_wait() -> None:
    office = Office()
    office.ask("a")
    office.ask("b", Channel.MESSAGE)
    closed = office.tell(inputs.QueueClosed(queue=QUEUE, reason="supervisor", dismiss_waiting=True))
    assert [decision.contact for decision in closed if isinstance(decision, TurnedAway)] == ["a"]
    assert office.router.explain(ContactId("b"), office.now) is not None


def test_a_snapshot_goes_through_json_unchanged() -> None:
    office = Office()
    office.employ(ALICE)
    office.ask("a")
    snapshot = office.router.snapshot()
    assert msgspec.json.decode(msgspec.json.encode(snapshot), type=type(snapshot)) == snapshot
    assert Router.restore(snapshot).snapshot() == snapshot


def test_the_diagrams_show_every_transition() -> None:
    assert "offered --> assigned: Assigned" in draw_contact()
    assert "available --> paused: pause, no-answer" in draw_agent()


STORY = """
from bench.routing import Measured, Office, Random
office = Office(Random(3), 30, 200, 6, 12)
office.settle()
for _ in range(60):
    office.round(Measured())
import msgspec, zlib
print(zlib.crc32(msgspec.json.encode(office.router.snapshot())))
"""


def test_the_same_story_gives_the_same_state_whatever_the_hash_seed() -> None:
    told = {
        subprocess.run([sys.executable, "-c", STORY], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
