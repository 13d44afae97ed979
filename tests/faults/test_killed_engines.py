"""Engines die by SIGKILL, at each named point and at random under load: nothing accepted is lost, doubled or stuck."""

import os
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from bench.ground import Ground, connect_owner, lay
from guichet.engine.replay import replay
from guichet.engine.verify import verify
from tests.faults.crowd import Crowd
from tests.faults.processes import Engines, running, wait

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
SECONDS = int(os.environ.get("FAULT_SECONDS", "120"))
LONGEST_RECOVERY = 0.5
"""Seconds at the median: the longest depends on what else the machine does, and is printed."""
POINTS = ("engine:after-lock", "engine:after-read", "engine:before-commit", "engine:sent", "engine:after-commit")
LEFT = "select count(*) from journal_inbox where organisation_id = %s"
JOURNALLED = "select input_id from journal_entry where organisation_id = %s and input_id is not null"
STUCK = "select count(*) from contacts_contact where organisation_id = %s and seq = 0"
CUT = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'guichet engine' and datname = current_database()"


@pytest.fixture
def ground(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Ground:  # noqa: ARG001 - processes see what others committed
    """An organisation in the tests' database, which the processes find by its address."""
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    monkeypatch.setenv("DATABASE_URL", address)
    with connect_owner() as owner:
        return lay(owner, agents=60, queues=4, skills=6, wrap_up_seconds=5)


@pytest.fixture
def engines(ground: Ground, tmp_path: Path) -> Iterator[Engines]:
    with running(ground, tmp_path) as engines:
        yield engines


@pytest.fixture
def crowd(ground: Ground) -> Iterator[Crowd]:
    crowd = Crowd(ground)
    with ExitStack() as stack:
        stack.callback(crowd.finish)
        yield crowd


def settle(crowd: Crowd) -> None:
    """Let the engine take what is left, then see that everything accepted is there once, in whole numbers, and that all rules hold."""
    crowd.finish()
    organisation_id = crowd.ground.organisation_id
    with connect_owner() as owner:
        wait(lambda: owner.execute(LEFT, [organisation_id]).fetchone() == (0,), "the inbox does not empty")
        journalled = [row[0] for row in owner.execute(JOURNALLED, [organisation_id])]
        assert len(journalled) == len(set(journalled)), "nothing twice"
        assert set(crowd.accepted) - set(journalled) == set(), "nothing accepted is lost"
        assert owner.execute(STUCK, [organisation_id]).fetchone() == (0,), "no contact is stuck before its arrival"
    for check in [*replay(organisation_id), *verify(organisation_id)]:
        assert check.is_good, str(check)


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


def test_nothing_is_lost_when_leaders_are_killed_at_random_under_load(
    engines: Engines, crowd: Crowd, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, recoveries = random.Random(20261124), list[float]()
    engines.start()
    engines.wait_for_leader()
    crowd.open_house()
    crowd.start()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        engines.start()
        engines.wait_for_standby(2)
        time.sleep(chance.random())
        recoveries.append(engines.time_recovery(engines.find_leader()))
    settle(crowd)
    with capsys.disabled():
        print(
            f"\n{len(recoveries)} leaders killed, {len(crowd.accepted)} facts accepted, none lost; back after "
            f"{statistics.median(recoveries) * 1000:.0f} ms at the median, {max(recoveries) * 1000:.0f} ms at most"
        )
    assert statistics.median(recoveries) < LONGEST_RECOVERY


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
