"""How a supervised process learns that its supervisor is gone, even by SIGKILL: its standard input, a pipe nobody writes to, ends."""

import os
import signal
import sys
import threading
import time

GRACE_SECONDS = 10


def hold() -> None:
    """End this process, as on SIGTERM, when standard input ends; after `GRACE_SECONDS`, whatever it is doing."""
    threading.Thread(target=_wait, name="lifeline", daemon=True).start()


def _wait() -> None:
    # The descriptor itself: a buffered reader blocked here would hold its lock when the interpreter ends.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)
