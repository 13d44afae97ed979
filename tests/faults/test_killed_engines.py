"""Engines die by SIGKILL at each named point, lose their connections or are told to stop: nothing accepted is lost, doubled or stuck."""

import time

import pytest

from bench.ground import connect_owner
from tests.faults.crowd import Crowd
from tests.faults.processes import Engines, wait
from tests.faults.proofs import prove_journal

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
POINTS = ("engine:after-lock", "engine:after-read", "engine:before-commit", "engine:sent", "engine:after-commit")
CUT = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'guichet engine' and datname = current_database()"


def settle(crowd: Crowd) -> None:
    """Let the engine take what is left, and see that nothing is lost, doubled or stuck."""
    crowd.finish()
    prove_journal(crowd.ground.organisation_id, crowd.accepted)


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_when_the_leader_dies_at(point: str, engines: Engines, crowd: Crowd) -> None:
    doomed = engines.start(f"{point}@{1 if point == 'engine:after-lock' else 20}")
    crowd.open_house()
    crowd.start()
    wait(lambda: doomed.poll() is not None or b"leading" in engines.read_log(doomed), "the first engine does not start")
    engines.start()
    wait(lambda: doomed.poll() is not None, f"the engine does not die at {point}")
    head = engines.get_head()
    wait(lambda: engines.get_head() > head + 100, "the standby does not take over")
    settle(crowd)


def test_nothing_is_lost_when_every_connection_of_the_engine_is_cut_again_and_again(engines: Engines, crowd: Crowd) -> None:
    engines.start()
    engines.wait_for_leader()
    crowd.open_house()
    crowd.start()
    with connect_owner() as owner:
        for _ in range(10):
            time.sleep(0.5)
            owner.execute(CUT)
    settle(crowd)


def test_an_engine_that_is_told_to_stop_writes_what_it_took_and_leaves_at_once(engines: Engines, crowd: Crowd) -> None:
    leader = engines.start()
    engines.wait_for_leader()
    crowd.open_house()
    crowd.start()
    head = engines.get_head()
    wait(lambda: engines.get_head() > head + 200, "nothing is written")
    leader.terminate()
    began = time.monotonic()
    assert leader.wait(10) == 0
    assert time.monotonic() - began < 3
    engines.start()
    settle(crowd)
    with connect_owner() as owner:
        [(snapshots,)] = owner.execute("select count(*) from journal_snapshot").fetchall()
    assert snapshots == 1, "the next one begins where this one stopped"
