"""What reaches the logs, and what never does."""

import json
import logging
from collections.abc import Iterator

import pytest

from guichet.wiring import logs


def write_failure(address: str) -> None:
    try:
        raise ValueError(address.partition("@")[2])
    except ValueError:
        logging.getLogger("guichet.test").exception("it failed")


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Logs as a process writes them; what was set before is set again afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.configure("INFO")
    yield capsys
    root.handlers = handlers
    root.setLevel(level)


def test_a_failure_says_where_it_happened_without_the_values_at_hand(lines: pytest.CaptureFixture[str]) -> None:
    write_failure("samia.haddad@example.org")
    written = lines.readouterr().err
    assert "samia" not in written
    assert "write_failure" in written
    assert json.loads(written)["event"] == "it failed"
