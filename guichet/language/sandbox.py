"""A process that reads what strangers send: it may take so much time and memory and no more, reaches no network, knows no secret, and ends
with whoever started it.

The process confines itself before it looks at anything (`confine`); what it starts in turn is bound like it. Whoever waits for it (`run`)
stops it, and all that it started, when its time is over.
"""

import ctypes
import os
import resource
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "PYTHONPATH", "TESSDATA_PREFIX")
"""What the process may know of ours."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """`seconds`: of the clock, for the whole. The others hold for each process: `memory` and `file` in bytes, `cpu` in seconds."""

    seconds: float = 300.0
    cpu: int = 300
    memory: int = 3 * 2**29
    file: int = 512 * 2**20


def run(command: Sequence[str], folder: Path, bounds: Bounds) -> int | None:
    """Run a process in a folder of its own until it ends, and return its code; None when its time was over. Nothing of it goes on."""
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "OMP_THREAD_LIMIT": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(  # noqa: S603 - ourselves
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        try:
            return child.wait(bounds.seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end_group(child.pid)


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def confine(bounds: Bounds) -> bool:
    """Bind the process that calls it, for good. Returns whether the network is out of its reach: some machines do not allow that."""
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    is_cut_off = bool(library.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)
    for kind, most in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_CPU, bounds.cpu),
        (resource.RLIMIT_FSIZE, bounds.file),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    os.nice(10)
    return is_cut_off
