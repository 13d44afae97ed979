"""The results of the accessibility statement come from what axe found, and from nothing else."""

import json
from pathlib import Path

import pytest

from guichet.screens.public.statements import LOOKED_AT, read_looks
from guichet.wiring.commands import main


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines))
    return path


def look(page: str, how: str, *faults: str) -> dict[str, object]:
    found = [{"rule": rule, "help": f"about {rule}"} for rule in faults]
    return {"page": page, "look": f"{page}, {how}", "engine": "axe-core 4.10", "faults": found}


def test_each_page_look_and_fault_counts_once_and_the_last_look_holds(tmp_path: Path) -> None:
    looks = write(
        tmp_path / "looks",
        look("home", "light, 320 px", "label"),
        look("home", "dark, 320 px", "label", "list"),
        look("search", "light, 320 px", "label"),
        look("search", "light, 320 px"),
    )
    into = tmp_path / "results.json"
    assert main(["accessibility", str(looks), "--into", str(into)]) == 0
    results = json.loads(into.read_text())
    assert (results["pages"], results["looks"]) == (2, 3)
    assert [(each["page"], each["rule"]) for each in results["faults"]] == [("home", "label"), ("home", "list")]
    assert read_looks(into, 0)["engine"] == "axe-core 4.10"


@pytest.mark.parametrize("broken", ["", "{", "[1]", '{"page": "x"}', "null"])
def test_what_cannot_be_told_leaves_what_was_told_before(tmp_path: Path, broken: str) -> None:
    into = write(tmp_path / "results.json", "before")
    assert main(["accessibility", str(write(tmp_path / "looks", broken)), "--into", str(into)]) == 1
    assert main(["accessibility", str(tmp_path / "missing"), "--into", str(into)]) == 1
    assert into.read_text() == "before"


@pytest.mark.skipif(not LOOKED_AT.exists(), reason="no look is recorded")
def test_what_is_recorded_can_be_shown() -> None:
    recorded = read_looks(LOOKED_AT, 0)
    assert recorded["pages"] > 0
    assert all(fault["page"] and fault["help"] for fault in recorded["faults"])
