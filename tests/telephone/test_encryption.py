"""Callers who encrypt what they dial (TLS) and say (SRTP), and agents whose telephones are reached by TLS, speak with all others."""

from guichet.channels.voice.tests.telephones import wait_for
from tests.telephone.conftest import Town

CITIZEN_TONE, AWA_TONE = 1000, 440


def test_a_caller_who_encrypts_is_answered_by_a_telephone_that_does_not(town: Town) -> None:
    with town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE, encrypts=True) as citizen:
        town.be_present("awa")
        town.call(citizen)
        wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "they do not hear one another")
        assert "SRTP is Enabled" in citizen.read_log()
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "it goes on")


def test_an_agent_whose_telephone_encrypts_answers_a_caller_who_does_not(town: Town) -> None:
    with town.post_of("awa", AWA_TONE, encrypts=True) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen)
        wait_for(lambda: awa.heard() == {CITIZEN_TONE} and citizen.heard() == {AWA_TONE}, "they do not hear one another")
        awa.hang_up()
        wait_for(lambda: town.states() == {"citizen": "ended", "agent": "ended"}, "the caller is left on the line")
