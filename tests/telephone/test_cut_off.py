"""Callers whom an accident cuts off are called back: at their rank, by whoever spoke with them, and nobody is left in silence."""

import signal
from pathlib import Path

import psutil
import psycopg
import pytest

from guichet.channels.voice.tests.telephones import Telephone, find_ports, name_media_ports, wait_for
from guichet.wiring.postgres import get_address
from tests.journeys.conftest import open_house
from tests.telephone.conftest import CALLED, CITIZEN, Town
from tests.telephone.test_calls import AWA_TONE, BENOIT_TONE, CITIZEN_TONE
from tests.telephone.test_consulting import expect_nobody_left, hear_one_another

pytestmark = pytest.mark.faults


def kill_engine(town: Town, *others: str) -> None:
    """The media engine, and more programs around the voice process; started anew they know nothing of what was."""
    for child in psutil.Process(town.house.process.pid).children(recursive=True):
        if child.name() in {"rtpengine", *others}:
            child.kill()


def await_called_back(town: Town, *states: str) -> None:
    wait_for(lambda: town.contact() in {("callback", state) for state in states}, "he is on no list", 30)
    expect_nobody_left(town)


def causes(town: Town) -> set[str]:
    return {cause for (cause,) in town.ask("select cause from calls_leg where began_at >= %s", town.began)}


def notes(town: Town) -> list[str]:
    written = "select text from contacts_message join contacts_contact c on c.id = contact_id where kind = 'note' and c.arrived_at >= %s"
    return [text for (text,) in town.ask(written, town.began)]


def await_open(town: Town, citizen: Telephone) -> None:
    """What died often is started later and later: somebody tries until he is answered, then hangs up."""

    def is_answered() -> bool:
        citizen.dial(CALLED)
        try:
            wait_for(lambda: town.states().get("citizen") == "talking", "not yet", 5)
        except AssertionError:
            return False
        return True

    wait_for(is_answered, "the telephone does not come back", 60)
    citizen.hang_up()
    expect_nobody_left(town)
    town.begin()


def wait_in_line(town: Town, citizen: Telephone) -> object:
    """Returns his rank."""
    await_open(town, citizen)
    town.call(citizen)
    wait_for(lambda: town.contact() == ("voice", "waiting"), "he does not wait")
    return town.rank()


def test_who_waits_when_the_media_engine_dies_keeps_his_rank(town: Town) -> None:
    with town.caller(CITIZEN_TONE) as citizen:
        rank = wait_in_line(town, citizen)
        kill_engine(town)
        await_called_back(town, "waiting")
        assert town.rank() == rank
        latest = "select id from contacts_contact where arrived_at >= %s order by arrived_at desc limit 1"
        assert town.ask(f"select number from contacts_callback where contact_id = ({latest})", town.began) == [("+33612345678",)]  # noqa: S608
        assert causes(town) == {"cut"}
        assert any("incident" in note for note in notes(town))


def accept_again(town: Town) -> str:
    """Awa, who is offered first what she had before."""
    agent, _ = town.find_agent("awa")
    offered: list[tuple[str]] = []

    def look() -> bool:
        offered[:] = town.ask("select id::text from contacts_contact where offered_to = %s and channel = 'callback'", agent)
        return bool(offered)

    wait_for(look, "it is not hers first", 40)
    expect_nobody_left(town)
    town.post("OfferAccepted", contact=offered[0][0], agent=agent)
    return offered[0][0]


def await_both(town: Town) -> None:
    speaking = "select count(*) from calls_leg where ended_at is null and state = 'talking'"
    wait_for(lambda: town.ask(speaking) == [(2,)], "they do not speak again")


def test_who_speaks_when_the_media_engine_dies_is_called_again_by_the_same_agent_as_often_as_it_dies(town: Town) -> None:
    with (
        town.post_of("awa", AWA_TONE) as awa,
        town.post_of("benoit", BENOIT_TONE),
        town.caller(CITIZEN_TONE, name="+33612345678", answers=True) as citizen,
    ):
        await_open(town, citizen)
        town.lead_out(citizen)
        town.stay("awa")
        town.call(citizen)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        town.stay("benoit")
        kill_engine(town)
        contact = accept_again(town)
        await_both(town)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        kill_engine(town)
        assert accept_again(town) == contact
        await_both(town)
        hear_one_another(awa, AWA_TONE, citizen, CITIZEN_TONE)
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("callback", "wrapping_up"), "it goes on")
        expect_nobody_left(town)
        assert len([note for note in notes(town) if "incident" in note]) == 2


def test_when_the_whole_telephone_dies_at_once_nobody_is_forgotten(town: Town) -> None:
    """As when a machine loses its power."""
    with town.caller(CITIZEN_TONE) as citizen:
        rank = wait_in_line(town, citizen)
        town.house.kill("voice")
        kill_engine(town, "kamailio")
        await_called_back(town, "waiting")
        assert town.rank() == rank


def test_a_voice_process_that_is_stopped_says_that_it_calls_back(town: Town) -> None:
    with town.caller(CITIZEN_TONE) as citizen:
        rank = wait_in_line(town, citizen)
        town.house.find("voice").send_signal(signal.SIGTERM)
        wait_for(lambda: town.contact() == ("callback", "waiting"), "he is on no list")
        assert citizen.heard()
        expect_nobody_left(town)
        assert town.rank() == rank
        assert causes(town) == {"cut"}


def test_who_hid_his_number_is_called_by_nobody(town: Town) -> None:
    with town.caller(CITIZEN_TONE, name="anonymous") as citizen:
        wait_in_line(town, citizen)
        kill_engine(town)
        wait_for(lambda: town.contact() == ("voice", "withdrawn"), "he is still waited for")
        expect_nobody_left(town)


def test_who_was_in_the_menu_is_called_about_what_the_line_is_for(town: Town) -> None:
    with town.caller(CITIZEN_TONE) as citizen:
        await_open(town, citizen)
        citizen.dial(CALLED)
        wait_for(lambda: town.states() == {"citizen": "talking"}, "nobody answers")
        citizen.await_sound()
        kill_engine(town)
        await_called_back(town, "waiting")


def test_who_hangs_up_while_nobody_knows_yet_is_not_called(town: Town) -> None:
    with town.caller(CITIZEN_TONE, name=CITIZEN) as citizen:
        wait_in_line(town, citizen)
        kill_engine(town)
        citizen.hang_up()
        wait_for(lambda: town.contact() == ("voice", "withdrawn"), "he is still waited for")
        expect_nobody_left(town)


def test_a_house_that_is_stopped_says_so_and_finds_its_callers_again(tmp_path: Path) -> None:
    edge = find_ports(5)
    house_of_its_own = {"GUICHET_SIP": f"127.0.0.1:{edge}", "GUICHET_RTP": name_media_ports(house=1)}
    with open_house(**house_of_its_own) as house:
        address = get_address(house.folder / "postgres", "guichet")
        with psycopg.connect(address, autocommit=True) as database:
            town = Town(house, edge, tmp_path, database)
            town.begin()
            with town.caller(CITIZEN_TONE) as citizen:
                rank = wait_in_line(town, citizen)
                citizen.await_sound()
                house.process.terminate()
                wait_for(lambda: "terminated" in citizen.read_log().rsplit("Call established", 1)[1], "he is left on the line", 30)
                assert citizen.heard(since=1.0)
        house.stop()
        house.open_again()
        with psycopg.connect(address, autocommit=True) as database:
            town.database = database
            await_called_back(town, "waiting")
            assert town.rank() == rank
            assert "cut" in causes(town)
