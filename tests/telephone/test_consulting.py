"""An agent asks somebody in: who hears whom then, and after each way in which that can end."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psutil
import pytest

from guichet.channels.voice.tests.telephones import Telephone, wait_for
from tests.telephone.conftest import Town
from tests.telephone.test_calls import AWA_TONE, BENOIT_TONE, CITIZEN_TONE
from tests.telephone.test_deaths import kill_voice

INTERPRETER_TONE = 760
TONES = {AWA_TONE, BENOIT_TONE, CITIZEN_TONE, INTERPRETER_TONE}
needs_mixer = pytest.mark.skipif(shutil.which("janus") is None, reason="missing: janus (`guichet doctor --install telephone`)")


def hear_one_another(first: Telephone, first_tone: int, second: Telephone, second_tone: int) -> None:
    wait_for(lambda: first.heard() == {second_tone} and second.heard() == {first_tone}, "they do not hear one another")


def hears_music(citizen: Telephone) -> None:
    wait_for(lambda: citizen.heard() and not citizen.heard() & TONES, "the citizen hears no music")


@contextmanager
def speaking(town: Town) -> Iterator[tuple[Telephone, Telephone, UUID]]:
    """A citizen with awa, her leg, while benoit is there too."""
    with town.post_of("awa", AWA_TONE) as awa, town.caller(CITIZEN_TONE) as citizen:
        town.be_present("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        [(leg,)] = town.ask("select id from calls_leg where side = 'agent' and ended_at is null")
        yield awa, citizen, leg


def consult(town: Town, leg: UUID, awa: Telephone, benoit: Telephone, citizen: Telephone) -> None:
    town.sign(leg, "consult", colleague=town.find_agent("benoit")[0])
    hear_one_another(awa, AWA_TONE, benoit, BENOIT_TONE)
    hears_music(citizen)


def find_mixer(town: Town) -> psutil.Process:
    children = psutil.Process(town.house.process.pid).children(recursive=True)
    return next(child for child in children if child.name() == "janus")


def kill_mixer(town: Town) -> None:
    find_mixer(town).kill()


def expect_nobody_left(town: Town) -> None:
    wait_for(lambda: not town.ask("select 1 from calls_leg where ended_at is null"), "somebody is left on the line")


def test_a_colleague_is_consulted_and_the_citizen_handed_over_with_his_age(town: Town) -> None:
    with speaking(town) as (awa, citizen, leg), town.post_of("benoit", BENOIT_TONE) as benoit:
        before = town.ask("select id, arrived_at from contacts_contact where arrived_at >= %s", town.began)
        consult(town, leg, awa, benoit, citizen)
        assert town.contact() == ("voice", "assigned")
        town.be_present("benoit")
        town.sign(leg, "hand-over")
        hear_one_another(benoit, BENOIT_TONE, citizen, CITIZEN_TONE)
        wait_for(lambda: awa.heard() == set(), "whoever handed over still hears something")
        owner = "select agent_id from contacts_contact where arrived_at >= %s and state = 'assigned'"
        wait_for(lambda: town.ask(owner, town.began) == [(town.find_agent("benoit")[0],)], "the contact is not his")
        assert town.ask("select id, arrived_at from contacts_contact where arrived_at >= %s", town.began) == before
        hear_one_another(benoit, BENOIT_TONE, citizen, CITIZEN_TONE)
        citizen.hang_up()
        expect_nobody_left(town)
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "the router does not learn of it")


def test_the_citizen_is_taken_back_and_whoever_hangs_up_leaves_him_with_the_other(town: Town) -> None:
    with speaking(town) as (awa, citizen, leg), town.post_of("benoit", BENOIT_TONE) as benoit:
        consult(town, leg, awa, benoit, citizen)
        town.sign(leg, "take-back")
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        wait_for(lambda: benoit.heard() == set(), "whoever was let go still hears something")
        consult(town, leg, awa, benoit, citizen)
        benoit.hang_up()
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        consult(town, leg, awa, benoit, citizen)
        town.be_present("benoit")
        awa.hang_up()
        hear_one_another(benoit, BENOIT_TONE, citizen, CITIZEN_TONE)
        benoit.hang_up()
        expect_nobody_left(town)


@needs_mixer
def test_whoever_loses_the_sound_for_a_moment_finds_those_with_whom_he_was(town: Town) -> None:
    """As an agent who loads his page anew."""
    with speaking(town) as (awa, citizen, leg), town.post_of("benoit", BENOIT_TONE) as benoit:
        consult(town, leg, awa, benoit, citizen)
        leg = join_again(town, leg)
        hear_one_another(awa, AWA_TONE, benoit, BENOIT_TONE)
        hears_music(citizen)
        town.sign(leg, "confer")
        wait_for(lambda: citizen.heard() == {AWA_TONE, BENOIT_TONE}, "the citizen does not hear both")
        leg = join_again(town, leg)
        wait_for(lambda: citizen.heard() == {AWA_TONE, BENOIT_TONE}, "the citizen does not hear both any more")
        wait_for(lambda: awa.heard() == {CITIZEN_TONE, BENOIT_TONE}, "the agent does not hear both any more")
        town.sign(leg, "take-back")
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        citizen.hang_up()
        expect_nobody_left(town)


def join_again(town: Town, leg: UUID) -> UUID:
    """Returns the agent's new leg, once it speaks."""
    town.sign(leg, "rejoin")
    new: list[tuple[UUID]] = []

    def look() -> bool:
        found = "select id from calls_leg where side = 'agent' and part = 'main' and state = 'talking' and ended_at is null and id <> %s"
        new[:] = town.ask(found, leg)
        return bool(new)

    wait_for(look, "whoever lost the sound is not rung again")
    return new[0][0]


