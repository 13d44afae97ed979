"""The demonstration as it runs, in the tests' database: its web process and engine, real, on a free port."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from guichet.records.separation import ROLE
from guichet.wiring.demonstration import PASSWORDS, PLAYED, load_once
from guichet.wiring.folder import Folder
from tests.faults.processes import Processes, ending, listening


@dataclass(frozen=True, slots=True)
class Demonstration:
    address: str
    accounts: Path
    passwords: Path


@pytest.fixture
def demonstration(transactional_db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Demonstration]:  # noqa: ARG001 - others see what is committed
    described = connection.settings_dict
    monkeypatch.setenv("DATABASE_URL", f"postgresql://{described['USER']}@/{described['NAME']}?host={described['HOST']}")
    monkeypatch.setenv("GUICHET_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GUICHET_SECRET_KEY", settings.SECRET_KEY)
    monkeypatch.setenv("GUICHET_DEMONSTRATION", "1")
    folder = Folder(tmp_path / "data")
    folder.secrets.mkdir(parents=True)
    with connection.cursor() as cursor:
        cursor.execute("set role none")
        load_once(folder)
        cursor.execute(f"set role {ROLE}")
    with listening(tmp_path) as webs, ending(Processes(tmp_path, "engine")) as engines:
        webs.wait_until_ready(webs.start())
        engines.start()
        yield Demonstration(f"http://127.0.0.1:{webs.port}", folder.secrets / PLAYED, folder.secrets / PASSWORDS)
