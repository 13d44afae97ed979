"""Contacts that ask the same, as agents would tell it."""

import pytest

from guichet.decisions.routing import inputs
from guichet.decisions.routing.decisions import Assigned, Closed, Decision, Merged, Parted, Queued, Refused
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.tests.office import ALICE, BRUNO, FRENCH, Office, kinds, offers
from guichet.decisions.routing.words import AgentId, Channel, ContactId, Requirement

FIRST, SECOND, THIRD = ContactId("first"), ContactId("second"), ContactId("third")


def merge(office: Office, contact: ContactId, into: ContactId, agent: AgentId = ALICE) -> list[Decision]:
    return office.tell(inputs.ContactsMerged(contact=contact, into=into, agent=agent))


def part(office: Office, contact: ContactId, agent: AgentId = ALICE) -> list[Decision]:
    return office.tell(inputs.ContactsParted(contact=contact, agent=agent))


@pytest.fixture
def office() -> Office:
    """Alice has a mail of this morning in hand; one of last week, from the same person, is in hers too."""
    office = Office()
    office.employ(ALICE)
    office.ask(FIRST, Channel.EMAIL)
    office.accept(FIRST, ALICE)
    office.wait(3_600_000)
    office.ask(SECOND, Channel.EMAIL)
    office.accept(SECOND, ALICE)
    return office


def test_the_older_age_holds_and_the_seat_is_free(office: Office) -> None:
    [released, merged] = merge(office, FIRST, SECOND)
    assert kinds([released]) == ["Released"]
    assert isinstance(merged, Merged)
    assert merged.arrived_at == office.now - 3_600_000
    assert offers(office.ask(THIRD, Channel.EMAIL)) == [(THIRD, ALICE)], "a third mail has room: two seats, one taken"


def test_it_is_closed_with_what_it_joined(office: Office) -> None:
    merge(office, FIRST, SECOND)
    office.tell(inputs.ConversationEnded(contact=SECOND, agent=ALICE))
    closed = office.tell(inputs.WrapUpDone(contact=SECOND, agent=ALICE, outcome="settled"))
    assert closed == [Closed(contact=SECOND, cause="wrap-up-done", outcome="settled"), Closed(contact=FIRST, cause="merged")]


def test_parted_both_are_what_they_were(office: Office) -> None:
    before = office.router.snapshot().contacts
    merge(office, FIRST, SECOND)
    parted, queued, assigned = part(office, FIRST)
    assert isinstance(parted, Parted)
    assert isinstance(queued, Queued)
    assert isinstance(assigned, Assigned)
    assert office.router.snapshot().contacts == before


def test_parted_without_room_it_waits_at_its_own_age(office: Office) -> None:
    merge(office, FIRST, SECOND)
    office.ask(THIRD, Channel.EMAIL)
    office.accept(THIRD, ALICE)
    parted = part(office, FIRST)
    assert kinds(parted) == ["Parted", "Queued"]
    assert isinstance(parted[1], Queued)
    assert parted[1].arrived_at == office.now - 3_600_000
    assert office.router.positions(parted[1].queue) == {FIRST: 1}


def test_a_colleagues_contact_joins_nothing(office: Office) -> None:
    office.ask(THIRD, Channel.EMAIL)
    office.employ(BRUNO)
    assert merge(office, THIRD, SECOND) == [Refused(reason="not-waiting", contact=THIRD, agent=ALICE)], "it rings at Bruno"
    office.accept(THIRD, BRUNO)
    assert merge(office, THIRD, SECOND) == [Refused(reason="not-waiting", contact=THIRD, agent=ALICE)]
    assert merge(office, FIRST, THIRD) == [Refused(reason="not-owner", contact=FIRST, agent=ALICE)]


def test_whoever_waits_for_an_answer_at_once_joins_nothing(office: Office) -> None:
    office.ask(THIRD, Channel.CHAT)
    assert merge(office, THIRD, SECOND) == [Refused(reason="not-deferred", contact=THIRD, agent=ALICE)]
    office.accept(THIRD, ALICE)
    assert kinds(merge(office, FIRST, THIRD))[:2] == ["Released", "Merged"], "his mail is answered in his chat"


