"""An organisation, the processes that serve it, and people who use them. Whatever is started is gone after the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from bench.ground import Ground, connect_owner, lay
from bench.ground.seats import seat
from tests.faults.crowd import Crowd
from tests.faults.processes import Engines, Processes, Webs, ending, listening
from tests.faults.street import Street


@pytest.fixture
def environment(transactional_db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # noqa: ARG001 - others see what is committed
    """What started processes need in order to find the tests' database, and to believe each other's cookies."""
    described = connection.settings_dict
    monkeypatch.setenv("DATABASE_URL", f"postgresql://{described['USER']}@/{described['NAME']}?host={described['HOST']}")
    monkeypatch.setenv("GUICHET_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GUICHET_SECRET_KEY", settings.SECRET_KEY)


@pytest.fixture
def ground(environment: None) -> Ground:  # noqa: ARG001 - where it is laid
    with connect_owner() as owner:
        return lay(owner, agents=60, queues=4, skills=6, wrap_up_seconds=5)


@pytest.fixture
def engines(ground: Ground, tmp_path: Path) -> Iterator[Engines]:
    with ending(Engines(tmp_path, "engine", ground=ground)) as engines:
        yield engines


@pytest.fixture
def webs(ground: Ground, tmp_path: Path) -> Iterator[Webs]:  # noqa: ARG001 - what they serve
    with listening(tmp_path) as webs:
        yield webs


@pytest.fixture
def workers(ground: Ground, tmp_path: Path) -> Iterator[Processes]:  # noqa: ARG001 - whose jobs they do
    with ending(Processes(tmp_path, "work")) as workers:
        yield workers


@pytest.fixture
def crowd(ground: Ground) -> Iterator[Crowd]:
    crowd = Crowd(ground)
    yield crowd
    crowd.finish()


@pytest.fixture
def street(ground: Ground, webs: Webs) -> Iterator[Street]:
    with connect_owner() as owner:
        street = Street(ground, webs.port, seat(owner, ground))
    yield street
    street.finish()
