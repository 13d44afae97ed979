"""Callers and agents who encrypt what they dial (TLS) and say (SRTP) speak with all others; whoever can is rung so that it stays secret."""

from guichet.channels.voice.tests.telephones import Telephone, wait_for
from tests.telephone.conftest import Town
from tests.telephone.test_consulting import expect_nobody_left, hear_one_another, hears_music
from tests.telephone.test_deaths import kill_voice
from tests.telephone.test_sessions import hears_awa

CITIZEN_TONE, AWA_TONE = 1000, 440


def is_secret(telephone: Telephone) -> bool:
    return "SRTP is Enabled" in telephone.read_log()


def end_after_a_hold(town: Town, awa: Telephone, citizen: Telephone) -> None:
    awa.command("hold")
    hears_music(citizen)
    awa.command("resume")
    hears_awa(citizen)
    citizen.hang_up()
    expect_nobody_left(town)


def test_a_caller_who_encrypts_is_answered_by_a_telephone_that_does_not(town: Town) -> None:
    with town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE, encrypts=True, keeps_secret=True) as citizen:
        town.be_present("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        assert (is_secret(citizen), is_secret(awa)) == (True, False)
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "it goes on")


def test_a_telephone_that_is_reached_by_tls_and_keeps_no_secret_is_rung_once_and_heard(town: Town) -> None:
    with town.post_of("awa", AWA_TONE, encrypts=True) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        assert not is_secret(awa)
        assert awa.read_log().count("Call established") == 1
        awa.hang_up()
        wait_for(lambda: town.states() == {"citizen": "ended", "agent": "ended"}, "the caller is left on the line")


def test_a_telephone_that_tells_its_keys_unasked_is_heard_also_when_another_process_takes_it_up(town: Town) -> None:
    """It would encrypt its sound, is not reached by TLS, and answers a plain offer with keys that nobody can use."""
    with town.post_of("awa", AWA_TONE, keeps_secret=True) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        assert not is_secret(awa)
        kill_voice(town)
        end_after_a_hold(town, awa, citizen)


def test_a_telephone_that_is_reached_by_tls_is_rung_in_secret(town: Town) -> None:
    with town.post_of("awa", AWA_TONE, encrypts=True, keeps_secret=True) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        assert (is_secret(citizen), is_secret(awa)) == (False, True)
        end_after_a_hold(town, awa, citizen)


def test_two_who_encrypt_hear_one_another_also_when_another_process_takes_them_up(town: Town) -> None:
    """Each keeps the key that it was told, whoever it is joined to."""
    with (
        town.post_of("awa", AWA_TONE, encrypts=True, keeps_secret=True) as awa,
        town.caller(CITIZEN_TONE, encrypts=True, keeps_secret=True) as citizen,
    ):
        town.be_present("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        assert (is_secret(citizen), is_secret(awa)) == (True, True)
        kill_voice(town)
        end_after_a_hold(town, awa, citizen)
