"""Callers hang up at every instant, from the first ring to the middle of a conversation: nobody is left on a line, nothing rings on."""

import subprocess
from pathlib import Path

import pytest

from guichet.channels.voice.tests.telephones import find_ports, wait_for
from tests.telephone.conftest import CALLED, Town
from tests.telephone.test_calls import AWA_TONE

SCENARIO = Path(__file__).parents[2] / "bench" / "ground" / "calls" / "caller.xml"
PRESS = '<pause milliseconds="900"/><nop><action><exec play_pcap_audio="/usr/share/sip-tester/dtmf_2833_1.pcap"/></action></nop>'
LEAVES = '<pause distribution="uniform" min="{least}" max="{most}"/>'


def call_and_leave(town: Town, folder: Path, calls: int, script: str) -> None:
    """So many callers, five each second, each of whom does this before he hangs up."""
    file = folder / "leavers.xml"
    file.write_text(SCENARIO.read_text().replace("SOUND is", "The sound is").replace("SOUND", script))
    ports = find_ports(2)
    address = ["-i", "127.0.0.1", "-p", str(ports), "-mi", "127.0.0.1", "-mp", "45000"]
    command = ["sipp", "-sf", str(file), "-s", CALLED, *address, "-r", "5", "-m", str(calls), "-nostdin", f"127.0.0.1:{town.edge}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-1500:]


def expect_nobody_left(town: Town) -> None:
    wait_for(lambda: not town.ask("select 1 from calls_leg where ended_at is null"), "a leg is left")
    open_states = "('waiting', 'offered', 'assigned', 'interrupted')"
    wait_for(lambda: not town.ask(f"select 1 from contacts_contact where state in {open_states}"), "a contact is left")  # noqa: S608
    assert not town.ask("select 1 from contacts_contact c where c.channel = 'voice' and c.closed_at is null and c.state <> 'wrapping_up'")


@pytest.mark.faults
def test_callers_who_leave_in_the_menu_or_the_queue_leave_nothing(town: Town, tmp_path: Path) -> None:
    call_and_leave(town, tmp_path, 40, PRESS + LEAVES.format(least=0, most=4000))
    expect_nobody_left(town)
    [(answered,)] = town.ask("select count(*) from calls_leg where side = 'citizen' and began_at >= %s", town.began)
    assert answered == 40


@pytest.mark.faults
def test_callers_who_leave_while_somebody_is_rung_or_speaks_leave_nothing(town: Town, tmp_path: Path) -> None:
    with town.post_of("awa", AWA_TONE):
        town.be_present("awa")
        for _ in range(8):
            call_and_leave(town, tmp_path, 1, PRESS + LEAVES.format(least=0, most=2500))
            expect_nobody_left(town)
            town.tidy()
