"""A test call meets whatever an operator's side may do: each is found out, nobody is left on the line, and the number is forgotten."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from guichet.channels.voice.tests.telephones import Telephone, find_ports, wait_for
from guichet.decisions.dialling.trial import Facts, Finding, Trouble, judge
from tests.telephone.conftest import Town

MOBILE = "+33612345678"
PEERS = Path(__file__).parent / "peers"
LONGEST = 60.0
COLUMNS = "asked_at, taken_at, rang_at, answered_at, ended_at"


def ask(town: Town) -> UUID:
    """What the page does: a row, and a word to whoever makes calls."""
    trial = uuid4()
    town.database.execute(
        "insert into calls_trialcall (id, organisation_id, line_id, by_id, number, asked_at, code, trouble, refusal, is_heard, has_key)"
        " select %s, line.organisation_id, line.id, account.id, %s, now(), 0, '', '', false, false"
        " from calls_line line join directory_account account on account.organisation_id = line.organisation_id"
        " order by account.id limit 1",
        [trial, MOBILE],
    )
    town.sign(trial, "try")
    return trial


def find(town: Town, trial: UUID) -> Finding:
    [(code, trouble, is_heard, has_key, *instants, now)] = town.ask(
        f"select code, trouble, is_heard, has_key, {COLUMNS}, now() from calls_trialcall where id = %s",  # noqa: S608
        trial,
    )
    names = COLUMNS.split(", ")
    known: dict[str, Any] = {name: None if instant is None else instant.timestamp() for name, instant in zip(names, instants, strict=True)}
    facts = Facts(**known, code=code, trouble=Trouble(trouble), is_heard=is_heard, has_key=has_key)
    return judge(facts, now.timestamp())


def await_finding(town: Town, trial: UUID, finding: Finding, seconds: float = LONGEST) -> None:
    wait_for(lambda: find(town, trial) is finding, f"it is not found to be {finding}", seconds)


def expect_over(town: Town, trial: UUID) -> None:
    """Nobody is on a line, no call is counted any longer, and who was called is forgotten."""
    wait_for(lambda: town.ask("select 1 from calls_trialcall where id = %s and ended_at is not null and number = ''", trial), "it goes on")
    wait_for(lambda: town.ask("select 1 from calls_leg where id = %s and ended_at is not null", trial), "a leg is left")
    wait_for(lambda: not town.ask("select 1 from calls_outlay where id = %s and ended_at is null", trial), "it is still counted")
    assert not town.ask("select 1 from contacts_contact where arrived_at >= %s", town.began)
    assert MOBILE not in town.read_log("voice")


@contextmanager
def trunk(town: Town, name: str, answer: str = "") -> Iterator[None]:
    """An operator's side that does what this scenario of sipp says, once. :param answer: what it refuses with."""
    port, scenario = find_ports(2), town.folder / f"{name}.xml"
    scenario.write_text((PEERS / scenario.name).read_text().replace("ANSWER", answer))
    town.database.execute("update calls_line set trunk = %s", [f"sip:127.0.0.1:{port}"])
    address = ["-i", "127.0.0.1", "-p", str(port), "-mi", "127.0.0.1", "-mp", "45100"]
    command = ["sipp", "-sf", str(scenario), *address, "-m", "1", "-nostdin"]
    peer = subprocess.Popen(command, cwd=town.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
        assert peer.wait(10) == 0, "the call did not go as its scenario says"
    finally:
        peer.kill()


@contextmanager
def mobile(town: Town) -> Iterator[Telephone]:
    with town.caller(1000, name=MOBILE, answers=True) as telephone:
        town.lead_out(telephone)
        yield telephone


def test_whoever_hears_it_and_presses_a_key_has_proved_both_directions(town: Town) -> None:
    with mobile(town) as telephone:
        trial = ask(town)
        await_finding(town, trial, Finding.HEARD)
        telephone.await_sound()
        telephone.press("1")
        await_finding(town, trial, Finding.WELL)
        expect_over(town, trial)


@pytest.mark.nightly
def test_whoever_presses_nothing_is_told_that_sound_arrives_and_keys_do_not(town: Town) -> None:
    with mobile(town):
        trial = ask(town)
        await_finding(town, trial, Finding.NO_KEY)
        expect_over(town, trial)


def test_whoever_hangs_up_too_early_is_asked_to_listen_to_the_end(town: Town) -> None:
    with mobile(town) as telephone:
        trial = ask(town)
        await_finding(town, trial, Finding.HEARD)
        telephone.hang_up()
        await_finding(town, trial, Finding.HUNG_UP)
        expect_over(town, trial)


def test_a_side_that_answers_and_sends_no_sound_is_one_way(town: Town) -> None:
    with trunk(town, "mute"):
        trial = ask(town)
        await_finding(town, trial, Finding.ANSWERED)
        await_finding(town, trial, Finding.ONE_WAY)
        expect_over(town, trial)


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("403 Forbidden", Finding.NOT_LET_THROUGH),
        ("404 Not Found", Finding.WRONG_NUMBER),
        ("486 Busy Here", Finding.BUSY),
        ("488 Not Acceptable Here", Finding.NO_CODEC),
        ("503 Service Unavailable", Finding.CANNOT_SERVE),
    ],
)
def test_a_refusal_is_found_out(code: str, finding: Finding, town: Town) -> None:
    with trunk(town, "refusing", code):
        trial = ask(town)
        await_finding(town, trial, finding)
        expect_over(town, trial)


def test_a_trunk_that_says_nothing_is_silent(town: Town) -> None:
    town.database.execute("update calls_line set trunk = %s", [f"sip:127.0.0.1:{find_ports(1)}"])
    trial = ask(town)
    await_finding(town, trial, Finding.SILENT, 20)
    expect_over(town, trial)


def test_a_trunk_that_has_no_such_name_is_told_from_one_that_is_silent(town: Town) -> None:
    town.database.execute("update calls_line set trunk = 'sip:operateur.invalid:5060'")
    trial = ask(town)
    await_finding(town, trial, Finding.NO_SUCH_NAME, 20)
    expect_over(town, trial)


def test_a_telephone_that_rings_and_is_not_answered_is_let_go(town: Town) -> None:
    with trunk(town, "ringing"):
        trial = ask(town)
        await_finding(town, trial, Finding.RINGING)
        await_finding(town, trial, Finding.NO_ANSWER)
        expect_over(town, trial)


@pytest.mark.faults
def test_a_voice_process_that_dies_in_the_middle_is_named_and_the_next_one_calls_again(town: Town) -> None:
    with mobile(town) as telephone:
        trial = ask(town)
        await_finding(town, trial, Finding.HEARD)
        town.house.kill("voice")
        await_finding(town, trial, Finding.LOST)
        expect_over(town, trial)
        wait_for(lambda: telephone.heard() == set(), "somebody is left on the line")
        again = ask(town)
        await_finding(town, again, Finding.HEARD)
        telephone.await_sound()
        telephone.press("1")
        await_finding(town, again, Finding.WELL)