def test_what_he_could_not_take_joins_nothing(office: Office) -> None:
    office.ask(THIRD, Channel.EMAIL, Requirement(skills=((FRENCH, 1),)))
    assert merge(office, THIRD, SECOND) == [Refused(reason="not-able", contact=THIRD, agent=ALICE)]


def test_nobody_reaches_it_but_through_what_it_joined(office: Office) -> None:
    merge(office, FIRST, SECOND)
    for fact in (
        inputs.ContactPulled(contact=FIRST, agent=ALICE),
        inputs.ContactAssigned(contact=FIRST, agent=ALICE, by=BRUNO),
        inputs.ContactWithdrawn(contact=FIRST),
        inputs.ConversationEnded(contact=FIRST, by="citizen"),
        inputs.ChannelChanged(contact=FIRST, channel=Channel.SMS),
        inputs.PriorityChanged(contact=FIRST, priority_minutes=5, by=ALICE),
        inputs.ContactsMerged(contact=FIRST, into=SECOND, agent=ALICE),
    ):
        [refused] = office.tell(fact)
        assert isinstance(refused, Refused)
        assert refused.reason == "merged"


def test_only_who_owns_what_it_joined_takes_it_back(office: Office) -> None:
    merge(office, FIRST, SECOND)
    assert part(office, FIRST, BRUNO) == [Refused(reason="not-owner", contact=FIRST, agent=BRUNO)]
    assert part(office, SECOND) == [Refused(reason="not-merged", contact=SECOND, agent=ALICE)]
    assert merge(office, SECOND, SECOND) == [Refused(reason="unchanged", contact=SECOND, agent=ALICE)]


def test_when_its_owner_vanishes_it_goes_along_at_the_older_age(office: Office) -> None:
    merge(office, FIRST, SECOND)
    decisions = office.tell(inputs.AgentVanished(agent=ALICE))
    queued = [decision for decision in decisions if isinstance(decision, Queued)]
    if queued:  # deferred work may stay with whoever comes back
        assert [(each.contact, each.arrived_at) for each in queued] == [(SECOND, office.now - 3_600_000)]
    office.employ(BRUNO)
    states = {contact.id: contact.state.value for contact in office.router.snapshot().contacts}
    assert states[FIRST] == "merged"


def test_a_transfer_and_a_priority_leave_its_own_age_alone(office: Office) -> None:
    before = {contact.id: contact for contact in office.router.snapshot().contacts}
    merge(office, FIRST, SECOND)
    office.tell(inputs.PriorityChanged(contact=SECOND, priority_minutes=5, by=BRUNO))
    office.tell(inputs.PriorityChanged(contact=SECOND, priority_minutes=0, by=BRUNO))
    restored = Router.restore(office.router.snapshot())
    assert restored.snapshot() == office.router.snapshot()
    part(office, FIRST)
    after = {contact.id: contact for contact in office.router.snapshot().contacts}
    assert (after[SECOND].arrived_at, after[SECOND].rank_at) == (before[SECOND].arrived_at, before[SECOND].rank_at)


def test_what_others_joined_takes_them_along(office: Office) -> None:
    merge(office, FIRST, SECOND)
    office.ask(THIRD, Channel.EMAIL)
    office.accept(THIRD, ALICE)
    [_, merged] = merge(office, SECOND, THIRD)
    assert isinstance(merged, Merged)
    assert merged.arrived_at == office.now - 3_600_000
    assert part(office, FIRST) == [Refused(reason="not-owner", contact=FIRST, agent=ALICE)], "first SECOND is taken out of THIRD"
    office.tell(inputs.ConversationEnded(contact=THIRD, agent=ALICE))
    closed = office.tell(inputs.WrapUpDone(contact=THIRD, agent=ALICE))
    assert [decision.contact for decision in closed if isinstance(decision, Closed)] == [THIRD, SECOND, FIRST]
