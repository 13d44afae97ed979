"""A deaf citizen on the telephone, through the interpreter of a relay service: who calls for him, and who is asked in for him."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from guichet.channels.voice.tests.telephones import wait_for
from tests.telephone.conftest import CALLED, Town, ask_back
from tests.telephone.test_calls import AWA_TONE, CITIZEN_TONE
from tests.telephone.test_consulting import INTERPRETER_TONE, expect_nobody_left, hear_one_another, hears_music, needs_mixer, speaking
from tests.telephone.test_deaths import kill_voice
from tests.telephone.test_recorded import list_written, recording, rows, tapings
from tests.telephone.test_ways import LOOKED_AT

RELAYS = "0199005001"
ASKED_IN = "+33145678901"


@contextmanager
def relay(town: Town) -> Iterator[int]:
    """One that calls from a number of its own, and is asked in by another; its id."""
    _, organisation = town.find_agent("awa")
    [(key,)] = town.ask(
        "insert into calls_relayservice (organisation_id, name, kinds, address, calls_from, number, is_active)"
        " values (%s, 'Relais d’essai', '{lsf}', 'https://relais.example', '{+33199005001}', %s, true) returning id",
        organisation,
        ASKED_IN,
    )
    time.sleep(LOOKED_AT)
    try:
        yield key
    finally:
        town.ask("delete from calls_relayedcall where relay_id = %s returning 1", key)
        town.ask("update calls_leg set relay_id = null where relay_id = %s returning 1", key)
        town.ask("delete from calls_relayservice where id = %s returning 1", key)


def test_an_interpreter_who_presses_nothing_reaches_an_agent_and_nothing_is_recorded(town: Town) -> None:
    """Although the line records, and after the process that held the call has died too."""
    with recording(town), relay(town) as key, town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE, name=RELAYS) as caller:
        caller.dial(CALLED)
        wait_for(lambda: town.contact() == ("voice", "waiting"), "he is left in the menu", 90)
        town.be_present("awa")
        hear_one_another(awa, AWA_TONE, caller, CITIZEN_TONE)
        legs = town.ask("select relay_id, number from calls_leg where side = 'citizen' and began_at >= %s", town.began)
        assert legs == [(key, "")]
        [(note, citizen)] = town.ask(
            "select m.text, c.citizen_id from contacts_contact c join contacts_message m on m.contact_id = c.id where c.arrived_at >= %s",
            town.began,
        )
        assert "Relais d’essai" in note
        assert citizen is None
        kill_voice(town)
        hear_one_another(awa, AWA_TONE, caller, CITIZEN_TONE)
        time.sleep(2)
        assert (tapings(town), list_written(town), rows(town)) == ([""], [], [])
        caller.hang_up()
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "the call does not end")
        expect_nobody_left(town)
    assert (list_written(town), rows(town)) == ([], [])


def test_a_callback_through_a_relay_rings_its_number_once_the_agent_is_there(town: Town) -> None:
    """Asked for on the telephone here, and by a page otherwise: what is kept is the same."""
    with (
        relay(town) as key,
        town.caller(name="+33612345678") as citizen,
        town.caller(INTERPRETER_TONE, name=ASKED_IN, answers=True) as interpreter,
    ):
        town.lead_out(interpreter)
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "waiting"), "he does not wait")
        ask_back(citizen)
        wait_for(lambda: town.contact() == ("callback", "waiting") and town.states() == {"citizen": "ended"}, "no callback is kept")
        [(contact, organisation)] = town.ask("select id, organisation_id from contacts_contact where arrived_at >= %s", town.began)
        through = "insert into calls_relayedcall (organisation_id, contact_id, relay_id) values (%s, %s, %s) returning 1"
        town.ask(through, organisation, contact, key)
        with town.post_of("awa", AWA_TONE) as awa:
            town.be_present("awa")
            wait_for(lambda: town.contact() == ("callback", "offered"), "it is offered to nobody")
            town.post("OfferAccepted", contact=str(contact), agent=town.find_agent("awa")[0])
            wait_for(lambda: awa.heard() == {INTERPRETER_TONE} and interpreter.heard() == {AWA_TONE}, "they do not hear one another", 60)
            ringing = "select relay_id, number from calls_leg where side = 'citizen' and ended_at is null"
            assert town.ask(ringing) == [(key, ASKED_IN)]
            interpreter.hang_up()
            wait_for(lambda: town.contact() == ("callback", "wrapping_up"), "the contact goes on")
            expect_nobody_left(town)


@needs_mixer
def test_a_relay_that_is_asked_in_by_its_name_is_heard_by_both(town: Town) -> None:
    with (
        relay(town) as key,
        speaking(town) as (awa, citizen, leg),
        town.caller(INTERPRETER_TONE, name=ASKED_IN, answers=True) as interpreter,
    ):
        town.lead_out(interpreter)
        town.sign(leg, "consult", number=ASKED_IN, relay=key)
        hear_one_another(awa, AWA_TONE, interpreter, INTERPRETER_TONE)
        hears_music(citizen)
        assert town.ask("select relay_id from calls_leg where part = 'guest' and ended_at is null") == [(key,)]
        town.sign(leg, "confer")
        wait_for(lambda: citizen.heard() == {AWA_TONE, INTERPRETER_TONE}, "the citizen does not hear both")
        wait_for(lambda: awa.heard() == {CITIZEN_TONE, INTERPRETER_TONE}, "the agent does not hear both")
        wait_for(lambda: interpreter.heard() == {CITIZEN_TONE, AWA_TONE}, "the interpreter does not hear both")
        interpreter.hang_up()
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        citizen.hang_up()
        expect_nobody_left(town)
