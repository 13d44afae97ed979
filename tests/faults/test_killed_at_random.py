"""Engines and web processes die by SIGKILL at random while people use the doors, each with another that stands by.

`FAULT_SECONDS` says for how long: a short while by default, an hour before a release
(`FAULT_SECONDS=3600 pytest tests/faults/test_killed_at_random.py -m faults`). How long each kind of process was missed is printed.
"""

import os
import random
import statistics
import time
from collections.abc import Sequence

import pytest

from tests.faults.processes import Engines, Webs
from tests.faults.street import Street

SECONDS = int(os.environ.get("FAULT_SECONDS", "90"))
LONGEST_RECOVERY = 0.5
LONG_RUN = 600
"""Seconds from which a run holds the median to the promise: shorter ones share the machine with other tests, and kill too few."""
pytestmark = [pytest.mark.faults, pytest.mark.timeout(SECONDS + 600)]


def test_nothing_is_lost_when_engines_and_web_processes_are_killed_at_random(
    engines: Engines, webs: Webs, street: Street, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(20261124)
    missed: dict[str, list[float]] = {"engine": [], "web": []}
    for _ in range(2):
        engines.start()
        webs.start()
    engines.wait_for_leader()
    street.open()
    street.start()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and not street.failures:
        engines.wait_for_standby(2)
        time.sleep(chance.random())
        missed["engine"].append(engines.time_recovery(engines.find_leader()))
        engines.start()
        webs.wait_until_ready(webs.list_alive()[-1])
        time.sleep(chance.random())
        missed["web"].append(time_web_recovery(webs, street, chance))
        webs.start()
    street.settle()
    with capsys.disabled():
        print(f"\n{len(street.kept.messages)} messages and {len(street.kept.contacts)} contacts accepted, none lost or doubled")
        for name, seconds in missed.items():
            print(f"{len(seconds)} times {name} killed, back after {describe(seconds)}")
            assert SECONDS < LONG_RUN or statistics.median(seconds) < LONGEST_RECOVERY


def time_web_recovery(webs: Webs, street: Street, chance: random.Random) -> float:
    """Kill one of the web processes, and return the seconds until somebody new was answered."""
    doomed = chance.choice(webs.list_alive())
    doomed.kill()
    began = time.perf_counter()
    doomed.wait()
    known = len(street.kept.contacts)
    while len(street.kept.contacts) == known and not street.failures:
        time.sleep(0.002)
    return time.perf_counter() - began


def describe(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms at the median, {max(seconds) * 1000:.0f} ms at most"
