"""The `guichet` command, subcommand by subcommand, as far as it ends by itself; `test_serving` has the one that runs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from guichet.records.notices.tests.peers import Post, listening
from guichet.wiring.checkup import Finding, State, examine
from guichet.wiring.commands import NAMES, build_parser, main
from guichet.wiring.commands.bench import names
from guichet.wiring.folder import Folder
from tests.house.running import GUICHET


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("GUICHET_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return Folder(tmp_path / "data")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that recipes ran, which did nothing here."""
    ran: list[tuple[str, ...]] = []

    def run(command: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("guichet.wiring.recipes.subprocess.run", run)
    monkeypatch.setattr("guichet.wiring.recipes.shutil.which", lambda name: f"/usr/bin/{name}")
    return ran


@pytest.mark.parametrize("name", NAMES)
def test_every_subcommand_says_what_it_is_for(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args([name, "--help"])
    assert ended.value.code == 0
    assert name in capsys.readouterr().out


def test_help_needs_neither_django_nor_a_database() -> None:
    code = "import sys; from guichet.wiring.commands import build_parser; build_parser(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_doctor_says_of_each_thing_what_is_so_and_how_to_get_what_is_missing(folder: Folder) -> None:
    findings = {finding.name: finding for finding in examine(folder)}
    assert findings["database"].state is State.GOOD
    assert str(folder.root) in findings["data"].sentence
    for finding in findings.values():
        assert finding.state is State.GOOD or any(way in finding.sentence for way in ("--install", "GUICHET", "make", "`guichet models"))


def test_doctor_refuses_an_external_database_that_does_not_answer(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://guichet@127.0.0.1:1/guichet")
    found = next(finding for finding in examine(folder) if finding.name == "database")
    assert found.state is State.MISSING
    assert "does not answer" in found.sentence


def test_doctor_tells_a_mail_server_that_answers_from_one_that_does_not(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_MAIL_FROM", "mairie@ville.example")
    with listening(Post()) as server:
        monkeypatch.setenv("GUICHET_SMTP_URL", f"smtp://127.0.0.1:{server.port}")
        assert find_mail(folder).state is State.GOOD
    found = find_mail(folder)
    assert (found.state, "does not answer" in found.sentence) == (State.MISSING, True)


def test_doctor_speaks_of_mails_without_django_in_the_language_of_the_command_line(tmp_path: Path) -> None:
    """In a process of its own: here Django is set up already."""
    for address, said in (("smtp://127.0.0.1:1", "127.0.0.1"), ("http://127.0.0.1", "GUICHET_SMTP_URL")):
        chosen = {"GUICHET_DATA": str(tmp_path), "GUICHET_SMTP_URL": address, "GUICHET_MAIL_FROM": "mairie@ville.example"}
        kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        told = subprocess.run([*GUICHET, "doctor"], env=kept | chosen, capture_output=True, text=True, check=False, timeout=60)
        assert (said in told.stdout, "Traceback" in told.stderr) == (True, False), told.stderr


def find_mail(folder: Folder) -> Finding:
    return next(finding for finding in examine(folder) if finding.name == "mail")


def test_doctor_shows_what_it_will_do_and_does_nothing_without_consent(
    installed: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    assert main(["doctor", "--install", "chromium"]) == 1
    assert "apt-get install --yes --no-install-recommends chromium" in capsys.readouterr().out
    assert installed == []


def test_doctor_installs_after_consent(installed: list[tuple[str, ...]]) -> None:
    assert main(["doctor", "--install", "chromium", "--yes"]) == 0
    assert [command[-1] for command in installed] == ["update", "chromium"]


def test_a_measure_is_found_by_its_name_and_prints_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert "routing" in names()
    assert main(["bench", "routing", "--agents", "20", "--waiting", "50", "--skills", "3", "--queues", "4", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["figures"]["decisions_per_second"] > 0
    assert result["conditions"]["command"].startswith("guichet bench routing --agents 20")
    assert result["conditions"]["cores"] == os.cpu_count()


def test_a_measure_that_does_not_exist_is_refused_with_the_names_of_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "nonsense"]) == 1
    said = capsys.readouterr().err
    assert "no measure named nonsense" in said
    assert "routing" in said


def test_a_setting_that_cannot_be_used_is_said_without_a_traceback(tmp_path: Path) -> None:
    environment = {**os.environ, "GUICHET_DATA": str(tmp_path), "GUICHET_PORT": "eighty"}
    done = subprocess.run([*GUICHET, "serve"], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "guichet: GUICHET_PORT is 'eighty': use a whole number."


def test_a_data_folder_that_cannot_be_made_is_said_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    environment = {**os.environ, "GUICHET_DATA": str(tmp_path / "file" / "data")}
    done = subprocess.run([*GUICHET, "migrate"], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Choose another with GUICHET_DATA" in done.stderr
