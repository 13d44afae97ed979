"""A supervisor attends a call: nobody hears him who listens, the agent alone hears him who whispers, all hear him who joins; and whatever
ends, citizen and agent stay together."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest

from guichet.channels.voice.tests.telephones import Telephone, wait_for
from tests.telephone.conftest import Town, await_callback
from tests.telephone.test_calls import AWA_TONE, BENOIT_TONE, CITIZEN_TONE
from tests.telephone.test_consulting import expect_nobody_left, hear_one_another, kill_mixer, needs_mixer
from tests.telephone.test_deaths import kill_voice

pytestmark = needs_mixer
BOTH = {AWA_TONE, CITIZEN_TONE}


def declare(town: Town) -> UUID:
    """A campaign that is on: benoit may listen to awa, whose desk has shown it."""
    (awa, organisation), (benoit, _), campaign = town.find_agent("awa"), town.find_agent("benoit"), uuid4()
    [(account,)] = town.ask("select account_id from directory_agent where id = %s", benoit)
    town.database.execute("update directory_account set roles = array['agent', 'supervisor'] where id = %s", [account])
    town.database.execute(
        "insert into calls_campaign"
        " (id, organisation_id, purpose, aim, teams, agents, lines, listeners, by_id, declared_at, begins_at, ends_at)"
        " values (%s, %s, 'quality', 'Essai', '{}', %s, '{}', %s, %s, now(), now() - interval '1 minute', now() + interval '1 hour')",
        [campaign, organisation, [awa], [account], account],
    )
    town.database.execute(
        "insert into calls_campaignsight (organisation_id, campaign_id, agent_id, seen_at) values (%s, %s, %s, now())",
        [organisation, campaign, awa],
    )
    return campaign


@pytest.fixture
def campaign(town: Town) -> Iterator[UUID]:
    made = declare(town)
    yield made
    town.database.execute("update calls_campaign set ended_at = now() where ended_at is null")


def attend(town: Town, manner: str) -> None:
    [(citizen,)] = town.ask("select id from calls_leg where side = 'citizen' and ended_at is null")
    [(account,)] = town.ask("select account_id from directory_agent where key = 'benoit'")
    town.sign(citizen, "attend", account=account, manner=manner)


def expect(heard: dict[Telephone, set[int]], otherwise: str) -> None:
    wait_for(lambda: all(each.heard() == tones for each, tones in heard.items()), otherwise)


@contextmanager
def attended(town: Town, manner: str = "listen") -> Iterator[tuple[Telephone, Telephone, Telephone]]:
    """Awa, the citizen, and benoit, who attends."""
    with (
        town.post_of("awa", AWA_TONE) as awa,
        town.post_of("benoit", BENOIT_TONE) as benoit,
        town.caller(CITIZEN_TONE) as citizen,
    ):
        town.be_present("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        attend(town, manner)
        wait_for(lambda: benoit.heard() == BOTH, "who attends does not hear both")
        yield awa, citizen, benoit


def list_trail(town: Town, campaign: UUID) -> list[tuple[str, str]]:
    statement = "select verb, details->>'manner' from audit_entry where details->>'campaign' = %s order by number"
    return town.ask(statement, str(campaign))


def test_who_listens_is_heard_by_nobody_who_whispers_by_the_agent_alone_and_who_joins_by_all(town: Town, campaign: UUID) -> None:
    with attended(town) as (awa, citizen, benoit):
        expect({awa: {CITIZEN_TONE}, citizen: {AWA_TONE}, benoit: BOTH}, "somebody hears who listens")
        attend(town, "whisper")
        expect({awa: {CITIZEN_TONE, BENOIT_TONE}, citizen: {AWA_TONE}, benoit: BOTH}, "a whisper is not for the agent alone")
        attend(town, "join")
        expect({awa: {CITIZEN_TONE, BENOIT_TONE}, citizen: {AWA_TONE, BENOIT_TONE}, benoit: BOTH}, "who joined is not heard by all")
        attend(town, "whisper")
        expect({awa: {CITIZEN_TONE, BENOIT_TONE}, citizen: {AWA_TONE}, benoit: BOTH}, "a whisper is not for the agent alone")
        attend(town, "listen")
        expect({awa: {CITIZEN_TONE}, citizen: {AWA_TONE}, benoit: BOTH}, "somebody hears who listens")
        benoit.hang_up()
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        manners = ["listen", "whisper", "join", "whisper", "listen"]
        began, *changed = [("listening-began", "listen"), *(("listening-changed", each) for each in manners[1:])]
        wait_for(lambda: list_trail(town, campaign) == [began, *changed, ("listening-ended", "listen")], "the trail is not whole")
        citizen.hang_up()
        expect_nobody_left(town)


def test_outside_a_campaign_and_after_its_end_nobody_listens(town: Town, campaign: UUID) -> None:
    with attended(town) as (awa, citizen, benoit):
        town.database.execute("update calls_campaign set ended_at = now()")
        attend(town, "join")
        wait_for(lambda: benoit.heard() == set(), "he still listens after the end")
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        attend(town, "listen")
        assert not town.ask("select 1 from calls_leg where side = 'listener' and ended_at is null")
        assert list_trail(town, campaign) == [("listening-began", "listen"), ("listening-ended", "listen")]
        awa.hang_up()
        expect_nobody_left(town)


@pytest.mark.faults
@pytest.mark.parametrize("who", ["voice", "mixer"])
@pytest.mark.parametrize("manner", ["listen", "whisper"])
def test_whatever_dies_citizen_and_agent_stay_together_and_who_attended_is_let_go(
    who: str, manner: str, town: Town, campaign: UUID
) -> None:
    with attended(town, manner) as (awa, citizen, benoit):
        if who == "voice":
            kill_voice(town)
        else:
            kill_mixer(town)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        wait_for(lambda: benoit.heard() == set(), "who attended still hears something")
        wait_for(lambda: list_trail(town, campaign)[-1] == ("listening-ended", manner), "the trail has no end")
        citizen.hang_up()
        expect_nobody_left(town)


def test_whoever_is_called_back_is_told_first_that_he_may_be_listened_to(town: Town, campaign: UUID) -> None:  # noqa: ARG001 - it is on
    """He hears a sentence before he hears anybody; that he was told stands with his leg before they hear one another."""
    with town.caller(CITIZEN_TONE, name="+33612345678", answers=True) as citizen:
        town.lead_out(citizen)
        contact = await_callback(town, citizen)
        with town.post_of("awa", AWA_TONE) as awa:
            town.stay("awa")
            wait_for(lambda: town.contact() == ("callback", "offered"), "it is offered to nobody")
            town.post("OfferAccepted", contact=contact, agent=town.find_agent("awa")[0])
            told = "select is_told from calls_leg where side = 'citizen' and ended_at is null"
            wait_for(lambda: awa.heard() == {CITIZEN_TONE} or town.ask(told) == [(True,)], "he is not told", 40)
            assert awa.heard() != {CITIZEN_TONE}, "he is heard before he is told"
            hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
            assert town.ask(told) == [(True,)]
            citizen.hang_up()
            expect_nobody_left(town)
