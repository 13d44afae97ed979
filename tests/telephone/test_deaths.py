"""The voice process dies by SIGKILL: who speaks goes on speaking, who waits keeps his rank, and nobody is left on a line."""

import pytest

from guichet.channels.voice.tests.telephones import wait_for
from tests.telephone.conftest import Town
from tests.telephone.test_calls import AWA_TONE, CITIZEN_TONE

pytestmark = pytest.mark.faults


def kill_voice(town: Town) -> None:
    """And have another take up the call that it held."""
    before = town.read_log("voice").count("a call is taken up")
    town.house.kill("voice")
    wait_for(lambda: town.house.find_or_none("voice") is None, "it does not die")
    wait_for(lambda: town.read_log("voice").count("a call is taken up") > before, "nobody takes the call up", 40)


@pytest.mark.parametrize("who", ["citizen", "agent"])
def test_two_who_speak_go_on_speaking_and_either_may_end_it(who: str, town: Town) -> None:
    with town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen)
        wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "they do not hear one another")
        kill_voice(town)
        wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "they do not hear one another any more", 5)
        (citizen if who == "citizen" else awa).hang_up()
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "the router does not learn of it")
        wait_for(lambda: town.states() == {"citizen": "ended", "agent": "ended"}, "somebody is left on the line")
        wait_for(lambda: awa.heard() == set() and citizen.heard() == set(), "somebody still hears something")


def test_who_waits_keeps_his_rank_and_is_answered(town: Town) -> None:
    with town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.call(citizen)
        wait_for(lambda: town.contact() == ("voice", "waiting"), "he does not wait")
        rank = town.rank()
        kill_voice(town)
        citizen.await_sound()
        town.be_present("awa")
        wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "nobody answers", 60)
        assert town.rank() == rank
        citizen.hang_up()
        wait_for(lambda: town.states() == {"citizen": "ended", "agent": "ended"}, "somebody is left on the line")


def test_who_was_in_the_menu_hears_it_again(town: Town) -> None:
    with town.caller(CITIZEN_TONE) as citizen:
        citizen.dial("0199001234")
        wait_for(lambda: town.ask("select 1 from calls_leg where ended_at is null and dialog <> '{}'"), "nobody answers")
        kill_voice(town)
        citizen.await_sound()
        citizen.press("1")
        wait_for(lambda: town.contact() == ("voice", "waiting"), "he does not wait")
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("voice", "withdrawn"), "he still waits")
