"""Web processes take places: nobody serves beside whoever holds the last one, and it is free as soon as he ended, however that was."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.house.running import House, house, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300), pytest.mark.xdist_group("serving")]

TAKE = """
import sys
from pathlib import Path
from guichet.wiring.standby import take_place
with take_place(Path(sys.argv[1]), 2):
    print("mine", flush=True)
    input()
"""
STANDS_BY_SECONDS = 60
BACK_SECONDS = 2.0
"""Half a second on a quiet machine; tests run beside others. A start takes longer than this when it must read all modules."""


def take(file: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", TAKE, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_who_finds_no_place_waits_until_somebody_died(tmp_path: Path) -> None:
    processes = [take(tmp_path / "places") for _ in range(2)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "mine\n"
    third = take(tmp_path / "places")
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            third.wait(1)
        processes[0].kill()
        assert third.stdout is not None
        assert third.stdout.readline() == "mine\n"
    finally:
        for process in (*processes, third):
            process.kill()
            process.communicate()


def list_webs(running: House) -> list[psutil.Process]:
    return [child for child in psutil.Process(running.process.pid).children() if "web" in child.cmdline()]


def test_another_web_process_stands_by_and_serves_when_the_one_dies() -> None:
    with house() as running:
        wait_until(lambda: running.status() == 200, what="open")
        wait_until(lambda: len(list_webs(running)) == 2, what="somebody who stands by", seconds=STANDS_BY_SECONDS)
        serving, standing = sorted(list_webs(running), key=psutil.Process.create_time)
        wait_until(lambda: is_at_rest(standing), what="ready to take over", seconds=STANDS_BY_SECONDS)
        serving.kill()
        began = time.monotonic()
        wait_until(lambda: running.status() == 200, what="open again")
        assert time.monotonic() - began < BACK_SECONDS
        assert standing.is_running()


def is_at_rest(process: psutil.Process) -> bool:
    """Whether it does nothing but look for a free place."""
    return process.cpu_percent(1) < 10
