"""Each import contract is seen to fail once, on a violation planted in a copy of the house."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = {
    "house": ("guichet/decisions/routing/planted.py", "import guichet.records.errors"),
    "pure": ("guichet/decisions/routing/planted.py", "import time"),
    "decisions-placed": ("guichet/decisions/unplaced.py", ""),
    "decisions": ("guichet/decisions/dialogue.py", "import guichet.decisions.routing"),
    "records": ("guichet/records/directory/planted.py", "import guichet.records.contacts.words"),
    "channels": ("guichet/channels/sms.py", "import guichet.channels.chat.words"),
    "registry": ("guichet/channels/registry.py", "import guichet.channels.chat.words"),
    "engine": ("guichet/engine/planted.py", "import guichet.channels.chat.words"),
    "screens": ("guichet/screens/desk/planted.py", "import guichet.screens.public.views"),
    "screens-write-by-records": ("guichet/screens/desk/planted.py", "import guichet.engine.process"),
    "product": ("guichet/wiring/planted.py", "import bench"),
}
MORE = [
    ("house", "guichet/unplaced.py", ""),
    ("house", "guichet/doors/planted.py", "import guichet.channels.registry"),
    ("pure", "guichet/decisions/routing/planted.py", "import asyncio"),
    ("records", "guichet/records/unplaced.py", ""),
    ("records", "guichet/records/journal/planted.py", "import guichet.records.audit.words"),
    ("screens", "guichet/screens/unplaced.py", ""),
    ("screens-write-by-records", "guichet/screens/live/planted.py", "import guichet.channels.chat.inbound"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    ignore = shutil.ignore_patterns("__pycache__", "static", "locale", "templates", "migrations", "tests")
    for package in ("guichet", "bench"):
        shutil.copytree(ROOT / package, folder / package, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_house_itself_keeps_every_contract(copy: Path) -> None:
    assert "0 broken" in check(copy)


@pytest.mark.parametrize(("contract", "file", "line"), [*((name, *planted) for name, planted in PLANTED.items()), *MORE])
def test_a_planted_violation_breaks_its_contract(copy: Path, contract: str, file: str, line: str) -> None:
    planted = copy / file
    before = planted.read_text() if planted.exists() else None
    planted.write_text((before or "") + line + "\n")
    try:
        assert "BROKEN" in check(copy, contract)
    finally:
        planted.unlink() if before is None else planted.write_text(before)


def test_every_contract_has_been_seen_to_fail() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == PLANTED.keys()


def test_contracts_name_every_concrete_channel() -> None:
    """Forbidden modules are listed by name: a channel that is not listed would be open to engine and screens."""
    channels = {
        f"guichet.channels.{folder.name}" for folder in (ROOT / "guichet" / "channels").iterdir() if (folder / "__init__.py").exists()
    }
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        if contract["id"] in {"registry", "engine", "screens-write-by-records"}:
            assert channels <= set(contract["forbidden_modules"]), contract["id"]


def check(folder: Path, *contracts: str) -> str:
    """What import-linter says of the copy, about all contracts or some."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    for contract in contracts:
        command += ["--contract", contract]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr
