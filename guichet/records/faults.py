"""Named points at which a process can be made to die, so that tests can show what a crash there leaves behind."""

import os
import signal

FAULT_AT = os.environ.get("FAULT_AT", "")


def reach(name: str) -> None:
    """Say that the point `name` is reached: the process kills itself, with no chance to clean up, when `FAULT_AT` names it."""
    if name == FAULT_AT:
        os.kill(os.getpid(), signal.SIGKILL)
