"""How every test runs: on a real PostgreSQL in a database of its own, under the role that row-level security holds, with the
network off but for loopback.

`DATABASE_URL` names the server (it needs the right to create databases); otherwise an embedded one in a folder of its own serves
all runs of this account, started by the first test that needs it. Migrations run once as the owner into a template, kept until a
migration changes; each run and each worker copies it. `as_owner` lifts the separation of organisations for a block; `database_url`
is the owner's address of this run's database, for processes that a test starts.
"""

import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import hypothesis
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.wiring.settings")
# Playwright keeps an event loop in the main thread as long as its browser lives; Django would take every later test for asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# What commands say is read in the language it is written in, whatever the machine speaks; `test_language` hears the others.
os.environ["GUICHET_LANGUAGE"] = "en"

# A run proves the same each time; new examples are hunted for on purpose, and what is found becomes a test.
hypothesis.settings.register_profile("default", max_examples=60, deadline=None, derandomize=True)
hypothesis.settings.register_profile("thorough", max_examples=300, deadline=None, derandomize=True)
hypothesis.settings.register_profile("hunt", max_examples=5_000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

NO_SKIP = os.environ.get("GUICHET_NO_SKIP") == "1"
"""In continuous integration whatever is missing was to be installed: a skip is a failure there."""


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[str]:
    """This run's database, copied from the template, reached under the product's role."""
    from tests.databases import make_test_database, remove_test_database

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        address = make_test_database(worker)
    yield address
    with django_db_blocker.unblock():
        remove_test_database(address)


@pytest.fixture
def database_url(django_db_setup: str) -> str:
    """The owner's address of this run's database."""
    return django_db_setup


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner() -> Iterator[None]:
    """Tests that commit are cleaned up by the owner: the product may not empty tables."""
    from django.test import TransactionTestCase

    from tests.databases import truncate_all

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: truncate_all())
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _nothing_is_recalled() -> None:
    """Rows that a test rolled back were never there."""
    if recalling := sys.modules.get("guichet.records.directory.recall"):
        recalling.forget()


@pytest.fixture(autouse=True)
def _no_language_is_left() -> Iterator[None]:
    """A command that ran within a test spoke its own; the next test is in that of the product."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture
def as_owner() -> Callable[[], AbstractContextManager[None]]:
    """`with as_owner(): ...` sees and writes the rows of every organisation."""
    from django.db import connection

    from guichet.records.separation import ROLE

    @contextmanager
    def lift() -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("set role none")
            try:
                yield
            finally:
                cursor.execute(f"set role {ROLE}")

    return lift


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """A test that reaches out fails at once, with the address it wanted."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_loopback(str(address[0])):
            raise OSError(f"a test reached for {address[0]}: only loopback is open to tests")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:  # noqa: ARG001 - pytest's signature
    """Turn a skip into a failure where nothing may be missing; an expected failure stays one."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be missing: {report.longrepr}"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what a first try failed on, even where the second passed: each is a flaw of the test or of the product."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"{report.nodeid}, first try")
        terminalreporter.write_line(report.longreprtext)
        for title, text in report.sections:
            terminalreporter.write_line(f"-- {title}\n{text}")
