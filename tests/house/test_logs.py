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


JOBS = """
import logging, sys
from guichet.wiring import logs

logs.configure(sys.argv[1])
for action in ("periodic_task_deferred", "start_job", "job_success", "job_error_retry"):
    logging.getLogger("procrastinate.worker.worker").info(action, extra={"action": action})
"""


def test_a_job_that_goes_well_is_a_line_only_for_whoever_looks_for_a_fault() -> None:
    for level, count in (("INFO", 1), ("DEBUG", 4)):
        written = subprocess.run([sys.executable, "-c", JOBS, level], capture_output=True, text=True, check=True).stderr
        assert [json.loads(line)["event"] for line in written.splitlines()][-1] == "job_error_retry"
        assert len(written.splitlines()) == count
