"""What reaches the logs, and what never does."""

import json
import subprocess
import sys

PROGRAM = """
import logging
from guichet.wiring import logs

def fail(address):
    raise ValueError("unusable")

logs.configure("INFO")
try:
    fail("samia" + "@example.org")
except ValueError:
    logging.getLogger("guichet.test").exception("it failed")
"""


def test_a_failure_says_where_it_happened_without_the_values_at_hand() -> None:
    written = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stderr
    [raised] = json.loads(written)["exception"]
    assert [frame["name"] for frame in raised["frames"]] == ["<module>", "fail"]
    assert "samia@" not in written
