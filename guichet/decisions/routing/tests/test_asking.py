"""Citizens who are asked something, as agents would tell it."""

import msgspec
import pytest

from guichet.decisions.routing import inputs
from guichet.decisions.routing.decisions import Asked, Closed, Decision, Queued, Refused, Returned
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.snapshot import RouterState
from guichet.decisions.routing.tests.office import ALICE, BRUNO, Office, kinds, offers
from guichet.decisions.routing.words import AgentId, Channel, ContactId, Instant, Presence

MAIL, OTHER, THIRD = ContactId("mail"), ContactId("other"), ContactId("third")
HOUR = 3_600_000
DAY = 24 * HOUR


def ask(office: Office, contact: ContactId = MAIL, agent: AgentId = ALICE, put_off_ms: int = 8 * HOUR) -> list[Decision]:
    until = Instant(office.now + DAY)
    return office.tell(inputs.CitizenAsked(contact=contact, agent=agent, reason="document", until=until, put_off_ms=put_off_ms))


def end(office: Office, put_off_ms: int = 0, agent: AgentId | None = None, contact: ContactId = MAIL) -> list[Decision]:
    until = next(each.until for each in office.router.snapshot().contacts if each.id == contact)
    return office.tell(inputs.AskingEnded(contact=contact, until=until or Instant(0), put_off_ms=put_off_ms, agent=agent))


@pytest.fixture
def office() -> Office:
    office = Office()
    office.employ(ALICE)
    office.ask(MAIL, Channel.EMAIL)
    office.accept(MAIL, ALICE)
    return office


def fill(office: Office) -> None:
    """Alice has two other mails in hand, which is all she can hold."""
    for contact in (OTHER, THIRD):
        office.ask(contact, Channel.EMAIL)
        office.accept(contact, ALICE)


def test_whoever_is_waited_for_takes_no_room(office: Office) -> None:
    assert ask(office) == [Asked(contact=MAIL, agent=ALICE, reason="document", until=Instant(office.now + DAY))]
    fill(office)
    assert {contact.id: contact.agent for contact in office.router.snapshot().contacts} == {MAIL: ALICE, OTHER: ALICE, THIRD: ALICE}


def test_asked_and_taken_up_at_once_nothing_has_changed(office: Office) -> None:
    before = office.router.snapshot().contacts
    ask(office)
    assert end(office, agent=ALICE) == [Returned(contact=MAIL, agent=ALICE, cause="taken-up")]
    assert office.router.snapshot().contacts == before


def test_the_answer_brings_it_back_put_off_by_as_much_as_was_waited(office: Office) -> None:
    rank_at = office.router.snapshot().contacts[0].rank_at
    ask(office)
    office.wait(HOUR)
    assert kinds(end(office, put_off_ms=HOUR)) == ["PutOff", "Returned"]
    [contact] = office.router.snapshot().contacts
    assert (contact.rank_at, contact.put_off_ms) == (rank_at + HOUR, HOUR)
    ask(office)
    office.wait(HOUR)
    end(office, put_off_ms=2 * HOUR)
    assert office.router.snapshot().contacts[0].put_off_ms == 3 * HOUR, "two add up"


def test_nobody_is_waited_for_for_ever(office: Office) -> None:
    ask(office)
    assert office.wait(DAY - 1) == []
    assert kinds(office.wait(1)) == ["PutOff", "Returned"]
    assert office.router.snapshot().contacts[0].put_off_ms == 8 * HOUR


def test_a_promise_moves_by_no_more_than_was_said_and_never_back(office: Office) -> None:
    ask(office)
    end(office, put_off_ms=9 * HOUR)
    ask(office)
    assert kinds(end(office, put_off_ms=-HOUR)) == ["Returned"]
    assert office.router.snapshot().contacts[0].put_off_ms == 8 * HOUR


