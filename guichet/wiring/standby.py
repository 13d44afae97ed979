"""Who serves and who stands by: one web process more than serve is kept, ready but for its database, and takes the place of one that dies.

Starting takes a second, most of it spent reading modules; whoever stands by has that behind him. A place is a lock on a byte of a file,
which the kernel gives back however its holder ends. Meanwhile new connections wait in the socket that all of them share.
"""

import fcntl
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

LOOK_SECONDS = 0.05


def take_place(file: Path, places: int) -> BinaryIO:
    """Return once this process holds one of the places: for as long as it keeps what is returned open."""
    places_file = file.open("ab")
    while True:
        for place in range(places):
            with suppress(BlockingIOError, PermissionError):  # how a lock says that somebody else holds it
                fcntl.lockf(places_file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
                return places_file
        time.sleep(LOOK_SECONDS)
