"""What was taken out of a contact because it asks something else, as agents would tell it."""

import pytest

from guichet.decisions.routing import inputs
from guichet.decisions.routing.decisions import Decision, Offered, OfferEnded, Queued, Refused
from guichet.decisions.routing.router import Router
from guichet.decisions.routing.tests.office import ALICE, BRUNO, FRENCH, QUEUE, Office, kinds
from guichet.decisions.routing.words import Channel, ContactId, Instant, Requirement

MAIL, TAKEN = ContactId("mail"), ContactId("taken")
HOUR = 3_600_000
ABOUT_FRENCH = Requirement(skills=((FRENCH, 1),))
"""What Alice cannot answer."""


@pytest.fixture
def office() -> Office:
    """Alice has a mail of this morning in hand. It asks two things."""
    office = Office()
    office.employ(ALICE)
    office.ask(MAIL, Channel.EMAIL)
    office.accept(MAIL, ALICE)
    office.wait(HOUR)
    return office


def take_out(office: Office, requirement: Requirement | None = None) -> list[Decision]:
    return office.tell(
        inputs.ContactArrived(
            contact=TAKEN,
            channel=Channel.EMAIL,
            queue=QUEUE,
            requirements=(requirement or Requirement(),),
            arrived_at=Instant(office.now - HOUR),
            taken_out_of=MAIL,
        )
    )


def put_back(office: Office) -> list[Decision]:
    return office.tell(inputs.ContactsMerged(contact=TAKEN, into=MAIL, agent=ALICE))


def test_it_waits_at_the_age_of_what_was_taken_out(office: Office) -> None:
    queued, offered = take_out(office)
    assert isinstance(queued, Queued)
    assert queued.arrived_at == office.now - HOUR
    assert isinstance(offered, Offered)
    assert offered.agent == ALICE, "she answers that too, or a colleague does"


def test_it_goes_back_although_whoever_took_it_out_could_not_answer_it_alone(office: Office) -> None:
    take_out(office, ABOUT_FRENCH)
    assert kinds(put_back(office)) == ["Merged"]


def test_it_goes_back_while_it_only_rings_at_a_colleague(office: Office) -> None:
    office.employ(BRUNO, ((FRENCH, 1),))
    take_out(office, ABOUT_FRENCH)
    ended, merged = put_back(office)[:2]
    assert isinstance(ended, OfferEnded)
    assert (ended.agent, ended.reason) == (BRUNO, "merged")
    assert kinds([merged]) == ["Merged"]


def test_once_a_colleague_has_it_or_has_had_it_it_does_not_go_back(office: Office) -> None:
    office.employ(BRUNO, ((FRENCH, 1),))
    take_out(office, ABOUT_FRENCH)
    office.accept(TAKEN, BRUNO)
    assert put_back(office) == [Refused(reason="not-waiting", contact=TAKEN, agent=ALICE)]
    office.tell(inputs.ContactTransferred(contact=TAKEN, agent=BRUNO, queue=QUEUE, requirements=(ABOUT_FRENCH,)))
    assert put_back(office) == [Refused(reason="not-able", contact=TAKEN, agent=ALICE)], "as any other contact from then on"


def test_it_goes_back_into_nothing_else_by_right(office: Office) -> None:
    other = ContactId("other")
    office.ask(other, Channel.EMAIL)
    office.accept(other, ALICE)
    take_out(office, ABOUT_FRENCH)
    refused = office.tell(inputs.ContactsMerged(contact=TAKEN, into=other, agent=ALICE))
    assert refused == [Refused(reason="not-able", contact=TAKEN, agent=ALICE)]


def test_a_router_that_starts_again_knows_where_it_goes_back(office: Office) -> None:
    take_out(office, ABOUT_FRENCH)
    restored = Router.restore(office.router.snapshot())
    assert kinds(restored.receive(inputs.ContactsMerged(contact=TAKEN, into=MAIL, agent=ALICE), office.now)) == ["Merged"]
    assert kinds(put_back(office)) == ["Merged"]