def test_without_room_it_is_kept_for_whoever_asked_and_then_for_anybody(office: Office) -> None:
    ask(office)
    fill(office)
    office.employ(BRUNO)
    returned = end(office)
    assert kinds(returned) == ["Released", "Queued", "Held"]
    assert isinstance(returned[1], Queued)
    assert (returned[1].cause, returned[1].requirement.agent) == ("answered", ALICE)
    office.tell(inputs.ConversationEnded(contact=OTHER, agent=ALICE))
    assert offers(office.tell(inputs.WrapUpDone(contact=OTHER, agent=ALICE))) == [(MAIL, ALICE)]


def test_kept_for_somebody_who_stays_busy_it_goes_to_another(office: Office) -> None:
    ask(office)
    fill(office)
    office.employ(BRUNO)
    end(office)
    assert offers(office.wait(4 * HOUR)) == [(MAIL, BRUNO)]


def test_whoever_went_home_is_not_waited_for(office: Office) -> None:
    ask(office)
    office.tell(inputs.PresenceChanged(agent=ALICE, presence=Presence.OFFLINE))
    office.employ(BRUNO)
    assert offers(end(office)) == [(MAIL, BRUNO)]


@pytest.mark.parametrize("fact", [inputs.AgentVanished(agent=ALICE), inputs.PresenceChanged(agent=ALICE, presence=Presence.OFFLINE)])
def test_it_goes_on_waiting_for_its_citizen_while_nobody_is_at_the_desk(office: Office, fact: inputs.Input) -> None:
    ask(office)
    assert kinds(office.tell(fact)) == ["PresenceSet"]


def test_the_contact_of_somebody_removed_goes_to_others(office: Office) -> None:
    ask(office)
    office.employ(BRUNO)
    assert offers(office.tell(inputs.AgentRemoved(agent=ALICE))) == [(MAIL, BRUNO)]


def test_an_answer_to_an_earlier_question_does_not_end_the_next(office: Office) -> None:
    ask(office)
    first_until = Instant(office.now + DAY)
    end(office, agent=ALICE)
    office.wait(1)
    ask(office)
    assert office.tell(inputs.AskingEnded(contact=MAIL, until=first_until)) == [Refused(reason="not-asked", contact=MAIL)]


def test_what_cannot_wait_is_not_put_aside(office: Office) -> None:
    chat = ContactId("chat")
    office.ask(chat)
    office.accept(chat, ALICE)
    assert ask(office, chat) == [Refused(reason="not-deferred", contact=chat, agent=ALICE)]


def test_nobody_puts_aside_what_is_a_colleagues_or_only_rings(office: Office) -> None:
    assert ask(office, agent=BRUNO) == [Refused(reason="not-owner", contact=MAIL, agent=BRUNO)]
    office.ask(OTHER, Channel.EMAIL)
    assert ask(office, OTHER) == [Refused(reason="not-owner", contact=OTHER, agent=ALICE)]


def test_taken_up_only_where_there_is_room(office: Office) -> None:
    ask(office)
    fill(office)
    assert end(office, agent=ALICE) == [Refused(reason="no-room", contact=MAIL, agent=ALICE)]


def test_its_owner_takes_it_up_before_he_ends_it_and_a_citizen_who_is_done_ends_it(office: Office) -> None:
    ask(office)
    assert office.tell(inputs.ConversationEnded(contact=MAIL, agent=ALICE)) == [Refused(reason="asked", contact=MAIL, agent=ALICE)]
    assert office.tell(inputs.ContactWithdrawn(contact=MAIL)) == [Closed(contact=MAIL, cause="left")]


def test_a_transfer_keeps_what_was_put_off(office: Office) -> None:
    ask(office)
    end(office, put_off_ms=HOUR)
    rank_at = office.router.snapshot().contacts[0].rank_at
    queue = office.router.snapshot().queues[0].policy.queue
    office.tell(inputs.ContactTransferred(contact=MAIL, agent=ALICE, queue=queue, requirements=()))
    assert office.router.snapshot().contacts[0].rank_at == rank_at


def test_who_is_waited_for_survives_a_restart(office: Office) -> None:
    ask(office)
    state = office.router.snapshot()
    office.router = Router.restore(msgspec.json.decode(msgspec.json.encode(state), type=RouterState))
    assert office.router.snapshot() == state
    assert kinds(office.wait(DAY)) == ["PutOff", "Returned"]
