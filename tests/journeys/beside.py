"""Programs of tests beside a house: what they write stands in the database of the folder that the house serves."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def run_beside(folder: Path, module: str, *words: str) -> None:
    """The program that this module is, with these words."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "GUICHET_DATA": str(folder)}
    subprocess.run([sys.executable, "-m", module, *words], cwd=root, env=environment, check=True, timeout=120)


def enter_and(write: Callable[[], None]) -> None:
    """As such a program."""
    from guichet.wiring.commands.house import close_connections, enter

    with enter():
        write()
        close_connections()
