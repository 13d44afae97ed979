"""Programs on which others stand are there until those have ended."""

import threading
from pathlib import Path

from guichet.wiring.supervisor import Child, Supervisor
from tests.house.running import wait_until

LAST_WORDS = "trap 'sleep %s; echo %s >> %s; exit' TERM; touch %s; while :; do sleep 0.05; done"


def make_child(folder: Path, name: str, *, needs_seconds: str = "0", is_ground: bool = False) -> Child:
    """Says its name as its last word."""
    words = LAST_WORDS % (needs_seconds, name, folder / "ended", folder / name)
    return Child(name, ("/bin/sh", "-c", words), is_ground=is_ground)


def test_what_others_stand_on_ends_last(tmp_path: Path) -> None:
    ground, slow = make_child(tmp_path, "ground", is_ground=True), make_child(tmp_path, "slow", needs_seconds="1")
    supervisor = Supervisor([ground, slow, make_child(tmp_path, "quick")], tmp_path, lambda _: None)
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    wait_until(lambda: all((tmp_path / name).exists() for name in ("ground", "slow", "quick")), what="all of them")
    supervisor.request_stop()
    thread.join(30)
    assert (tmp_path / "ended").read_text().split() == ["quick", "slow", "ground"]
