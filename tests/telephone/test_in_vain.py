"""Whoever is rung and cannot be reached, wherever he is rung: it ends by itself, and whoever waits goes to somebody else or hears why."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from guichet.channels.voice.tests.telephones import Telephone, wait_for
from tests.telephone.conftest import Town, await_callback
from tests.telephone.strangers import NO_USE, RINGS, SDP, Stranger, stranger
from tests.telephone.test_calls import AWA_TONE, BENOIT_TONE, CITIZEN_TONE
from tests.telephone.test_consulting import expect_nobody_left, hear_one_another
from tests.telephone.test_emergency import LEARNED

BOUND = 60.0
"""Nobody rings for longer, but for emergency services."""


@contextmanager
def calling_back(town: Town, number: str, by: Stranger) -> Iterator[tuple[Telephone, str]]:
    """Awa calls a citizen back by a trunk that ends at this stranger; her telephone and the contact."""
    with town.caller(name=number) as citizen:
        contact = await_callback(town, citizen)
    town.ask("update calls_line set trunk = %s returning 1", f"sip:127.0.0.1:{by.port}")
    with town.post_of("awa", AWA_TONE) as awa:
        town.stay("awa")
        wait_for(lambda: town.contact() == ("callback", "offered"), "it is offered to nobody")
        town.post("OfferAccepted", contact=contact, agent=town.find_agent("awa")[0])
        yield awa, contact


def list_attempts(town: Town, contact: str) -> list[tuple[int, bool | None]]:
    """How often it was tried, and whether it will be again."""
    return town.ask("select attempts, wanted_from > now() from contacts_callback where contact_id = %s", contact)


@pytest.mark.parametrize(
    ("replies", "number"),
    [
        ((RINGS,), "+33612345601"),
        ((), "+33612345602"),
        (((200, "OK", NO_USE),), "+33612345603"),
        (((480, "Temporarily Unavailable", ""),), "+33612345604"),
    ],
    ids=["rings-for-ever", "silent", "no-use", "unavailable"],
)
def test_a_citizen_who_is_not_reached_is_called_again_by_rule(replies: tuple[tuple[int, str, str], ...], number: str, town: Town) -> None:
    with stranger(*replies) as operator, calling_back(town, number, operator) as (awa, contact):
        wait_for(lambda: "INVITE" in operator.methods(), "nobody is called", 40)
        wait_for(lambda: list_attempts(town, contact) == [(1, True)], "it is not noted", BOUND)
        wait_for(lambda: town.contact() == ("callback", "waiting"), "it does not wait for its next call")
        awa.await_sound()
        expect_nobody_left(town)
        if replies == (RINGS,):
            assert "CANCEL" in operator.methods(), "he is rung on"


def test_a_wrong_number_is_not_called_again(town: Town) -> None:
    with stranger((484, "Address Incomplete", "")) as operator, calling_back(town, "+33612345605", operator) as (_, contact):
        wait_for(lambda: list_attempts(town, contact) == [(1, None)], "it is not noted", 40)
        wait_for(lambda: town.contact() == ("callback", "closed"), "it is kept")
        expect_nobody_left(town)


@contextmanager
def strange_post(town: Town, key: str, by: Stranger) -> Iterator[None]:
    """This agent's telephone is a stranger, which our edge knows as if it had registered."""
    town.give_post(key)
    contact = f"sip:{key}@127.0.0.1:{by.port}"
    town.ask_edge("ul.add", "location", key, contact, 600, 1.0, "", 0, 0, 7999)
    assert contact in town.ask_edge("ul.lookup", "location", key), "the edge does not know it"
    try:
        yield
    finally:
        town.ask_edge("ul.rm", "location", key)


@pytest.mark.parametrize("replies", [((200, "OK", NO_USE),), (RINGS,), ()], ids=["no-use", "rings-for-ever", "silent"])
def test_an_agents_telephone_of_no_use_costs_the_caller_his_place_nowhere(replies: tuple[tuple[int, str, str], ...], town: Town) -> None:
    with stranger(*replies) as strange, strange_post(town, "awa", strange), town.post_of("benoit", BENOIT_TONE) as benoit:
        town.stay("awa")
        with town.caller(CITIZEN_TONE) as citizen:
            town.call(citizen)
            wait_for(lambda: town.contact() == ("voice", "offered"), "it is offered to nobody")
            wait_for(lambda: "INVITE" in strange.methods(), "her telephone is not rung")
            town.stay("benoit")
            hear_within(benoit, citizen)
            [(presence, reason)] = town.ask("select presence, reason from contacts_presence where agent_id = %s", town.find_agent("awa")[0])
            assert (presence, reason) == ("paused", "no-answer")
            citizen.hang_up()
            expect_nobody_left(town)


