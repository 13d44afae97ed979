"""What is learned of a contact after it came: the language in which it is written, as somebody who waits would tell it."""

import pytest

from guichet.decisions.routing import inputs
from guichet.decisions.routing.decisions import Decision, Refused
from guichet.decisions.routing.tests.office import ALICE, BRUNO, FRENCH, Office, kinds, offers
from guichet.decisions.routing.words import Channel, ContactId, Presence, Requirement, SkillId

PORTUGUESE = SkillId(8)
IN_FRENCH = Requirement(skills=((FRENCH, 1),))
IN_PORTUGUESE = Requirement(skills=((PORTUGUESE, 1),))


def learn(office: Office, name: str, *steps: Requirement) -> list[Decision]:
    return office.tell(inputs.ContactRequalified(contact=ContactId(name), requirements=steps))


def test_who_writes_in_portuguese_is_offered_to_who_speaks_it_at_the_rank_he_came_with() -> None:
    office = Office()
    office.ask("a", Channel.CHAT, IN_FRENCH)
    office.wait(10_000)
    office.ask("b", Channel.CHAT, IN_PORTUGUESE)
    assert kinds(learn(office, "a", IN_PORTUGUESE)) == ["Queued"]
    assert offers(office.employ(ALICE, ((FRENCH, 1),))) == []
    assert offers(office.employ(BRUNO, ((PORTUGUESE, 1),))) == [("a", BRUNO)], "he came before b"


def test_what_rings_at_somebody_who_cannot_read_it_rings_at_who_can() -> None:
    office = Office()
    office.employ(ALICE, ((FRENCH, 1),))
    office.employ(BRUNO, ((PORTUGUESE, 1),))
    assert offers(office.ask("a", Channel.CHAT, IN_FRENCH)) == [("a", ALICE)]
    decisions = learn(office, "a", IN_PORTUGUESE)
    assert kinds(decisions) == ["OfferEnded", "Queued", "Offered"]
    assert offers(decisions) == [("a", BRUNO)]


def test_where_nobody_reads_it_in_time_it_goes_to_who_would_have_had_it() -> None:
    office = Office()
    office.employ(ALICE, ((FRENCH, 1),))
    office.tell(inputs.PresenceChanged(agent=ALICE, presence=Presence.PAUSED))
    office.ask("a", Channel.CHAT, IN_FRENCH)
    learn(office, "a", IN_PORTUGUESE, Requirement(after_ms=120_000, skills=IN_FRENCH.skills))
    assert offers(office.tell(inputs.PresenceChanged(agent=ALICE, presence=Presence.AVAILABLE))) == []
    assert offers(office.wait(119_999)) == []
    assert offers(office.wait(1)) == [("a", ALICE)]


@pytest.mark.parametrize("times", [1, 2])
def test_who_has_been_answered_stays_where_he_is(times: int) -> None:
    office = Office()
    office.employ(ALICE, ((FRENCH, 1),))
    office.ask("a", Channel.CHAT, IN_FRENCH)
    office.accept("a", ALICE)
    for _ in range(times):
        assert learn(office, "a", IN_PORTUGUESE) == [Refused(reason="not-waiting", contact=ContactId("a"))]


def test_the_same_again_changes_nothing() -> None:
    office = Office()
    office.ask("a", Channel.CHAT, IN_FRENCH)
    assert learn(office, "a", IN_FRENCH) == [Refused(reason="unchanged", contact=ContactId("a"))]
    assert learn(office, "nobody", IN_FRENCH) == [Refused(reason="unknown-contact", contact=ContactId("nobody"))]
