"""What is held open at other servers (a mailbox, a stream, a session): each place by one thread of one process, found as it appears.

Several processes may hold: an advisory lock gives each place to one of them, and another takes it over when that one is gone.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import structlog
from django.db import Error, connection, transaction

from guichet.records.connections import get_conninfo
from guichet.records.directory.models import Organisation
from guichet.records.separation import set_organisation

Place = tuple[int, int]
"""Organisation, and what is held in it."""
JOIN_SECONDS = 0.2

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of places.

    `lock`: the first number of its advisory locks. `find`: what is to be held in an organisation; works in its transaction. `stay`: holds a
    place for as long as one connection serves, and says whether there is still something to hold; what goes wrong there is its own to write
    down. `hang_up`: wakes those who wait for a word that does not come.
    """

    name: str
    lock: int
    find: Callable[[int], Iterable[int]]
    stay: Callable[[Place, threading.Event], bool]
    look_seconds: float
    hang_up: Callable[[], None] = lambda: None


@contextmanager
def holding(what: Holding) -> Iterator[None]:
    """Hold every place of a kind, for a block."""
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(what, stop), name=what.name)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _watch(what: Holding, stop: threading.Event) -> None:
    threads: dict[Place, threading.Thread] = {}
    while not stop.is_set():
        try:
            for place in _list_places(what):
                if place not in threads or not threads[place].is_alive():
                    threads[place] = threading.Thread(target=_hold, args=(what, place, stop), name=f"{what.name} {place[1]}")
                    threads[place].start()
        except Error:
            log.warning("looked for later: the database does not answer", what=what.name)
        connection.close()
        stop.wait(what.look_seconds)
    for thread in threads.values():
        while thread.is_alive():
            what.hang_up()
            thread.join(JOIN_SECONDS)


def _list_places(what: Holding) -> Iterator[Place]:
    for organisation_id in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            set_organisation(organisation_id)
            found = list(what.find(organisation_id))
        yield from ((organisation_id, pk) for pk in found)


def _hold(what: Holding, place: Place, stop: threading.Event) -> None:
    """Until it is gone, or the process stops, or the lock is lost with its connection."""
    try:
        with psycopg.connect(get_conninfo(), autocommit=True) as lock:
            [(is_ours,)] = lock.execute("select pg_try_advisory_lock(%s, %s)", [what.lock, place[1]]).fetchall()
            while is_ours and not stop.is_set() and what.stay(place, stop):
                lock.execute("select 1")
    except (psycopg.Error, Error):
        log.warning("left for a moment: the database does not answer", what=what.name, place=place[1])
    except Exception:
        log.exception("left for a moment", what=what.name, place=place[1])
    finally:
        connection.close()
