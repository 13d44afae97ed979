"""The embedded server: private, quick to find again, whole after a crash, and databases that go away."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from guichet.wiring.databases import OLDEST, DatabaseError, check
from guichet.wiring.postgres import (
    PostgresError,
    ensure_database,
    get_address,
    get_pid,
    replace_database,
    start_embedded,
    stop_embedded,
    throw_away_database,
)
from tests.house.running import wait_until

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("postgres")]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="guichet-postgres-"))
    yield parent / "postgres"
    stop_embedded(parent / "postgres")
    shutil.rmtree(parent)


def count_databases(address: str, name: str) -> int:
    with psycopg.connect(address) as connection:
        row = connection.execute("select count(*) from pg_database where datname = %s", [name]).fetchone()
    return int(row[0]) if row else -1


def test_only_its_owner_may_enter_the_folder(folder: Path) -> None:
    start_embedded(folder)
    assert folder.stat().st_mode & 0o077 == 0


def test_a_second_start_finds_the_running_server(folder: Path) -> None:
    address = start_embedded(folder)
    pid = get_pid(folder)
    assert pid is not None
    assert start_embedded(folder) == address
    assert get_pid(folder) == pid


def test_it_never_listens_on_the_network(folder: Path) -> None:
    with psycopg.connect(start_embedded(folder)) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_what_was_committed_is_there_after_a_crash(folder: Path) -> None:
    address = start_embedded(folder)
    with psycopg.connect(address) as connection:
        connection.execute("create table kept as select 1 as n")
    pid = get_pid(folder)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: get_pid(folder) is None, what="gone")

    def starts() -> bool:
        # Its own children may need a moment to notice and let go of the memory they share.
        try:
            start_embedded(folder)
        except PostgresError:
            return False
        return True

    wait_until(starts, what="started again")
    with psycopg.connect(address) as connection:
        assert connection.execute("select n from kept").fetchone() == (1,)


def test_stopping_a_server_that_does_not_run_does_nothing(folder: Path, tmp_path: Path) -> None:
    start_embedded(folder)
    stop_embedded(folder)
    assert get_pid(folder) is None
    stop_embedded(folder)
    stop_embedded(tmp_path / "never")


def test_a_throw_away_database_is_gone_after_its_block_even_on_failure(folder: Path) -> None:
    server = start_embedded(folder)
    used: list[str] = []

    def use_and_fail() -> None:
        with throw_away_database(server, "trial") as address, psycopg.connect(address) as connection:
            used.append(connection.info.dbname)
            assert count_databases(server, used[0]) == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        use_and_fail()
    assert count_databases(server, used[0]) == 0


def test_making_a_database_twice_makes_it_once(folder: Path) -> None:
    server = start_embedded(folder)
    first = ensure_database(server, "twice")
    assert ensure_database(server, "twice") == first == get_address(folder, "twice")


def test_a_folder_whose_name_is_too_long_for_a_socket_works_too() -> None:
    parent = Path(tempfile.mkdtemp(prefix="guichet-postgres-"))
    deep = parent / ("a" * 60) / ("b" * 60) / "postgres"
    try:
        with psycopg.connect(start_embedded(deep)) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    finally:
        stop_embedded(deep)
        shutil.rmtree(parent)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://u:p@host:5433/one", "postgresql://u:p@host:5433/two"),
        ("postgresql://u@/one?host=%2Ftmp%2Fx", "postgresql://u@/two?host=%2Ftmp%2Fx"),
        ("postgresql://host", "postgresql://host/two"),
    ],
)
def test_the_database_of_an_address_can_be_replaced(address: str, expected: str) -> None:
    assert replace_database(address, "two") == expected


def test_a_server_with_everything_is_accepted(folder: Path) -> None:
    check(start_embedded(folder))


def test_a_server_that_lacks_something_is_refused_in_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.wiring.databases.OLDEST", OLDEST + 1_000_000)
    monkeypatch.setattr("guichet.wiring.databases.EXTENSIONS", ("vector", "postgis"))
    with pytest.raises(DatabaseError, match=r"its version is 18.*; these extensions are not installed on the server: postgis\."):
        check(start_embedded(folder))
