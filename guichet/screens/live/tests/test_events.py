"""What an agent is told of an entry, and the place a browser resumes from."""

import pytest

from guichet.decisions.routing import decisions as decided
from guichet.decisions.routing.words import AgentId, ContactId, Instant, Presence, Why
from guichet.doors.refusals import MalformedError
from guichet.records.journal.words import Entry, Seq, Step
from guichet.screens.live import words
from guichet.screens.live.cards import read_place, write_place
from guichet.screens.live.events import CardWanted, list_events

ME, OTHER = AgentId(1), AgentId(2)
CONTACT = ContactId("01900000-0000-7000-8000-000000000001")
WHY = Why(waited_ms=0, rank_at=Instant(0))


def write_entry(*decisions: decided.Decision) -> Entry:
    return Entry(seq=Seq(7), at=Instant(5), input_id=None, kind="TimerFired", step=Step(decisions=decisions))


def test_an_offer_carries_the_card_to_the_agent_it_rings_at_and_to_nobody_else() -> None:
    entry = write_entry(decided.Offered(contact=CONTACT, agent=ME, until=Instant(9), why=WHY))
    assert list(list_events(entry, ME, ())) == [CardWanted(CONTACT, words.ContactOffered)]
    assert list(list_events(entry, OTHER, ())) == []


def test_what_names_no_agent_is_told_to_whoever_has_the_contact() -> None:
    entry = write_entry(decided.Closed(contact=CONTACT, cause="wrap-up-done"))
    assert list(list_events(entry, ME, {CONTACT})) == [words.ContactClosed(contact=CONTACT, cause="wrap-up-done")]
    assert list(list_events(entry, ME, ())) == []


def test_an_agent_hears_of_his_own_presence_only() -> None:
    entry = write_entry(decided.PresenceSet(agent=OTHER, presence=Presence.OFFLINE))
    assert list(list_events(entry, ME, ())) == []


def test_a_refusal_is_told_in_words() -> None:
    [event] = list_events(write_entry(decided.Refused(reason="something-new", contact=CONTACT, agent=ME)), ME, ())
    assert isinstance(event, words.Refused)
    assert event.message


def test_a_place_reads_as_it_was_written() -> None:
    numbers = {CONTACT: 12, ContactId("b"): 0}
    assert read_place(write_place(3, numbers)) == (3, numbers)


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1;a", "1;a=b", "1;a=1=2", "²", "9" * 30, "1;a=9999999999"])
def test_a_place_that_is_not_ours_is_refused(cursor: str) -> None:
    with pytest.raises(MalformedError):
        read_place(cursor)
