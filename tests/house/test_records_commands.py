"""Commands that work on an installation's records, from a folder in which nothing was before."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

from guichet.records.directory.demonstration import FILE, SLUG
from guichet.wiring.postgres import get_pid, replace_database, start_embedded, stop_embedded
from tests.house.running import GUICHET, environment, free_port

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(300), pytest.mark.xdist_group("records-commands")]


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="guichet-commands-"))
    yield parent / "data"
    stop_embedded(parent / "data" / "postgres")
    shutil.rmtree(parent)


def guichet(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = environment(root, free_port())
    return subprocess.run(
        [*GUICHET, *arguments], env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def filled(root: Path) -> Path:
    """A folder whose directory came from a file, and whose server runs: each command then takes half the time."""
    imported = guichet(root, "directory", "import", "--new", str(FILE))
    assert imported.returncode == 0, imported.stderr
    assert get_pid(root / "postgres") is None, "a server that did not run before does not run after"
    start_embedded(root / "postgres")
    return root


def test_a_directory_goes_in_and_comes_out_as_a_file(filled: Path) -> None:
    exported = guichet(filled, "directory", "export", SLUG)
    assert exported.returncode == 0, exported.stderr
    assert f"slug: {SLUG}" in exported.stdout
    again = filled.parent / "again.yaml"
    again.write_text(exported.stdout)
    assert guichet(filled, "directory", "import", str(again)).stdout.startswith("0 ")


def test_what_a_file_would_do_is_told_and_nothing_is_changed(filled: Path) -> None:
    renamed = filled.parent / "renamed.yaml"
    renamed.write_text(FILE.read_text().replace("name: ", "name: Les ", 1))
    before = guichet(filled, "directory", "export", SLUG).stdout
    foreseen = guichet(filled, "directory", "import", "--preview", str(renamed))
    assert (foreseen.returncode, foreseen.stderr) == (0, "")
    assert "0 " in foreseen.stdout
    assert guichet(filled, "directory", "export", SLUG).stdout == before
    assert guichet(filled, "directory", "import", str(renamed)).returncode == 0
    assert guichet(filled, "directory", "export", SLUG).stdout != before


def test_a_file_with_a_mistake_is_refused_with_sentences_and_changes_nothing(filled: Path) -> None:
    broken = filled.parent / "broken.yaml"
    broken.write_text(FILE.read_text().replace("time_zone: Europe/Paris", "time_zone: Europe/Nancy", 1))
    refused = guichet(filled, "directory", "import", str(broken))
    assert refused.returncode == 1
    assert f"{broken}:7: organisation.time_zone" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_account_is_added_with_a_password_that_is_shown_once(filled: Path) -> None:
    added = guichet(filled, "account", "add", "paul.petit@example.org", "--organisation", SLUG, "--role", "supervisor")
    assert added.returncode == 0, added.stderr
    assert "password: " in added.stdout


@pytest.mark.parametrize(
    ("organisation", "role", "said"),
    [("nowhere", "agent", "nowhere"), (SLUG, "king", "supervisor")],
)
def test_an_account_that_cannot_be_is_refused_with_a_sentence(filled: Path, organisation: str, role: str, said: str) -> None:
    refused = guichet(filled, "account", "add", "somebody@example.org", "--organisation", organisation, "--role", role)
    assert refused.returncode == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_importing_from_a_folder_without_anything_to_read_is_an_error(filled: Path, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        refused = guichet(filled, "knowledge", "import", SLUG, str(folder))
        assert (refused.returncode, str(folder) in refused.stderr, "Traceback" in refused.stderr) == (1, True, False)


@pytest.mark.parametrize("command", [("verify",), ("replay", "--check")])
def test_a_fresh_installation_keeps_every_rule(filled: Path, command: tuple[str, ...]) -> None:
    checked = guichet(filled, *command)
    assert checked.returncode == 0, checked.stderr
    assert SLUG in checked.stdout


def test_commands_leave_a_server_running_that_ran_before(filled: Path) -> None:
    before = get_pid(filled / "postgres")
    guichet(filled, "verify")
    assert before == get_pid(filled / "postgres") is not None


def test_an_external_database_needs_no_superuser(filled: Path) -> None:
    server = start_embedded(filled / "postgres")  # where it listens
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute("drop role if exists guichet_app_owner")
        owner.execute("create role guichet_app_owner login createrole")
        owner.execute("grant guichet_app to guichet_app_owner with admin option")
        owner.execute("create database theirs owner guichet_app_owner")
    theirs = replace_database(server, "theirs").replace("postgres@", "guichet_app_owner@", 1)
    chosen = {**environment(filled.parent / "theirs", free_port()), "DATABASE_URL": theirs}
    verify = partial(subprocess.run, [*GUICHET, "verify"], env=chosen, capture_output=True, text=True, timeout=120, check=False)
    refused = verify()
    with psycopg.connect(replace_database(server, "theirs"), autocommit=True) as owner:
        owner.execute("create extension vector")
    verified = verify()
    assert "a superuser must first run there: create extension vector;" in refused.stderr
    assert verified.returncode == 0, verified.stderr
    assert "There is no organisation" in verified.stdout
