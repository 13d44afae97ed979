"""A call that another voice process took up is a call like any other: what telephones and exchanges ask in it is answered."""

import pytest

from guichet.channels.voice.tests.telephones import wait_for
from tests.telephone.conftest import Town
from tests.telephone.test_calls import BENOIT_TONE
from tests.telephone.test_consulting import expect_nobody_left, hears_music
from tests.telephone.test_deaths import kill_voice
from tests.telephone.test_sessions import NO_USE, Peer, hears_awa, listening, peer, read, speaking, transfer

pytestmark = pytest.mark.faults


def test_a_telephones_own_keys_work_in_a_call_that_was_taken_up(town: Town) -> None:
    """It holds, is held across a further death, comes back, and hands over."""
    with speaking(town) as (awa, citizen), town.post_of("benoit", BENOIT_TONE):
        kill_voice(town)
        awa.command("hold")
        hears_music(citizen)
        wait_for(lambda: town.states()["agent"] == "held", "the desk does not show it")
        kill_voice(town)
        hears_music(citizen)
        awa.command("resume")
        hears_awa(citizen)
        town.be_present("benoit")
        transfer(town, awa, "benoit")
        wait_for(lambda: citizen.heard() == {BENOIT_TONE}, "the colleague is not heard")
        owner = "select agent_id from contacts_contact where arrived_at >= %s and state = 'assigned'"
        wait_for(lambda: town.ask(owner, town.began) == [(town.find_agent("benoit")[0],)], "the contact is not his")
        citizen.hang_up()
        expect_nobody_left(town)


def take_up(town: Town, other: Peer, *headers: str) -> None:
    """It is in the menu when the process dies."""
    assert other.ask("INVITE", *headers, body=other.write_sdp())[0] == 200
    wait_for(lambda: town.ask("select 1 from calls_leg where ended_at is null and dialog <> '{}'"), "nobody writes it down")
    kill_voice(town)


@pytest.mark.parametrize("method", ["UPDATE", "INVITE"])
def test_a_new_description_in_a_call_that_was_taken_up_is_answered_and_the_sound_follows(method: str, town: Town) -> None:
    timer = ["Supported: timer", "Session-Expires: 600;refresher=uac"]
    with peer(town) as other, listening() as moved:
        take_up(town, other, *timer)
        code, answer = other.ask(method, *timer, body=other.write_sdp(1))
        assert (code, "m=audio" in answer, read(answer, "Session-Expires")) == (200, True, "600;refresher=uac")
        other.media = moved.getsockname()[1]
        code, answer = other.ask(method, *timer, body=other.write_sdp(2))
        assert (code, "m=audio" in answer) == (200, True)
        assert moved.recv(2_000), "the sound does not follow"
        kill_voice(town)
        assert other.ask("UPDATE", *timer)[0] == 200
        assert other.ask(method, body=NO_USE)[0] in {400, 488}
        assert other.ask("UPDATE")[0] == 200


def test_whoever_left_the_signs_of_life_to_us_goes_on_hearing_them(town: Town) -> None:
    with peer(town) as other:
        take_up(town, other, "Supported: timer", "Session-Expires: 90;refresher=uas")
        heard = other.hear(90)
        while heard.startswith("OPTIONS"):  # it sends no sound, and is asked whether it is there
            heard = other.hear(90)
        assert (heard.split()[0], read(heard, "Session-Expires")) == ("UPDATE", "90;refresher=uac")
