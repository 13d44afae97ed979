"""`guichet serve` with everything real: what dies comes back, what is stopped is gone, what cannot start says why."""

import signal
import subprocess
from collections.abc import Iterator

import psutil
import pytest

from guichet.wiring.checkup import list_memory
from guichet.wiring.postgres import get_pid
from tests.house.running import GUICHET, House, environment, free_port, house, is_alive, start, wait_until

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("serving")]

MOST_MEMORY_MIB = 600
READY_SECONDS = 10
"""Promised for a quiet machine of two cores. Tests run beside others, so what is bounded is the work of both cores until then."""


@pytest.fixture(scope="module")
def running() -> Iterator[House]:
    with house() as opened:
        yield opened


def test_the_house_opens_after_little_work_and_says_where(running: House) -> None:
    wait_until(lambda: "Guichet is open" in running.said(), what="an announcement")
    assert f"http://localhost:{running.port}/" in running.said()
    assert running.work_seconds() < 4 * READY_SECONDS  # a first start makes its tables besides


def test_all_processes_together_are_small_when_idle(running: House) -> None:
    names = {"serve", "web", "engine", "work", "postgres"}
    wait_until(lambda: dict(list_memory(running.folder)).keys() == names, what="the processes that stay")
    parts = dict(list_memory(running.folder))
    assert sum(parts.values()) < MOST_MEMORY_MIB


def test_secrets_are_made_at_the_first_start_for_the_owner_only(running: House) -> None:
    key = running.folder.secrets / "secret-key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text().strip()) > 50


@pytest.mark.parametrize("name", ["web", "engine", "work"])
def test_what_a_process_holds_when_it_crashes_is_written_nowhere(running: House, name: str) -> None:
    process = running.part(name)
    assert process is not None
    assert process.rlimit(psutil.RLIMIT_CORE) == (0, 0)


@pytest.mark.parametrize("name", ["web", "engine", "work"])
def test_a_process_that_dies_is_started_again(running: House, name: str) -> None:
    before = running.part(name)
    assert before is not None
    before.kill()
    wait_until(lambda: (now := running.part(name)) is not None and now.pid != before.pid, what=f"another {name}")
    wait_until(lambda: running.status() == 200, what="open again")
    wait_until(lambda: f"{name} ended (killed by SIGKILL)" in running.said(), what="a word of it")


@pytest.mark.faults
def test_postgresql_that_dies_is_started_again_and_everybody_finds_it(running: House) -> None:
    before = get_pid(running.folder.postgres)
    assert before is not None
    psutil.Process(before).kill()
    wait_until(lambda: get_pid(running.folder.postgres) not in {None, before}, what="another PostgreSQL")
    wait_until(lambda: running.status() == 200, what="open again")


def test_a_second_instance_on_the_same_folder_is_refused_with_a_sentence(running: House) -> None:
    second = subprocess.run(
        [*GUICHET, "serve"], env=environment(running.folder.root, free_port()), capture_output=True, text=True, timeout=60, check=False
    )
    assert second.returncode == 1
    assert f"already runs on {running.folder.root} (process {running.process.pid})" in second.stderr


def test_a_port_that_is_taken_is_said_clearly(running: House) -> None:
    other = running.folder.root.parent / "other"
    second = subprocess.run(
        [*GUICHET, "serve"], env=environment(other, running.port), capture_output=True, text=True, timeout=60, check=False
    )
    assert second.returncode == 1
    assert f"port {running.port}" in second.stderr
    assert "GUICHET_PORT" in second.stderr
    assert get_pid(other / "postgres") is None


def test_figures_are_shown_on_loopback_but_not_through_a_proxy(running: House) -> None:
    from urllib.request import Request, urlopen

    address = f"http://127.0.0.1:{running.port}/metrics"
    with urlopen(address, timeout=5) as response:
        assert b"process_resident_memory_bytes" in response.read()
    with pytest.raises(OSError, match="404"):
        urlopen(Request(address, headers={"X-Forwarded-For": "192.0.2.1"}), timeout=5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_leaves_nobody_running(number: signal.Signals) -> None:
    with house() as running:
        everybody = running.everybody()
        assert len(everybody) >= 4
        running.process.send_signal(number)
        assert running.process.wait(60) == 0
        wait_until(lambda: not any(is_alive(process) for process in everybody), seconds=5, what="nobody left")
        assert "Stopped" in running.said()


@pytest.mark.faults
def test_a_killed_supervisor_takes_its_processes_along_and_the_next_start_works() -> None:
    with house() as running:
        parts = [running.part(name) for name in ("web", "engine", "work")]
        running.process.kill()
        running.process.wait()
        wait_until(lambda: not any(part is not None and is_alive(part) for part in parts), what="nobody left")
        running.process = start(running.folder.root, running.port).process
        wait_until(lambda: running.status() == 200, what="open again")