@needs_mixer
def test_three_hear_one_another_with_an_interpreter_outside_who_then_stays_alone_with_the_citizen(town: Town) -> None:
    with (
        speaking(town) as (awa, citizen, leg),
        town.caller(INTERPRETER_TONE, name="+33145678901", answers=True) as interpreter,
    ):
        town.lead_out(interpreter)
        town.sign(leg, "consult", number="+33145678901")
        hear_one_another(awa, AWA_TONE, interpreter, INTERPRETER_TONE)
        hears_music(citizen)
        town.sign(leg, "confer")
        wait_for(lambda: citizen.heard() == {AWA_TONE, INTERPRETER_TONE}, "the citizen does not hear both")
        wait_for(lambda: awa.heard() == {CITIZEN_TONE, INTERPRETER_TONE}, "the agent does not hear both")
        wait_for(lambda: interpreter.heard() == {CITIZEN_TONE, AWA_TONE}, "the interpreter does not hear both")
        town.sign(leg, "hand-over")
        hear_one_another(interpreter, INTERPRETER_TONE, citizen, CITIZEN_TONE)
        wait_for(lambda: town.contact() == ("voice", "wrapping_up"), "the contact goes on")
        hear_one_another(interpreter, INTERPRETER_TONE, citizen, CITIZEN_TONE)
        interpreter.hang_up()
        expect_nobody_left(town)


@pytest.mark.faults
@needs_mixer
def test_the_desk_knows_that_three_cannot_be_joined_before_it_is_asked_for_and_when_they_can_again(town: Town) -> None:
    def mixes() -> bool:
        return bool(town.ask("select mixes from calls_leg where id = %s", leg)[0][0])

    with speaking(town) as (awa, citizen, leg), town.post_of("benoit", BENOIT_TONE) as benoit:
        mixer = find_mixer(town)
        mixer.suspend()
        try:
            consult(town, leg, awa, benoit, citizen)
            wait_for(lambda: not mixes(), "the desk is not told that there is no mixer")
            town.sign(leg, "confer")
            hear_one_another(awa, AWA_TONE, benoit, BENOIT_TONE)
            hears_music(citizen)
        finally:
            mixer.resume()
        wait_for(mixes, "the desk is not told that there is a mixer again")
        town.sign(leg, "confer")
        wait_for(lambda: citizen.heard() == {AWA_TONE, BENOIT_TONE}, "the citizen does not hear both")
        citizen.hang_up()
        expect_nobody_left(town)


@pytest.mark.faults
def test_a_consultation_outlives_the_voice_process(town: Town) -> None:
    with speaking(town) as (awa, citizen, leg), town.post_of("benoit", BENOIT_TONE) as benoit:
        consult(town, leg, awa, benoit, citizen)
        kill_voice(town)
        hear_one_another(awa, AWA_TONE, benoit, BENOIT_TONE)
        hears_music(citizen)
        town.sign(leg, "take-back")
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        citizen.hang_up()
        expect_nobody_left(town)


@pytest.mark.faults
@needs_mixer
@pytest.mark.parametrize("who", ["voice", "mixer"])
def test_when_what_carries_a_conference_dies_the_citizen_is_heard_all_the_same(who: str, town: Town) -> None:
    """Another voice process seats all three anew; without the mixer the citizen stays with his agent."""
    with speaking(town) as (awa, citizen, leg), town.post_of("benoit", BENOIT_TONE) as benoit:
        consult(town, leg, awa, benoit, citizen)
        town.sign(leg, "confer")
        wait_for(lambda: citizen.heard() == {AWA_TONE, BENOIT_TONE}, "the citizen does not hear both")
        if who == "voice":
            kill_voice(town)
            wait_for(lambda: citizen.heard() == {AWA_TONE, BENOIT_TONE}, "the citizen does not hear both any more")
            benoit.hang_up()
        else:
            kill_mixer(town)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        wait_for(lambda: benoit.heard() == set(), "whoever was let go still hears something")
        citizen.hang_up()
        expect_nobody_left(town)
