"""Named points at which a process can be made to die, so that tests can show what a crash there leaves behind."""

import os
import signal
from collections import Counter

POINT, _, TIME = os.environ.get("FAULT_AT", "").partition("@")
"""`FAULT_AT=name` dies the first time the point is reached, `FAULT_AT=name@25` the twenty-fifth."""
reached: Counter[str] = Counter()


def reach(name: str) -> None:
    """Say that the point `name` is reached: the process kills itself, with no chance to clean up, when `FAULT_AT` says so."""
    if name == POINT:
        reached[name] += 1
        if reached[name] >= int(TIME or 1):
            os.kill(os.getpid(), signal.SIGKILL)