def hear_within(benoit: Telephone, citizen: Telephone) -> None:
    heard = lambda: benoit.heard() == {CITIZEN_TONE} and citizen.heard() == {BENOIT_TONE}  # noqa: E731 - a sentence
    wait_for(heard, "nobody else answers", BOUND)


@pytest.mark.parametrize("whom", ["colleague", "outside"])
def test_whoever_is_consulted_and_rings_for_ever_is_given_up_and_the_citizen_is_back(whom: str, town: Town) -> None:
    with (
        stranger(RINGS) as strange,
        strange_post(town, "benoit", strange),
        town.post_of("awa", AWA_TONE) as awa,
        town.caller(CITIZEN_TONE) as citizen,
    ):
        town.stay("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        [(leg,)] = town.ask("select id from calls_leg where side = 'agent' and ended_at is null")
        town.ask("update calls_line set trunk = %s returning 1", f"sip:127.0.0.1:{strange.port}")
        more = {"number": "+33145678901"} if whom == "outside" else {"colleague": town.find_agent("benoit")[0]}
        town.sign(leg, "consult", **more)
        wait_for(lambda: "INVITE" in strange.methods(), "nobody is rung")
        wait_for(lambda: "CANCEL" in strange.methods(), "he is rung on", BOUND)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        citizen.hang_up()
        expect_nobody_left(town)


CAPPED = (
    "insert into calls_callingrules (organisation_id, zones, prefixes, callers, landline_price, mobile_price, abroad_price, day_cap,"
    " month_cap)"
    " select organisation_id, '{france}', '{}', '{}', 100, 100, 100, 50, 0 from calls_line order by id limit 1"
)


def test_a_cap_is_said_in_the_ear_of_the_agent_and_nobody_is_dialled(town: Town) -> None:
    with stranger((200, "OK", SDP), tone=BENOIT_TONE) as operator:
        town.database.execute("delete from calls_callingrules")
        town.database.execute(CAPPED)
        time.sleep(LEARNED)
        try:
            with calling_back(town, "+33612345606", operator) as (awa, contact):
                awa.await_sound()
                expect_nobody_left(town)
                assert operator.asked == []
                assert list_attempts(town, contact) == [(0, None)]
                assert town.contact() == ("callback", "assigned"), "the agent keeps it"
        finally:
            town.database.execute("delete from calls_callingrules")


def test_an_agent_who_is_not_heard_does_not_end_the_call(town: Town) -> None:
    """One-way audio: his telephone answers and sends nothing."""
    with stranger((200, "OK", SDP)) as strange, strange_post(town, "awa", strange), town.caller(CITIZEN_TONE) as citizen:
        town.stay("awa")
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "assigned"), "she does not answer")
        assert strange.sound.recv(2_000), "nothing of the caller arrives"
        soundings = "select side, quality ->> 'sounding' from calls_leg where ended_at is null order by side"
        wait_for(lambda: dict(town.ask(soundings)).get("agent") == "silent", "nobody is told that she is not heard", 40)
        assert town.contact() == ("voice", "assigned")
        citizen.hang_up()
        wait_for(lambda: "BYE" in strange.methods(), "she is left on the line")
        expect_nobody_left(town)


def test_who_sends_nothing_stays_as_long_as_he_answers_and_is_gone_soon_when_he_does_not(town: Town) -> None:
    """A telephone that lost its power says goodbye to nobody; one that is silent does not have to speak."""
    with stranger((200, "OK", SDP)) as strange, strange_post(town, "awa", strange), town.caller(CITIZEN_TONE) as citizen:
        town.stay("awa")
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "assigned"), "she does not answer")
        wait_for(lambda: "OPTIONS" in strange.methods(), "nobody asks whether she is there", BOUND)
        assert town.contact() == ("voice", "assigned")
        strange.is_over = True
        wait_for(lambda: town.states().get("agent") == "ended", "nobody notices that she is gone", 120)
        citizen.hang_up()
        expect_nobody_left(town)
